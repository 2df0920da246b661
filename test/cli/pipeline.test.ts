/** What others take as it is: the action for GitHub, the hook for pre-commit, the example for GitLab. Their steps are run as they are written. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { commandLine, folderWith, removeFolders } from './proviso.ts';

afterAll(removeFolders);

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const SPEC = `system Counter {
  node Client { n: 0..3 = 0  action count when n < 3 { n += 1 } }
  safety Small: always Client.n <= 2
}
assume Plain { timing async }
check Plain { Small violated }
`;

/** A repository in which npm has installed proviso. */
function repository(text: string): string {
  const folder = folderWith({ 'specs/a counter.proviso': text, 'package.json': '{ "private": true }' });
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
  const bin = join(folder, 'node_modules/.bin/proviso');
  writeFileSync(bin, `#!/bin/sh\nexec "${process.execPath}" "${commandLine.join('" "')}" "$@"\n`);
  chmodSync(bin, 0o755);
  return folder;
}

function bash(script: string, cwd: string, env: Readonly<Record<string, string>> = {}) {
  const all = { ...process.env, NO_COLOR: '1', NODE_OPTIONS: undefined, ...env };
  // As GitHub's runner calls it.
  const words = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script];
  const { status, stdout, stderr } = spawnSync('bash', words, { cwd, encoding: 'utf8', env: all });
  return { code: status, out: stdout, err: stderr };
}

describe.skipIf(process.platform === 'win32')('the action', () => {
  const text = read('action.yml');
  const script = text.split(/^ {6}run: \|\n/m)[1].replaceAll(/^ {8}/gm, '');
  const inputs = new Map(
    [...text.matchAll(/^ {2}([a-z]+):\n {4}description: .*\n {4}default: (.*)$/gm)].map(([, name, value]) => [name, value]),
  );
  const variables = new Map([...text.matchAll(/^ {8}(PROVISO_\w+): \$\{\{ inputs\.(\w+) \}\}$/gm)].map(([, name, input]) => [input, name]));

  function run(folder: string, given: Readonly<Record<string, string>> = {}) {
    const plain = (value: string) => value.replace(/^'(.*)'$/, '$1');
    const env = Object.fromEntries([...variables].map(([input, name]) => [name, given[input] ?? plain(inputs.get(input)!)]));
    const said = bash(script, folder, { ...env, GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary.md') });
    return { ...said, output: readFileSync(join(folder, 'output'), 'utf8') };
  }

  test('gives each input to its step, in the environment alone', () => {
    expect([...variables.keys()]).toEqual([...inputs.keys()]);
    expect(script).not.toContain('${{');
  });

  test('passes, and fails with an annotation, a summary and the reports', () => {
    const fine = run(repository(SPEC));
    expect(fine).toMatchObject({ code: 0, output: 'exit-code=0\n', err: '' });
    const folder = repository(SPEC.replace('Small violated', 'Small holds'));
    const wrong = run(folder, { files: 'specs/a counter.proviso\n', arguments: '--stats --threads 1', sarif: 'a b.sarif' });
    expect(wrong).toMatchObject({ code: 1, output: 'exit-code=1\n' });
    expect(wrong.out).toContain('::error file=specs/a counter.proviso,line=3');
    expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toContain('1 unexpected');
    expect(JSON.parse(readFileSync(join(folder, 'a b.sarif'), 'utf8')).runs[0].results.length).toBe(1);
    expect(existsSync(join(folder, 'proviso.html'))).toBe(true);
  });

  test('says what is missing where npm has installed nothing', () => {
    const none = run(folderWith({ 'a.proviso': SPEC }));
    expect(none).toMatchObject({
      code: 2,
      output: 'exit-code=2\n',
      out: expect.stringContaining('::error title=Proviso::node_modules has no proviso'),
    });
  });
});

test('the hook for pre-commit', () => {
  const entry = /^ {2}entry: (.*)$/m.exec(read('.pre-commit-hooks.yaml'))![1];
  const folder = repository(SPEC);
  const git = (...words: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false', ...words], {
      cwd: folder,
      stdio: 'pipe',
    });
  git('init', '-q');
  expect(bash(entry, folder)).toMatchObject({ code: 0 });
  writeFileSync(join(folder, '.gitignore'), 'node_modules\n');
  git('add', '-A');
  git('commit', '-q', '-m', 'a commit');
  writeFileSync(join(folder, 'specs/a counter.proviso'), SPEC.replace('Small violated', 'Small holds'));
  git('add', '-A');
  expect(bash(entry, folder)).toMatchObject({ code: 1, out: expect.stringContaining('✗ Small') });
});

test('the example for GitLab', () => {
  const [, example] = /^## GitLab\n[\s\S]*?```yaml\n([\s\S]*?)```/m.exec(read('docs/ci.md'))!;
  const lines = example
    .split(/^ {2}script:\n/m)[1]
    .split(/^ {2}\w/m)[0]
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^ {4}- /, ''));
  expect(lines[0]).toBe('npm ci');
  const folder = repository(SPEC.replace('Small violated', 'Small holds'));
  expect(bash(lines.slice(1).join('\n'), folder).code).toBe(1);
  const reports = [...example.matchAll(/(?:junit: |paths: \[)(proviso\.\w+)/g)].map(([, name]) => name);
  expect(reports.sort()).toEqual(['proviso.html', 'proviso.xml']);
  for (const report of reports) expect(readFileSync(join(folder, report), 'utf8')).toContain('Small');
});
