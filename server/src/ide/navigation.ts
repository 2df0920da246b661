/** Declarations and uses of a name. */
import type { Span } from '#grammar';
import type { Snapshot } from './snapshot.ts';
import { keyOf, occurrencesOf, symbolAt } from './symbols.ts';

export function definition(snapshot: Snapshot, offset: number): Span | null {
  return symbolAt(snapshot, offset)?.declared ?? importAt(snapshot, offset);
}

/** All uses in the file, what it imports and the files that import it, the declaration among them where it is asked for. */
export function references(snapshot: Snapshot, offset: number, withDeclaration: boolean, importers: readonly Snapshot[] = []): Span[] {
  const symbol = symbolAt(snapshot, offset);
  if (symbol === null) return [];
  const key = keyOf(symbol.declared);
  const uses = [snapshot, ...importers].flatMap((view) => occurrencesOf(view).filter(({ declared }) => keyOf(declared) === key));
  const spans = [...new Map(uses.map(({ span }) => [keyOf(span), span])).values()].sort((a, b) =>
    a.file === b.file ? a.start - b.start : a.file < b.file ? -1 : 1,
  );
  return withDeclaration ? spans : spans.filter((span) => keyOf(span) !== key);
}

export function highlights(snapshot: Snapshot, offset: number): Span[] {
  return references(snapshot, offset, true).filter(({ file }) => file === snapshot.path);
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
