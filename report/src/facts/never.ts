/** What a run that never ends fails to do, down to the part of the formula that decides it. */
import { type Expr, holdsIn, holdsOnLasso, type Property, type State, type Temporal } from '#checker';
import { unhandled } from '#grammar';
import { type Cell, distinctCells } from './cells.ts';
import { type Changing, changingIn } from './happened.ts';
import { cellsOf } from './predicate.ts';
import type { Reader } from './reader.ts';
import { formatValue } from './values.ts';

type Liveness = Property & { readonly kind: 'liveness' };
type Pair = Extract<Temporal, { readonly left: Temporal }>;

/** When something happens in a run, and by which step. */
export interface When {
  /** null where there is no time */
  readonly time: number | null;
  /** null: so it is from the start */
  readonly step: Changing | null;
  /** which step of the run; -1 for none */
  readonly index: number;
}

/** Formulas are in the author's words, with values for the names that a quantifier around them binds. */
export type Never =
  /** `since`: the time from which `left` waits for `right`, 0 for the start; null where there is no time, or where it is not known */
  | { readonly kind: 'leads to'; readonly left: string; readonly right: string; readonly since: number | null }
  /** `always eventually`, `eventually`, `eventually always` */
  | { readonly kind: 'never again' | 'never' | 'not for good'; readonly of: string }
  /** `left` ended before `right` came */
  | ({ readonly kind: 'ends'; readonly left: string; readonly right: string } & When)
  /** `of` must always hold (`wanted`), or never */
  | ({ readonly kind: 'once'; readonly of: string; readonly wanted: boolean } & When)
  /** of alternatives each one */
  | { readonly kind: 'each'; readonly of: readonly Never[] }
  /** although `condition` comes about */
  | { readonly kind: 'although'; readonly condition: string; readonly never: Never }
  /** `holds`: it does, and must not */
  | { readonly kind: 'formula'; readonly formula: string; readonly holds: boolean };

export function neverComes(reader: Reader, { formula, text, usesKnowledge }: Liveness): Never {
  const whole: Never = { kind: 'formula', formula: text, holds: false };
  return deciding(reader, formula, usesKnowledge, true) ?? whole;
}

/** What the run fails to do is about these, as they are in its last state. */
export function cellsNeverComing(reader: Reader, { formula, usesKnowledge }: Liveness): Cell[] {
  if (usesKnowledge) return [];
  const { trace } = reader;
  const last = trace.steps.at(-1)?.state ?? trace.first;
  const parts = statePredicates(failing(reader, formula));
  return distinctCells(parts.flatMap((predicate) => cellsOf(reader, predicate, last)));
}

/** Of a conjunction the first part that fails. */
function failing(reader: Reader, formula: Temporal): Temporal {
  if (formula.op !== 'and') return formula;
  return failing(reader, comesTrue(reader, formula.left) ? formula.right : formula.left);
}

function statePredicates(formula: Temporal): Expr[] {
  if (formula.op === 'state') return [formula.predicate];
  return 'of' in formula ? statePredicates(formula.of) : [...statePredicates(formula.left), ...statePredicates(formula.right)];
}

function statesOf({ trace }: Reader): State[] {
  return [trace.first, ...trace.steps.map(({ state }) => state)];
}

/** A part of the formula holds on this run. */
function comesTrue(reader: Reader, formula: Temporal): boolean {
  const { steps, loop = steps.length } = reader.trace;
  const states = statesOf(reader);
  const round = loop === steps.length ? states.slice(-1) : states.slice(loop, -1);
  return holdsOnLasso((predicate, state) => holdsIn(reader.model, predicate, state) === true, formula, states.slice(0, loop), round);
}

/** `wanted`: the formula should hold on the run and does not, or the other way round. Null where no words are better than its own. */
function deciding(reader: Reader, formula: Temporal, knows: boolean, wanted: boolean): Never | null {
  const inner = (f: Temporal, want = wanted) => deciding(reader, f, knows, want);
  switch (formula.op) {
    case 'leadsTo':
      return wanted ? waiting(reader, formula, knows) : null;
    case 'until':
      return wanted ? endsEarly(reader, formula, knows) : null;
    case 'eventually': {
      if (!wanted) return knows ? null : once(reader, formula.of, true, false);
      const of = quoted(reader, formula.of.op === 'always' ? formula.of.of : formula.of);
      return of && { kind: formula.of.op === 'always' ? 'not for good' : 'never', of: of.text };
    }
    case 'always': {
      if (!wanted) return null;
      const of = formula.of.op === 'eventually' ? quoted(reader, formula.of.of) : null;
      if (of !== null) return { kind: 'never again', of: of.text };
      return knows ? null : once(reader, formula.of, false, true);
    }
    case 'not':
      return inner(formula.of, !wanted);
    case 'and':
    case 'or': {
      if (knows) return null;
      // One part decides a false `and`, and a true `or`; otherwise both do.
      if ((formula.op === 'and') === wanted) return inner(failsFirst(reader, formula, wanted));
      const both = [formula.left, formula.right].filter((part) => !isConstant(part));
      const told = both.map((part) => inner(part) ?? whole(reader, part, wanted));
      const of = told.flatMap((one): readonly Never[] => (one === null ? [] : one.kind === 'each' ? one.of : [one]));
      if (told.includes(null) || of.length === 0) return null;
      return of.length === 1 ? of[0] : { kind: 'each', of };
    }
    case 'implies': {
      const never = wanted && !knows ? (inner(formula.right) ?? whole(reader, formula.right, true)) : null;
      const condition = textOf(reader, formula.left);
      return never === null || condition === null ? null : { kind: 'although', condition, never };
    }
    case 'state':
      return knows ? null : whole(reader, formula, wanted);
    default:
      return unhandled(formula);
  }
}

function failsFirst(reader: Reader, { left, right }: Pair, wanted: boolean): Temporal {
  return comesTrue(reader, left) === wanted ? right : left;
}

/** What a quantifier begins with: true or false. */
function isConstant(formula: Temporal): boolean {
  return formula.op === 'state' && formula.predicate.op === 'const';
}

function whole(reader: Reader, formula: Temporal, wanted: boolean): Never | null {
  const text = textOf(reader, formula);
  return text === null ? null : { kind: 'formula', formula: text, holds: !wanted };
}

/** The author's words for a formula of one state, or for one with a word before such a formula. */
function textOf(reader: Reader, formula: Temporal): string | null {
  if (formula.op === 'state') return quoted(reader, formula)?.text ?? null;
  if (!('of' in formula)) return null;
  const of = textOf(reader, formula.of);
  return of === null ? null : `${formula.op} ${of}`;
}

/** The steps that its words tell already. */
export function stepsTold(never: Never): number[] {
  switch (never.kind) {
    case 'ends':
    case 'once':
      return [never.index];
    case 'each':
      return never.of.flatMap(stepsTold);
    case 'although':
      return stepsTold(never.never);
    case 'leads to':
    case 'never again':
    case 'never':
    case 'not for good':
    case 'formula':
      return [];
    default:
      return unhandled(never);
  }
}

interface Quoted {
  readonly predicate: Expr;
  readonly text: string;
}

/** A part that is about one state, with the author's words for it. */
function quoted({ source, model }: Reader, formula: Temporal): Quoted | null {
  if (formula.op !== 'state') return null;
  let text = source(formula.predicate.span)?.replace(/\s+/g, ' ');
  if (text === undefined) return null;
  for (let e = formula.predicate; e.op === 'let' && e.value.op === 'const'; e = e.body) {
    const { name, type } = model.locals[e.local];
    text = text.replace(new RegExp(`(?<![.\\w#])${name}(?![\\w#])`, 'gu'), formatValue(type, e.value.value, model));
  }
  return { predicate: formula.predicate, text };
}

function waiting(reader: Reader, formula: Pair, knows: boolean): Never | null {
  const [left, right] = [quoted(reader, formula.left), quoted(reader, formula.right)];
  if (left === null || right === null) return null;
  // What a node knows no state of the run tells by itself.
  const since = knows ? null : waitsSince(reader, left.predicate, right.predicate);
  return { kind: 'leads to', left: left.text, right: right.text, since };
}

/** When the left side was last true with the right side false for good. */
function waitsSince(reader: Reader, left: Expr, right: Expr): number | null {
  const { model, trace } = reader;
  const states = statesOf(reader);
  const isTrue = (predicate: Expr, state: State) => holdsIn(model, predicate, state) === true;
  const settled = states.findLastIndex((state) => isTrue(right, state)) + 1;
  const at = states.findIndex((state, i) => i >= settled && isTrue(left, state));
  if (at < 0 || !model.timing.time) return null;
  // By a step at time 0 it is not so from the start.
  return at === 0 ? 0 : trace.steps[at - 1].time || null;
}

/** Where the left side ends too early; if it never does, the right side never comes. */
function endsEarly(reader: Reader, formula: Pair, knows: boolean): Never | null {
  const [left, right] = [quoted(reader, formula.left), quoted(reader, formula.right)];
  if (left === null || right === null) return null;
  const at = knows ? null : when(reader, left.predicate, false);
  return at === null ? { kind: 'never', of: right.text } : { kind: 'ends', left: left.text, right: right.text, ...at };
}

/** The first state in which a predicate has this value, which it never should. */
function once(reader: Reader, formula: Temporal, value: boolean, wanted: boolean): Never | null {
  const of = quoted(reader, formula);
  const at = of === null ? null : when(reader, of.predicate, value);
  return of === null || at === null ? null : { kind: 'once', of: of.text, wanted, ...at };
}

function when(reader: Reader, predicate: Expr, value: boolean): When | null {
  const { model, trace } = reader;
  const at = statesOf(reader).findIndex((state) => (holdsIn(model, predicate, state) === true) === value);
  if (at < 0) return null;
  const time = !model.timing.time || at === 0 ? null : trace.steps[at - 1].time;
  return { time, step: at === 0 ? null : changingIn(reader, at - 1), index: at - 1 };
}
