/** A file with everything that it imports, through a function that finds files: this part knows no file system. */
import { append, type Diagnostic, type Import, type Parsed, parse, type SourceFile } from '#grammar';
import { type Details, Reporter } from './report.ts';

export interface Loaded {
  readonly root: SourceFile;
  /** by path, the root too */
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly texts: ReadonlyMap<string, string>;
  /** of syntax and imports */
  readonly diagnostics: readonly Diagnostic[];
  /** names that seem to be declared in files with syntax errors: what declares them may have been lost; null without such files */
  readonly lost: ReadonlySet<string> | null;
  /** the path that an import of `from` means; null where it could not be had */
  readonly resolve: (from: string, importPath: string) => string | null;
}

/** An imported file: one path for each file, however it was written. Or what is wrong, with what to do about it. */
export type Located = { readonly path: string; readonly text: string } | { readonly problem: string; readonly details: Details };

/** `text` is the root's; imports are found as they are met, each file is read once. */
export function load(path: string, text: string, locate: (from: string, importPath: string) => Located): Loaded {
  const reporter = new Reporter();
  const files = new Map<string, SourceFile>();
  const texts = new Map<string, string>();
  const targets = new Map<string, string>();
  const syntax: Diagnostic[] = [];
  let lost: ReadonlySet<string> | null = null;
  const key = (from: string, written: string) => `${from}\n${written}`;

  const read = (at: string, content: string, above: readonly string[]): SourceFile => {
    const parsed = parse(at, content);
    files.set(at, parsed.file);
    texts.set(at, content);
    append(syntax, parsed.diagnostics);
    if (parsed.diagnostics.some((d) => d.severity === 'error')) lost = new Set([...(lost ?? []), ...declared(parsed)]);
    for (const written of parsed.file.imports) follow(at, written, [...above, at]);
    return parsed.file;
  };
  const follow = (from: string, written: Import, above: readonly string[]): void => {
    const target = locate(from, written.path);
    if ('problem' in target) {
      reporter.report('PV0601', written.pathSpan, target.problem, target.details);
      return;
    }
    if (above.includes(target.path)) {
      const circle = [...above.slice(above.indexOf(target.path)), target.path].join(' imports ');
      reporter.report('PV0602', written.pathSpan, target.path === from ? 'this file imports itself' : `circular import: ${circle}`, {
        help: 'move what both files need into a third file',
      });
      return;
    }
    targets.set(key(from, written.path), target.path);
    if (!files.has(target.path)) read(target.path, target.text, above);
  };
  const root = read(path, text, []);
  return {
    root,
    files,
    texts,
    diagnostics: [...syntax, ...reporter.diagnostics],
    lost,
    resolve: (from, written) => targets.get(key(from, written)) ?? null,
  };
}

const DECLARING = new Set([
  'system',
  'assume',
  'const',
  'type',
  'enum',
  'struct',
  'message',
  'fun',
  'let',
  'clock',
  'node',
  'timer',
  'call',
]);

/** Names that stand where names are declared: after a word that declares, or before a colon. */
function declared({ tokens }: Parsed): string[] {
  return tokens.flatMap(({ image }, i) => {
    const isName = /^[A-Za-z_]/.test(image);
    return isName && (DECLARING.has(tokens[i - 1]?.image) || tokens[i + 1]?.image === ':') ? [image] : [];
  });
}
