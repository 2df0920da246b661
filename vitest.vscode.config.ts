import { defineConfig } from 'vitest/config';

/** The extension in a real VS Code: `npm run test:vscode`. The files of a worker share one server of VS Code and one Chromium, in which each has a window of its own. */
export default defineConfig({
  test: {
    include: ['test/vscode/**/*.vscode.ts'],
    globalSetup: ['test/support/command-line.ts', 'test/vscode/setup.ts'],
    // A test is late on a busy machine; what it waits for is what it looks at: see test/vscode/until.ts.
    testTimeout: 300_000,
    hookTimeout: 600_000,
    maxWorkers: 2,
    isolate: false,
    // What a busy machine draws late is looked for once more; that it was is in the output.
    retry: 1,
  },
});
