/** Expressions that have exactly one value in a state: each is one TLA+ expression. What may fail, or takes a reading, is in evaluate.ts. */
import { choosesReading, type Expr, mayEnd, operandsOf, type Strict } from '#checker';
import { unhandled } from '#grammar';
import type { Module } from '../module.ts';
import { converted } from '../text/convert.ts';
import { allValues, inOrder, keyOf, literal, node, structFields } from '../text/values.ts';
import { all, either, quoted, record, sequence, set } from '../text/write.ts';
import { enabledText } from './enabled.ts';
import { at, bindLocal, type Env, withName } from './env.ts';

/** No error, no cut, no choice of a reading. */
export function isPlain(m: Module, e: Expr): boolean {
  return !mayEnd(e, 'error') && !mayEnd(e, 'cut') && !choosesReading(m.model, e);
}

export function expression(m: Module, env: Env, e: Expr): string {
  const x = (inner: Expr) => expression(m, env, inner);
  switch (e.op) {
    case 'const':
      return literal(m, e.type, e.value, e.span);
    case 'local':
      return env.locals.get(e.local)!;
    case 'let': {
      const value = x(e.value);
      const bound = bindLocal(m, env, e.local);
      return `(LET ${bound.name} == ${value} IN ${expression(m, bound.env, e.body)})`;
    }
    case 'self':
      return env.self!;
    case 'var':
      return own(m, env, env.role!, env.self!, e.variable);
    case 'varOf':
      return own(m, env, e.role, x(e.node), e.variable);
    case 'systemGhost':
      return at(env, m.ghosts[e.ghost]);
    case 'left':
    case 'running': {
      const timer = timerText(m, env, e.role, e.node === null ? env.self! : x(e.node), e.timer, e.key === null ? null : x(e.key));
      return e.op === 'left' ? `Left(${timer})` : `(Left(${timer}) > 0)`;
    }
    case 'corrupted':
      return env.corrupted ?? `${at(env, 'handled')}.corrupted`;
    case 'up':
      return `(${at(env, 'status')}[${x(e.node)}] = "up")`;
    case 'correct':
      return m.has('byzantine') ? `(${x(e.node)} \\notin ${at(env, 'byzantine')})` : 'TRUE';
    case 'numberOf':
      return `NumberOf[${x(e.node)}]`;
    case 'numbered':
      return numberedText(m, e.role, x(e.number));
    case 'stable':
      return m.has('stable') ? at(env, 'stable') : 'TRUE';
    case 'enabled':
      return enabledText(m, env, e, x);
    case 'not':
      return `(~${x(e.of)})`;
    case 'if':
      return either(x(e.cond), x(e.then), x(e.else));
    case 'forall':
    case 'exists': {
      const from = x(e.from);
      const bound = bindLocal(m, env, e.local);
      const where = e.where === null ? null : expression(m, bound.env, e.where);
      const body = expression(m, bound.env, e.body);
      const [quantifier, link] = e.op === 'forall' ? ['\\A', '=>'] : ['\\E', '/\\'];
      return `(${quantifier} ${bound.name} \\in ${from} : ${where === null ? body : `(${where} ${link} ${body})`})`;
    }
    case 'countWhere': {
      const from = x(e.from);
      const bound = bindLocal(m, env, e.local);
      return `Cardinality(${e.where === null ? from : `{${bound.name} \\in ${from} : ${expression(m, bound.env, e.where)}}`})`;
    }
    case 'comprehension':
      return comprehension(m, env, e, 0);
    case 'knows':
      return m.refuse('what a node knows depends on every reachable state, and has no counterpart in TLA+', e.span);
    case 'next':
      return env.next === null ? `(${x(e.of)})'` : expression(m, { ...env, state: env.next, next: null }, e.of);
    case 'countInFlight':
      return countText(
        m,
        env,
        e,
        e.args.map((arg) => (arg === null ? null : x(arg))),
        e.from === null ? null : x(e.from),
        e.to === null ? null : x(e.to),
      );
    case 'mapBy': {
      const bound = bindLocal(m, env, e.local);
      return `TLCEval([${bound.name} \\in ${keysOf(m, e)} |-> ${expression(m, bound.env, e.value)}])`;
    }
    case 'clock':
      // A reading is a choice: evaluate.ts.
      throw new Error('a clock is no plain expression');
    default:
      e satisfies Strict;
      return applied(m, e, operandsOf(e).map(x));
  }
}

/** The operator applied to the texts of its operands. */
export function applied(m: Module, e: Strict, of: readonly string[]): string {
  const infix = (operator: string) => `(${of[0]} ${operator} ${of[1]})`;
  switch (e.op) {
    case 'negate':
      return `(0 - ${of[0]})`;
    case 'and':
      return infix('/\\');
    case 'or':
      return infix('\\/');
    case 'implies':
      return infix('=>');
    case '==':
      return infix('=');
    case '!=':
      return infix('#');
    case '<':
    case '<=':
    case '>':
    case '>=':
      return ordered(m, e.op, e.left, of[0], of[1]);
    case '+':
    case '-':
    case '*':
      return infix(e.op);
    case '/':
      return `Div(${of[0]}, ${of[1]})`;
    case '%':
      return `Mod(${of[0]}, ${of[1]})`;
    case 'min':
    case 'max': {
      if (e.type.kind === 'int') return of.reduce((a, b) => `${e.op === 'min' ? 'Least' : 'Greatest'}({${a}, ${b}})`);
      const key = keyOf(m, e.type, e.span);
      return of.reduce((a, b) => `${e.op === 'min' ? 'MinBy' : 'MaxBy'}(${key}, {${a}, ${b}})`);
    }
    case 'minOf':
    case 'maxOf': {
      const elements = e.of.type.kind === 'set' ? of[0] : `Elements(${of[0]})`;
      if (e.type.kind === 'int') return `${e.op === 'minOf' ? 'Least' : 'Greatest'}(${elements})`;
      return `${e.op === 'minOf' ? 'MinBy' : 'MaxBy'}(${keyOf(m, e.type, e.span)}, ${elements})`;
    }
    case 'size':
      return `${e.of.type.kind === 'set' ? 'Cardinality' : 'Len'}(${of[0]})`;
    case 'struct': {
      if (e.type.kind !== 'struct') throw new Error('a struct of another type');
      const names = structFields(e.type);
      return record(of.map((value, i) => [names[i], value]));
    }
    case 'setOf':
      return set(of);
    case 'listOf':
      return sequence(of);
    case 'mapOf':
      return `TLCEval([${m.names.unique('k')} \\in ${keysOf(m, e)} |-> ${of[0]}])`;
    case 'field': {
      if (e.of.type.kind !== 'struct') throw new Error('a field of no struct');
      return `${of[0]}.${structFields(e.of.type)[e.field]}`;
    }
    case 'position':
      return `${of[0]}[${of[1]} + 1]`;
    case 'lookup':
      return `${of[0]}[${of[1]}]`;
    case 'in':
      return e.of.type.kind === 'set' ? infix('\\in') : `(${of[0]} \\in Elements(${of[1]}))`;
    case 'union':
      return infix('\\cup');
    case 'intersection':
      return infix('\\cap');
    case 'difference':
      return infix('\\');
    case 'concat':
      return infix('\\o');
    case 'first':
      return `Head(${of[0]})`;
    case 'last':
      return `Last(${of[0]})`;
    case 'rest':
      return `Drop(${of[0]}, 1)`;
    case 'take':
      return `TakeFirst(${of[0]}, ${of[1]})`;
    case 'drop':
      return `Drop(${of[0]}, ${of[1]})`;
    case 'convert':
      return converted(m, of[0], e.value.type, e.type);
    default:
      return unhandled(e);
  }
}

function ordered(m: Module, op: '<' | '<=' | '>' | '>=', { type, span }: Expr, left: string, right: string): string {
  if (type.kind === 'int') return `(${left} ${op} ${right})`;
  const key = keyOf(m, type, span);
  const before = (a: string, b: string) => `Before(${key}(${a}), ${key}(${b}))`;
  switch (op) {
    case '<':
      return before(left, right);
    case '>':
      return before(right, left);
    case '<=':
      return `(~${before(right, left)})`;
    case '>=':
      return `(~${before(left, right)})`;
    default:
      return unhandled(op);
  }
}

function comprehension(m: Module, env: Env, e: Extract<Expr, { op: 'comprehension' }>, depth: number): string {
  if (depth === e.binders.length) return `{${expression(m, env, e.element)}}`;
  const { local, from, where } = e.binders[depth];
  const all = expression(m, env, from);
  const bound = bindLocal(m, env, local);
  const chosen = where === null ? all : `{${bound.name} \\in ${all} : ${expression(m, bound.env, where)}}`;
  const last = depth === e.binders.length - 1;
  // The name is bound a second time, beside the first.
  const again = where === null ? bound : bindLocal(m, bound.env, local);
  const inner = last ? expression(m, again.env, e.element) : comprehension(m, again.env, e, depth + 1);
  return last ? `{${inner} : ${again.name} \\in ${chosen}}` : `(UNION {${inner} : ${again.name} \\in ${chosen}})`;
}

function own(m: Module, env: Env, role: number, of: string, variable: number): string {
  return `${at(env, m.roles[role].variable)}[${of}].${m.roles[role].variables[variable]}`;
}

export function timerText(m: Module, env: Env, role: number, of: string, timer: number, key: string | null): string {
  return `${at(env, m.roles[role].variable)}[${of}].${m.roles[role].timers[timer]}${key === null ? '' : `[${key}]`}`;
}

export function numberedText(m: Module, role: number, number: string): string {
  const { first, count } = m.model.roles[role];
  return `${sequence(Array.from({ length: count }, (_, i) => node(m, first + i)))}[${number}]`;
}

export function keysOf(m: Module, e: Expr): string {
  if (e.type.kind !== 'map') throw new Error(`a ${e.type.kind} has no keys`);
  return allValues(m, e.type.key, e.span);
}

export function countText(
  m: Module,
  env: Env,
  e: Extract<Expr, { op: 'countInFlight' }>,
  args: readonly (string | null)[],
  from: string | null,
  to: string | null,
): string {
  const { name } = m.model.messages[e.message];
  const { payload, fields } = m.messages[e.message];
  const about = env.scope.bind('m');
  const conditions = [
    `${about}.name = ${quoted(name)}`,
    ...args.flatMap((arg, i) => (arg === null ? [] : [`${about}.${payload}.${fields[i]} = ${arg}`])),
    ...(from === null ? [] : [`${about}.from = ${from}`]),
    ...(to === null ? [] : [`${about}.to = ${to}`]),
  ];
  return `CountOf(${at(withName(env, about), 'net')}, LAMBDA ${about} : ${all(conditions)})`;
}

/** The elements of a set or list as a sequence, in the order in which they are gone through. */
export function elements(m: Module, from: Expr, text: string): string {
  return from.type.kind === 'set' ? inOrder(m, from.type.of, text, from.span) : text;
}
