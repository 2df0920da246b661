/**
 * Makes the extension: its own code, the script of its view, the language server, the thread of its checks and the debug adapter beside it, and all of it as one
 * dist/proviso-VERSION.vsix.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import '../server/bundle.mjs';

const root = new URL('../', import.meta.url);
const path = (name) => fileURLToPath(new URL(name, root));
const { version } = JSON.parse(readFileSync(path('client/extension/package.json'), 'utf8'));
const folder = path('build/extension');

rmSync(folder, { recursive: true, force: true });
mkdirSync(`${folder}/dist`, { recursive: true });
cpSync(path('client/extension'), folder, { recursive: true });
cpSync(path('schemas/config-1.schema.json'), `${folder}/schemas/config-1.schema.json`);
cpSync(path('templates'), `${folder}/templates`, { recursive: true });
copyFileSync(path('CHANGELOG.md'), `${folder}/CHANGELOG.md`);
for (const name of [
  'proviso-server.mjs',
  'proviso-lsp.mjs',
  'proviso-worker.mjs',
  'proviso-debug.mjs',
  'proviso-dap.mjs',
  'proviso-server-parts',
])
  cpSync(path(`dist/${name}`), `${folder}/dist/${name}`, { recursive: true });
await build({
  entryPoints: [path('client/src/extension.ts')],
  outfile: `${folder}/dist/extension.cjs`,
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  external: ['vscode'],
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
});
await build({
  entryPoints: [path('client/webview/main.ts')],
  outfile: `${folder}/dist/view.js`,
  bundle: true,
  platform: 'browser',
  target: 'chrome130',
  format: 'iife',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
});
copyFileSync(path('client/webview/view.css'), `${folder}/dist/view.css`);
const vsix = path(`dist/proviso-${version}.vsix`);
const vsce = path('node_modules/@vscode/vsce/vsce');
execFileSync(
  process.execPath,
  [vsce, 'package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '-o', vsix],
  {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  },
);
console.log(`dist/proviso-${version}.vsix: ${Math.round(statSync(vsix).size / 1024)} KiB`);
