/** The other verbs, and calls that are wrong. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
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
