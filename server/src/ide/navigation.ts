/** Where a name is declared and used, and giving it another. */
import { type Fix, reservedWords, type Span } from '#grammar';
import type { Snapshot } from './snapshot.ts';
import { keyOf, occurrencesOf, symbolAt } from './symbols.ts';

export function definition(snapshot: Snapshot, offset: number): Span | null {
  return symbolAt(snapshot, offset)?.declared ?? importAt(snapshot, offset);
}

/** All uses in the file and what it imports, the declaration first where it is asked for. */
export function references(snapshot: Snapshot, offset: number, withDeclaration: boolean): Span[] {
  const symbol = symbolAt(snapshot, offset);
  if (symbol === null) return [];
  const key = keyOf(symbol.declared);
  const spans = occurrencesOf(snapshot)
    .filter(({ declared }) => keyOf(declared) === key)
    .map(({ span }) => span)
    .sort((a, b) => (a.file === b.file ? a.start - b.start : a.file < b.file ? -1 : 1));
  return withDeclaration ? spans : spans.filter((span) => keyOf(span) !== key);
}

export function highlights(snapshot: Snapshot, offset: number): Span[] {
  return references(snapshot, offset, true).filter(({ file }) => file === snapshot.path);
}

/** The name that would be changed; null where there is none. */
export function prepareRename(snapshot: Snapshot, offset: number): { readonly span: Span; readonly text: string } | null {
  const symbol = symbolAt(snapshot, offset);
  return symbol === null ? null : { span: symbol.span, text: symbol.text };
}

/** The edits, or why the name cannot be given. */
export function rename(snapshot: Snapshot, offset: number, to: string): Fix['edits'] | { readonly problem: string } {
  const symbol = symbolAt(snapshot, offset);
  if (symbol === null) return { problem: 'There is no name here that could be changed.' };
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(to))
    return { problem: `\`${to}\` is not a name: letters, digits and _ make one, and no digit comes first.` };
  if (reservedWords.has(to)) return { problem: `\`${to}\` is a word of the language.` };
  const key = keyOf(symbol.declared);
  const clash = occurrencesOf(snapshot).find(
    ({ text, declared, span }) => text === to && keyOf(declared) === keyOf(span) && keyOf(declared) !== key,
  );
  if (clash !== undefined) return { problem: `There is something called \`${to}\` already.` };
  return references(snapshot, offset, true).map((span) => ({ span, text: renamed(snapshot, symbol.declared, span, symbol.text, to) }));
}

/** A field given by its name alone (`Granted(token)`) takes the variable of that name: it then has to be written out. */
function renamed(snapshot: Snapshot, declared: Span, span: Span, from: string, to: string): string {
  const double = snapshot.analysis.references.some((r) => keyOf(r.span) === keyOf(span) && keyOf(r.declaration) !== keyOf(declared));
  if (!double) return to;
  const isField = snapshot.analysis.references.some(
    (r) => keyOf(r.span) === keyOf(span) && keyOf(r.declaration) === keyOf(declared) && r.kind === 'field',
  );
  return isField ? `${to}: ${from}` : `${from}: ${to}`;
}

function importAt({ parsed, loaded, path }: Snapshot, offset: number): Span | null {
  const written = parsed.file.imports.find(({ pathSpan }) => pathSpan.start <= offset && offset <= pathSpan.end);
  const file = written === undefined ? null : loaded.resolve(path, written.path);
  return file === null ? null : { file, start: 0, end: 0 };
}

/** The imported files, as links. */
export function documentLinks({ parsed, loaded, path }: Snapshot): { readonly span: Span; readonly file: string }[] {
  return parsed.file.imports.flatMap((written) => {
    const file = loaded.resolve(path, written.path);
    return file === null ? [] : [{ span: written.pathSpan, file }];
  });
}
