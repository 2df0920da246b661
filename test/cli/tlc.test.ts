/** `proviso export` and `proviso tlc` as they are called. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { whyNoTlc } from '../export/tlc.ts';
import { slow } from '../random/run.ts';
import { proviso, removeFolders } from './proviso.ts';

afterAll(removeFolders);

const SPEC = `system Once {
  message Ask
  node A { sent: bool = false  action go when not sent { sent = true  send Ask to B } }
  node B { n: 0..3 = 0  on Ask { n += 1 } }
  safety Few: always B.n < 2
  reachable Twice: B.n == 2
  liveness Some: eventually B.n > 0
}
assume Doubling { timing async  network { duplicating up to 2 } }
assume Plain { timing async }
check Doubling { Few violated  Twice reached  Some violated }
check Plain { Few holds  Twice unreached  Some holds }`;

test('export writes modules and configurations, and names what it leaves out', () => {
  const { code, out, err, folder } = proviso(['export', '--to', 'tla', 'a.proviso', '--assume', 'Plain', '--out', 'made'], {
    'a.proviso': SPEC,
  });
  expect(code).toBe(0);
  expect(out).toBe('made/Once_Plain.tla\nmade/Once_Plain.cfg\nmade/Once_Plain_Twice.cfg\n');
  expect(err).toBe(
    'a.proviso:7:3: Some under Plain is left out: a liveness property needs the fairness of Proviso, which is not exported\n',
  );
  expect(readFileSync(join(folder, 'made/Once_Plain.cfg'), 'utf8')).toContain('INVARIANT NoModelError\nINVARIANT Few\n');
  expect(proviso(['export', '--to', 'tla', 'a.proviso', '--property', 'Some'], folder).code).toBe(2);
});

test.each([
  [['export', 'a.proviso'], 'write `--to tla`'],
  [['export', '--to', 'pdf', 'a.proviso'], 'there is only `--to tla`'],
  [['export', '--to', 'tla'], 'takes one file'],
  [['export', '--to', 'tla', 'a.proviso', '--assume', 'None'], 'no check under an assume called None'],
  [['tlc'], 'needs the files'],
  [['tlc', 'a.proviso', '--distributed', ','], 'names no host'],
  [['tlc', 'a.proviso', '--jar', 'nowhere.jar'], /there is no file nowhere\.jar|TLC needs Java/],
])('%j is explained', (words, message) => {
  const { code, err } = proviso(words, { 'a.proviso': SPEC });
  expect(code).toBe(2);
  expect(err).toMatch(message);
});

const here = whyNoTlc === null ? '' : ` (skipped: ${whyNoTlc})`;

test.skipIf(whyNoTlc !== null || !slow)(`TLC's runs are shown as our own${here}`, { timeout: 300_000 }, () => {
  const { code, out, folder } = proviso(['tlc', 'a.proviso'], { 'a.proviso': SPEC });
  expect(out).toContain('✓ Few    violated, as expected: 1 fault, 3 steps');
  expect(out).toContain('✓ Twice  reached: 1 fault, 3 steps');
  expect(out).toContain('✓ Few    holds');
  expect(out).toContain('✓ Twice  unreached');
  expect(code).toBe(0);
  writeFileSync(join(folder, 'b.proviso'), SPEC.replace('Few holds', 'Few violated'));
  expect(proviso(['tlc', 'b.proviso', '--assume', 'Plain'], folder).code).toBe(1);
  writeFileSync(join(folder, 'no.jar'), 'nothing');
  expect(proviso(['tlc', 'a.proviso', '--jar', 'no.jar'], folder)).toMatchObject({
    code: 3,
    err: 'proviso: this jar does not hold TLC.\n'.repeat(2),
  });
});
