/**
 * Why a predicate is true or false in a state, down to the variables: the binding of a quantifier that decides it, then
 * the conjuncts. A question of the reader's, not of the checker's: the search only knows that it is so.
 */

import {
  type Circumstance,
  type Claim,
  type ClockRead,
  claimKey,
  type Expr,
  evaluate as evaluateIn,
  type Known,
  type Model,
  ModelErrorSignal,
  type Pure,
  type State,
  type Type,
  type Value,
} from '#checker';
import { unhandled } from '#grammar';
import { type Cell, distinctCells } from './cells.ts';
import type { Reader } from './reader.ts';
import { formatValue, type Named } from './values.ts';

export interface Facts {
  /** what the deciding quantifiers name: the instance `Worker#1`, or another value by its name, `token` 1 */
  readonly who: readonly Element[];
  readonly what: readonly Fact[];
}

/** `name`: null for a node, which is called by its own name */
export interface Element {
  readonly name: string | null;
  readonly value: string;
}

/** `past`: so it was before the step that a step property judges, and after it no more. */
export type Fact =
  /** `name`: a variable of `node`, or the words of an expression */
  | { readonly kind: 'value'; readonly node: string | null; readonly name: string; readonly value: string; readonly past: boolean }
  | { readonly kind: 'moved'; readonly node: string | null; readonly name: string; readonly from: string; readonly to: string }
  | { readonly kind: 'node'; readonly node: string; readonly is: 'up' | 'down' | 'correct' | 'Byzantine'; readonly past: boolean }
  | { readonly kind: 'stable'; readonly is: boolean; readonly past: boolean }
  /** `turn`: an action, a timer or a message */
  | { readonly kind: 'enabled'; readonly node: string; readonly turn: string; readonly is: boolean; readonly past: boolean }
  | { readonly kind: 'in flight'; readonly message: string; readonly count: number; readonly past: boolean }
  /** `what` as written; `names`: what the names in it stand for that are bound outside of it; `past`: before the step, whatever is so after it */
  | {
      readonly kind: 'knows';
      readonly node: string;
      readonly knows: boolean;
      readonly what: string;
      readonly names: readonly Named[];
      readonly past: boolean;
    };

interface Asker {
  readonly model: Model;
  readonly source: Reader['source'];
  readonly state: State;
  /** the target of the step where `next(...)` stands in the predicate */
  readonly next: State | null;
  /** the state at the end of the run */
  readonly last: State;
  readonly known: Known | null;
  /** what has been looked at so far */
  readonly cells: Cell[];
}

const MOST_FACTS = 4;

/** `next` is the target of the step where `next(...)` stands in the predicate. */
export function factsOf(reader: Reader, predicate: Expr, state: State, next: State | null = null): Facts {
  return factsFrom(reader, predicate, state, next, []);
}

/** The variables and ghosts that these facts are about. */
export function cellsOf(reader: Reader, predicate: Expr, state: State, next: State | null = null): Cell[] {
  const cells: Cell[] = [];
  factsFrom(reader, predicate, state, next, cells);
  return distinctCells(cells);
}

function factsFrom({ model, source, known = null }: Reader, predicate: Expr, state: State, next: State | null, cells: Cell[]): Facts {
  try {
    const { who, what } = explain({ model, source, state, next, last: next ?? state, known, cells }, predicate);
    // What moved tells its present value too.
    const told = what.filter((fact) => fact.kind !== 'value' || !what.some((other) => other.kind === 'moved' && sameName(fact, other)));
    return { who: distinct(who), what: distinct(told).slice(0, MOST_FACTS) };
  } catch (signal) {
    // The predicate itself has no value here (a model error): the verdict says so, and there is nothing to add.
    if (signal instanceof ModelErrorSignal || signal instanceof NotAsked) return { who: [], what: [] };
    throw signal;
  }
}

interface Place {
  readonly node: string | null;
  readonly name: string;
}

function sameName(a: Place, b: Place): boolean {
  return a.node === b.node && a.name === b.name;
}

function distinct<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

/** The search did not ask whether a node knows this in the state that is looked at. */
class NotAsked extends Error {}

/** What a node knows no single state tells: that comes from the verdict. */
function evaluate(asker: Asker, e: Expr): Value {
  const { model, state, next } = asker;
  const knows = (asked: KnowsExpr, node: number, locals: readonly Value[], at: State) => {
    const claim = claimAt(asker, claimKey(asked, node, locals), at);
    if (claim === undefined) throw new NotAsked();
    return claim.holds;
  };
  return evaluateIn(model, e, state, next, { knows, locals: [] });
}

function claimAt({ known, last }: Asker, key: string, at: State): Claim | undefined {
  return known?.claims.find((one) => one.key === key && one.before === (at !== last));
}

type KnowsExpr = Extract<Expr, { op: 'knows' }>;

function explain(asker: Asker, e: Expr): Facts {
  const value = (x: Expr) => evaluate(asker, x);
  switch (e.op) {
    case 'not':
      return explain(asker, e.of);
    case 'and':
    case 'or': {
      // One side decides a false `and` and a true `or`; otherwise it takes both.
      const decides = e.op === 'or';
      const decisive = [e.left, e.right].find((side) => value(side) === decides);
      return merged((decisive === undefined ? [e.left, e.right] : [decisive]).map((side) => explain(asker, side)));
    }
    case 'implies':
      return merged([explain(asker, e.left), ...(value(e.left) ? [explain(asker, e.right)] : [])]);
    case 'if':
      return merged([explain(asker, e.cond), explain(asker, value(e.cond) ? e.then : e.else)]);
    case 'let':
      return explain(asker, bound(e.body, e.local, e.value, value(e.value)));
    case 'forall':
    case 'exists':
      return explainQuantifier(asker, e);
    default:
      return { who: [], what: leaves(asker, e) };
  }
}

/** Elements of a quantifier that are told one by one. */
const MOST_TOGETHER = 4;

/** The first element that decides: a witness of a true `exists`, a counterexample to a false `forall`. */
function explainQuantifier(asker: Asker, e: Extract<Expr, { op: 'forall' | 'exists' }>): Facts {
  const decides = e.op === 'exists';
  const elements = evaluate(asker, e.from) as readonly Value[];
  const of = e.from.type.kind === 'set' ? e.from.type.of : null;
  for (const element of elements) {
    if (e.where !== null && !evaluate(asker, withConst(e.where, e.local, element, e.from))) continue;
    const body = withConst(e.body, e.local, element, e.from);
    if (evaluate(asker, body) !== decides) continue;
    const inner = explain(asker, body);
    return { who: [...(of === null ? [] : [named(asker, e.local, of, element)]), ...inner.who], what: inner.what };
  }
  // No element decides: all of them together do, and they are listed if they are few.
  if (elements.length > MOST_TOGETHER) return { who: [], what: [] };
  const together = elements.filter((x) => e.where === null || evaluate(asker, withConst(e.where, e.local, x, e.from)) === true);
  return merged(together.map((x) => explain(asker, withConst(e.body, e.local, x, e.from))));
}

/** A node is called by its name, any other value by the name that the author bound it to: `token 1`. */
function named({ model }: Asker, local: number, type: Type, element: Value): Element {
  return { name: type.kind === 'node' ? null : model.locals[local].name, value: formatValue(type, element, model) };
}

function withConst(body: Expr, local: number, element: Value, from: Expr): Expr {
  const type = from.type.kind === 'set' || from.type.kind === 'list' ? from.type.of : from.type;
  return bound(body, local, { op: 'const', value: element, type, span: from.span }, element);
}

/** The local replaced by its value throughout. */
function bound(body: Expr, local: number, from: Expr, value: Value): Expr {
  const constant: Expr = { op: 'const', value, type: from.type, span: from.span };
  const replace = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(replace);
    if (typeof part !== 'object' || part === null) return part;
    const node = part as { readonly op?: string; readonly local?: number; readonly type?: unknown };
    if (node.op === 'const') return part;
    if (node.op === 'local' && node.local === local) return constant;
    return Object.fromEntries(Object.entries(part).map(([key, v]) => [key, key === 'type' || key === 'span' ? v : replace(v)]));
  };
  return replace(body) as Expr;
}

function merged(all: readonly Facts[]): Facts {
  return { who: all.flatMap((f) => f.who), what: all.flatMap((f) => f.what) };
}

/** What the state says of everything that the expression looks at. */
function leaves(asker: Asker, e: Expr): Fact[] {
  // These bind variables of their own, or are not about one state.
  if (e.op === 'comprehension' || e.op === 'mapBy') return [];
  if (e.op === 'knows') return knowing(asker, e);
  if (e.op === 'next' && e.of.op === 'knows' && asker.next !== null) return knowing({ ...asker, state: asker.next, next: null }, e.of);
  const fact = leaf(asker, e);
  if (fact !== null) return [fact];
  return children(e).flatMap((child) => leaves(asker, child));
}

/** `Client` knows, or does not know, `not up(Server)`. */
function knowing(asker: Asker, e: KnowsExpr): Fact[] {
  const key = claimKey(e, evaluate(asker, e.node) as number, []);
  const claim = claimAt(asker, key, asker.state);
  const what = claim && asker.source(claim.what);
  if (!claim || !what) return [];
  const { model } = asker;
  const names = claim.names.map(({ local, value }) => {
    const { name, type } = model.locals[local];
    return { name, value: formatValue(type, value, model) };
  });
  return [{ kind: 'knows', node: model.instances[claim.node].name, knows: claim.holds, what, names, past: claim.before }];
}

function leaf(asker: Asker, e: Expr): Fact | null {
  const { model, state, source } = asker;
  const at = (node: Expr) => model.instances[evaluate(asker, node) as number].name;
  switch (e.op) {
    case 'up':
      return { kind: 'node', node: at(e.node), is: evaluate(asker, e) ? 'up' : 'down', past: isPast(asker, e) };
    case 'correct':
      return { kind: 'node', node: at(e.node), is: evaluate(asker, e) ? 'correct' : 'Byzantine', past: isPast(asker, e) };
    case 'enabled':
      return { kind: 'enabled', node: at(e.node), turn: turnName(asker, e), is: evaluate(asker, e) === true, past: isPast(asker, e) };
    case 'stable':
      return { kind: 'stable', is: state.stable, past: isPast(asker, e) };
    case 'countInFlight': {
      const { name } = model.messages[e.message];
      return { kind: 'in flight', message: name, count: evaluate(asker, e) as number, past: isPast(asker, e) };
    }
    case 'next': {
      const before = { ...asker, next: null };
      const place = placeOf(before, e.of) ?? { node: null, name: source(e.of.span) ?? 'the value' };
      const [from, to] = [evaluate(before, e.of), evaluate(asker, e)].map((value) => formatValue(e.type, value, model));
      return { kind: 'moved', ...place, from, to };
    }
    default: {
      const place = placeOf(asker, e);
      return place && { kind: 'value', ...place, value: formatValue(e.type, evaluate(asker, e), model), past: isPast(asker, e) };
    }
  }
}

/** What an expression looks at, where it is one thing that has a name. */
function placeOf(asker: Asker, e: Expr): Place | null {
  const { model, source } = asker;
  const at = (node: Expr) => model.instances[evaluate(asker, node) as number].name;
  switch (e.op) {
    case 'varOf':
      return looked(asker, { node: at(e.node), name: model.roles[e.role].variables[e.variable].name });
    case 'systemGhost':
      return looked(asker, { node: null, name: model.ghosts[e.ghost].name });
    case 'left':
    case 'running':
      return e.node === null ? null : { node: at(e.node), name: `${model.roles[e.role].timers[e.timer].name}.${e.op}` };
    case 'countWhere':
      // Those that are counted, by what makes them count.
      for (const element of e.where === null ? [] : (evaluate(asker, e.from) as readonly Value[])) {
        const where = withConst(e.where!, e.local, element, e.from);
        if (evaluate(asker, where) === true) explain(asker, where);
      }
      return { node: null, name: source(e.span) ?? 'the count' };
    default:
      e.op satisfies Pure | ClockRead | Circumstance | 'var' | 'knows';
      return null;
  }
}

function looked({ cells }: Asker, cell: Cell): Cell {
  cells.push(cell);
  return cell;
}

/** "renew", "handOver[Client#2]", "silence[Server#1]", "Grant" */
function turnName(asker: Asker, { role: r, turn }: Extract<Expr, { op: 'enabled' }>): string {
  const { model } = asker;
  const role = model.roles[r];
  const at = (e: Expr | null) => (e === null ? '' : `[${formatValue(e.type, evaluate(asker, e), model)}]`);
  switch (turn.kind) {
    case 'act':
      return `${role.actions[turn.action].name}${turn.params.map(at).join('')}`;
    case 'fire':
      return `${role.timers[turn.timer].name}${at(turn.key)}`;
    case 'deliver':
      return model.messages[turn.message].name;
    default:
      return unhandled(turn);
  }
}

/** In a step: whether the value that the expression has before it is another one after it. */
function isPast(asker: Asker, e: Expr): boolean {
  if (asker.next === null) return false;
  return JSON.stringify(evaluate(asker, e)) !== JSON.stringify(evaluate({ ...asker, state: asker.next }, e));
}

/** The expressions directly inside; what a binder would have to give a value to is left out. */
function children(e: Expr): Expr[] {
  return Object.entries(e).flatMap(([key, part]) => (key === 'type' || key === 'span' ? [] : expressionsIn(part)));
}

function expressionsIn(part: unknown): Expr[] {
  if (Array.isArray(part)) return part.flatMap(expressionsIn);
  return typeof part === 'object' && part !== null && 'op' in part ? [part as Expr] : [];
}
