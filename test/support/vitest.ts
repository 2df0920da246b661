import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { fileOf } from './slow-files.ts';

const VITEST = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));

/** Runs the tests once; returns its exit code. */
export function vitest(words: readonly string[], environment: Readonly<Record<string, string>> = {}): number {
  const { status } = spawnSync(process.execPath, [VITEST, 'run', ...words], { stdio: 'inherit', env: { ...process.env, ...environment } });
  return status ?? 1;
}

/** The words that leave these files out. */
export function without(names: readonly string[]): string[] {
  return names.flatMap((name) => ['--exclude', fileOf(name)]);
}
