/**
 * Makes scripts of the large parts of the bundle that a thread may load, since of a script all compiled code can be kept (cli/src/kept-code.ts). The part
 * itself stays a module: it hands what it imports to the script's function and exports what that returns.
 */
import { Buffer } from 'node:buffer';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';

/** Bytes from which on it pays: each script is a file more. */
const LARGE = 150_000;

const IMPORT = /import(?:\{[^}]*\}from)?"[^"]+";/g;
const EXPORTS = /export\{([^}]*)\};\s*$/;
/** What a script asks for the parts that are loaded when they are needed. */
const LOAD = 'loadPart';

/**
 * `outputs`: of esbuild's metafile, by paths from `root`; `entry`: the thread's; `code`: the module that has `scriptValue`, as a part imports it;
 * `large`: bytes from which on a part becomes a script.
 */
export function makeScripts(root, outputs, entry, code, large = LARGE) {
  const seen = new Set([entry]);
  for (const path of seen) for (const one of outputs[path].imports) if (!one.external) seen.add(one.path);
  // The code of that module cannot be loaded by itself.
  const loader = Object.keys(outputs).find((path) => basename(path) === basename(code));
  const own = closure(outputs, loader);
  const parts = [...seen].filter((path) => path !== entry && outputs[path].bytes >= large && !own.has(path));
  for (const path of parts) {
    // In a circle what is imported may have no value yet.
    const [...next] = staticImports(outputs, path);
    if (!next.some((one) => closure(outputs, one).has(path))) makeScript(join(root, path), code);
  }
}

function closure(outputs, path) {
  const seen = new Set([path]);
  for (const one of seen) for (const next of staticImports(outputs, one)) seen.add(next);
  return seen;
}

function staticImports(outputs, path) {
  return outputs[path].imports.filter(({ kind, external }) => kind === 'import-statement' && !external).map((one) => one.path);
}

/**
 * A part stays a module where its text cannot be that of a function. What it exports is handed on once, when the script's function ends: nothing
 * that another part imports may be assigned later.
 */
function makeScript(path, code) {
  const text = readFileSync(path, 'utf8');
  const exports = text.match(EXPORTS);
  if (exports === null) return;
  const imports = [];
  const body = text
    .slice(0, exports.index)
    .replace(IMPORT, (one) => {
      imports.push(one);
      return '';
    })
    .replaceAll('import("', `${LOAD}("`);
  const given = [LOAD, ...imports.flatMap((one) => pairs(one.match(/\{([^}]*)\}/)?.[1] ?? '').map(([, here]) => here))];
  const exported = pairs(exports[1]);
  const script = `(function(${given.join()}){"use strict";${body}\nreturn[${exported.map(([here]) => here).join()}]})`;
  if (!isScript(script)) return;
  const name = basename(path).replace(/mjs$/, 'js');
  writeFileSync(join(dirname(path), name), script);
  const taken = exported.map((_, i) => `x${i}_`).join();
  const list = exported.map(([, one], i) => `x${i}_ as ${one}`).join();
  const handed = ['(path)=>import(path)', ...given.slice(1)].join();
  const load = `import{scriptValue as value_}from"${code}";const[${taken}]=value_(import.meta.url,"./${name}")(${handed});`;
  writeFileSync(path, `${imports.join('')}${load}export{${list}};\n`);
}

/**
 * `import` elsewhere than at the start of a statement, `import.meta`, `export` and `await` outside functions are mistakes there. It is read as bytes of
 * one character each.
 */
function isScript(text) {
  try {
    return Buffer.byteLength(text) === text.length && new Script(text) !== null;
  } catch {
    return false;
  }
}

function pairs(list) {
  const each = list.split(',').filter((one) => one !== '');
  return each.map((one) => {
    const [from, to = from] = one.trim().split(/\s+as\s+/);
    return [from, to];
  });
}
