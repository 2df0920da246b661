/**
 * Makes the extension: its own code, for processes and for a browser, the script of its view, the language server, the thread of its checks and the debug adapter beside it, and all of it as one
 * dist/proviso-VERSION.vsix.
 *
 * PROVISO_PICTURES: where the extension's folder can be read by everybody (`https://...`). The pictures of the README come from there, as both
 * marketplaces and VS Code itself ask; without it, they are left out.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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
cpSync(path('samples'), `${folder}/samples`, { recursive: true, filter: (name) => !name.endsWith('.md') });
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
cpSync(path('dist/browser'), `${folder}/dist/browser`, { recursive: true });
await build({
  entryPoints: [path('client/browser/extension.ts')],
  outfile: `${folder}/dist/browser/extension.js`,
  bundle: true,
  platform: 'browser',
  target: 'es2024',
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
const pictures = process.env.PROVISO_PICTURES;
const readme = readFileSync(path('client/extension/README.md'), 'utf8');
if (pictures === undefined) writeFileSync(`${folder}/README.md`, readme.replace(/^!\[.*\]\(.*\)\n\n/gm, ''));
const links = pictures === undefined ? ['--no-rewrite-relative-links'] : ['--baseImagesUrl', pictures, '--baseContentUrl', pictures];
const vsix = path(`dist/proviso-${version}.vsix`);
const vsce = path('node_modules/@vscode/vsce/vsce');
execFileSync(process.execPath, [vsce, 'package', '--no-dependencies', '--allow-missing-repository', ...links, '-o', vsix], {
  cwd: folder,
  stdio: ['ignore', 'ignore', 'inherit'],
});
console.log(`dist/proviso-${version}.vsix: ${Math.round(statSync(vsix).size / 1024)} KiB`);
