/** Operators with two sides, and the sign. Numbers carry the interval that they can lie in. */
import { type Expr as Syntax, unhandled } from '#grammar';
import type { Expr, Type, Value } from '../model/ir.ts';
import { type Context, constant, fold, roleNames, type Scope } from './context.ts';
import { coerce, condition, infer, mismatch, number, pair } from './expressions.ts';
import { asSet, isNamedSet, setOf } from './sets.ts';
import { BOOL, int, join, typeText } from './types.ts';

type BinarySyntax = Extract<Syntax, { kind: 'binary' }>;
type IntType = Extract<Type, { kind: 'int' }>;

const MAX = 2 ** 30;

export function binary(cx: Context, e: BinarySyntax, scope: Scope, expected: Type | null): Expr | null {
  switch (e.op) {
    case 'and':
    case 'or':
    case 'implies': {
      const [left, right] = [condition(cx, e.left, scope), condition(cx, e.right, scope)];
      return left && right && { op: e.op, left, right, type: BOOL, span: e.span };
    }
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(cx, e, e.op, scope);
    case 'in':
    case 'not in':
      return membership(cx, e, scope);
    case '..':
      return range(cx, e, scope);
    case '|':
    case '&':
      return setOperation(cx, e, scope, expected);
    case '+':
    case '-':
      return plusOrMinus(cx, e, scope, expected);
    case '*':
    case '/':
    case '%':
      return arithmetic(cx, e, e.op, number(cx, e.left, scope, `\`${e.op}\``), number(cx, e.right, scope, `\`${e.op}\``));
    default:
      return unhandled(e.op);
  }
}

function comparison(cx: Context, e: BinarySyntax, op: '==' | '!=' | '<' | '<=' | '>' | '>=', scope: Scope): Expr | null {
  const [left, right] = pair(cx, e.left, e.right, scope, null);
  if (left === null || right === null) return null;
  if (left.type.kind === 'int' && right.type.kind === 'int') return { op, left, right, type: BOOL, span: e.span };
  const type = join(left.type, right.type);
  if (type === null) return mismatch(cx, e, left, right);
  const [a, b] = [coerce(cx, left, type, `\`${op}\``), coerce(cx, right, type, `\`${op}\``)];
  return a && b && { op, left: a, right: b, type: BOOL, span: e.span };
}

function membership(cx: Context, e: BinarySyntax, scope: Scope): Expr | null {
  const of = asSet(cx, e.right, scope) ?? null;
  if (of === null || (of.type.kind !== 'set' && of.type.kind !== 'list')) return null;
  const element = infer(cx, e.left, scope, of.type.of);
  if (element === null) return null;
  const type = join(element.type, of.type.of);
  if (type === null) return mismatch(cx, e, element, of);
  const a = coerce(cx, element, type, '`in`');
  const b = coerce(cx, of, of.type.kind === 'set' ? { kind: 'set', of: type } : { ...of.type, of: type }, '`in`');
  const found: Expr | null = a && b && { op: 'in', element: a, of: b, type: BOOL, span: e.span };
  return found && (e.op === 'in' ? found : { op: 'not', of: found, type: BOOL, span: e.span });
}

/** `a..b` as a set. If an end is not constant, the widest range that it can be, filtered. */
function range(cx: Context, e: BinarySyntax, scope: Scope): Expr | null {
  const [low, high] = [number(cx, e.left, scope, 'a range'), number(cx, e.right, scope, 'a range')];
  if (low === null || high === null) return null;
  const [lo, hi] = [low.type.lo, high.type.hi];
  if (hi - lo >= 4096) return cx.reporter.report('PV0603', e.span, `the range ${lo}..${hi} is too large to enumerate`);
  const type: Type = { kind: 'set', of: int(lo, Math.max(lo, hi)) };
  const all = constant(lo > hi ? [] : Array.from({ length: hi - lo + 1 }, (_, i): Value => lo + i), type, e.span);
  if (low.type.lo === low.type.hi && high.type.lo === high.type.hi) return all;
  const local = cx.locals.push({ name: 'n', type: type.of, span: e.span }) - 1;
  const n: Expr = { op: 'local', local, type: type.of, span: e.span };
  const above: Expr = { op: '>=', left: n, right: low, type: BOOL, span: e.span };
  const below: Expr = { op: '<=', left: n, right: high, type: BOOL, span: e.span };
  const where: Expr = { op: 'and', left: above, right: below, type: BOOL, span: e.span };
  return { op: 'comprehension', binders: [{ local, from: all, where }], element: n, type, span: e.span };
}

function setOperation(cx: Context, e: BinarySyntax, scope: Scope, expected: Type | null): Expr | null {
  const hint = expected?.kind === 'set' ? expected : null;
  const [left, right] = [setOf(cx, e.left, scope, hint), setOf(cx, e.right, scope, hint)];
  return left && right && combine(cx, e, left, right);
}

function combine(cx: Context, e: BinarySyntax, left: Expr, right: Expr): Expr | null {
  const type = join(left.type, right.type);
  if (type === null) return mismatch(cx, e, left, right);
  const [a, b] = [coerce(cx, left, type, `\`${e.op}\``), coerce(cx, right, type, `\`${e.op}\``)];
  const op = e.op === '|' ? 'union' : e.op === '&' ? 'intersection' : 'difference';
  return a && b && { op, left: a, right: b, type, span: e.span };
}

/** Numbers are added and subtracted, lists joined, sets subtracted. */
function plusOrMinus(cx: Context, e: BinarySyntax, scope: Scope, expected: Type | null): Expr | null {
  const hint = expected?.kind === 'list' || expected?.kind === 'set' ? expected : int(0, 0);
  const left = isNamedSet(cx, e.left, scope) ? asSet(cx, e.left, scope) : infer(cx, e.left, scope, hint);
  if (left === null) {
    infer(cx, e.right, scope, hint);
    return null;
  }
  if (left.type.kind === 'list' && e.op === '+') {
    const right = infer(cx, e.right, scope, left.type);
    if (right === null) return null;
    const of = right.type.kind === 'list' ? join(left.type.of, right.type.of) : null;
    if (of === null || right.type.kind !== 'list') return mismatch(cx, e, left, right);
    const a = coerce(cx, left, { ...left.type, of }, '`+`');
    const b = coerce(cx, right, { ...right.type, of }, '`+`');
    return a && b && { op: 'concat', left: a, right: b, type: { kind: 'list', of, max: left.type.max + right.type.max }, span: e.span };
  }
  if (left.type.kind === 'set' && e.op === '-') {
    const right = setOf(cx, e.right, scope, left.type);
    return right && combine(cx, e, left, right);
  }
  if (left.type.kind === 'set' || left.type.kind === 'list') {
    const text = typeText(left.type, roleNames(cx));
    return cx.reporter.report('PV0301', e.opSpan, `\`${e.op}\` does not work on ${text}`, {
      help:
        left.type.kind === 'set' ? 'use `|` for the union of two sets, and `+=` to add an element' : 'lists have `drop`, `take` and `rest`',
    });
  }
  return arithmetic(cx, e, e.op as '+' | '-', number(cx, e.left, scope, `\`${e.op}\``), number(cx, e.right, scope, `\`${e.op}\``));
}

type Number = (Expr & { type: IntType }) | null;

export function arithmetic(cx: Context, e: Syntax, op: '+' | '-' | '*' | '/' | '%', left: Number, right: Number): Expr | null {
  if (left === null || right === null) return null;
  const type = interval(op, left.type, right.type);
  if (type.lo < -MAX || type.hi > MAX)
    return cx.reporter.report('PV0603', e.span, `this can reach ${type.hi > MAX ? type.hi : type.lo}, which does not fit in 30 bits`);
  return folded(cx, { op, left, right, type, span: e.span });
}

/** Constants are computed now, so that what depends on them has exact bounds. */
function folded(cx: Context, e: Expr): Expr | null {
  const isConstant = (x: Expr) => x.op === 'const';
  if (!('left' in e && 'right' in e) || !isConstant(e.left) || !isConstant(e.right)) return e;
  const found = fold(cx, e);
  if ('problem' in found) return cx.reporter.report('PV0304', e.span, `this has no value: ${found.problem}`);
  return constant(found.value, int(found.value as number, found.value as number), e.span);
}

/** The range of the result. `/` rounds down; the remainder has the sign of the divisor. */
function interval(op: '+' | '-' | '*' | '/' | '%', a: IntType, b: IntType): IntType {
  const corners = (of: (x: number, y: number) => number, ys: readonly number[]) => {
    const all = [a.lo, a.hi].flatMap((x) => ys.map((y) => of(x, y)));
    return all.length === 0 ? [0] : all;
  };
  const hull = (all: readonly number[]) => int(Math.min(...all), Math.max(...all)) as IntType;
  switch (op) {
    case '+':
      return int(a.lo + b.lo, a.hi + b.hi) as IntType;
    case '-':
      return int(a.lo - b.hi, a.hi - b.lo) as IntType;
    case '*':
      return hull(corners((x, y) => x * y, [b.lo, b.hi]));
    case '/': {
      const divisors = [b.lo, b.hi, -1, 1].filter((y) => y !== 0 && y >= b.lo && y <= b.hi);
      return hull(corners((x, y) => Math.floor(x / y), divisors));
    }
    case '%':
      return int(Math.min(0, b.lo + 1), Math.max(0, b.hi - 1)) as IntType;
    default:
      return unhandled(op);
  }
}

export function negate(cx: Context, e: Extract<Syntax, { kind: 'unary' }>, scope: Scope): Expr | null {
  const of = number(cx, e.of, scope, '`-`');
  if (of === null) return null;
  const type = int(0 - of.type.hi, 0 - of.type.lo);
  if (of.op === 'const') return constant(0 - (of.value as number), type, e.span);
  return { op: 'negate', of, type, span: e.span };
}
