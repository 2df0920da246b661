/** The arrows inside the checker. Those between the parts are the compiler's business: see each part's tsconfig.json. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

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

test('nobody outside the checker runs a search past the campaign', () => {
  const parts = ['report', 'server', 'cli', 'client'].map((part) => join(root, '../..', part, 'src'));
  const files = parts.flatMap((part) => readdirSync(part, { recursive: true, encoding: 'utf8' }).map((file) => join(part, file)));
  const searching = files.filter((file) => file.endsWith('.ts') && /\b(startCheck|checkModel)\b/.test(readFileSync(file, 'utf8')));
  expect(searching).toEqual([]);
});

test('of the server only the host of Node knows Node, and no room knows that host', () => {
  const server = join(root, '../../server/src');
  const files = readdirSync(server, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !/^host\/node\//.test(file),
  );
  // The compiler holds the globals: these files are compiled without Node's types (server/tsconfig.json).
  const knowing = files.filter((file) =>
    /from '(node:|vscode-languageserver\/node|.*host\/node\/)|\bprocess\.\w/.test(readFileSync(join(server, file), 'utf8')),
  );
  expect(files.length).toBeGreaterThan(30);
  expect(knowing).toEqual([]);
});
