/** Which name stands where, and what declares it: what every feature that follows a name is made of. */
import type { Analysis, Loaded } from '#checker';
import type { Assume, Name, SourceFile, Span } from '#grammar';
import { type Declaration, declarationsOf, flattened } from './declarations.ts';
import type { Snapshot } from './snapshot.ts';

export interface Symbol_ {
  /** the name here */
  readonly span: Span;
  /** the name where it is declared */
  readonly declared: Span;
  readonly text: string;
}

interface Index {
  readonly occurrences: readonly Symbol_[];
  readonly declarations: ReadonlyMap<string, Declaration>;
}

const indexes = new WeakMap<object, Index>();

/** Every occurrence of a declared name in the file and its imports, declarations among them. */
export function occurrencesOf(snapshot: Snapshot): readonly Symbol_[] {
  return indexOf(snapshot).occurrences;
}

/** The symbol named at this place of the snapshot's own file, or null. */
export function symbolAt(snapshot: Snapshot, offset: number): Symbol_ | null {
  const here = occurrencesOf(snapshot).filter(
    ({ span }) => span.file === snapshot.path && span.start <= offset && offset <= span.end && span.end > span.start,
  );
  // If two names touch, the one that begins here counts.
  return here.sort((a, b) => b.span.start - a.span.start || a.span.end - b.span.end)[0] ?? null;
}

/** The declaration whose name stands at this place; null for locals, which have none of their own. */
export function declarationAt(snapshot: Snapshot, declared: Span): Declaration | null {
  return indexOf(snapshot).declarations.get(keyOf(declared)) ?? null;
}

/** In the snapshot's own file, outermost first. */
export function outlineOf(snapshot: Snapshot): Declaration[] {
  return declarationsOf(snapshot.parsed.file);
}

/** The declarations of this group, and others that share a place with one of them: what is renamed together. */
export function linkedWith(snapshot: Snapshot, group: ReadonlySet<string>): ReadonlySet<string> {
  const places = new Map<string, Declaration[]>();
  for (const { span, declared } of occurrencesOf(snapshot)) {
    const declaration = declarationAt(snapshot, declared);
    // A field and a variable may share one name by chance.
    if (declaration === null || declaration.kind === 'field') continue;
    places.set(keyOf(span), [...(places.get(keyOf(span)) ?? []), declaration]);
  }
  const linked = [...places.values()].filter((all) => all.length > 1 && all.some(({ name }) => group.has(keyOf(name.span))));
  return new Set([...group, ...linked.flatMap((all) => all.map(({ name }) => keyOf(name.span)))]);
}

function indexOf({ analysis, loaded }: Snapshot): Index {
  const known = indexes.get(analysis);
  if (known !== undefined) return known;
  const index = newIndex(loaded, analysis);
  indexes.set(analysis, index);
  return index;
}

/** Of a text that no snapshot is of. */
export function occurrencesIn(loaded: Loaded, analysis: Analysis): readonly Symbol_[] {
  return newIndex(loaded, analysis).occurrences;
}

function newIndex(loaded: Loaded, analysis: Analysis): Index {
  const files = [...loaded.files.values()];
  const declarations = new Map<string, Declaration>();
  const found = new Map<string, Symbol_>();
  const add = (span: Span, declared: Span, text: string) => {
    const key = `${keyOf(span)} ${keyOf(declared)}`;
    if (!found.has(key)) found.set(key, { span, declared, text });
  };
  for (const file of files) {
    for (const declaration of flattened(declarationsOf(file))) {
      if (declaration.kind === 'handler') continue;
      declarations.set(keyOf(declaration.name.span), declaration);
      add(declaration.name.span, declaration.name.span, declaration.name.text);
    }
  }
  for (const { span, declaration, text } of analysis.references) {
    add(declaration, declaration, text);
    add(span, declaration, text);
  }
  for (const file of files) for (const [name, declared] of namesOfChecks(analysis, file)) add(name.span, declared, name.text);
  // A name that is declared here and stands for something else as well is meant as what it declares.
  const declares = ({ span, declared }: Symbol_) => (keyOf(span) === keyOf(declared) ? 0 : 1);
  return { occurrences: [...found.values()].sort((a, b) => declares(a) - declares(b)), declarations };
}

/** Names that checks and assumption sets use of each other, of systems and of properties. */
function namesOfChecks(analysis: Analysis, file: SourceFile): [Name, Span][] {
  const found: [Name, Span][] = [];
  const assume = (name: Name) => {
    const to = analysis.assumes.get(name.text);
    if (to !== undefined) found.push([name, to.name.span]);
  };
  for (const { base } of file.assumes) if (base !== null) assume(base);
  const named = [
    ...file.checks.map((check) => ({ check, properties: check.expectations.map(({ property }) => property) })),
    ...file.provisos.map((check) => ({ check, properties: check.claims.map(({ property }) => property) })),
  ];
  for (const { check, properties } of named) {
    assume(check.assume);
    const system = check.system === null ? [...analysis.systems.values()][0] : analysis.systems.get(check.system.text);
    if (check.system !== null && system !== undefined) found.push([check.system, system.name.span]);
    for (const property of properties) {
      const to = system?.items.find((item) => item.kind === 'property' && item.name.text === property.text);
      if (to !== undefined) found.push([property, to.name.span]);
    }
    const swept = [...(system?.items ?? []), ...chainOf(analysis, check.assume.text).flatMap(({ items }) => items)];
    for (const { name } of check.sweeps) {
      const to = swept.find((item) => (item.kind === 'const' || item.kind === 'node') && item.name.text === name.text);
      if (to?.kind === 'const' || to?.kind === 'node') found.push([name, to.name.span]);
    }
  }
  return found;
}

/** An assumption set and those that it extends, however they go round. */
function chainOf({ assumes }: Analysis, name: string): Assume[] {
  const chain: Assume[] = [];
  for (let one = assumes.get(name); one !== undefined && !chain.includes(one); one = assumes.get(one.base?.text ?? '')) chain.push(one);
  return chain;
}

export function keyOf({ file, start, end }: Span): string {
  return `${file}:${start}:${end}`;
}
