/**
 * Makes the command line one file, dist/proviso.mjs, with the pages of the codes inside, and beside it what its threads run. The language server is made by
 * server/bundle.mjs and stands beside it: it is loaded only when it is asked for. Another folder than dist may be named.
 */
import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import '../server/bundle.mjs';

const root = new URL('../', import.meta.url);
const read = (path) => readFileSync(new URL(path, root), 'utf8');
const codes = readdirSync(new URL('docs/codes/', root)).filter((name) => /^PV\d{4}\.md$/.test(name));
const pages = Object.fromEntries(codes.map((name) => [name.slice(0, -3), read(`docs/codes/${name}`)]));

const folder = resolve(process.argv[2] ?? fileURLToPath(new URL('dist', root)));
const outfile = `${folder}/proviso.mjs`;
const options = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  // Half the size is a sixth of the start-up time.
  minify: true,
  legalComments: 'none',
  define: {
    PROVISO_THREAD: JSON.stringify('./proviso-thread.mjs'),
    PROVISO_PAGES: JSON.stringify(pages),
    PROVISO_VERSION: JSON.stringify(JSON.parse(read('package.json')).version),
  },
  plugins: [
    {
      name: 'the language server beside',
      setup: ({ onResolve }) => onResolve({ filter: /^#server\/node$/ }, () => ({ path: './proviso-lsp.mjs', external: true })),
    },
  ],
  logLevel: 'warning',
};
const entry = (name) => fileURLToPath(new URL(`cli/src/${name}`, root));
await build({ ...options, entryPoints: [entry('main.ts')], outfile });
// What threads run. They have a file of their own, so that what is compiled of it is kept apart.
await build({ ...options, entryPoints: [entry('thread.ts')], outfile: `${folder}/proviso-thread.mjs` });
chmodSync(outfile, 0o755);
