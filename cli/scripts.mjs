/**
 * Makes a script of parts of the bundle, since of a script all compiled code can be kept (cli/src/kept-code.ts), and a file takes
 * longer to load than to run. Each part is a function there, called when it is first asked for. As a module of its own it only hands
 * on what that returns.
 */
import { Buffer } from 'node:buffer';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';

const IMPORT = /import(?:(\{[^}]*\})from|\*as ([\w$]+) from|([\w$]+) from)?"([^"]+)";/g;
const EXPORTS = /export\{([^}]*)\};\s*$/;

/** Of esbuild's metafile: parts by their paths. */
export function closure(outputs, ...paths) {
  const seen = new Set(paths);
  for (const path of seen) for (const next of staticImports(outputs, path)) seen.add(next);
  return seen;
}

export function entryOf(outputs, source) {
  const path = Object.keys(outputs).find((one) => outputs[one].entryPoint === source);
  if (path === undefined) throw new Error(`${source} begins no part`);
  return path;
}

/**
 * `parts`: paths from `root` of those that become one script, `name` beside them, with all that they import but what `others` have: scripts beside, with the numbers
 * of their parts by path. `code`: the module that has `partsOf`, as a part imports it. Returns the number of each part, by its path.
 */
export function makeScript({ root, outputs, parts, others = {}, code, name }) {
  const byName = new Map([[basename(code), 'own_']]);
  const there = new Set();
  for (const [other, numbers] of Object.entries(others))
    for (const [path, i] of numbers) {
      there.add(path);
      byName.set(basename(path), `other_("./${other}.js")(${i})`);
    }
  const numbers = new Map([...closure(outputs, ...parts)].filter((path) => !there.has(path)).map((path, i) => [path, i]));
  for (const [path, i] of numbers) byName.set(basename(path), `partOf_(${i})`);
  const folder = join(root, dirname(parts[0]));
  const functions = [];
  for (const path of numbers.keys()) {
    if (staticImports(outputs, path).some((one) => closure(outputs, one).has(path))) throw new Error(`${path} imports itself`);
    const { body, exported } = asFunction(readFileSync(join(root, path), 'utf8'), byName);
    functions.push(`()=>{${body}\nreturn{${exported.map(([here, one]) => `${one}:${here}`).join()}}}`);
    const taken = exported.map(([, one], i) => `${one}:x${i}_`).join();
    const handed = exported.map(([, one], i) => `x${i}_ as ${one}`).join();
    const text = `import{partOf}from"./${name}.mjs";const{${taken}}=partOf(${numbers.get(path)});export{${handed}};\n`;
    writeFileSync(join(root, path), text);
  }
  const begin = 'const made_=[],partOf_=(i)=>made_[i]??=parts_[i]();';
  const script = `(function(other_,own_,loadPart_,partsUrl_){"use strict";const builtin_=process.getBuiltinModule;${begin}const parts_=[${functions.join(',\n')}];return partOf_})`;
  new Script(script);
  // It is read as bytes of one character each.
  if (Buffer.byteLength(script) !== script.length) throw new Error(`${name} has a letter beyond ASCII`);
  writeFileSync(join(folder, `${name}.js`), script);
  const module = `import{partsOf}from"${code}";export const partOf=(i)=>partsOf(new URL("./${name}.js",import.meta.url).href)(i);\n`;
  writeFileSync(join(folder, `${name}.mjs`), module);
  return numbers;
}

/**
 * The text of a part as that of a function. What it exports is handed on once, when the function ends: nothing
 * that another part imports may be assigned later.
 */
function asFunction(text, byName) {
  const exports = text.match(EXPORTS);
  const inside = exports === null ? text : text.slice(0, exports.index);
  const taken = [];
  const body = inside
    .replace(IMPORT, (_, names, all, one, path) => {
      const from = path.startsWith('.') ? byName.get(basename(path)) : `builtin_("${path}")`;
      if (from === undefined) throw new Error(`${path} is not known`);
      if (names !== undefined) taken.push(`const{${pairs(names.slice(1, -1)).map(([there, here]) => `${there}:${here}`)}}=${from};`);
      else if (all !== undefined || one !== undefined) taken.push(`const ${all ?? one}=${from};`);
      else if (path.startsWith('.')) taken.push(`${from};`);
      return '';
    })
    .replace(/import\("([^"]+)"\)/g, (_, path) => {
      const here = byName.get(basename(path));
      return here === undefined ? `loadPart_("${path}")` : `Promise.resolve().then(()=>${here})`;
    })
    .replaceAll('import.meta.url', 'partsUrl_');
  return { body: taken.join('') + body, exported: exports === null ? [] : pairs(exports[1]) };
}

function staticImports(outputs, path) {
  return outputs[path].imports.filter(({ kind, external }) => kind === 'import-statement' && !external).map((one) => one.path);
}

/** Of `a as b,c` or `a,b`: each name with what it becomes. */
function pairs(list) {
  const each = list.split(',').filter((one) => one !== '');
  return each.map((one) => {
    const [from, to = from] = one.trim().split(/\s+as\s+/);
    return [from, to];
  });
}
