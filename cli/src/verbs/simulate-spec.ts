/** How `proviso simulate` is called. */
import { answerOptions, chosenChecks, color, configOptions, type VerbSpec } from './spec.ts';

/** Seconds in all, where the call does not say. */
export const SIMULATION_SECONDS = 20;

export const simulateSpec = {
  words: '[FILES]',
  usage: '[FILES] [OPTIONS]',
  summary: 'try random runs, where a model is too large to search',
  description: `Takes random runs of every \`check\` of the files and looks for what their properties forbid, or call reachable. A run
that is found is a true counterexample, made as simple as a small search around it can. Where none is found the verdict
is unknown, however many runs there were, and the exit code 3: it never says that a property holds. \`knows\` is left out.`,
  examples: [
    { call: 'proviso simulate samples/two-generals.proviso --runs 10', does: 'a few runs of each check' },
    { call: 'proviso simulate specs --timeout 300 --seed 7', does: 'five minutes of other runs' },
  ],
  completes: 'specs',
  options: {
    ...chosenChecks,
    seed: { value: 'N', completes: 'nothing', help: 'what the runs are drawn from: the same seed, the same runs (otherwise 1)' },
    runs: { value: 'N', completes: 'nothing', help: 'at most so many runs for each search of a check and point (otherwise 10,000)' },
    steps: { value: 'N', completes: 'nothing', help: 'at most so many steps a run (otherwise 1,000)' },
    timeout: { value: 'SECONDS', completes: 'nothing', help: `at most so long in all (otherwise ${SIMULATION_SECONDS})` },
    ...answerOptions,
    stats: { help: 'how many faults the runs had' },
    ...configOptions,
    quiet: { short: 'q', help: 'only what is unexpected' },
    color,
  },
  exitCodes: true,
  config: 'files',
  run: async (call, script) => (await import('../check/supervise.ts')).supervise('simulate', call, script, SIMULATION_SECONDS),
} satisfies VerbSpec;
