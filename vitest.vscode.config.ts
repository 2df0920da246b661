import { defineConfig } from 'vitest/config';

/** The extension in a real VS Code: `npm run test:vscode`. Each file has a VS Code of its own, which mostly waits. */
export default defineConfig({
  test: {
    include: ['test/vscode/**/*.vscode.ts'],
    globalSetup: ['test/vscode/setup.ts'],
    testTimeout: 90_000,
    hookTimeout: 600_000,
    maxWorkers: 2,
    // What a busy machine draws late is looked for once more; that it was is in the output.
    retry: 1,
  },
});
