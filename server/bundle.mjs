/**
 * Makes the language server: dist/proviso-lsp.mjs, the thread of its checks beside it (dist/proviso-worker.mjs), and
 * dist/proviso-server.mjs, which starts it for an editor that forks it (`--node-ipc` or `--stdio`). Another folder than
 * dist may be named; the tests do, so that they never read what someone else is just writing.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = new URL('../', import.meta.url);
const folder = resolve(process.argv[2] ?? fileURLToPath(new URL('dist', root)));
const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));

const options = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  define: { PROVISO_WORKER: '"./proviso-worker.mjs"', PROVISO_VERSION: JSON.stringify(version) },
};
const source = (path) => fileURLToPath(new URL(path, root));

await build({
  ...options,
  entryPoints: [source('server/src/host/node/main.ts')],
  outfile: `${folder}/proviso-lsp.mjs`,
  // The protocol's packages are CommonJS and ask for Node's own modules by `require`.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
});
await build({ ...options, entryPoints: [source('server/src/host/node/worker.ts')], outfile: `${folder}/proviso-worker.mjs` });
await build({
  ...options,
  entryPoints: [source('server/src/host/node/start.ts')],
  outfile: `${folder}/proviso-server.mjs`,
  plugins: [
    {
      name: 'the language server beside',
      setup: ({ onResolve }) => onResolve({ filter: /^\.\/main\.ts$/ }, () => ({ path: './proviso-lsp.mjs', external: true })),
    },
  ],
});
