import { defineConfig } from 'vitest/config';
import { DearestFirst } from './test/support/sequencer.ts';

/** PROVISO_SLOW=1 makes the random tests and the fuzzers run many more cases, and the peers run. */
const slow = process.env.PROVISO_SLOW === '1';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/command-line.ts'],
    testTimeout: slow ? 900_000 : 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // No test leaves anything behind in its module: starting anew for each file would take a fifth of the time.
    isolate: false,
    sequence: { sequencer: DearestFirst },
  },
});
