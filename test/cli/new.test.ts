/** `proviso new NAME` */
import { chmodSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, expect, test } from 'vitest';
import { proviso, removeFolders } from './proviso.ts';

afterAll(removeFolders);

const template = (name: string) => readFileSync(new URL(`../../templates/${name}.proviso`, import.meta.url), 'utf8');
const names = readdirSync(new URL('../../templates/', import.meta.url)).map((name) => name.replace('.proviso', ''));

test('writes a file that is checked as it stands', () => {
  const { code, out, err, folder } = proviso(['new', 'a é', '--template', 'lease']);
  expect({ code, out, err }).toEqual({
    code: 0,
    out: `a é.proviso: written, from the template lease
Check it with \`proviso check 'a é.proviso'\`. \`proviso new --list\` shows the other templates.
`,
    err: '',
  });
  expect(readFileSync(join(folder, 'a é.proviso'), 'utf8')).toBe(template('lease'));
  expect(proviso(['check', 'a é.proviso'], folder)).toMatchObject({ code: 0, err: '' });
});

test('without --template the usual one; with the ending of the file too', () => {
  const { folder } = proviso(['new', './deep/lock.proviso'], { 'deep/x': '' });
  expect(readFileSync(join(folder, 'deep/lock.proviso'), 'utf8')).toBe(template('request-reply'));
});

test('a file that exists stays, unless --force is given', () => {
  const { code, out, err, folder } = proviso(['new', 'a'], { 'a.proviso': 'mine' });
  expect({ code, out, err }).toEqual({
    code: 2,
    out: '',
    err: 'proviso: a.proviso exists already. Choose another name, or replace it with --force.\n',
  });
  expect(readFileSync(join(folder, 'a.proviso'), 'utf8')).toBe('mine');
  expect(proviso(['new', 'a', '--force'], folder).code).toBe(0);
  expect(readFileSync(join(folder, 'a.proviso'), 'utf8')).toBe(template('request-reply'));
});

test('--list names them all', () => {
  const { code, out } = proviso(['new', '--list']);
  expect(code).toBe(0);
  expect(out.split('\n').map((line) => line.split('  ')[0].trim())).toEqual([...names.sort(), '']);
});

test.each([
  [[], 2, 'Write a name for the file, such as `proviso new lock`.'],
  [['my', 'lock'], 2, "Write one name. If it has spaces, put it in quotes: `proviso new 'my lock'`."],
  [['a', '--template', 'leese'], 2, 'There is no template `leese`. Did you mean `lease`? The templates are'],
  [['deep/'], 2, '`deep/` is no name of a file.'],
  [['none/a'], 4, 'none/a.proviso cannot be written: there is no folder none.'],
])('new %j is explained', (words, exit, message) => {
  const { code, out, err, folder } = proviso(['new', ...words], { file: '', 'deep/x': '' });
  expect({ code, out }).toEqual({ code: exit, out: '' });
  expect(err).toContain(`proviso: ${message}`);
  expect(readdirSync(folder).sort()).toEqual(['deep', 'file']);
});

test.skipIf(process.getuid?.() === 0)('a folder that may not be written in', () => {
  const { folder } = proviso(['help']);
  mkdirSync(join(folder, 'locked'));
  chmodSync(join(folder, 'locked'), 0o500);
  const { code, err } = proviso(['new', 'locked/a'], folder);
  expect({ code, err }).toEqual({ code: 4, err: 'proviso: locked/a.proviso cannot be written: permission denied in locked.\n' });
});
