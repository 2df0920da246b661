/** `proviso check --format`: what is written, where, and what is wrong with the call. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { proviso, removeFolders } from './proviso.ts';

afterAll(removeFolders);

const SPEC = `system Counter {
  node Client {
    n: 0..3 = 0
    action count when n < 3 { n += 1 }
  }
  safety Small: always Client.n <= 2
  safety InRange: always Client.n <= 3
}
assume Plain { timing async }
check Plain { Small holds  InRange holds }
`;

function check(words: readonly string[], spec = SPEC) {
  return proviso(['check', 'spec.proviso', ...words], { 'spec.proviso': spec });
}

test('JSON takes the place of text; the exit code is the same', () => {
  const { code, out, err } = check(['--format', 'json']);
  expect({ code, err }).toEqual({ code: 1, err: '' });
  const run = JSON.parse(out);
  expect(run).toMatchObject({ schemaVersion: 1, files: ['spec.proviso'], summary: { checks: 1, expected: 1, unexpected: 1 } });
  expect(run.checks[0].properties.map(({ name }: { name: string }) => name)).toEqual(['Small', 'InRange']);
});

test('into a file, and the text as usual', () => {
  const { code, out, folder } = check(['--format', 'json=run.json', '--format=text=run.txt']);
  expect(code).toBe(1);
  const [json, text] = ['run.json', 'run.txt'].map((name) => readFileSync(join(folder, name), 'utf8'));
  expect(JSON.parse(json).summary).toMatchObject({ expected: 1, unexpected: 1 });
  const timeless = (told: string) => told.replaceAll(/\d+\.\d s/g, '');
  expect(timeless(text)).toBe(timeless(out));
});

test('a file that cannot be checked is in the document', () => {
  const run = (spec: string) => {
    const { code, out } = check(['--format', 'json'], spec);
    return { code, run: JSON.parse(out) };
  };
  const wrong = run(SPEC.replace('Small holds', 'Smal holds'));
  expect(wrong).toMatchObject({ code: 2, run: { skipped: ['spec.proviso'], checks: [], diagnostics: [{ code: 'PV0201' }] } });
  expect(run('')).toMatchObject({ code: 2, run: { skipped: ['spec.proviso'], unreadable: [{ file: 'spec.proviso' }] } });
});

test.each([
  [['--format', 'jsn'], 'There is no format `jsn`. Did you mean `json`? The formats are text, json.'],
  [['--format', 'json', '--format', 'text'], 'Only one format can go to the terminal'],
  [['--format', 'json='], 'names no file'],
  [['--format', 'json=a', '--format', 'text=./a'], 'Two formats cannot be written to one file'],
  [['--format'], "Option '--format <value>' argument missing"],
])('%j is explained', (words, message) => {
  const { code, out, err } = check(words);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(message);
});

test('a file that cannot be written: 4, and the others are', () => {
  const { folder } = check([]);
  mkdirSync(join(folder, 'folder'));
  const words = ['check', 'spec.proviso', '--format', 'json=folder', '--format', 'text=run.txt'];
  const { code, err } = proviso(words, folder);
  expect(code).toBe(4);
  expect(err).toContain('proviso: folder cannot be written');
  expect(readFileSync(join(folder, 'run.txt'), 'utf8')).toContain('1 check: 1 as expected, 1 unexpected');
});
