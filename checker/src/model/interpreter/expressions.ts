/**
 * What an expression means in a state. `Scope` says who asks: a step at a node, or a property, which has no self, makes no
 * choices, and may look at the target of a step as well.
 */
import { unhandled } from '#grammar';
import type { Expr, Model, Value } from '../ir.ts';
import type { State } from '../state.ts';
import { cardinality, compare, equal, rank, toSet, values } from '../values.ts';
import { ModelErrorSignal } from './choices.ts';
import { convert } from './convert.ts';
import type { Draft } from './draft.ts';
import { isEnabled } from './enabled.ts';
import { readClock, readLeft, readRunning } from './readings.ts';
import type { StepRun } from './run.ts';

export interface Scope {
  readonly model: Model;
  readonly state: State | Draft;
  readonly locals: Value[];
  /** the step that asks; null for a property */
  readonly run: StepRun | null;
  /** the instance that asks; null for a property */
  readonly self: number | null;
  /** the target of the step that a step property looks at */
  readonly next: State | null;
  /** what nodes know; null where nobody has seen every reachable state */
  readonly knows: Knows | null;
}

/** Whether `node` knows `of` in `state`; `locals` holds what the names bound outside of it stand for. */
export type Knows = (e: Of<'knows'>, node: number, locals: readonly Value[], state: State) => boolean;

type Of<Op extends Expr['op']> = Extract<Expr, { op: Op }>;

export function scopeOf(run: StepRun): Scope {
  return { model: run.model, state: run.state, locals: run.locals, run, self: run.self, next: null, knows: null };
}

/** A guard; none is true. What it reads is recorded in the step's events. */
export function guardHolds(run: StepRun, guard: Expr | null): boolean {
  if (guard === null) return true;
  run.recording = true;
  const holds = value(scopeOf(run), guard) as boolean;
  run.recording = false;
  return holds;
}

export function value(scope: Scope, e: Expr): Value {
  const { model, state, locals } = scope;
  const bool = (x: Expr) => value(scope, x) as boolean;
  const int = (x: Expr) => value(scope, x) as number;
  const items = (x: Expr) => value(scope, x) as readonly Value[];
  switch (e.op) {
    case 'const':
      return e.value;
    case 'local':
      return locals[e.local];
    case 'let':
      locals[e.local] = value(scope, e.value);
      return value(scope, e.body);
    case 'self':
      return scope.self;
    case 'var':
      return ownVariable(scope, e);
    case 'varOf':
      return state.nodes[int(e.node)].variables[e.variable];
    case 'systemGhost':
      return state.ghosts[e.ghost];
    case 'left':
    case 'running':
      return timer(scope, e);
    case 'clock':
      return readClock(scope, e);
    case 'corrupted':
      return scope.run?.context?.corrupted ?? false;
    case 'up':
      return state.nodes[int(e.node)].status === 'up';
    case 'correct':
      return !state.byzantine[int(e.node)];
    case 'numberOf':
      return model.instances[int(e.node)].number;
    case 'numbered':
      return numbered(model, e, int(e.number));
    case 'stable':
      return state.stable;
    case 'enabled':
      return isEnabled(model, state, int(e.node), e.turn, (x) => value(scope, x));
    case 'not':
      return !bool(e.of);
    case 'negate':
      return 0 - int(e.of);
    case 'and':
      return bool(e.left) && bool(e.right);
    case 'or':
      return bool(e.left) || bool(e.right);
    case 'implies':
      return !bool(e.left) || bool(e.right);
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(e.op, compare(e.left.type, value(scope, e.left), value(scope, e.right)));
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmetic(e, int(e.left), int(e.right));
    case 'min':
    case 'max':
      return extreme(
        e,
        e.args.map((x) => value(scope, x)),
      );
    case 'minOf':
    case 'maxOf':
      return extremeOf(e, items(e.of));
    case 'if':
      return bool(e.cond) ? value(scope, e.then) : value(scope, e.else);
    case 'forall':
    case 'exists': {
      for (const _ of selected(scope, e.local, items(e.from), e.where)) {
        if (bool(e.body) === (e.op === 'exists')) return e.op === 'exists';
      }
      return e.op === 'forall';
    }
    case 'countWhere': {
      let n = 0;
      for (const _ of selected(scope, e.local, items(e.from), e.where)) n++;
      return n;
    }
    case 'comprehension':
      return comprehension(scope, e);
    case 'size':
      return items(e.of).length;
    case 'struct':
      return e.fields.map((x) => value(scope, x));
    case 'setOf':
      return toSet(
        elementType(e),
        e.elements.map((x) => value(scope, x)),
      );
    case 'listOf':
      return e.elements.map((x) => value(scope, x));
    case 'mapOf': {
      const each = value(scope, e.value);
      return new Array<Value>(mapSize(e)).fill(each);
    }
    case 'mapBy':
      return values(keyType(e)).map((key) => {
        locals[e.local] = key;
        return value(scope, e.value);
      });
    case 'field':
      return items(e.of)[e.field];
    case 'position':
      return position(e, items(e.of), int(e.index));
    case 'lookup': {
      const map = items(e.of);
      return map[rank(keyType(e.of), value(scope, e.key))];
    }
    case 'in': {
      const element = value(scope, e.element);
      return items(e.of).some((v) => equal(e.element.type, v, element));
    }
    case 'union':
    case 'intersection':
    case 'difference':
      return combine(e, items(e.left), items(e.right));
    case 'concat':
      return [...items(e.left), ...items(e.right)];
    case 'first':
    case 'last':
    case 'rest':
      return end(e, items(e.of));
    case 'take': {
      const list = items(e.of);
      return list.slice(0, clampLength(int(e.number), list));
    }
    case 'drop': {
      const list = items(e.of);
      return list.slice(clampLength(int(e.number), list));
    }
    case 'convert':
      return convert(model, value(scope, e.value), e.value.type, e.type, e.what, e.span);
    case 'countInFlight':
      return countInFlight(scope, e);
    case 'next':
      // Only step properties contain it, and they are evaluated with a target.
      return value({ ...scope, state: scope.next!, next: null }, e.of);
    case 'knows':
      if (scope.knows === null) throw new Error('knows is evaluated over the whole state graph, not in one state');
      return scope.knows(e, int(e.node), locals, scope.state);
    default:
      return unhandled(e);
  }
}

/** Binds `local` to each element for which `where` holds, in order; the loop's body sees it bound. */
function* selected(scope: Scope, local: number, from: readonly Value[], where: Expr | null): Generator<Value> {
  for (const element of from) {
    scope.locals[local] = element;
    if (where === null || value(scope, where)) yield element;
  }
}

function ownVariable(scope: Scope, e: Of<'var'>): Value {
  const self = scope.self!;
  const v = scope.state.nodes[self].variables[e.variable];
  if (scope.run?.recording) {
    const variable = scope.model.roles[scope.model.instances[self].role].variables[e.variable];
    scope.run.events.push({ kind: 'read', node: self, name: variable.name, value: v, type: variable.type });
  }
  return v;
}

function timer(scope: Scope, e: Of<'left' | 'running'>): Value {
  const node = e.node === null ? scope.self! : (value(scope, e.node) as number);
  const declared = scope.model.roles[e.role].timers[e.timer];
  const key = e.key === null ? 0 : rank(declared.key!, value(scope, e.key));
  return e.op === 'left' ? readLeft(scope, node, e.timer, key) : readRunning(scope, node, e.timer, key);
}

function numbered(model: Model, e: Of<'numbered'>, number: number): number {
  const { name, first, count } = model.roles[e.role];
  if (number < 1 || number > count) {
    const all = count === 1 ? 'one instance' : `instances 1 to ${count}`;
    throw new ModelErrorSignal({ message: `there is no ${name}#${number}: ${name} has ${all}`, span: e.span });
  }
  return first + number - 1;
}

function comparison(op: '==' | '!=' | '<' | '<=' | '>' | '>=', order: number): boolean {
  switch (op) {
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    default:
      return unhandled(op);
  }
}

function arithmetic(e: Of<'+' | '-' | '*' | '/' | '%'>, a: number, b: number): number {
  switch (e.op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      if (b === 0) throw new ModelErrorSignal({ message: 'division by zero', span: e.span });
      return Math.floor(a / b);
    case '%':
      if (b === 0) throw new ModelErrorSignal({ message: 'remainder of a division by zero', span: e.span });
      return a - b * Math.floor(a / b);
    default:
      return unhandled(e.op);
  }
}

function extreme(e: Of<'min' | 'max'>, from: readonly Value[]): Value {
  return from.reduce((best, v) => (compare(e.type, v, best) < 0 === (e.op === 'min') ? v : best));
}

function extremeOf(e: Of<'minOf' | 'maxOf'>, from: readonly Value[]): Value {
  if (from.length === 0)
    throw new ModelErrorSignal({
      message: `${e.op === 'minOf' ? 'min' : 'max'} of nothing: the ${e.of.type.kind} is empty here`,
      span: e.span,
    });
  const sorted = [...from].sort((a, b) => compare(e.type, a, b));
  return e.op === 'minOf' ? sorted[0] : sorted[sorted.length - 1];
}

function comprehension(scope: Scope, e: Of<'comprehension'>): Value {
  const elements: Value[] = [];
  const walk = (depth: number): void => {
    if (depth === e.binders.length) {
      elements.push(value(scope, e.element));
      return;
    }
    const { local, from, where } = e.binders[depth];
    for (const _ of selected(scope, local, value(scope, from) as readonly Value[], where)) walk(depth + 1);
  };
  walk(0);
  return toSet(elementType(e), elements);
}

function elementType(e: Expr) {
  if (e.type.kind !== 'set' && e.type.kind !== 'list') throw new Error(`a ${e.type.kind} has no elements`);
  return e.type.of;
}

function keyType(e: Expr) {
  if (e.type.kind !== 'map') throw new Error(`a ${e.type.kind} has no keys`);
  return e.type.key;
}

function mapSize(e: Of<'mapOf'>): number {
  const key = keyType(e);
  return cardinality(key);
}

function position(e: Of<'position'>, list: readonly Value[], index: number): Value {
  if (index < 0 || index >= list.length) {
    throw new ModelErrorSignal({ message: `position ${index} of a list of ${list.length}`, span: e.span });
  }
  return list[index];
}

function combine(e: Of<'union' | 'intersection' | 'difference'>, a: readonly Value[], b: readonly Value[]): Value {
  const of = elementType(e);
  const inB = (v: Value) => b.some((w) => equal(of, v, w));
  if (e.op === 'union') return toSet(of, [...a, ...b]);
  return a.filter((v) => inB(v) === (e.op === 'intersection'));
}

function end(e: Of<'first' | 'last' | 'rest'>, list: readonly Value[]): Value {
  if (e.op === 'rest') return list.slice(1);
  if (list.length === 0) throw new ModelErrorSignal({ message: `${e.op} of an empty list`, span: e.span });
  return e.op === 'first' ? list[0] : list[list.length - 1];
}

function clampLength(n: number, list: readonly Value[]): number {
  return Math.max(0, Math.min(n, list.length));
}

function countInFlight(scope: Scope, e: Of<'countInFlight'>): number {
  const { model, state } = scope;
  const args = e.args.map((arg) => (arg === null ? null : { value: value(scope, arg) }));
  const from = e.from === null ? null : value(scope, e.from);
  const to = e.to === null ? null : value(scope, e.to);
  const fields = model.messages[e.message].fields;
  return state.messages.filter(
    (m) =>
      m.message === e.message &&
      args.every((arg, i) => arg === null || equal(fields[i].type, arg.value, m.fields[i])) &&
      (from === null || m.from === from) &&
      (to === null || m.to === to),
  ).length;
}
