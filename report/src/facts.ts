/**
 * Why a predicate is true or false in a state, down to the variables: the binding of a quantifier that decides it, then
 * the conjuncts. A question of the reader's, not of the checker's: the search only knows that it is so.
 */
import { claimKey, type Expr, evaluate as evaluateIn, type Known, type Model, type State, type Type, type Value } from '#checker';
import type { Reader } from './trace/reader.ts';
import { formatValue } from './values.ts';

export interface Facts {
  /** the instances that the deciding quantifiers name: `Worker#1` */
  readonly who: readonly string[];
  /** "outOfTurn is true", "best is 0", each named with its node where no quantifier does */
  readonly what: readonly string[];
}

interface Asker {
  readonly model: Model;
  readonly source: Reader['source'];
  readonly state: State;
  readonly next: State | null;
  readonly known: Known | null;
}

/** `next` is the target of the step where `next(...)` stands in the predicate. */
export function factsOf({ model, source, known = null }: Reader, predicate: Expr, state: State, next: State | null = null): Facts {
  try {
    const found = explain({ model, source, state, next, known }, predicate);
    // What `next` tells of a variable says its present value too.
    const moved = found.what.flatMap((fact) => fact.split(' goes from ').slice(0, -1));
    const what = found.what.filter((fact) => !moved.some((name) => fact.startsWith(`${name} is `)));
    return { who: [...new Set(found.who)], what: [...new Set(what)].slice(0, 4) };
  } catch {
    // The predicate itself has no value here (a model error): the verdict says so, and there is nothing to add.
    return { who: [], what: [] };
  }
}

/** What a node knows no single state tells: that comes from the verdict. */
function evaluate({ model, state, next, known }: Asker, e: Expr): Value {
  const knows = (asked: KnowsExpr, node: number, locals: readonly Value[]) => {
    const key = claimKey(asked, node, locals);
    const claim = known?.claims.find((one) => one.key === key);
    if (claim === undefined) throw new Error('nothing is known about this');
    return claim.holds;
  };
  return evaluateIn(model, e, state, next, { knows, locals: [] });
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
  // No element decides: all of them together do, which is told where they are few.
  if (elements.length > MOST_TOGETHER) return { who: [], what: [] };
  const together = elements.filter((x) => e.where === null || evaluate(asker, withConst(e.where, e.local, x, e.from)) === true);
  return merged(together.map((x) => explain(asker, withConst(e.body, e.local, x, e.from))));
}

/** A node is called by its name, any other value by the name that the author bound it to: `token 1`. */
function named({ model }: Asker, local: number, type: Type, element: Value): string {
  const value = formatValue(type, element, model);
  return type.kind === 'node' ? value : `${model.locals[local].name} ${value}`;
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

/** "outOfTurn is true": what the state says of everything that the expression looks at. */
function leaves(asker: Asker, e: Expr): string[] {
  // These bind variables of their own, or are not about one state.
  if (e.op === 'comprehension' || e.op === 'mapBy') return [];
  if (e.op === 'knows') return knowing(asker, e);
  const told = leaf(asker, e);
  if (told !== null) return [told];
  return children(e).flatMap((child) => leaves(asker, child));
}

/** "Client does not know `not up(Server)`" */
function knowing(asker: Asker, e: KnowsExpr): string[] {
  const key = claimKey(e, evaluate(asker, e.node) as number, []);
  const claim = asker.known?.claims.find((one) => one.key === key);
  const what = claim && asker.source(claim.what);
  if (!claim || !what) return [];
  const { model } = asker;
  const names = claim.names.map(
    ({ local, value }) => `${model.locals[local].name} is ${formatValue(model.locals[local].type, value, model)}`,
  );
  const told = `\`${what}\`${names.length === 0 ? '' : ` (${names.join(', ')})`}`;
  return [`${model.instances[claim.node].name} ${claim.holds ? 'knows' : 'does not know'} ${told}`];
}

function leaf(asker: Asker, e: Expr): string | null {
  const { model, state, source } = asker;
  const is = () => formatValue(e.type, evaluate(asker, e), model);
  const at = (node: Expr) => model.instances[evaluate(asker, node) as number].name;
  switch (e.op) {
    case 'varOf':
      return `${at(e.node)}.${model.roles[e.role].variables[e.variable].name} is ${is()}`;
    case 'systemGhost':
      return `${model.ghosts[e.ghost].name} is ${is()}`;
    case 'left':
    case 'running':
      return e.node === null ? null : `${at(e.node)}.${model.roles[e.role].timers[e.timer].name}.${e.op} is ${is()}`;
    case 'up':
      return `${at(e.node)} is ${evaluate(asker, e) ? 'up' : 'down'}`;
    case 'correct':
      return `${at(e.node)} is ${evaluate(asker, e) ? 'correct' : 'Byzantine'}`;
    case 'enabled':
      return `${at(e.node)}.${turnName(asker, e)} is ${evaluate(asker, e) ? '' : 'not '}enabled`;
    case 'stable':
      return state.stable ? 'the system is stable' : 'the system is not stable';
    case 'next': {
      const name = leaf({ ...asker, next: null }, e.of)?.split(' is ')[0] ?? source(e.of.span) ?? 'the value';
      return `${name} goes from ${formatValue(e.type, evaluate({ ...asker, next: null }, e.of), model)} to ${is()}`;
    }
    case 'countInFlight': {
      const count = evaluate(asker, e) as number;
      return `${count === 0 ? 'no' : count} ${model.messages[e.message].name} ${count > 1 ? 'are' : 'is'} in flight`;
    }
    case 'countWhere':
      return `${source(e.span) ?? 'the count'} is ${is()}`;
    default:
      return null;
  }
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
  }
}

/** The expressions directly inside; what a binder would have to give a value to is left out. */
function children(e: Expr): Expr[] {
  return Object.entries(e).flatMap(([key, part]) => (key === 'type' || key === 'span' ? [] : expressionsIn(part)));
}

function expressionsIn(part: unknown): Expr[] {
  if (Array.isArray(part)) return part.flatMap(expressionsIn);
  return typeof part === 'object' && part !== null && 'op' in part ? [part as Expr] : [];
}
