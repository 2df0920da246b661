/**
 * Makes the playground, and in its folder `docs` the documentation: dist/playground, static files that any host can serve, from whatever folder.
 * Prints what each weighs, as it is sent.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { allWords } from '#grammar';
import { viewPage } from '../client/src/view/skeleton.ts';
import { escaped } from '../client/webview/elements.ts';
import { buildSite } from './site/build.mjs';
import { CHAPTERS } from './src/chapters.ts';

const root = new URL('../', import.meta.url);
const path = (name) => fileURLToPath(new URL(name, root));
const text = (name) => readFileSync(path(name), 'utf8');
const folder = path('dist/playground');

/** Scripts of the site alone, none made of text; styles likewise; markup only through the sanitizer; and nothing is sent anywhere. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "worker-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types proviso dompurify',
];
/** The counterexample view loads even less. */
const VIEW_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
];

execFileSync(process.execPath, [path('server/bundle.mjs')], { stdio: 'inherit' });
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const index = await buildSite(folder, POLICY.join('; '));

const options = {
  bundle: true,
  platform: 'browser',
  target: 'es2024',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  outdir: folder,
};
const { metafile } = await build({
  ...options,
  metafile: true,
  entryPoints: {
    main: path('playground/src/main.ts'),
    widget: path('playground/src/widget.ts'),
    'docs/site': path('playground/src/site/main.ts'),
  },
  format: 'esm',
  splitting: true,
  chunkNames: 'parts/[name]-[hash]',
  plugins: [searchIndex(index)],
  define: {
    PROVISO_WORDS: JSON.stringify(Object.fromEntries(allWords.map(({ text, group }) => [text, group]))),
    PROVISO_TEXTS: JSON.stringify(Object.fromEntries(CHAPTERS.map(({ file }) => [file, text(file)]))),
  },
});
await build({
  ...options,
  entryPoints: { bridge: path('playground/src/bridge.ts'), view: path('client/webview/main.ts') },
  format: 'iife',
});
for (const name of ['proviso-lsp.js', 'proviso-engine.js']) copyFileSync(path(`dist/browser/${name}`), `${folder}/${name}`);
// One file each, so that no rule waits for another file.
const withBase = (name) => text('playground/page/base.css') + text(name);
writeFileSync(`${folder}/docs/site.css`, withBase('playground/site/site.css'));
writeFileSync(`${folder}/page.css`, withBase('playground/page/page.css'));
for (const name of ['theme.css', 'code.css', 'widths.css', 'spec.css', 'widget.css'])
  copyFileSync(path(`playground/page/${name}`), `${folder}/${name}`);
copyFileSync(path('client/webview/view.css'), `${folder}/view.css`);
copyFileSync(path('client/extension/images/icon.svg'), `${folder}/icon.svg`);

const [first] = CHAPTERS;
const values = { POLICY: POLICY.join('; '), FIRST_TITLE: first.title, FIRST_SENTENCE: first.sentence, FIRST_TEXT: text(first.file) };
// What the first script imports is asked for beside it, not behind it.
const { imports } = metafile.outputs[Object.keys(metafile.outputs).find((name) => name.endsWith('/main.js'))];
const parts = imports.filter(({ kind }) => kind === 'import-statement').map((one) => one.path.slice(one.path.indexOf('parts/')));
const page = text('playground/page/index.html')
  .replace(/\b(POLICY|FIRST_\w+)\b/g, (name) => escaped(values[name]))
  .replace('PRELOADS', parts.map((part) => `<link rel="modulepreload" href="${part}">`).join('\n'));
writeFileSync(`${folder}/index.html`, page);
const scripts = ['src="bridge.js"', 'src="view.js"'];
writeFileSync(`${folder}/view.html`, viewPage({ policy: VIEW_POLICY, styles: ['theme.css', 'view.css'], scripts }));

// What is kept to work without a network, under a name that changes with any of it: the playground for everybody, the documentation for whoever
// reads in it, without its photographs.
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => `${entry.parentPath}/${entry.name}`.slice(folder.length + 1))
  .sort();
const isOfDocs = (name) => name.startsWith('docs/') || name.includes('search-index');
const playground = ['./', ...files.filter((name) => !isOfDocs(name))];
const docs = files.filter((name) => isOfDocs(name) && !name.endsWith('.png')).map((name) => name.replace(/(?<=\/)index\.html$/, ''));
const sum = createHash('sha256');
for (const name of files) sum.update(name).update(readFileSync(`${folder}/${name}`));
await build({
  ...options,
  entryPoints: { 'service-worker': path('playground/src/service-worker.ts') },
  format: 'iife',
  define: {
    PROVISO_FILES: JSON.stringify(playground),
    PROVISO_DOCS: JSON.stringify(docs),
    PROVISO_RELEASE: JSON.stringify(sum.digest('hex').slice(0, 16)),
  },
});

const sizeOf = (name) => gzipSync(readFileSync(`${folder}/${name}`)).length;
const line = (bytes, what) => console.log(`${String(Math.ceil(bytes / 1024)).padStart(6)} KiB  ${what}`);
const total = (names) => names.reduce((all, name) => all + sizeOf(name), 0);
const ofPlayground = [...files.filter((name) => !isOfDocs(name)), 'service-worker.js'];
const ofDocs = files.filter(isOfDocs);
for (const name of ofPlayground) line(sizeOf(name), name);
line(total(ofPlayground), 'the playground, compressed');
const pages = ofDocs.filter((name) => name.endsWith('.html'));
for (const name of ofDocs.filter((name) => /\.(js|css)$/.test(name))) line(sizeOf(name), name);
line(total(pages), `${pages.length} pages of the documentation, the largest ${Math.ceil(Math.max(...pages.map(sizeOf)) / 1024)} KiB`);
line(total(ofDocs), 'the documentation with its pictures, compressed');

/** Loaded where somebody searches: a module, which the policy of the pages allows, while it allows nothing to be fetched. */
function searchIndex(json) {
  return {
    name: 'search index',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^proviso:search-index$/ }, ({ path }) => ({ path, namespace: 'proviso' }));
      onLoad({ filter: /^proviso:search-index$/, namespace: 'proviso' }, () => ({ contents: json, loader: 'json' }));
    },
  };
}
