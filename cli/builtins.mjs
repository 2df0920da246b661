/**
 * For the bundle: the process is the global one. An `import` of it would read every property that it has, which makes three streams and a list of
 * all options of Node, twice with the thread that checks. And functions of Node's own modules, whose modules are loaded when the first of them is called. An `import` would load them at the
 * start, and what they need and all that they could be asked for: of `node:fs` the streams, of `node:child_process` the network.
 */
import { builtinModules } from 'node:module';

const LAZY = ['child_process', 'crypto', 'fs', 'os', 'v8', 'zlib'];
for (const name of LAZY) if (!builtinModules.includes(name)) throw new Error(`Node has no module ${name}`);

const isFunction = ([name, value]) => typeof value === 'function' && /^[a-z]\w*$/.test(name);

/** A plugin of esbuild's. What is imported and is no function is an error of the bundling. */
export const builtinsWhenCalled = {
  name: "Node's modules when they are called",
  setup: ({ initialOptions, onLoad, onResolve }) => {
    // It warns only, where `fs.constants` is asked of a whole module.
    initialOptions.logOverride = { ...initialOptions.logOverride, 'import-is-undefined': 'error' };
    onResolve({ filter: /^(node:)?process$/ }, () => ({ path: 'process', namespace: 'global' }));
    onLoad({ filter: /./, namespace: 'global' }, ({ path }) => ({ contents: `export default globalThis.${path};` }));
    onResolve({ filter: new RegExp(`^node:(${LAZY.join('|')})$`) }, ({ path }) => ({ path, namespace: 'when-called' }));
    onLoad({ filter: /./, namespace: 'when-called' }, ({ path }) => {
      const names = Object.entries(Object.getOwnPropertyDescriptors(process.getBuiltinModule(path)))
        .map(([name, { value }]) => [name, value])
        .filter(isFunction)
        .map(([name]) => name);
      const lines = names.map((name) => `export function ${name}(...words) { return load().${name}(...words); }`);
      return { contents: [`const load = () => process.getBuiltinModule('${path}');`, ...lines].join('\n') };
    });
  },
};

/** Another plugin: packages in the older form of modules ask for those of Node by `require`, which a module of the bundle does not have. */
export const builtinsRequired = {
  name: "Node's modules without `require`",
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: new RegExp(`^(node:)?(${builtinModules.join('|')})$`) }, ({ kind, path }) =>
      kind === 'require-call' ? { path: path.replace(/^node:/, ''), namespace: 'required' } : null,
    );
    onLoad({ filter: /./, namespace: 'required' }, ({ path }) => ({ contents: `module.exports = process.getBuiltinModule('${path}');` }));
  },
};
