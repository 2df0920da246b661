/** What people and pipelines do with it: pipes, other line ends, odd names, many files, no home, a folder that is locked. */
import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, expect, test } from 'vitest';
import type { RunReport } from '#report';
import { commandLine, folderWith, provisoProcess, removeFolders } from './proviso.ts';

afterAll(removeFolders);

const isWindows = process.platform === 'win32';

const SPEC = `system S {
  node A { n: 0..3 = 0  action up when n < 3 { n += 1 } }
  safety Low: always A.n <= 2
}
assume P { timing async }
check P { Low holds }
`;

test('line ends of Windows and a byte-order mark: the same places, the same verdicts', () => {
  const places = (text: string) => {
    const { code, out, err } = provisoProcess(['check', 'a.proviso', '--format', 'json'], { 'a.proviso': text });
    const [{ place, properties }] = JSON.parse(out).checks;
    return { code, err, place, at: properties[0].place, story: properties[0].outcomes[0].counterexample.story };
  };
  const plain = places(SPEC);
  expect(plain.code).toBe(1);
  expect(places(SPEC.replaceAll('\n', '\r\n'))).toEqual(plain);
  expect(places(`\uFEFF${SPEC.replaceAll('\n', '\r\n')}`)).toEqual(plain);
});

test('a name with what a terminal obeys is shown, not sent', () => {
  const name = 'a \u001b[31mé\u009b2J.proviso';
  const folder = folderWith({ [name]: SPEC });
  for (const words of [['check'], ['check', '--format', 'json'], ['list'], ['list', '--json'], ['format', '--check', '.']]) {
    const { out, err } = provisoProcess(words, folder);
    expect([words, /\p{Cc}/u.exec((out + err).replaceAll('\n', ''))]).toEqual([words, null]);
    expect(out + err).toContain('é');
  }
});

test.skipIf(isWindows)('hundreds of files: `| head` ends nothing but what it would have shown, and there need be no home', () => {
  const files = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`folder ${i % 10} 日本/${i} é.proviso`, SPEC]));
  const folder = folderWith(files);
  const call = [process.execPath, ...commandLine].map((word) => `'${word}'`).join(' ');
  const script = `(${call} check --quiet --format json=all.json; echo "$?" > code) | head -n 1; cat code`;
  const start = performance.now();
  const { stdout, stderr } = spawnSync('/bin/sh', ['-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: '' },
  });
  console.info(`300 files: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  expect(stderr).toBe('');
  expect(stdout.split('\n').slice(1)).toEqual(['1', '']);
  const { checks } = JSON.parse(readFileSync(join(folder, 'all.json'), 'utf8')) as RunReport;
  expect(checks.map(({ place }) => place.file).sort()).toEqual(Object.keys(files).sort());
  // Without a home and without `node_modules` nothing is remembered, and above all not here.
  expect(readdirSync(folder).filter((name) => !name.startsWith('folder'))).toEqual(['all.json', 'code']);
});

/** What takes the right away from root to write everywhere; null where that cannot be. */
function plainUser(): readonly string[] | null {
  if (isWindows) return null;
  if (process.getuid?.() !== 0) return [];
  const call = ['setpriv', '--bounding-set=-all', '--inh-caps=-all'];
  return spawnSync(call[0], [...call.slice(1), 'true']).status === 0 ? call : null;
}

const user = plainUser();

test.skipIf(user === null)('a folder in which nothing can be written: every verdict, and what could not be written', () => {
  const file = 'a folder/é 日本.proviso';
  const folder = folderWith({ [file]: SPEC, 'node_modules/.keep': '', 'a folder/known.json': '{ "version": 1, "known": [] }' });
  const locked = ['', 'a folder', file, 'a folder/known.json', 'node_modules'].map((path) => join(folder, path));
  for (const path of locked) chmodSync(path, 0o555);
  const env = { PATH: process.env.PATH, HOME: folder, NO_COLOR: '1' };
  const say = (...words: readonly string[]) => {
    const [program, ...rest] = [...user!, process.execPath, ...commandLine, ...words];
    const { status, stdout, stderr } = spawnSync(program, rest, { cwd: folder, encoding: 'utf8', env });
    return { code: status, out: stdout, err: stderr };
  };
  const denied = (path: string) => expect.stringContaining(`${path} cannot be written: EACCES`);
  try {
    expect(say('check')).toMatchObject({ code: 1, out: expect.stringContaining('✗ Low  violated: no fault, 3 steps'), err: '' });
    const update = ['--baseline', 'a folder/known.json', '--update-baseline'];
    expect(say('check', '--format', 'json=a.json', '--format', 'text')).toMatchObject({ code: 4, err: denied('a.json') });
    expect(say('check', ...update)).toMatchObject({ code: 4, out: expect.stringContaining('1 known'), err: denied('a folder/known.json') });
    const here = 'proviso: lock.proviso cannot be written: permission denied in this folder.\n';
    expect(say('new', 'lock')).toEqual({ code: 4, out: '', err: here });
    expect(say('format', file)).toMatchObject({ code: 4, out: '', err: denied(file) });
  } finally {
    for (const path of locked) chmodSync(path, 0o755);
  }
});

test.each([
  ['dap', 0],
  ['mcp', 0],
  ['lsp --stdio', 1],
])('`proviso %s` ends, without a word, with whoever started it', (words, code) => {
  // 1 is what the protocol asks for of a server that was not told to shut down.
  expect(provisoProcess(words.split(' '))).toMatchObject({ code, out: '', err: '' });
});
