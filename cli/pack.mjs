/**
 * Makes the package that npm publishes, dist/proviso-VERSION.tgz, from dist/npm: the command line and what it loads on demand, the schema, and the
 * documentation; no scripts, and no dependencies at run time.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const folder = `${root}dist/npm`;
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
execFileSync(process.execPath, [`${root}cli/bundle.mjs`, folder], { stdio: ['ignore', 'inherit', 'inherit'] });
/** The oldest Node that the package is tried on. */
const engines = { node: '>=22.16' };
// What runs in a browser, and the server that an editor forks, are of the extension. `proviso lsp` and `proviso dap` have the parts.
const ofExtension = [
  'browser',
  'proviso-server-parts',
  ...['server', 'lsp', 'worker', 'debug', 'dap'].map((name) => `proviso-${name}.mjs`),
];
for (const name of ofExtension) rmSync(`${folder}/${name}`, { recursive: true });
const { name, version, description, license, keywords } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
const about = {
  ...{ name, version, description, keywords, license, type: 'module', bin: { proviso: 'proviso.mjs' }, engines },
  exports: { './schemas/*': './schemas/*', './package.json': './package.json' },
  publishConfig: { access: 'public', provenance: true },
};
writeFileSync(`${folder}/package.json`, `${JSON.stringify(about, null, 2)}\n`);
for (const one of ['README.md', 'CHANGELOG.md', 'LICENSE', 'schemas', 'docs'])
  cpSync(`${root}${one}`, `${folder}/${one}`, { recursive: true });
// How the project is tested is for who has its tests.
rmSync(`${folder}/docs/testing.md`);
const pictures = `${folder}/docs/images`;
const leftOut = (name) => ['editor.png', 'view.png', 'what-if.png', 'debugger.png'].includes(name) || /^growth-.*\.svg$/.test(name);
for (const name of readdirSync(pictures).filter(leftOut)) rmSync(`${pictures}/${name}`);
const [{ filename, size, unpackedSize, entryCount }] = JSON.parse(
  execFileSync('npm', ['pack', '--json', '--pack-destination', `${root}dist`], { cwd: folder, encoding: 'utf8' }),
);
const kilobytes = (bytes) => `${Math.round(bytes / 1024)} KiB`;
process.stdout.write(`dist/${filename}: ${kilobytes(size)}, unpacked ${kilobytes(unpackedSize)}, ${entryCount} files\n`);
