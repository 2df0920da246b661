/**
 * Makes the command line: dist/proviso.mjs, dist/proviso-thread.mjs, which its threads run, dist/proviso-code.mjs, which loads scripts, and dist/proviso-parts, from which all load
 * only what they need, such as the pages of the codes. So a process that supervises a checking thread begins without the checker. The language server
 * and the debugger are among the parts, so that the checker is there once. server/bundle.mjs makes them for an editor, beside: that needs nothing of this.
 * Another folder than dist may be named, and then files that are made beside, of the same parts.
 */
import { createHash } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { parse, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { parserDecided } from '../grammar/bundle.mjs';
import '../server/bundle.mjs';
import { builtinsRequired, builtinsWhenCalled } from './builtins.mjs';
import { entryOf, makeScript } from './scripts.mjs';

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
const ofServer = (name) => fileURLToPath(new URL(`server/src/host/node/${name}`, root));
rmSync(`${folder}/proviso-parts`, { recursive: true, force: true });
const CODE = 'proviso-code.mjs';
const options = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  outdir: folder,
  outExtension: { '.js': '.mjs' },
  // Half the size is a sixth of the start-up time.
  minify: true,
  legalComments: 'none',
  define: {
    PROVISO_THREAD: JSON.stringify('./proviso-thread.mjs'),
    // As seen from where the parts are.
    PROVISO_PARTS: JSON.stringify('./'),
    PROVISO_CHECK: JSON.stringify('./check.js'),
    PROVISO_WORKER: JSON.stringify('./worker.mjs'),
    PROVISO_VERSION: JSON.stringify(JSON.parse(read('package.json')).version),
  },
  logLevel: 'warning',
};
const { metafile } = await build({
  ...options,
  metafile: true,
  splitting: true,
  entryPoints: {
    'proviso-parts/begin': entry('begin.ts'),
    'proviso-thread': entry('thread.ts'),
    // Threads of the language server begin with it.
    'proviso-parts/worker': ofServer('worker.ts'),
    ...Object.fromEntries(process.argv.slice(3).map((path) => [parse(path).name, path])),
  },
  chunkNames: 'proviso-parts/[name]-[hash]',
  plugins: [
    parserDecided,
    builtinsRequired,
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
      name: 'what loads scripts, beside',
      setup: ({ onResolve }) => onResolve({ filter: /\/kept-code\.ts$/ }, () => ({ path: `../${CODE}`, external: true })),
    },
  ],
});
const { outputs } = metafile;
const made = { root: process.cwd(), outputs, code: `../${CODE}` };
const parts = (...names) => names.map((name) => entryOf(outputs, `cli/src/${name}`));
const beginning = createHash('sha256')
  .update(readFileSync(`${folder}/proviso-parts/begin.mjs`))
  .digest('hex')
  .slice(0, 8);
const base = makeScript({
  ...made,
  name: 'base',
  parts: parts('begin.ts', 'check/supervise.ts', 'check/supervisor.ts', 'version.ts', 'verbs/help.ts'),
});
// The folder's names tell one checker from another, and this part has none of its own.
renameSync(`${folder}/proviso-parts/begin.mjs`, `${folder}/proviso-parts/begin-${beginning}.mjs`);
makeScript({ ...made, name: 'check', others: { base }, parts: parts('verbs/check.ts', 'check/spec-file.ts', 'check/searches.ts') });
await build({ ...options, entryPoints: { 'proviso-code': entry('kept-code.ts') }, plugins: [builtinsWhenCalled] });
const begin = `import{partsOf}from"./${CODE}";export const{begin}=partsOf(new URL("./proviso-parts/base.js",import.meta.url).href)(0);`;
await build({
  ...options,
  entryPoints: { proviso: entry('main.ts') },
  plugins: [
    builtinsWhenCalled,
    {
      name: 'what it begins with from its script',
      setup: ({ onLoad, onResolve }) => {
        onResolve({ filter: new RegExp(`/${CODE}$`) }, ({ path }) => ({ path, external: true }));
        onLoad({ filter: /cli\/src\/begin\.ts$/ }, () => ({ contents: begin }));
      },
    },
  ],
});
chmodSync(outfile, 0o755);
