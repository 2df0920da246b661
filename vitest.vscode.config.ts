import { defineConfig } from 'vitest/config';

/** The extension in a real VS Code: `npm run test:vscode`. */
export default defineConfig({
  test: { include: ['test/vscode/**/*.vscode.ts'], testTimeout: 90_000, hookTimeout: 600_000, fileParallelism: false },
});
