/**
 * Makes the command line: dist/proviso.mjs, dist/proviso-thread.mjs, which its threads run, and dist/proviso-parts, from which either loads
 * only what it needs, such as the pages of the codes. So a process that supervises a checking thread begins without the checker. The language server
 * and the debugger are made by server/bundle.mjs and stand beside it: they are loaded only when they are asked for. Another folder than dist may be named,
 * and then files that are made beside, of the same parts.
 */
import { chmodSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { parse, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { parserDecided } from '../grammar/bundle.mjs';
import '../server/bundle.mjs';
import { builtinsWhenCalled } from './builtins.mjs';
import { closure, entryOf, makeScript } from './scripts.mjs';

const root = new URL('../', import.meta.url);
const read = (path) => readFileSync(new URL(path, root), 'utf8');
const codes = readdirSync(new URL('docs/codes/', root)).filter((name) => /^PV\d{4}\.md$/.test(name));
const templates = Object.fromEntries(
  readdirSync(new URL('templates/', root))
    .sort()
    .map((name) => [name.replace(/\.proviso$/, ''), read(`templates/${name}`)]),
);
const pages = Object.fromEntries(codes.map((name) => [name.slice(0, -3), read(`docs/codes/${name}`)]));

const folder = resolve(process.argv[2] ?? fileURLToPath(new URL('dist', root)));
const outfile = `${folder}/proviso.mjs`;
const entry = (name) => fileURLToPath(new URL(`cli/src/${name}`, root));
rmSync(`${folder}/proviso-parts`, { recursive: true, force: true });
const { metafile } = await build({
  bundle: true,
  metafile: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  splitting: true,
  entryPoints: {
    proviso: entry('main.ts'),
    'proviso-thread': entry('thread.ts'),
    'proviso-code': entry('kept-code.ts'),
    ...Object.fromEntries(process.argv.slice(3).map((path) => [parse(path).name, path])),
  },
  outdir: folder,
  chunkNames: 'proviso-parts/[name]-[hash]',
  outExtension: { '.js': '.mjs' },
  // Half the size is a sixth of the start-up time.
  minify: true,
  legalComments: 'none',
  define: {
    PROVISO_THREAD: JSON.stringify('./proviso-thread.mjs'),
    // As seen from where the parts are.
    PROVISO_PARTS: JSON.stringify('./'),
    PROVISO_CHECK: JSON.stringify('./check.mjs'),
    PROVISO_VERSION: JSON.stringify(JSON.parse(read('package.json')).version),
  },
  plugins: [
    parserDecided,
    builtinsWhenCalled,
    {
      name: 'the pages of the codes inside',
      setup: ({ onLoad }) =>
        onLoad({ filter: /cli\/src\/pages\.ts$/ }, () => ({ contents: `export const codePages = () => (${JSON.stringify(pages)});` })),
    },
    {
      name: 'the templates inside',
      setup: ({ onLoad }) =>
        onLoad({ filter: /cli\/src\/templates\.ts$/ }, () => ({
          contents: `export const templates = () => (${JSON.stringify(templates)});`,
        })),
    },
    {
      // It validates what a client answers to a question, and the server for assistants asks none: a third of its size.
      name: 'the protocol without a validator of schemas',
      setup: ({ onLoad }) =>
        onLoad({ filter: /@modelcontextprotocol[\\/]sdk[\\/].*ajv-provider\.js$/ }, () => ({
          contents: 'export class AjvJsonSchemaValidator {}',
        })),
    },
    {
      name: 'the language server and the debugger beside',
      setup: ({ onResolve }) => {
        onResolve({ filter: /^#server\/node$/ }, () => ({ path: '../proviso-lsp.mjs', external: true }));
        onResolve({ filter: /^#server\/debug$/ }, () => ({ path: '../proviso-dap.mjs', external: true }));
      },
    },
  ],
  logLevel: 'warning',
});
const { outputs } = metafile;
const part = (name) => entryOf(outputs, `cli/src/${name}`);
/** What a process has loaded before it checks, and what loads a script, stay modules. */
const apart = closure(outputs, ...['main.ts', 'index.ts', 'check/supervise.ts', 'kept-code.ts', 'thread.ts'].map(part));
const parts = ['verbs/check.ts', 'check/spec-file.ts', 'check/searches.ts'].map(part);
makeScript({ root: process.cwd(), outputs, parts, apart, code: '../proviso-code.mjs', name: 'check' });
chmodSync(outfile, 0o755);
