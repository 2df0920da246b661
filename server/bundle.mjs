/**
 * Makes the language server: dist/proviso-lsp.mjs, and the thread of its checks (dist/proviso-worker.mjs); and the debug adapter:
 * dist/proviso-dap.mjs. What they share is in dist/proviso-server-parts. dist/proviso-server.mjs starts the one for an editor that forks it
 * (`--node-ipc` or `--stdio`), dist/proviso-debug.mjs the other. Another folder than dist may be named; the tests do, so that they never
 * read what someone else is just writing.
 *
 * For a browser: dist/browser/proviso-lsp.js, the worker of the language server, proviso-engine.js, in which checks run, and
 * proviso-debug.js, each a classic script that needs nothing else.
 */
import { readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { parserDecided } from '../grammar/bundle.mjs';

const root = new URL('../', import.meta.url);
const folder = resolve(process.argv[2] ?? fileURLToPath(new URL('dist', root)));
const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));

const options = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  outdir: folder,
  outExtension: { '.js': '.mjs' },
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  plugins: [parserDecided],
  define: { PROVISO_WORKER: '"./proviso-worker.mjs"', PROVISO_VERSION: JSON.stringify(version) },
};
const source = (name) => fileURLToPath(new URL(`server/src/host/node/${name}`, root));

rmSync(`${folder}/proviso-server-parts`, { recursive: true, force: true });
await build({
  ...options,
  entryPoints: { 'proviso-lsp': source('main.ts'), 'proviso-worker': source('worker.ts'), 'proviso-dap': source('debug.ts') },
  splitting: true,
  chunkNames: 'proviso-server-parts/[name]-[hash]',
  // The protocols' packages are CommonJS and ask for Node's own modules by `require`.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
});
await build({
  ...options,
  entryPoints: { 'proviso-server': source('start.ts'), 'proviso-debug': source('start-debug.ts') },
  plugins: [
    {
      name: 'what they start, beside',
      setup: ({ onResolve }) => {
        onResolve({ filter: /^\.\/main\.ts$/ }, () => ({ path: './proviso-lsp.mjs', external: true }));
        onResolve({ filter: /^\.\/debug\.ts$/ }, () => ({ path: './proviso-dap.mjs', external: true }));
      },
    },
  ],
});

await build({
  ...options,
  platform: 'browser',
  target: 'es2024',
  format: 'iife',
  outExtension: {},
  outdir: `${folder}/browser`,
  entryPoints: {
    'proviso-lsp': fileURLToPath(new URL('server/src/host/browser/language-server.ts', root)),
    'proviso-engine': fileURLToPath(new URL('server/src/host/browser/engine.ts', root)),
    'proviso-debug': fileURLToPath(new URL('server/src/host/browser/debug.ts', root)),
  },
});
