/** A file with everything that it imports, read and parsed. Imports never leave the folder that was given. */
import { realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Diagnostic, type Import, parse, type SourceFile } from '#grammar';
import { type Found, isInside, readText, shown } from './files.ts';

export interface Sources {
  /** null where the file cannot be read; then `problem` says why */
  readonly root: SourceFile | null;
  readonly problem: string | null;
  /** by path as shown */
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly texts: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
  /** the file that an import of `from` means, by path as shown; null where it could not be read */
  resolve(from: string, path: string): string | null;
}

export function readSources(found: Found): Sources {
  const files = new Map<string, SourceFile>();
  const texts = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  const targets = new Map<string, string>();
  const key = (from: string, path: string) => `${from}\n${path}`;

  const read = (path: string, text: string): SourceFile => {
    const parsed = parse(path, text);
    files.set(path, parsed.file);
    texts.set(path, text);
    diagnostics.push(...parsed.diagnostics);
    for (const item of parsed.file.imports) follow(path, item);
    return parsed.file;
  };
  const follow = (from: string, item: Import) => {
    const target = locate(found.folder, from, item.path);
    if ('problem' in target) {
      diagnostics.push(refused(item, target));
      return;
    }
    targets.set(key(from, item.path), target.path);
    if (!files.has(target.path)) read(target.path, target.text);
  };

  const content = readText(found.path);
  const root = 'text' in content ? read(found.path, content.text) : null;
  return {
    root,
    problem: 'problem' in content ? content.problem : null,
    files,
    texts,
    diagnostics,
    resolve: (from, path) => targets.get(key(from, path)) ?? null,
  };
}

type Located = { readonly path: string; readonly text: string } | { readonly problem: string; readonly help: string };

/** Links are followed before it is asked whether the file is inside. */
function locate(folder: string, from: string, path: string): Located {
  const target = resolve(dirname(from), path);
  const outside = {
    problem: `${path} is outside ${shown(folder)}, the folder that was given`,
    help: `give proviso a folder that holds both files, or move the imported file into ${shown(folder)}`,
  };
  if (!isInside(resolve(folder), target)) return outside;
  const content = readText(target);
  if ('problem' in content)
    return {
      problem: `${path} cannot be imported: ${content.problem}`,
      help: 'write the path relative to this file, such as "./other.proviso"',
    };
  return isInside(realpathSync(folder), realpathSync(target)) ? { path: shown(target), text: content.text } : outside;
}

function refused(item: Import, { problem, help }: { readonly problem: string; readonly help: string }): Diagnostic {
  const outside = problem.includes(' is outside ');
  return {
    code: 'PV0601',
    severity: 'error',
    span: item.pathSpan,
    message: problem,
    label: outside ? 'outside the folder' : 'not read',
    ...(outside ? { why: 'a file that someone sends you must not be able to read others of yours' } : {}),
    help,
  };
}
