/** `proviso export` and `proviso tlc` as they are called. */
import { chmodSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, expect, test } from 'vitest';
import { jar, whyNoTlc } from '../export/tlc.ts';
import { slow } from '../random/run.ts';
import { folderWith, proviso, removeFolders } from './proviso.ts';

afterAll(removeFolders);

const SPEC = `system Once {
  message Ask
  node A { sent: bool = false  action go when not sent { sent = true  send Ask to B } }
  node B { n: 0..3 = 0  on Ask { n += 1 } }
  safety Few: always B.n < 2
  reachable Twice: B.n == 2
}
assume Doubling { timing async  network { duplicating up to 2 } }
assume Plain { timing async }
check Doubling { Few violated  Twice reached }
check Plain { Few holds  Twice unreached }`;

/** TLC is asked for these apart: each run of it takes a second or more. */
const MORE = `  liveness Some: eventually B.n > 1
  safety Known: never knows(B, A.sent)
}`;
const LIVE = SPEC.replace(/^}/m, MORE);

test('export writes modules and configurations, and names what it leaves out', () => {
  const { code, out, err, folder } = proviso(['export', '--to', 'tla', 'a.proviso', '--assume', 'Plain', '--out', 'made'], {
    'a.proviso': LIVE,
  });
  expect(code).toBe(0);
  const files = ['.tla', '_Fairness.tla', '_Some.tla', '.cfg', '_Twice.cfg', '_Some.cfg'];
  expect(out).toBe(files.map((name) => `made/Once_Plain${name}\n`).join(''));
  expect(err).toBe(
    'a.proviso:8:23: Known under Plain is left out: what a node knows depends on every reachable state, and has no counterpart in TLA+\n',
  );
  expect(readFileSync(join(folder, 'made/Once_Plain.cfg'), 'utf8')).toContain('INVARIANT NoModelError\nINVARIANT Few\n');
  expect(proviso(['export', '--to', 'tla', 'a.proviso', '--property', 'Known'], folder).code).toBe(2);
});

test('no file is written twice, whatever is called alike', () => {
  const once = (system: string, more: string) => `system ${system} { node A { n: 0..1 = 0  action go when n == 0 { n = 1 } } ${more} }`;
  const spec = `${once('S', 'reachable R: A.n == 1')} ${once('S_A', 'reachable R: A.n == 1  reachable r: A.n == 0')}
assume A_B { timing async }  assume B { timing async }  assume b { timing async }
check A_B of S { R reached }  check B of S_A { R reached  r reached }  check b of S_A { R reached  r reached }`;
  const { out } = proviso(['export', '--to', 'tla', 'a.proviso'], { 'a.proviso': spec });
  const names = out.trimEnd().split('\n');
  expect(names).toHaveLength(8);
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(8);
});

test.each<[words: string[], message: string | RegExp, exits?: number]>([
  [['export', 'a.proviso'], 'write `--to tla`'],
  [['export', '--to', 'pdf', 'a.proviso'], 'there is only `--to tla`'],
  [['export', '--to', 'tla'], 'takes one file'],
  [['export', '--to', 'tla', 'a.proviso', '--assume', 'None'], 'no check under an assume called None'],
  [['export', '--to', 'tla', 'a.proviso', '--out', 'a.proviso/x'], 'cannot be written', 4],
  [['tlc'], 'needs the files'],
  [['tlc', 'a.proviso', '--distributed', ','], 'names no host'],
  [['tlc', 'a.proviso', '--jar', 'nowhere.jar'], /there is no file nowhere\.jar|TLC needs Java/],
])('%j is explained', (words, message, exits = 2) => {
  const { code, err } = proviso(words, { 'a.proviso': SPEC });
  expect(code).toBe(exits);
  expect(err).toMatch(message);
});

const said = (number: number, text: string) => `@!@!@STARTMSG ${number}:0 @!@!@\n${text}\n@!@!@ENDMSG ${number} @!@!@\n`;

const DONE = said(2199, '4 states generated, 3 distinct states found, 0 states left on queue.');
const GOES_BACK = said(2122, '2: Back to state: <Some step>');

/** A state of the system without messages in flight, and what led to it. */
const state = (number: number, sent: boolean, did: string, still: number) =>
  said(
    2217,
    `${number}: <Some step>
/\\ A = [A |-> [sent |-> ${sent ? 'TRUE' : 'FALSE'}]]
/\\ B = [B |-> [n |-> 0]]
/\\ status = [A |-> "up", B |-> "up"]
/\\ net = << >>
/\\ error = ""
/\\ cut = ""
/\\ did = [step |-> "${did}", name |-> "", self |-> "", key |-> <<>>, message |-> [is |-> "none"], lost |-> {}, gone |-> {}, still |-> ${still}]`,
  );

test.each([
  // A could send, and never does.
  ['is not fair as Proviso understands it, so TLC and Proviso disagree', state(1, false, '', 0) + state(2, false, 'rest', 1) + GOES_BACK],
  // Nothing was sent, or lost.
  ['is none that the interpreter can follow, so TLC and Proviso disagree', state(1, false, '', 0) + state(2, true, 'tick', 0) + GOES_BACK],
  ['is not shown whole', state(1, false, '', 0)],
])('that a run of TLC %s is told', (why, run) => {
  const folder = folderWith({
    'a.proviso': LIVE,
    'some.jar': '',
    'whole.txt': DONE,
    'lasso.txt': said(2116, 'Temporal properties were violated.') + run + DONE,
    'bin/java':
      '#!/bin/sh\nhere=$(dirname "$0")/..\ncase "$*" in *-version) ;; *_Some.tla) cat "$here/lasso.txt" ;; *) cat "$here/whole.txt" ;; esac\n',
  });
  chmodSync(join(folder, 'bin/java'), 0o755);
  const before = process.env.JAVA_HOME;
  process.env.JAVA_HOME = folder;
  try {
    const words = ['tlc', 'a.proviso', '--assume', 'Plain', '--property', 'Some', '--jar', 'some.jar'];
    const { code, out, err } = proviso(words, folder);
    expect(err).toContain(`TLC's run against Some ${why}: please report this`);
    expect(out).toContain('Some  unknown');
    expect(code).toBe(3);
  } finally {
    if (before === undefined) delete process.env.JAVA_HOME;
    else process.env.JAVA_HOME = before;
  }
});

const here = whyNoTlc === null ? '' : ` (skipped: ${whyNoTlc})`;

test.skipIf(whyNoTlc !== null || !slow)(`TLC's runs are shown as our own${here}`, { timeout: 300_000 }, () => {
  const { code, out, folder } = proviso(['tlc', 'a.proviso'], { 'a.proviso': SPEC });
  expect(out).toContain('✓ Few    violated, as expected: 1 fault, 3 steps');
  expect(out).toContain('✓ Twice  reached: 1 fault, 3 steps');
  expect(out).toContain('✓ Few    holds');
  expect(out).toContain('✓ Twice  unreached');
  expect(code).toBe(0);
  writeFileSync(join(folder, 'b.proviso'), LIVE);
  const live = proviso(['tlc', 'b.proviso', '--assume', 'Plain', '--property', 'Some'], folder);
  expect(live.out).toContain('Some  violated: no fault, 2 steps, then nothing more; expected: holds');
  const server = ['--distributed', 'localhost'];
  expect(proviso(['tlc', 'b.proviso', '--assume', 'Plain', '--property', 'Some', ...server], folder).out).toContain(
    "Some  not checked yet: TLC's server looks for no fair runs: without --distributed it is checked",
  );
  writeFileSync(join(folder, 'b.proviso'), SPEC.replace('Few holds', 'Few violated'));
  expect(proviso(['tlc', 'b.proviso', '--assume', 'Plain'], folder).code).toBe(1);
  writeFileSync(join(folder, 'b.proviso'), SPEC.replace('timing async }', 'timing async  limit B.n > 0 }'));
  copyFileSync(jar!, join(folder, 'own.jar'));
  const bounded = proviso(['tlc', 'b.proviso', '--assume', 'Plain', '--property', 'Few', '--jar', 'own.jar'], folder);
  expect(bounded.out).toContain('✗ Few  unknown: the bounds leave no state (limit B.n > 0); expected: holds');
  writeFileSync(join(folder, 'c.proviso'), 'system X { node A { n: 0..1 = 0 } }');
  expect(proviso(['tlc', 'c.proviso'], folder)).toMatchObject({ code: 2, err: expect.stringContaining('There is no `check`') });
  // Each kind of property is looked for in a way of its own, and fails in one.
  const failing = [
    'reachable P: 4 / A.n == 9',
    'safety P: always next(4 / A.n) >= 4 / A.n',
    'safety P: 4 / A.n == 2 leads to A.n == 0 within 9',
  ];
  for (const property of failing) {
    const node = 'node A { n: 0..2 = 2  action down when n > 0 { n -= 1 } }';
    const expected = property.startsWith('reachable') ? 'unreached' : 'holds';
    writeFileSync(join(folder, 'd.proviso'), `system X { ${node} ${property} } assume Z { timing sync { } } check Z { P ${expected} }`);
    expect(proviso(['tlc', 'd.proviso'], folder).out).toContain('P  error in the model: division by zero');
  }
  writeFileSync(join(folder, 'no.jar'), 'nothing');
  expect(proviso(['tlc', 'a.proviso', '--jar', 'no.jar'], folder)).toMatchObject({
    code: 3,
    err: 'proviso: this jar does not hold TLC.\n'.repeat(2),
  });
});
