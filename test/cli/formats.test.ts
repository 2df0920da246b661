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
  const { code, out, folder } = check(['--format', 'json=build/all/run.json', '--format=text=run.txt']);
  expect(code).toBe(1);
  const [json, text] = ['build/all/run.json', 'run.txt'].map((name) => readFileSync(join(folder, name), 'utf8'));
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
  [['--format', 'jsn'], 'There is no format `jsn`. Did you mean `json`? The formats are text, json, junit, sarif, github, markdown, html.'],
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

test('each counterexample as a trace for other tools', () => {
  const { code, folder } = check(['--traces-as', 'itf=traces/itf'], SPEC.replace('n += 1', 'n = min(n + 1, 3)'));
  expect(code).toBe(1);
  const trace = JSON.parse(readFileSync(join(folder, 'traces/itf/Counter-Plain-Small.itf.json'), 'utf8'));
  const { vars, states } = trace;
  expect(vars).toEqual(['Client.n', '$messages', '$time']);
  expect(states.map((state: Record<string, unknown>) => state['Client.n'])).toEqual([0, 1, 2, 3].map((n) => ({ '#bigint': String(n) })));
  expect(states[1]['#meta']).toEqual({ index: 1, step: 'act', node: 'Client', text: 'count' });
});

test('traces that cannot be written', () => {
  const { code, err } = check(['--traces-as', 'itf=spec.proviso/below']);
  expect(code).toBe(4);
  expect(err).toMatch(/^proviso: traces cannot be written: ENOTDIR/);
  expect(check(['--traces-as', 'itf']).err).toContain('names no folder');
  expect(check(['--traces-as', 'vtl=x']).err).toContain('Traces cannot be written as `vtl`');
});

test('annotations for GitHub follow the text', () => {
  const { code, out } = check(['--format', 'github', '--format', 'markdown=summary.md', '--format', 'html=report.html']);
  expect(code).toBe(1);
  const lines = out.trimEnd().split('\n');
  expect(lines[0]).toMatch(/^spec\.proviso:10 {2}Counter under Plain/);
  expect(lines.at(-1)).toMatch(
    /^::error file=spec\.proviso,line=6,endLine=6,col=10,endColumn=15,title=Small::Counter under Plain: violated/,
  );
});
