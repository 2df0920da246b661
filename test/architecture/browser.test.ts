/** What runs in a browser needs nothing of Node: its scripts are bundled as `server/bundle.mjs` does, and what they hold is looked at. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const entry = (name: string) => fileURLToPath(new URL(`../../server/src/host/browser/${name}.ts`, import.meta.url));

test('the scripts of the browser hold nothing of Node', async () => {
  const { metafile, errors } = await build({
    entryPoints: ['language-server', 'engine', 'debug'].map(entry),
    bundle: true,
    // Node's modules cannot be found then, so that one is an error.
    platform: 'browser',
    format: 'iife',
    outdir: 'out',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const inputs = Object.entries(metafile.inputs);
  const asked = inputs.flatMap(([, { imports }]) => imports.filter(({ path, external }) => external || path.startsWith('node:')));
  expect(errors).toEqual([]);
  expect(inputs.length).toBeGreaterThan(100);
  expect(asked.map(({ path }) => path)).toEqual([]);
  expect(inputs.map(([path]) => path).filter((path) => /host\/node\/|vscode-languageserver\/lib\/node\//.test(path))).toEqual([]);
});
