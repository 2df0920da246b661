/** The arrows inside the checker. Those between the parts are the compiler's business: see each part's tsconfig.json. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { circlesIn } from './circles.ts';

const root = join(import.meta.dirname, '../../checker/src');

function sources(): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/from '(\.[^']+)'/g)].map(([, spec]) => relative(root, join(root, dirname(file), spec)));
}

function offenders(from: RegExp, to: RegExp): string[] {
  return sources()
    .filter((file) => from.test(file))
    .flatMap((file) =>
      importsOf(file)
        .filter((imported) => to.test(imported))
        .map((imported) => `${file} imports ${imported}`),
    );
}

test('the model knows neither the search nor the analysis', () => {
  expect(offenders(/^model\//, /^(explore|analysis)\//)).toEqual([]);
});

test('the search does not know the analysis, nor the analysis the search', () => {
  expect(offenders(/^explore\//, /^analysis\//)).toEqual([]);
  expect(offenders(/^analysis\//, /^explore\//)).toEqual([]);
});

test('the two machines do not know each other', () => {
  expect(offenders(/^model\/interpreter\//, /^model\/compile\//)).toEqual([]);
  expect(offenders(/^model\/compile\//, /^model\/interpreter[./]/)).toEqual([]);
});

test('only the campaign runs searches for plans, and nothing below it knows it', () => {
  expect(offenders(/^(model|explore|analysis)\//, /^campaign\//)).toEqual([]);
});

test('nothing else in the checker knows logs', () => {
  expect(offenders(/^(?!conform\/|index\.ts)/, /^conform\//)).toEqual([]);
});

test('nobody outside the checker runs a search past the campaign', () => {
  const parts = ['report', 'export', 'server', 'cli', 'client', 'playground'].map((part) => join(root, '../..', part, 'src'));
  const files = parts.flatMap((part) => readdirSync(part, { recursive: true, encoding: 'utf8' }).map((file) => join(part, file)));
  const searching = files.filter((file) => file.endsWith('.ts') && /\b(startCheck|checkModel)\b/.test(readFileSync(file, 'utf8')));
  expect(searching).toEqual([]);
});

test('of the server only the host of Node knows Node, and no room knows a host', () => {
  const server = join(root, '../../server/src');
  const files = readdirSync(server, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !/^host\/node\//.test(file),
  );
  // The compiler holds the globals: these files are compiled without Node's types (server/tsconfig.json).
  const knowing = files.filter((file) =>
    /from '(node:|vscode-languageserver\/node|.*host\/(node|browser)\/)|\bprocess\.\w/.test(readFileSync(join(server, file), 'utf8')),
  );
  expect(files.length).toBeGreaterThan(30);
  expect(knowing).toEqual([]);
});

/** Rooms from the lowest to the highest; those of one line may know each other. A file belongs to the first line that fits. */
const layers: Readonly<Record<string, readonly RegExp[]>> = {
  'the search': [
    /^explore\/states\//,
    /^explore\/machine\//,
    /^explore\/scenario\//,
    /^explore\/(search|parallel)\//,
    /^explore\/knowledge\//,
    /^explore\/liveness\//,
    /^explore\/check\//,
  ],
  'the compiler': [
    /^model\/compile\/(unit|bases)\.ts/,
    /^model\/compile\/memory\//,
    /^model\/compile\/values\//,
    /^model\/compile\/steps\//,
    /^model\/compile\/symmetry\//,
    /^model\/compile\//,
  ],
};

describe('a room knows only what is below it', () => {
  test.each(Object.entries(layers))('%s', (_, rooms) => {
    const layerOf = (file: string) => rooms.findIndex((room) => room.test(file));
    const upward = sources().flatMap((file) =>
      importsOf(file)
        .filter((imported) => layerOf(file) >= 0 && layerOf(imported) > layerOf(file))
        .map((imported) => `${file} imports ${imported}`),
    );
    expect(upward).toEqual([]);
  });
});

describe('words come last', () => {
  const report = join(root, '../../report/src');
  const files = readdirSync(report, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const importing = (from: RegExp, to: RegExp) =>
    files.filter((file) => from.test(file) && to.test(readFileSync(join(report, file), 'utf8'))).map((file) => `report/src/${file}`);

  test('facts know no words, both no result but its types, and no format another', () => {
    expect(files.length).toBeGreaterThan(30);
    expect(importing(/^facts\//, /from '\.\.\/(words\/|formats\/|result\/(?!types\.ts))/)).toEqual([]);
    // Those of logs quote the format that the checker reads.
    expect(importing(/^result\/(?!conform-|tests-)([a-z]+-)*types\.ts/, /\bfrom '(?!\.\/([a-z]+-)*types\.ts')/)).toEqual([]);
    expect(importing(/^words\//, /from '\.\.\/(formats\/|result\/(?!types\.ts))/)).toEqual([]);
    expect(importing(/^result\//, /from '\.\.\/formats\//)).toEqual([]);
    expect(importing(/^formats\/(?!formats\.ts|github\.ts)/, /from '\.\/(?!format\.ts)/)).toEqual([]);
    // It writes the text as well.
    expect(importing(/^formats\/github\.ts/, /from '\.\/(?!format\.ts|text\.ts)/)).toEqual([]);
  });

  test('a format is given facts, it works none out', () => {
    expect(importing(/^formats\//, /from '(#checker|\.\.\/facts\/.*)'/)).toEqual([]);
  });

  // A sentence that is taken apart again breaks when it is reworded.
  test('nobody takes a rendered text apart', () => {
    const parts = ['checker', 'report', 'server', 'cli', 'client', 'playground'].map((part) => join(root, '../..', part, 'src'));
    const all = parts.flatMap((part) => readdirSync(part, { recursive: true, encoding: 'utf8' }).map((file) => join(part, file)));
    const apart =
      /\b(message|signature|detail|label|what|story|clause|sentence|title)\b\)?\.(split|match|replace|slice|startsWith|search)\(|\.exec\(\w*\.?(message|signature|detail|label|what|title)\)/;
    const taking = all.filter((file) => file.endsWith('.ts') && apart.test(readFileSync(file, 'utf8')));
    expect(taking.map((file) => relative(join(root, '../..'), file))).toEqual([]);
  });
});

test('no fault of ours is swallowed: only what a host answers is caught without being looked at', () => {
  const parts = ['grammar', 'checker', 'report', 'server', 'cli', 'client', 'playground'].map((part) => join(root, '../..', part, 'src'));
  const all = parts.flatMap((part) => readdirSync(part, { recursive: true, encoding: 'utf8' }).map((file) => join(part, file)));
  const catching = all.filter((file) => file.endsWith('.ts') && /catch \{/.test(readFileSync(file, 'utf8')));
  expect(catching.map((file) => relative(join(root, '../..'), file)).sort()).toEqual(Object.keys(hostsCatch).sort());
});

/** What is caught there, and what stands for it. */
const hostsCatch: Readonly<Record<string, string>> = {
  'cli/src/check/quick.ts':
    'a check that the process tries by itself and that ends before its time: a thread makes it again, and reports what fails',
  'cli/src/check/threads.ts': 'the system gives no thread: the search goes on without',
  'cli/src/check/together.ts': 'the system gives no thread: the caller makes the checks alone',
  'cli/src/files.ts': 'a link that leads nowhere: no file',
  'cli/src/kept-code.ts': 'a file of kept code that cannot be read, written or removed: the next run compiles',
  'cli/src/provisos/point-threads.ts': 'the system gives no thread: the search asks alone',
  'server/src/host/node/helpers.ts': 'the system gives no thread: the search goes on without',
  'server/src/host/node/files.ts': 'a file or folder that is not there, or may not be read: none',
};

/** Files that import each other in a circle, with the reason; types count. */
const natural: Readonly<Record<string, readonly string[]>> = {
  'an expression holds expressions of every kind': [
    ...['binary', 'calls', 'enabled', 'expressions', 'functions', 'in-flight', 'names', 'parts', 'quantifiers', 'sets'].map(
      (name) => `checker/src/analysis/${name}.ts`,
    ),
    'checker/src/analysis/type-expressions.ts',
  ],
  'a match is a statement that holds statements': ['checker/src/analysis/match.ts', 'checker/src/analysis/statements.ts'],
  'guards are expressions, and `enabled` asks guards and `defer`': [
    ...['defer', 'due', 'enabled', 'expressions', 'readings'].map((name) => `checker/src/model/interpreter/${name}.ts`),
  ],
  'the same, compiled': [
    ...['arithmetic', 'chunks', 'due', 'enabled', 'expressions', 'lists', 'maps', 'quantifiers', 'reads', 'sets'].map(
      (name) => `checker/src/model/compile/values/${name}.ts`,
    ),
  ],
};

test('imports go in a circle only where the language does', () => {
  const unknown = circlesIn(['grammar', 'checker', 'report', 'server', 'cli', 'client', 'playground']).filter(
    (circle) => !Object.values(natural).some((files) => circle.every((file) => files.includes(file))),
  );
  expect(unknown).toEqual([]);
});
