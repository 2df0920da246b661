/** How `proviso check` is called. */
import { answerOptions, cacheOptions, chosenChecks, color, configOptions, type VerbSpec } from './spec.ts';

export const checkSpec = {
  words: '[FILES]',
  usage: '[FILES] [OPTIONS]',
  summary: 'check every `check` in the files (default: the folder one stands in)',
  description: `Searches every \`check\` of the files and compares the verdicts with what the files expect. A verdict that differs is
shown with its simplest counterexample. Imports are read only inside the folder given (for a file: the folder one
stands in, or else the file's own).`,
  examples: [
    { call: 'proviso check', does: 'all files below the folder one stands in' },
    { call: 'proviso check samples/two-generals.proviso --stats', does: 'one file, with more figures' },
    { call: 'proviso check specs --watch --quiet', does: 'again whenever a file changes, only what is unexpected' },
    { call: 'proviso check specs --timeout 300 --format github --format junit=proviso.xml', does: 'in a pipeline' },
  ],
  completes: 'specs',
  options: {
    ...chosenChecks,
    'max-states': { value: 'N', completes: 'nothing', help: 'at most so many states a search' },
    'max-memory': {
      value: 'MIB',
      completes: 'nothing',
      help: `at most so much memory for the states of a search, in MiB; what else the process needs may
take a quarter of that and 256 MiB more`,
    },
    compress: {
      help: `keep the states compressed from the start: exact, takes less memory and more time (otherwise
once they come near --max-memory; --no-compress: never)`,
    },
    timeout: { value: 'SECONDS', completes: 'nothing', help: 'at most so long in all' },
    'search-timeout': {
      value: 'SECONDS',
      completes: 'nothing',
      help: 'at most so long a search: one check, one point of its sweep, or one set of a `provisos` block',
    },
    threads: {
      value: 'N',
      completes: 'nothing',
      help: 'threads in all, for checks side by side and in large searches (otherwise one a core, at most 4)',
    },
    ...answerOptions,
    shard: {
      value: 'I/N',
      completes: 'nothing',
      help: `only part I of N parts of the checks: together they are all of them, and none is in two
(1/4, 2/4, 3/4, 4/4 on four machines)`,
    },
    times: {
      value: 'FILE',
      completes: 'files',
      multiple: true,
      help: `divides the shards by the times of an earlier run: what \`--format json=FILE\` wrote (may be
given several times; the same for every shard)`,
    },
    changed: {
      value: 'REV',
      completes: 'nothing',
      optional: true,
      help: `only files that have changed since a revision of git, or import one that has (otherwise since
HEAD: what is not committed); --changed=origin/main is what a branch changes`,
    },
    baseline: {
      value: 'FILE',
      completes: 'files',
      help: 'failures that this file knows do not fail the run, and are reported as known; others do',
    },
    'update-baseline': { help: 'writes that file: what is unexpected now is known, and what is gone is removed' },
    'strict-baseline': { help: 'fails as well if a failure that the file knows is gone' },
    lints: { help: 'warnings and hints in full, with the run of those that were seen to happen' },
    stats: { help: 'more figures on each search' },
    watch: { short: 'w', help: 'check again whenever a file changes' },
    ...cacheOptions,
    checkpoint: {
      value: 'FOLDER',
      completes: 'folders',
      help: `keep what the searches have come to in a folder, at least every half a minute; the same call
goes on from there, whatever has ended the one before`,
    },
    disk: {
      value: 'FOLDER',
      completes: 'folders',
      help: `go on on disk once a search has used up its memory (--max-memory, or half of the machine's), in
files there that are gone when the run ends; liveness, deadlines and what nodes know stay in
memory`,
    },
    'max-disk': { value: 'MIB', completes: 'nothing', help: 'at most so much of that disk, in MiB (otherwise until it is full)' },
    forget: {
      help: `leave out of a large search also what nothing reads until it is written again (new: see
docs/limits.md)`,
    },
    reduction: { negative: true, help: 'every state, also in a large search: no symmetry, and nothing left out of the states' },
    deepening: { negative: true, help: 'no searches under smaller capacities beside a large one' },
    provisos: { negative: true, help: 'leave the `provisos` blocks out' },
    ...configOptions,
    quiet: { short: 'q', help: 'only what is unexpected' },
    color: { ...color, help: 'no colours (also: NO_COLOR; FORCE_COLOR for colours where there is no terminal)' },
  },
  exitCodes: true,
  config: 'check',
  run: async (call, script) =>
    call.options.watch === true
      ? (await import('../check/watch.ts')).watch(call)
      : (await import('../check/supervise.ts')).supervise('check', call, script),
} satisfies VerbSpec;
