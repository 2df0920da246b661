/** Declarations and uses of a name, and renaming. */
import { type Fix, reservedWords, type Span } from '#grammar';
import type { Declaration } from './declarations.ts';
import type { Snapshot } from './snapshot.ts';
import { declarationAt, keyOf, occurrencesOf, type Symbol_, symbolAt } from './symbols.ts';

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

/** The name that would be changed, or why there is none. */
export function prepareRename(
  snapshot: Snapshot,
  offset: number,
): { readonly span: Span; readonly text: string } | { readonly problem: string } {
  const symbol = symbolAt(snapshot, offset);
  if (symbol !== null) return { span: symbol.span, text: symbol.text };
  const token = snapshot.parsed.tokens.find(
    ({ startOffset, image }) => startOffset <= offset && offset <= startOffset + image.length && /^\w+$/.test(image),
  );
  return { problem: token === undefined ? NOTHING_HERE : `\`${token.image}\` is a keyword and cannot be renamed.` };
}

const NOTHING_HERE = 'There is no name here to rename.';

/** The edits, or why the name cannot be given. */
export function rename(snapshot: Snapshot, offset: number, to: string): Fix['edits'] | { readonly problem: string } {
  const symbol = symbolAt(snapshot, offset);
  if (symbol === null) return { problem: NOTHING_HERE };
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(to))
    return { problem: `\`${to}\` is not a name: use letters, digits and _, and do not begin with a digit.` };
  if (reservedWords.has(to)) return { problem: `\`${to}\` is a keyword.` };
  const clash = clashOf(snapshot, symbol, to);
  if (clash !== null) return { problem: clash };
  return references(snapshot, offset, true).map((span) => ({ span, text: renamed(snapshot, symbol.declared, span, symbol.text, to) }));
}

/** Why the name cannot be given where it is taken; null where it can. Other handlers and nodes have names of their own. */
function clashOf(snapshot: Snapshot, { declared, text: from }: Symbol_, to: string): string | null {
  const key = keyOf(declared);
  const own = declarationAt(snapshot, declared);
  const occurrences = occurrencesOf(snapshot);
  const uses = occurrences.filter((one) => keyOf(one.declared) === key);
  const taken = `There is already something called \`${to}\`.`;
  if (own === null) {
    const around = bodyAround(snapshot, declared);
    const inside = occurrences.some(({ text, span }) => text === to && around !== null && contains(around, span));
    return inside ? `\`${to}\` already means something here.` : null;
  }
  for (const { text, declared: other, span } of occurrences) {
    if (text !== to || keyOf(other) !== keyOf(span) || keyOf(other) === key) continue;
    const declaration = declarationAt(snapshot, other);
    if (declaration !== null) {
      if (!apart(own, declaration)) return taken;
      continue;
    }
    const around = bodyAround(snapshot, other);
    if (around !== null && uses.some((use) => contains(around, use.span)))
      return `\`${from}\` is used where \`${to}\` means something else.`;
  }
  return null;
}

/** Names of which each has a place of its own: fields of messages, and what different nodes have. */
function apart(a: Declaration, b: Declaration): boolean {
  if (a.kind === 'field' || b.kind === 'field') return a.kind !== b.kind || a.container !== b.container;
  const ofNode = (d: Declaration) => ['variable', 'timer', 'action', 'ghost'].includes(d.kind);
  return ofNode(a) && ofNode(b) && a.container !== b.container;
}

/** The handler, action, function, predicate or property that the place stands in. */
function bodyAround({ loaded }: Snapshot, place: Span): Span | null {
  const file = [...loaded.files.values()].find(({ path }) => path === place.file) ?? loaded.root;
  const items = file.systems.flatMap((system) =>
    system.items.flatMap((item): readonly { readonly span: Span }[] => (item.kind === 'node' ? item.members : [item])),
  );
  return items.find(({ span }) => contains(span, place))?.span ?? null;
}

function contains(outer: Span, inner: Span): boolean {
  return outer.file === inner.file && outer.start <= inner.start && inner.end <= outer.end;
}

/** Where one name stands for a field and for a variable (`Granted(token)`, `on Granted(token)`), the other has to be written out now. */
function renamed(snapshot: Snapshot, declared: Span, span: Span, from: string, to: string): string {
  const isDouble = occurrencesOf(snapshot).some((one) => keyOf(one.span) === keyOf(span) && keyOf(one.declared) !== keyOf(declared));
  if (!isDouble) return to;
  return declarationAt(snapshot, declared)?.kind === 'field' ? `${to}: ${from}` : `${from}: ${to}`;
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
