/** How `proviso tests` is called. */
import { color, constantOption, type VerbSpec } from './spec.ts';

/** Seconds in all, states and steps of a run, where the call does not say. */
export const TESTS = { seconds: 60, states: 100_000, steps: 60 } as const;

export const TESTS_FORMATS: Readonly<Record<string, string>> = {
  jsonl: 'a log in full for each run, which `proviso conform` reads',
  itf: 'the Informal Trace Format: every state of each run',
};

export const testsSpec = {
  words: 'FILE',
  usage: 'FILE [OPTIONS]',
  summary: 'write runs for tests of an implementation',
  description: `Writes runs of a system, few and short, that together come past each handler and action, each kind of fault, each two
kinds in one run, and the edges of properties: what a property requires first becomes true, it is violated, it is
reached. Each has the schedule of what a test harness has to do to the world (see docs/code.md). Goals that no run can
meet are named.`,
  examples: [
    { call: 'proviso tests lock.proviso --out tests', does: 'a file for each run, and tests.json about them all' },
    { call: 'proviso tests lock.proviso --assume Paused --property Held', does: 'under this assume, the edges of this property only' },
    { call: 'proviso tests lock.proviso --format itf --out traces', does: 'in the format of Apalache and Quint' },
  ],
  completes: 'specs',
  options: {
    assume: { value: 'NAME', completes: 'nothing', help: 'under this assume (otherwise that of the first check of the system)' },
    system: { value: 'NAME', completes: 'nothing', help: 'this system, where the file has several' },
    property: { value: 'NAME', completes: 'nothing', multiple: true, help: 'only edges of this property (may be given several times)' },
    ...constantOption,
    steps: {
      value: 'N',
      completes: 'nothing',
      help: `at most so many steps a run, unless the shortest to a goal has more (otherwise ${TESTS.steps})`,
    },
    format: {
      value: 'NAME',
      completes: { words: async () => TESTS_FORMATS },
      help: 'jsonl (unless given): logs that `proviso conform` reads; itf: the Informal Trace Format',
    },
    out: {
      value: 'FOLDER',
      completes: 'folders',
      help: 'a file for each run in this folder, and tests.json (otherwise lines on standard output)',
    },
    'max-states': { value: 'N', completes: 'nothing', help: 'at most so many states are looked at (otherwise 100,000)' },
    timeout: { value: 'SECONDS', completes: 'nothing', help: `at most so long in all (otherwise ${TESTS.seconds})` },
    quiet: { short: 'q', help: 'say nothing of what the runs are for' },
    color,
  },
  exitCodes: true,
  run: async (call, script) => (await import('../check/supervise.ts')).supervise('tests', call, script, TESTS.seconds),
} satisfies VerbSpec;
