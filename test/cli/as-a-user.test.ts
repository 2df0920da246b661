/** What people and pipelines do with it: pipes, other line ends, odd names, no home. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, expect, test } from 'vitest';
import { commandLine, folderWith, proviso, removeFolders } from './proviso.ts';

afterAll(removeFolders);

const SPEC = `system S {
  node A { n: 0..3 = 0  action up when n < 3 { n += 1 } }
  safety Low: always A.n <= 2
}
assume P { timing async }
check P { Low holds }
`;

test('line ends of Windows and a byte-order mark: the same places, the same verdicts', () => {
  const places = (text: string) => {
    const { code, out, err } = proviso(['check', 'a.proviso', '--format', 'json'], { 'a.proviso': text });
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
    const { out, err } = proviso(words, folder);
    expect([words, /\p{Cc}/u.exec((out + err).replaceAll('\n', ''))]).toEqual([words, null]);
    expect(out + err).toContain('é');
  }
});

test.skipIf(process.platform === 'win32')('`| head` ends nothing but what it would have shown, and there need be no home', () => {
  const files = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`${i} é.proviso`, SPEC]));
  const folder = folderWith(files);
  const call = [process.execPath, ...commandLine].map((word) => `'${word}'`).join(' ');
  const script = `(${call} check --format json=all.json; echo "$?" > code) | head -n 1; cat code`;
  const { stdout, stderr } = spawnSync('/bin/sh', ['-c', script], { cwd: folder, encoding: 'utf8', env: { PATH: process.env.PATH } });
  expect(stderr).toBe('');
  expect(stdout.split('\n').slice(1)).toEqual(['1', '']);
  const all = spawnSync('cat', [join(folder, 'all.json')], { encoding: 'utf8' }).stdout;
  expect(JSON.parse(all).checks).toHaveLength(30);
});
