/**
 * Where code made at run time is refused, as by a content-security policy, the interpreter runs and says the same. Node is
 * asked to refuse it by a flag of V8's; `eval` and `new Function` then throw EvalError.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { slow } from '../random/run.ts';
import { proviso, provisoProcess, removeFolders, type Said } from './proviso.ts';

afterAll(removeFolders);

const root = fileURLToPath(new URL('../../', import.meta.url));
/** Together they have safety, reachability, liveness, clocks, sweeps and faults; that of knowledge takes the interpreter long. */
const samples = ['airbag', 'request-reply', ...(slow ? ['token-ring', 'two-generals'] : [])].map((name) => `samples/${name}.proviso`);

const REFUSED = '--disallow-code-generation-from-strings';
const WORDS = ['check', '--no-cache', ...samples];

/** Without how far a slow search has come, which is told while it goes on, and what it has found so far. */
function told({ code, out, err }: Said): { readonly code: number | null; readonly lines: string[] } {
  expect(err.replaceAll(/^(found, and the search goes on|proviso, \d+ s): .*\n/gm, '')).toBe('');
  // How many states are searched depends on reductions that the interpreter does not know; times differ.
  const lines = out.split('\n').map((line) => line.replace(/ {2}[\d,]+ states.*|,? {1,2}(?:\d+ min )?[\d.]+ s$/, ''));
  return { code, lines };
}

test('the flag refuses code', () => {
  const { stderr } = spawnSync(process.execPath, [REFUSED, '-e', 'new Function("return 1")'], { encoding: 'utf8' });
  expect(stderr).toContain('EvalError');
});

test('verdicts and counterexamples are the same', { timeout: 180_000 }, () => {
  const made = told(proviso(WORDS, root));
  const refused = told(provisoProcess(WORDS, root, { node: [REFUSED] }));
  expect(refused).toEqual(made);
  expect(made.code).toBe(0);
});

test('--stats says that the slow machine ran, and why', () => {
  const text =
    'system S { node A { n: 0..3 = 0  action up when n < 3 { n += 1 } }  safety Low: always A.n < 3 }\nassume Z { timing async }\n';
  const files = { 'a.proviso': `${text}check Z { Low violated }` };
  const { code, out } = provisoProcess(['check', '--stats', 'a.proviso'], files, { node: [REFUSED] });
  expect(code).toBe(0);
  expect(out).toContain(', interpreted, which is slow: code made at run time is not allowed here');
});
