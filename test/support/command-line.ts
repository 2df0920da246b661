/** The command line as it is shipped, bundled once for all tests that run it: it starts in less than half the time of the sources. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const BUNDLE = fileURLToPath(new URL('../../cli/bundle.mjs', import.meta.url));
const THREAD = fileURLToPath(new URL('command-line-thread.ts', import.meta.url));

/** vitest calls it before any test, and what it returns after the last. The tests find the bundle by `PROVISO_COMMAND_LINE`, and what a thread runs. */
export default function setup(): () => void {
  // Whoever calls vitest several times has done so before.
  if (process.env.PROVISO_COMMAND_LINE !== undefined) return () => {};
  const folder = mkdtempSync(join(tmpdir(), 'proviso-command-line-'));
  execFileSync(process.execPath, [BUNDLE, folder, THREAD], { stdio: ['ignore', 'ignore', 'inherit'] });
  process.env.PROVISO_COMMAND_LINE = join(folder, 'proviso.mjs');
  process.env.PROVISO_COMMAND_LINE_THREAD = join(folder, 'command-line-thread.mjs');
  return () => {
    delete process.env.PROVISO_COMMAND_LINE;
    delete process.env.PROVISO_COMMAND_LINE_THREAD;
    rmSync(folder, { recursive: true, force: true });
  };
}
