/** A file with everything that it imports, through functions that read and resolve: this part knows no file system. */
import { type Diagnostic, type Import, parse, type SourceFile } from '#grammar';
import { Reporter } from './report.ts';

export interface Loaded {
  readonly root: SourceFile;
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly texts: ReadonlyMap<string, string>;
  /** of syntax and imports */
  readonly diagnostics: readonly Diagnostic[];
}

export interface Reading {
  /** the text, or null where it cannot be read */
  readonly read: (path: string) => string | null;
  /** the path that an import means, or null where it lies outside of what may be read */
  readonly resolve: (from: string, importPath: string) => string | null;
}

/** `text` is the root's; imports are read as they are met, each file once. */
export function load(path: string, text: string, reading: Reading): Loaded {
  const reporter = new Reporter();
  const files = new Map<string, SourceFile>();
  const texts = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  const add = (at: string, content: string, above: readonly string[]): SourceFile => {
    const parsed = parse(at, content);
    files.set(at, parsed.file);
    texts.set(at, content);
    diagnostics.push(...parsed.diagnostics);
    for (const written of parsed.file.imports) follow(at, written, [...above, at]);
    return parsed.file;
  };
  const follow = (from: string, written: Import, above: readonly string[]): void => {
    const target = reading.resolve(from, written.path);
    if (target === null) {
      reporter.report('PV0601', written.pathSpan, `"${written.path}" lies outside of the folder being checked`, {
        why: 'A spec can read no other file than its imports inside that folder.',
      });
      return;
    }
    if (above.includes(target)) {
      reporter.report('PV0602', written.pathSpan, target === from ? 'this file imports itself' : `this import leads back to ${target}`);
      return;
    }
    if (files.has(target)) return;
    const content = reading.read(target);
    if (content === null)
      reporter.report('PV0601', written.pathSpan, `"${written.path}" cannot be read`, {
        help: 'paths are relative to the file that imports',
      });
    else add(target, content, above);
  };
  const root = add(path, text, []);
  return { root, files, texts, diagnostics: [...diagnostics, ...reporter.diagnostics] };
}
