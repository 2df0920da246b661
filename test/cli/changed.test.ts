/** `proviso check --changed`: only what has changed since a revision of git, and what imports it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderWith, proviso, removeFolders } from './proviso.ts';

afterAll(removeFolders);

const check = (name: string) => `system ${name} {
  node Client { n: 0..3 = 0  action count when n < 3 { n += 1 } }
  safety InRange: always Client.n <= 3
}
check ${name === 'Imports' ? 'Shared' : 'Plain'} { InRange holds }
`;

let folder: string;

function git(...words: readonly string[]): void {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...who, ...words], { cwd: folder, stdio: 'pipe' });
}

function commit(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  git('add', '-A');
  git('commit', '-q', '-m', 'a commit');
}

function checked(words: readonly string[], cwd = folder): string[] {
  const { code, out, err } = proviso(['check', ...words, '--format', 'json'], cwd);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out).files;
}

beforeAll(() => {
  folder = folderWith({});
  mkdirSync(join(folder, 'sub folder'));
  git('init', '-q', '-b', 'main');
  const plain = 'assume Plain { timing async }\n';
  commit({
    'alone.proviso': plain + check('Alone'),
    'shared.proviso': 'assume Shared { timing async }\n',
    'imports.proviso': `import "./shared.proviso"\n${check('Imports')}`,
    'sub folder/é.proviso': plain + check('Below'),
    '.gitignore': 'ignored.proviso\n',
  });
});

test('nothing: fine, and said', () => {
  const { code, out, err } = proviso(['check', '--changed'], folder);
  expect({ code, out, err }).toEqual({ code: 0, out: '4 files have not changed since HEAD and were left out.\n', err: '' });
});

test('a file that has changed, what imports it, and what git does not know; since a commit where branches part', () => {
  writeFileSync(join(folder, 'sub folder/é.proviso'), `assume Plain { timing async }\n// changed\n${check('Below')}`);
  expect(checked(['--changed'])).toEqual(['sub folder/é.proviso']);
  expect(checked(['--changed'], join(folder, 'sub folder'))).toEqual(['é.proviso']);
  writeFileSync(join(folder, 'shared.proviso'), '// changed\nassume Shared { timing async }\n');
  writeFileSync(join(folder, 'new.proviso'), `assume Plain { timing async }\n${check('New')}`);
  writeFileSync(join(folder, 'ignored.proviso'), `assume Plain { timing async }\n${check('Ignored')}`);
  const changed = ['ignored.proviso', 'imports.proviso', 'new.proviso', 'shared.proviso', 'sub folder/é.proviso'];
  expect(checked(['--changed'])).toEqual(changed);
  rmSync(join(folder, 'ignored.proviso'));
  git('switch', '-q', '-c', 'branch');
  commit({});
  expect(checked(['--changed', 'alone.proviso'])).toEqual([]);
  expect(checked(['--changed=main'])).toEqual(changed.slice(1));
  git('switch', '-q', 'main');
  commit({ 'alone.proviso': `assume Plain { timing async }\n// changed on main\n${check('Alone')}` });
  git('switch', '-q', 'branch');
  expect(checked(['--changed=main'])).toEqual(changed.slice(1));
});

test('an import that is gone', () => {
  rmSync(join(folder, 'shared.proviso'));
  const { code, out } = proviso(['check', '--changed'], folder);
  expect(code).toBe(2);
  expect(out).toContain('./shared.proviso cannot be imported');
  git('checkout', '-q', 'shared.proviso');
});

test.each([
  ['--changed=nowhere', 'git knows no revision `nowhere` here.'],
  ['--changed=--help', 'git knows no revision `--help` here.'],
])('%s is explained', (word, message) => {
  const { code, out, err } = proviso(['check', word], folder);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(message);
});

test('no repository, a repository without a commit, no git', () => {
  const outside = folderWith({ 'a.proviso': 'assume Plain { timing async }\n' });
  const env = process.env.PATH;
  expect(proviso(['check', '--changed'], outside)).toMatchObject({ code: 2, err: expect.stringContaining('this folder is in none') });
  execFileSync('git', ['init', '-q'], { cwd: outside });
  expect(proviso(['check', '--changed'], outside)).toMatchObject({ code: 0, out: 'All files have changed since HEAD.\n' });
  process.env.PATH = outside;
  const none = proviso(['check', '--changed'], outside);
  process.env.PATH = env;
  expect(none).toMatchObject({ code: 2, err: expect.stringContaining('`--changed` needs git: it cannot be started') });
});
