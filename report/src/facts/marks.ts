/**
 * What a diagram marks at the node of a step besides what it sends: which clocks and timers its code read, and how far it has come with
 * what it counts. A quorum is found in the text of the code: a condition that compares how many elements a set or a map of the node has, or
 * which, and that this step brought nearer to what it asks for.
 */
import {
  type Block,
  type Event,
  type Expr,
  expressionsIn,
  insideOf,
  type Model,
  ModelErrorSignal,
  type Situation,
  type State,
  type Trace,
  type Value,
  valueIn,
} from '#checker';
import type { Span } from '#grammar';
import type { Mark } from '../result/types.ts';
import { misreadings } from './clocks.ts';
import { nodeOf, roleOf, stateBefore } from './reader.ts';
import { sameValue } from './values.ts';

type Source = (span: Span) => string | null;

/** In the order of the steps. */
export function marksOf(model: Model, trace: Trace, source: Source): Mark[] {
  const asked = new Map<number, readonly Asked[]>();
  const askedBy = (role: number) => {
    const known = asked.get(role) ?? askedIn(model, role);
    asked.set(role, known);
    return known;
  };
  return trace.steps.flatMap((one, index) => {
    const node = nodeOf(one);
    if (node === null) return [];
    const { step } = one;
    const before = stateBefore(trace, index);
    const at = { moment: index + 1, node };
    const set = step.label.kind === 'clock' ? [setMark(model, step.label)] : [];
    const counted = step.target.kind === 'error' ? [] : quorums(model, askedBy(model.instances[node].role), before, one, source);
    return [...set, ...readings(model, step, before, node), ...counted].map((mark): Mark => ({ ...at, ...mark }));
  });
}

type Told = DistributiveOmit<Mark, 'moment' | 'node'>;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

function setMark(model: Model, { clock, by }: { readonly clock: number; readonly by: number }): Told {
  return { kind: 'clock set', name: model.clocks[clock].name, by };
}

/** Each clock and timer once, with what its first reading in the step shows. */
function readings(model: Model, { events, choices }: Trace['steps'][number]['step'], before: State, node: number): Told[] {
  const wrong = misreadings(model, node, choices, before);
  const chosen = choices.flatMap(({ kind, name, value }) => (kind === 'clock' || kind === 'left' ? [[name, Number(value)] as const] : []));
  const known = events.flatMap((event) => (isLeft(event, node) ? [[event.name, Number(event.value)] as const] : []));
  const read = new Map([...known, ...chosen].toReversed());
  return [...read].toReversed().map(([name, value]) => {
    return { kind: 'reading', name, value, instead: wrong.find(({ clock }) => clock === name)?.instead ?? null };
  });
}

/** A timer whose reading nothing leaves open. */
function isLeft(event: Event, node: number): event is Extract<Event, { kind: 'read' }> {
  return event.kind === 'read' && event.node === node && event.name.endsWith('.left');
}

/** A condition about what a set or a map of the node holds. */
interface Asked {
  readonly condition: Expr;
  /** the variables that it counts */
  readonly variables: readonly number[];
  /** the side that counts, and the one that says how many; null where it asks for all of something */
  readonly count: { readonly side: Expr; readonly needed: Expr; readonly more: 0 | 1; readonly exactly: boolean } | null;
  /** it is asked in a body, where names are bound that a state does not hold */
  readonly inBody: boolean;
}

function askedIn(model: Model, index: number): Asked[] {
  const role = model.roles[index];
  const isCounted = (variable: number) => {
    const { type, ghost } = role.variables[variable];
    return !ghost && (type.kind === 'set' || type.kind === 'map');
  };
  const guards = [...role.handlers, ...role.actions].flatMap(({ guard }) => (guard === null ? [] : [guard]));
  const conditions = [...role.handlers, ...role.actions].flatMap(({ body }) => conditionsIn(body));
  return [...guards.map((guard) => ({ guard, inBody: false })), ...conditions.map((guard) => ({ guard, inBody: true }))].flatMap(
    ({ guard, inBody }) => expressionsIn(guard).flatMap((part) => askedBy(part, isCounted, inBody)),
  );
}

/** What only ghosts look at is no condition of the code. */
function conditionsIn(body: Block): Expr[] {
  return body.flatMap((stmt) => {
    if (stmt.kind === 'if') return [stmt.cond, ...conditionsIn(stmt.then), ...conditionsIn(stmt.else)];
    return stmt.kind === 'for' ? conditionsIn(stmt.body) : [];
  });
}

function askedBy(condition: Expr, isCounted: (variable: number) => boolean, inBody: boolean): Asked[] {
  const counts = (part: Expr) => expressionsIn(part).some(({ op }) => op === 'size' || op === 'countWhere');
  const read = (part: Expr) => expressionsIn(part).flatMap((one) => (one.op === 'var' && isCounted(one.variable) ? [one.variable] : []));
  const asked = (variables: readonly number[], count: Asked['count']) =>
    variables.length === 0 ? [] : [{ condition, variables, count, inBody }];
  if (condition.op === 'forall') return asked(read(condition.body), null);
  if (!isComparison(condition)) return [];
  const { left, right, op } = condition;
  const isLeft = counts(left) && read(left).length > 0;
  if (!isLeft && !(counts(right) && read(right).length > 0)) {
    return op === '==' && left.type.kind === 'set' ? asked([...read(left), ...read(right)], null) : [];
  }
  const [side, needed] = isLeft ? [left, right] : [right, left];
  // `size > n` asks for one more than n, and so does the end of `size <= n`.
  const more = op !== '==' && (isLeft ? op === '>' || op === '<=' : op === '<' || op === '>=') ? 1 : 0;
  return asked(read(side), { side, needed, more, exactly: op === '==' });
}

function isComparison(expr: Expr): expr is Extract<Expr, { readonly op: '==' | '!=' | '<' | '<=' | '>' | '>=' }> {
  return ['==', '<', '<=', '>', '>='].includes(expr.op);
}

function quorums(model: Model, all: readonly Asked[], before: State, taken: Trace['steps'][number], source: Source): Told[] {
  const node = nodeOf(taken)!;
  const after = taken.state;
  const changed = (situation: Situation, { variables }: Asked) =>
    variables.some((v) => !sameValue(before.nodes[node].variables[v], situation.state.nodes[node].variables[v]));
  if (all.length === 0) return [];
  const end: Situation = { state: after, self: node, locals: [], context: null, lefts: new Map(), readings: new Map() };
  const inside = all.some(({ inBody }) => inBody) ? (insideOf(model, before, taken.step)?.ran ?? []) : [];
  const found = new Map<string, Told>();
  for (const asked of all) {
    const situations = asked.inBody
      ? inside.flatMap(({ stmt, before: at }) => (stmt.kind === 'if' && holdsPart(stmt.cond, asked.condition) ? [at] : []))
      : [end];
    for (const at of situations) {
      if (!changed(at, asked) || !areBound(asked.condition, at)) continue;
      const mark = quorumAt(model, asked, { ...at, state: before }, at, source);
      if (mark !== null) found.set(JSON.stringify(mark), mark);
    }
  }
  return [...found.values()];
}

function holdsPart(whole: Expr, part: Expr): boolean {
  return expressionsIn(whole).includes(part);
}

/** Every name that it uses is bound: in itself, or in the situation. */
function areBound(condition: Expr, { locals }: Situation): boolean {
  const parts = expressionsIn(condition);
  const own = new Set(
    parts.flatMap((part) =>
      'binders' in part ? part.binders.map(({ local }) => local) : 'local' in part && part.op !== 'local' ? [part.local] : [],
    ),
  );
  return parts.every((part) => part.op !== 'local' || own.has(part.local) || locals[part.local] !== undefined);
}

function quorumAt(model: Model, { condition, count, variables }: Asked, was: Situation, is: Situation, source: Source): Told | null {
  const variable = roleOf(model, is.self).variables[variables[0]].name;
  const words = (part: Expr) => source(part.span)?.replaceAll(/\s+/g, ' ') ?? null;
  if (count === null) {
    const what = words(condition);
    const isReached = valueOrNull(model, condition, is) === true && valueOrNull(model, condition, was) === false;
    return isReached && what !== null ? { kind: 'quorum', variable, what, count: null, reached: true } : null;
  }
  const [from, to, least] = [valueOrNull(model, count.side, was), valueOrNull(model, count.side, is), valueOrNull(model, count.needed, is)];
  const what = words(count.side);
  if (typeof from !== 'number' || typeof to !== 'number' || typeof least !== 'number' || what === null) return null;
  const needed = least + count.more;
  // One alone is no quorum, and what was enough before is not reached again.
  if (needed < 2 || to <= from || from >= needed) return null;
  // Where just so many are asked for, more are not enough.
  return { kind: 'quorum', variable, what, count: { value: to, needed }, reached: count.exactly ? to === needed : to >= needed };
}

/** Null where it has no value there. */
function valueOrNull(model: Model, expr: Expr, situation: Situation): Value | null {
  try {
    return valueIn(model, expr, situation);
  } catch (signal) {
    if (signal instanceof ModelErrorSignal) return null;
    throw signal;
  }
}
