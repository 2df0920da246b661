/**
 * Makes the command line one file, dist/proviso.mjs, with the pages of the codes inside. The language server is made by
 * server/bundle.mjs and stands beside it: it is loaded only when it is asked for.
 */
import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { build } from 'esbuild';
import '../server/bundle.mjs';

const root = new URL('../', import.meta.url);
const read = (path) => readFileSync(new URL(path, root), 'utf8');
const codes = readdirSync(new URL('docs/codes/', root)).filter((name) => /^PV\d{4}\.md$/.test(name));
const pages = Object.fromEntries(codes.map((name) => [name.slice(0, -3), read(`docs/codes/${name}`)]));

await build({
  entryPoints: [new URL('cli/src/main.ts', root).pathname],
  outfile: new URL('dist/proviso.mjs', root).pathname,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  // Half the size is a sixth of the start-up time.
  minify: true,
  legalComments: 'none',
  define: { PROVISO_PAGES: JSON.stringify(pages), PROVISO_VERSION: JSON.stringify(JSON.parse(read('package.json')).version) },
  plugins: [
    {
      name: 'the language server beside',
      setup: ({ onResolve }) => onResolve({ filter: /^#server$/ }, () => ({ path: './proviso-lsp.mjs', external: true })),
    },
  ],
  logLevel: 'warning',
});
chmodSync(new URL('dist/proviso.mjs', root), 0o755);
