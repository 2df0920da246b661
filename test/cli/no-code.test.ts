/**
 * Where code made at run time is refused, as by a content-security policy, the interpreter runs and says the same. Node is
 * asked to refuse it by a flag of V8's; `eval` and `new Function` then throw EvalError.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { slow } from '../random/run.ts';
import { commandLine } from './proviso.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** Together they have safety, reachability, liveness, clocks, sweeps and faults; that of knowledge takes the interpreter long. */
const samples = ['airbag', 'request-reply', 'token-ring', ...(slow ? ['two-generals'] : [])].map((name) => `samples/${name}.proviso`);

function check(flags: readonly string[]): { readonly code: number | null; readonly lines: string[] } {
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, NODE_OPTIONS: undefined };
  const words = [...flags, ...commandLine, 'check', '--no-cache', ...samples];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8', env });
  // How far a slow search has come, and what it has found so far, is told while it goes on.
  expect(stderr.replaceAll(/^(found, and the search goes on|proviso, \d+ s): .*\n/gm, '')).toBe('');
  // How many states are searched depends on reductions that the interpreter does not know; times differ.
  const lines = stdout.split('\n').map((line) => line.replace(/ {2}[\d,]+ states.*|,? {1,2}[\d.]+ s$/, ''));
  return { code: status, lines };
}

const REFUSED = '--disallow-code-generation-from-strings';

test('the flag refuses code', () => {
  const { stderr } = spawnSync(process.execPath, [REFUSED, '-e', 'new Function("return 1")'], { encoding: 'utf8' });
  expect(stderr).toContain('EvalError');
});

test('verdicts and counterexamples are the same', { timeout: 180_000 }, () => {
  const made = check([]);
  const refused = check([REFUSED]);
  expect(refused).toEqual(made);
  expect(made.code).toBe(0);
});

test('--stats says that the slow machine ran, and why', () => {
  const words = [REFUSED, ...commandLine, 'check', '--no-cache', '--stats', 'samples/token-ring.proviso'];
  const { stdout } = spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
  expect(stdout).toContain(', interpreted, which is slow: code made at run time is not allowed here');
});
