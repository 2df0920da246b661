/** The other verbs, and calls that are wrong. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type OptionSpec, writtenName } from '../../cli/src/verbs/spec.ts';
import { verbNames, verbs } from '../../cli/src/verbs/table.ts';
import { proviso, removeFolders } from './proviso.ts';

afterAll(removeFolders);

const UNTIDY = 'system S {\nmessage   Ping\n}\n';

test('format writes, format --check only looks', () => {
  const looked = proviso(['format', '--check', 'a.proviso'], { 'a.proviso': UNTIDY });
  expect(looked.code).toBe(1);
  expect(looked.out).toContain('a.proviso: not in the standard form');
  expect(readFileSync(join(looked.folder, 'a.proviso'), 'utf8')).toBe(UNTIDY);
  expect(proviso(['format', '.'], looked.folder).out).toBe('a.proviso: formatted\n');
  expect(proviso(['format', '--check', '.'], looked.folder)).toMatchObject({ code: 0, out: '' });
});

test('format leaves a file with errors alone', () => {
  const { code, err, folder } = proviso(['format', 'a.proviso'], { 'a.proviso': 'system {' });
  expect(code).toBe(2);
  expect(err).toContain('a.proviso: not formatted');
  expect(readFileSync(join(folder, 'a.proviso'), 'utf8')).toBe('system {');
});

test('explain', () => {
  expect(proviso(['explain', 'pv0101']).out).toContain('PV0101');
  expect(proviso(['explain']).out).toMatch(/^PV0101 {2}\S/);
  expect(proviso(['explain', 'PV9999'])).toMatchObject({ code: 2 });
});

test.each([
  [['chek'], 'There is no verb `chek`. Did you mean `check`?'],
  [['check', '--propery', 'A'], 'has no option `--propery`. Did you mean `--property`?'],
  [['check', '--timeout', 'soon'], 'write a number of seconds above 0'],
  [['a.proviso'], 'To check it, write `proviso check a.proviso`'],
])('%j is explained', (words, message) => {
  const { code, err } = proviso(words);
  expect(code).toBe(2);
  expect(err).toContain(message);
});

test('help and version', () => {
  expect(proviso(['--help']).out).toContain('proviso check [FILES]');
  expect(proviso(['help', 'check']).out).toBe(proviso(['check', '--help']).out);
  expect(proviso(['--version']).out).toMatch(/^proviso \d+\.\d+\.\d+\n$/);
});

test('help lists every verb, and the help of a verb each of its options', () => {
  for (const verb of verbNames) {
    expect(proviso(['help']).out).toContain(`  proviso ${verb} `);
    const options = Object.entries<OptionSpec>(verbs[verb].options);
    const { out } = proviso([verb, '--help']);
    for (const [name, option] of options) expect(out).toContain(`${writtenName(name, option)} `);
    expect(out.split('\n').filter((line) => line.length > 120)).toEqual([]);
  }
});

test('where no code can be made at run time the interpreter gives the same answer', () => {
  const text = `system Counter {
    const N = 3
    message Tick
    node Source { sent: 0..N = 0  action emit when sent < N { sent += 1; send Tick to Sink } }
    node Sink { seen: 0..N = 0  on Tick { seen += 1 } }
    safety Low: always Source.sent < 3
    safety Arrived: always Sink.seen == Source.sent
  }
  assume Lossy { timing async  network { lossy, capacity 4 } }
  check Lossy { Low violated  Arrived violated }
  `;
  const words = ['check', '--traces', 'a.proviso'];
  const [usual, refused] = [[], ['--disallow-code-generation-from-strings']].map((node) => proviso(words, { 'a.proviso': text }, node));
  const timeless = (out: string) => out.replaceAll(/\d+\.\d s/g, '');
  expect(usual.code).toBe(0);
  expect({ code: refused.code, err: refused.err, out: timeless(refused.out) }).toEqual({ code: 0, err: '', out: timeless(usual.out) });
  expect(proviso([...words, '--stats'], { 'a.proviso': text }, ['--disallow-code-generation-from-strings']).out).toContain(
    'code made at run time is not allowed here',
  );
});
