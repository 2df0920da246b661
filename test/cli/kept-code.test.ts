/** The parts of the bundle as scripts, whose compiled code is kept: they are what the modules were, and a damaged file is as good as none. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
interface Made {
  readonly root: string;
  readonly outputs: object;
  readonly parts: readonly string[];
  readonly others?: Readonly<Record<string, ReadonlyMap<string, number>>>;
  readonly code: string;
  readonly name: string;
}

const { entryOf, makeScript } = (await import(join(root, 'cli/scripts.mjs'))) as {
  readonly entryOf: (outputs: object, source: string) => string;
  readonly makeScript: (made: Made) => ReadonlyMap<string, number>;
};
const LONG = `export const long = ${JSON.stringify('x'.repeat(9000))};`;
const SOURCES = {
  'entry.ts': "import { enableCompileCache } from 'node:module'; enableCompileCache(process.argv[2]);\nawait import('./main.ts');",
  'main.ts': `import { basename } from 'node:path'; import { keepCode } from './code.ts'; import { long, twice } from './shared.ts';
    const [{ late, later }, { first }] = [await import('./late.ts'), await import('./first.ts')];
    console.log(basename('a/b'), long.length, twice(4), late(3), (await later())(), first()); keepCode();`,
  'first.ts': "import { twice } from './shared.ts'; export const first = () => twice(21);",
  'shared.ts': `${LONG} export function twice(n: number) { return 2 * n; }
    export async function later() { return (await import('./deep.ts')).deep; }`,
  'late.ts': `import { long, later } from './shared.ts'; import { sep } from 'node:path';
    ${LONG.replace('const long', 'const own')} export const late = (n: number) => n + own.length + long.length + sep.length; export { later };`,
  'deep.ts': `${LONG} export const deep = () => long.length;`,
};

const folder = mkdtempSync(join(tmpdir(), 'proviso-code-'));
const cache = join(folder, 'cache');
const run = () => execFileSync(process.execPath, [join(folder, 'made/entry.mjs'), cache], { encoding: 'utf8' });
const scripts = () => readdirSync(join(folder, 'made')).filter((name) => name.endsWith('.js'));
const kept = () =>
  readdirSync(cache, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.code'))
    .map((name) => join(cache, name));
let asModules: string;

beforeAll(async () => {
  mkdirSync(join(folder, 'sources'));
  for (const [name, text] of Object.entries(SOURCES)) writeFileSync(join(folder, 'sources', name), text);
  writeFileSync(
    join(folder, 'sources/code.ts'),
    `export * from ${JSON.stringify(pathToFileURL(join(root, 'cli/src/kept-code.ts')).pathname)};`,
  );
  const { metafile } = await build({
    ...{ bundle: true, platform: 'node', format: 'esm', splitting: true, minify: true, metafile: true, absWorkingDir: folder },
    entryPoints: { entry: 'sources/entry.ts', code: 'sources/code.ts' },
    outdir: 'made',
    outExtension: { '.js': '.mjs' },
  });
  asModules = run();
  const { outputs } = metafile;
  const part = (name: string) => entryOf(outputs, `sources/${name}.ts`);
  const made = { root: folder, outputs, code: './code.mjs' };
  const first = makeScript({ ...made, parts: [part('first')], name: 'first' });
  makeScript({ ...made, parts: [part('late'), part('deep')], others: { first }, name: 'second' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('parts that are scripts give what the modules gave, also where one asks another for a part', () => {
  expect(scripts().sort()).toEqual(['first.js', 'second.js']);
  const texts = Object.fromEntries(scripts().map((name) => [name, readFileSync(join(folder, 'made', name), 'utf8')]));
  expect(texts['second.js']).toContain('"./first.js"');
  expect(asModules).toContain('b 9000 8 18004 9000 42');
  expect(run()).toBe(asModules);
  expect(kept()).toHaveLength(2);
});

test('what is kept is used, and grows with the runs; a damaged file is as good as none', () => {
  const runs = () => kept().map((path) => readFileSync(path).readUInt32LE(4));
  const before = runs();
  expect(run()).toBe(asModules);
  expect(runs()).toEqual(before.map((n) => n + 1));
  for (const path of kept()) {
    const bytes = readFileSync(path);
    bytes[bytes.length - 100] ^= 0xff;
    writeFileSync(path, bytes);
  }
  expect(run()).toBe(asModules);
  expect(runs()).toEqual(before.map(() => 1));
  for (const path of kept()) {
    // as if it were of another text
    const bytes = readFileSync(path);
    bytes[12] ^= 0xff;
    writeFileSync(path, bytes);
  }
  expect(run()).toBe(asModules);
  expect(runs()).toEqual(before.map(() => 1));
  for (const path of kept()) writeFileSync(path, 'no code');
  expect(run()).toBe(asModules);
  expect(runs()).toEqual(before.map(() => 1));
});

test('what is exported is never assigned later, since a part hands it on once', () => {
  const folders = ['checker/src', 'cli/src', 'grammar/src', 'server/src'].map((name) => join(root, name));
  const files = folders.flatMap((each) => readdirSync(each, { recursive: true, encoding: 'utf8' }).map((name) => join(each, name)));
  const sources = files.filter((name) => name.endsWith('.ts'));
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.filter((path) => /^export (let|var)\b/m.test(readFileSync(path, 'utf8')))).toEqual([]);
});
