/**
 * Renaming: every occurrence, or a reason why not. Whether the new name fits is not guessed: the texts are changed and analysed again,
 * and each name has to stand for what it stood for before.
 */
import type { Loaded } from '#checker';
import { type Fix, parse, reservedWords, type Span } from '#grammar';
import type { Declaration } from './declarations.ts';
import { edited } from './edits.ts';
import type { Snapshot } from './snapshot.ts';
import { declarationAt, keyOf, linkedWith, occurrencesIn, occurrencesOf, type Symbol_, symbolAt } from './symbols.ts';

export interface Problem {
  readonly problem: string;
}

type Edits = Fix['edits'];

/** The name that would be changed, or why there is none. */
export function prepareRename(snapshot: Snapshot, offset: number): { readonly span: Span; readonly text: string } | Problem {
  const symbol = symbolAt(snapshot, offset);
  if (symbol !== null) return { span: symbol.span, text: symbol.text };
  const token = snapshot.parsed.tokens.find(
    ({ startOffset, image }) => startOffset <= offset && offset <= startOffset + image.length && /^\w+$/.test(image),
  );
  return { problem: token === undefined ? NOTHING_HERE : `\`${token.image}\` is a keyword and cannot be renamed.` };
}

const NOTHING_HERE = 'There is no name here to rename.';

/** The edits, or why the name cannot be given. `importers`: other files that may use the name. */
export function rename(snapshot: Snapshot, offset: number, to: string, importers: readonly Snapshot[] = []): Edits | Problem {
  const symbol = symbolAt(snapshot, offset);
  if (symbol === null) return { problem: NOTHING_HERE };
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(to))
    return { problem: `\`${to}\` is not a name: use letters, digits and _, and do not begin with a digit.` };
  if (reservedWords.has(to)) return { problem: `\`${to}\` is a keyword.` };
  if (to === symbol.text) return [];
  const views = [snapshot, ...importers];
  const group = groupOf(views, symbol);
  const found = new Map<string, Edits[number]>();
  for (const view of views) {
    const edits = editsIn(view, group, symbol.text, to);
    const problem = edits.length === 0 ? null : (missed(view, symbol.text) ?? changed(view, group, symbol, to, edits));
    if (problem !== null) return { problem };
    for (const edit of edits) found.set(keyOf(edit.span), edit);
  }
  return [...found.values()].sort((a, b) =>
    a.span.file === b.span.file ? a.span.start - b.span.start : a.span.file < b.span.file ? -1 : 1,
  );
}

/** The declarations that have to keep one name: nodes of two systems, say, that one assumption set speaks of. */
function groupOf(views: readonly Snapshot[], { declared }: Symbol_): ReadonlySet<string> {
  let group = new Set([keyOf(declared)]);
  for (;;) {
    const more = new Set(views.flatMap((view) => [...linkedWith(view, group)]));
    if (more.size === group.size) return group;
    group = more;
  }
}

function editsIn(view: Snapshot, group: ReadonlySet<string>, from: string, to: string): Edits {
  const all = occurrencesOf(view).filter(({ declared }) => group.has(keyOf(declared)));
  const edits = all.map((one) => editOf(view, one, from, to));
  // A place of several declarations is changed once.
  return [...new Map(edits.map((edit) => [keyOf(edit.span), edit])).values()];
}

/**
 * Where one name stands for a field and for a variable (`Granted(token)`, `on Granted(token)`), the other has to be written out now;
 * where both become the same (`Granted(token: t)`), one is enough.
 */
function editOf(view: Snapshot, { span, declared }: Symbol_, from: string, to: string): Edits[number] {
  const isField = declarationAt(view, declared)?.kind === 'field';
  const other = occurrencesOf(view).some(
    (one) => keyOf(one.span) === keyOf(span) && (declarationAt(view, one.declared)?.kind === 'field') !== isField,
  );
  if (other) return { span, text: isField ? `${to}: ${from}` : `${from}: ${to}` };
  return { span: keyOf(span) === keyOf(declared) && isField ? span : (pairAround(view, span, isField, to) ?? span), text: to };
}

/** `field: value` around a field or a value, if the other part is already called `to`. */
function pairAround(view: Snapshot, span: Span, isField: boolean, to: string): Span | null {
  const text = view.loaded.texts.get(span.file) ?? '';
  if (isField) {
    const [value] = new RegExp(`^\\s*:\\s*${to}(?=\\s*[,)])`).exec(text.slice(span.end)) ?? [];
    return value === undefined ? null : { ...span, end: span.end + value.length };
  }
  const before = text.slice(0, span.start);
  const [pair] = new RegExp(`\\b${to}\\s*:\\s*$`).exec(before) ?? [];
  if (pair === undefined || !/^\s*[,)]/.test(text.slice(span.end))) return null;
  const field = { ...span, start: span.start - pair.length, end: span.start - pair.length + to.length };
  const isOfField = occurrencesOf(view).some(
    (one) =>
      keyOf(one.span) === keyOf(field) && keyOf(one.declared) !== keyOf(field) && declarationAt(view, one.declared)?.kind === 'field',
  );
  return isOfField ? { ...span, start: field.start } : null;
}

/** While there are errors, a name that was not understood may be one that has to change. */
function missed(view: Snapshot, from: string): string | null {
  if (!hasErrors(view)) return null;
  const known = new Set(occurrencesOf(view).map(({ span }) => `${span.file}:${span.start}`));
  for (const [file, text] of view.loaded.texts) {
    const token = parse(file, text).tokens.find(({ image, startOffset }) => image === from && !known.has(`${file}:${startOffset}`));
    if (token !== undefined)
      return `\`${from}\` in line ${lineOf(text, token.startOffset)} is not understood yet: correct the errors first.`;
  }
  return null;
}

function hasErrors({ loaded, analysis }: Snapshot): boolean {
  return [...loaded.diagnostics, ...analysis.diagnostics].some(({ severity }) => severity === 'error');
}

/** Why the edits would not keep the meaning; null where they do. */
function changed(view: Snapshot, group: ReadonlySet<string>, symbol: Symbol_, to: string, edits: Edits): string | null {
  const { loaded } = view;
  const { loaded: after, analysis } = edited(view, edits);
  const before = signature(loaded, view.analysis.diagnostics, occurrencesOf(view), (one) =>
    group.has(keyOf(one.declared)) ? to : one.text,
  );
  const then = signature(after, analysis.diagnostics, occurrencesIn(after, analysis), ({ text }) => text);
  if (before === then) return null;
  return clashOf(view, group, symbol, to) ?? `\`${to}\` would change what other names mean here.`;
}

/** Which name stands for which declaration, line by line, and what is wrong: places in a line move, lines do not. */
function signature(
  { texts, diagnostics }: Loaded,
  more: Snapshot['analysis']['diagnostics'],
  occurrences: readonly Symbol_[],
  nameOf: (one: Symbol_) => string,
): string {
  const lines = new Map([...texts].map(([file, text]) => [file, startsOf(text)]));
  const line = ({ file, start }: Span) => `${file}:${lineIn(lines.get(file) ?? [], start)}`;
  const declared = [...new Map(occurrences.map((one) => [keyOf(one.declared), one.declared])).values()];
  const sorted = declared.sort((a, b) => (a.file === b.file ? a.start - b.start : a.file < b.file ? -1 : 1));
  const number = new Map(sorted.map((span, i) => [keyOf(span), i]));
  const names = occurrences.map((one) => `${line(one.span)} ${nameOf(one)} ${number.get(keyOf(one.declared))}`);
  const errors = [...diagnostics, ...more].filter(({ severity }) => severity === 'error').map(({ code, span }) => `${line(span)} ${code}`);
  return [...names.sort(), ...errors.sort()].join('\n');
}

function startsOf(text: string): number[] {
  return [...text.matchAll(/\n/g)].map(({ index }) => index);
}

/** By bisection. */
function lineIn(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] < offset) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}

function lineOf(text: string, offset: number): number {
  return lineIn(startsOf(text), offset);
}

/** In words, why a name that does not fit does not. */
function clashOf(snapshot: Snapshot, group: ReadonlySet<string>, { declared, text: from }: Symbol_, to: string): string | null {
  const own = declarationAt(snapshot, declared);
  const occurrences = occurrencesOf(snapshot);
  const uses = occurrences.filter((one) => group.has(keyOf(one.declared)));
  if (own === null) {
    const around = bodyAround(snapshot, declared);
    const inside = occurrences.some(({ text, span }) => text === to && around !== null && contains(around, span));
    return inside ? `\`${to}\` already means something here.` : null;
  }
  for (const { text, declared: other, span } of occurrences) {
    if (text !== to || keyOf(other) !== keyOf(span) || group.has(keyOf(other))) continue;
    const declaration = declarationAt(snapshot, other);
    if (declaration !== null) {
      if (!apart(own, declaration)) return `There is already something called \`${to}\`.`;
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
