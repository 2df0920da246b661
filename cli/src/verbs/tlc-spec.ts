/** How `proviso tlc` is called. */
import { answerOptions, chosenChecks, color, type VerbSpec } from './spec.ts';

export const tlcSpec = {
  words: 'FILES',
  usage: 'FILES [--assume NAME] [--jar FILE] [--threads N] [--distributed HOSTS]',
  summary: 'have TLC search the models of the files',
  description: `Exports the checks of the files to TLA+, as \`proviso export\` does, and has TLC look for what their properties forbid, or
call reachable. A run that TLC finds is replayed, made as simple as a small search around it can, and shown as any
other. Properties that cannot be exported are not checked. Needs Java 11 or newer and TLC's jar: docs/tla.md.`,
  examples: [
    { call: 'proviso tlc spec.proviso --assume Stops', does: 'one model' },
    { call: 'proviso tlc spec.proviso --jar tla2tools.jar --threads 8', does: 'with this jar, by 8 threads' },
    { call: 'proviso tlc spec.proviso --distributed localhost,localhost', does: 'by two processes of workers' },
  ],
  completes: 'specs',
  options: {
    ...chosenChecks,
    jar: { value: 'FILE', completes: 'files', help: "TLC's jar (otherwise PROVISO_TLC_JAR, or the one that Maven has fetched)" },
    threads: { value: 'N', completes: 'nothing', help: 'threads of TLC, or of each process of workers (otherwise one a core)' },
    distributed: {
      value: 'HOSTS',
      completes: 'nothing',
      help: `a server here and a process of workers for each of these, separated by commas; those on
localhost are started, for the others it is said what to start there`,
    },
    ...answerOptions,
    quiet: { short: 'q', help: 'only what is unexpected' },
    color,
  },
  exitCodes: true,
  run: async (call) => (await import('./tlc.ts')).tlc(call),
} satisfies VerbSpec;
