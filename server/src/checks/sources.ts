/** A file and its imports as data that crosses to the thread of the checks, and there into what there is to check again. */
import { type Analysis, analyse, type CheckPlan, type Loaded, load } from '#checker';
import type { Sources } from './messages.ts';

let last = 0;

export function sourcesOf(loaded: Loaded): Sources {
  const imports = [...loaded.files.values()].flatMap((file) =>
    file.imports.flatMap(({ path: written }) => {
      const path = loaded.resolve(file.path, written);
      return path === null ? [] : [{ from: file.path, written, path }];
    }),
  );
  return { id: ++last, root: loaded.root.path, texts: [...loaded.texts], imports };
}

/** By number in the file; undefined where names or sweeps are wrong. */
export function plansOf(sources: Sources): readonly (CheckPlan | undefined)[] {
  const { loaded, analysis } = analysed(sources);
  return loaded.root.checks.map((check) => analysis.checks.find((plan) => plan.check === check));
}

export function analysed({ root, texts, imports }: Sources): { readonly loaded: Loaded; readonly analysis: Analysis } {
  const known = new Map(texts);
  const loaded = load(root, known.get(root) ?? '', (from, written) => {
    const path = imports.find((one) => one.from === from && one.written === written)?.path;
    const text = path === undefined ? undefined : known.get(path);
    if (path === undefined || text === undefined) return { problem: 'not found', details: {} };
    return { path, text };
  });
  return { loaded, analysis: analyse({ root: loaded.root, files: loaded.files, resolve: loaded.resolve }) };
}
