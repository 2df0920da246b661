/** How `proviso provisos` is called. */
import { cacheOptions, color, configOptions, constantOption, textOrJson, type VerbSpec } from './spec.ts';

export const provisosSpec = {
  words: 'FILE',
  usage: 'FILE [OPTIONS]',
  summary: 'find the assumptions that a property really needs',
  description: `Starts from an assume of the file and varies it: delay, pauses, drift, skew, losses, duplications, order, cuts, crashes.
Says what each property needs, one quantity at a time; with --joint the weakest assumption sets under which it holds
and the smallest faults that break it. A set of which nothing could be said within the budget is named as not settled.
A run that was stopped goes on where it was when it is called again: what was decided is remembered.`,
  examples: [
    { call: 'proviso provisos samples/fencing-tokens.proviso --assume Stops --over crashes,losses', does: 'which of these matter' },
    { call: 'proviso provisos lease.proviso --for "TIMEOUT in 1..8"', does: 'the inequality behind a threshold' },
    { call: 'proviso provisos lease.proviso --joint --traces', does: 'the weakest assumptions together, and each run that breaks them' },
    { call: 'proviso provisos lease.proviso --against HEAD', does: 'what a change has made of them' },
  ],
  completes: 'specs',
  options: {
    property: { value: 'NAME', completes: 'nothing', multiple: true, help: 'only this property (may be given several times)' },
    assume: { value: 'NAME', completes: 'nothing', help: 'start from this assume (otherwise from that of the first check of each system)' },
    system: { value: 'NAME', completes: 'nothing', help: 'only this system' },
    ...constantOption,
    joint: { help: 'vary everything together: all weakest sets, and all smallest breaks' },
    for: {
      value: '"NAME in A..B"',
      completes: 'nothing',
      help: 'find the inequality between this constant and the bounds, and its smallest value',
    },
    over: { value: 'WORDS', completes: 'nothing', help: 'vary these only, such as `delay,pause,losses,crashes`' },
    with: {
      value: 'WORDS',
      completes: 'nothing',
      help: `vary these too: corruptions, byzantine, down (how many nodes
are down at once), clock step size, cuts, one-way cuts, link cuts, one-way link cuts`,
    },
    'max-states': { value: 'N', completes: 'nothing', help: 'at most so many states for one assumption set (otherwise 150,000)' },
    'max-memory': { value: 'MIB', completes: 'nothing', help: 'at most so much memory for the states of a search, in MiB' },
    timeout: { value: 'SECONDS', completes: 'nothing', help: 'at most so long in all (otherwise 60)' },
    threads: {
      value: 'N',
      completes: 'nothing',
      help: 'threads in all, for sets asked ahead and in large searches (otherwise one a core, at most 4)',
    },
    ...cacheOptions,
    matrix: { help: 'all properties in one table: assumptions across (with everything varied together)' },
    against: {
      value: 'REV',
      completes: 'nothing',
      help: 'compare with the file in this revision of git: what differs, before and now (together)',
    },
    ...textOrJson,
    traces: { help: 'with --joint: the simplest run of each break' },
    all: { help: 'every weakest set and every break, however many' },
    ...configOptions,
    color,
  },
  exitCodes: true,
  config: 'provisos',
  run: async (call, script) => (await import('../check/supervise.ts')).supervise('provisos', call, script, 60),
} satisfies VerbSpec;
