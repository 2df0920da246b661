/** How `proviso provisos` is called. */
import { color, type VerbSpec } from './spec.ts';

export const provisosSpec = {
  words: 'FILE',
  usage: 'FILE [OPTIONS]',
  summary: 'find the assumptions that a property really needs',
  description: `Starts from an assume of the file and varies it: delay, pauses, drift, skew, losses, duplications, order, cuts, crashes.
Says what each property needs, one quantity at a time; with --joint the weakest assumption sets under which it holds
and the smallest faults that break it. A set of which nothing could be said within the budget is named as not settled.`,
  options: {
    property: { value: 'NAME', multiple: true, help: 'only this property (may be given several times)' },
    assume: { value: 'NAME', help: 'start from this assume (otherwise from that of the first check of each system)' },
    system: { value: 'NAME', help: 'only this system' },
    set: { value: 'NAME=VALUE', multiple: true, help: 'give a constant this value (may be given several times)' },
    joint: { help: 'vary everything together: all weakest sets, and all smallest breaks' },
    for: { value: '"NAME in A..B"', help: 'find the inequality between this constant and the bounds, and its smallest value' },
    over: { value: 'WORDS', help: 'vary these only, such as `delay,pause,losses,crashes`' },
    with: { value: 'WORDS', help: 'vary these too: corruptions, cuts, one-way cuts, link cuts, one-way link cuts' },
    'max-states': { value: 'N', help: 'at most so many states for one assumption set (otherwise 150,000)' },
    timeout: { value: 'SECONDS', help: 'at most so long in all (otherwise 60)' },
    matrix: { help: 'all properties in one table: assumptions across (with everything varied together)' },
    against: { value: 'REV', help: 'compare with the file in this revision of git: what differs, before and now (together)' },
    format: {
      value: 'NAME[=FILE]',
      multiple: true,
      help: `text (for people), json (everything that is known, for other programs); with =FILE into a file.
May be given several times; one of them at most is without a file`,
    },
    traces: { help: 'with --joint: the simplest run of each break' },
    all: { help: 'every weakest set and every break, however many' },
    color,
  },
  exitCodes: true,
  run: async (call, script) => (await import('../check/supervise.ts')).supervise('provisos', call, script, 60),
} satisfies VerbSpec;
