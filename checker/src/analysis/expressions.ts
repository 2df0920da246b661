/**
 * Expressions: from syntax to typed form. `infer` finds the type, with an expected type as a hint for what has none of its
 * own (`none`, `{}`, names of enum members); `check` makes the result have exactly the type that its place asks for.
 */
import { printExpr, type Expr as Syntax, unhandled } from '#grammar';
import type { Expr, Type, Value } from '../model/ir.ts';
import { binary, negate } from './binary.ts';
import { call } from './calls.ts';
import { type Context, constant, fold, outer, roleNames, type Scope } from './context.ts';
import { inFlight } from './in-flight.ts';
import { instanceLiteral, nameUse, numberedInstance } from './names.ts';
import { fieldAccess, indexAccess } from './parts.ts';
import { comprehension, count, mapByRule, quantifier } from './quantifiers.ts';
import { isNamedSet, setOf } from './sets.ts';
import { article, BOOL, convertible, int, join, sameType, typeText } from './types.ts';

/** null where something is wrong, already reported. */
export function infer(cx: Context, e: Syntax, scope: Scope, expected: Type | null = null): Expr | null {
  const { span } = e;
  if (cx.inlining.length > 0) cx.expansion.count();
  switch (e.kind) {
    case 'number':
      return constant(e.value, int(e.value, e.value), span);
    case 'bool':
      return constant(e.value, BOOL, span);
    case 'none':
      if (expected?.kind === 'optional') return constant(null, expected, span);
      if (expected !== null)
        return cx.reporter.report('PV0301', span, `expected ${article(typeText(expected, roleNames(cx)))}, found \`none\``, {
          help: `\`none\` is a value of optional types only, such as \`${typeText(expected, roleNames(cx))}?\``,
        });
      return cx.reporter.report('PV0303', span, 'cannot infer the type of this `none`');
    case 'self':
      return self(cx, e, scope);
    case 'name':
      return expected?.kind === 'set' && isNamedSet(cx, e, scope) ? setOf(cx, e, scope, expected) : nameUse(cx, e, scope, expected);
    case 'instance':
      return instanceLiteral(cx, e);
    case 'numbered':
      return numberedInstance(cx, e, scope);
    case 'field':
      return fieldAccess(cx, e, scope);
    case 'index':
      return indexAccess(cx, e, scope);
    case 'call':
      return call(cx, e, scope, expected);
    case 'unary':
      if (e.op === '-') return negate(cx, e, scope);
      return predicate(cx, e.of, scope, (of) => ({ op: 'not', of, type: BOOL, span }));
    case 'binary':
      return binary(cx, e, scope, expected);
    case 'if':
      return conditional(cx, e, scope, expected);
    case 'quantifier':
      return quantifier(cx, e, scope);
    case 'count':
      return count(cx, e, scope);
    case 'comprehension':
      return comprehension(cx, e, scope, expected);
    case 'map':
      return mapByRule(cx, e, scope, expected);
    case 'set':
    case 'list':
      return collection(cx, e, scope, expected);
    case 'inFlight': {
      const counted = inFlight(cx, e, scope);
      return counted && { op: '>', left: counted, right: constant(0, int(0, 0), span), type: BOOL, span };
    }
    case 'temporal':
    case 'until':
    case 'leadsTo': {
      const word = e.kind === 'temporal' ? e.word : e.kind === 'until' ? 'until' : 'leads to';
      return cx.reporter.report('PV0405', span, `\`${word}\` is about whole runs, but a value in a single state is expected here`, {
        help: 'use temporal operators only outermost in a property, combined by `and`, `or`, `not` and `implies`',
      });
    }
    case 'assumed':
      return cx.reporter.report(
        'PV0405',
        span,
        `\`${printExpr(e)}\` speaks about assumptions; it stands in the claims of \`provisos\` only`,
      );
    default:
      return unhandled(e);
  }
}

/** As `infer`, and of exactly this type; `what` names the place in messages: "`version`", "the guard". */
export function check(cx: Context, e: Syntax, scope: Scope, type: Type, what: string): Expr | null {
  const found = infer(cx, e, scope, type);
  return found && coerce(cx, found, type, what);
}

/** The expression at another type: as it is, through a run-time check, or not at all. */
export function coerce(cx: Context, e: Expr, type: Type, what: string): Expr | null {
  if (sameType(e.type, type)) return e;
  const names = roleNames(cx);
  if (!convertible(e.type, type)) {
    return cx.reporter.report(
      'PV0301',
      e.span,
      `expected ${article(typeText(type, names))} for ${what}, found ${article(typeText(e.type, names))}`,
      {
        label: `this is ${article(typeText(e.type, names))}`,
      },
    );
  }
  if (
    e.op === 'const' &&
    e.type.kind === 'int' &&
    type.kind === 'int' &&
    ((e.value as number) < type.lo || ((e.value as number) > type.hi && type.limit === null))
  ) {
    return cx.reporter.report('PV0301', e.span, `expected ${type.lo}..${type.hi} for ${what}, found ${e.value}`, {
      label: `outside ${type.lo}..${type.hi}`,
    });
  }
  return { op: 'convert', value: e, what, type, span: e.span };
}

/** A condition. */
export function predicate(cx: Context, e: Syntax, scope: Scope, then: (of: Expr) => Expr): Expr | null {
  const of = infer(cx, e, scope, BOOL);
  if (of === null) return null;
  if (of.type.kind !== 'bool') {
    const text = typeText(of.type, roleNames(cx));
    return cx.reporter.report('PV0301', e.span, `expected a condition, found ${article(text)}`, {
      label: 'neither true nor false',
    });
  }
  return then(of);
}

export function condition(cx: Context, e: Syntax, scope: Scope): Expr | null {
  return predicate(cx, e, scope, (of) => of);
}

/** A number; an optional one is checked at run time. */
export function number(cx: Context, e: Syntax, scope: Scope, what: string): (Expr & { type: Extract<Type, { kind: 'int' }> }) | null {
  let found = infer(cx, e, scope, int(0, 0));
  if (found?.type.kind === 'optional' && found.type.of.kind === 'int') found = coerce(cx, found, found.type.of, what);
  if (found === null) return null;
  if (found.type.kind !== 'int') {
    const text = typeText(found.type, roleNames(cx));
    return cx.reporter.report('PV0301', e.span, `expected a number for ${what}, found ${article(text)}`, {
      label: `this is ${article(text)}`,
    });
  }
  return found as Expr & { type: Extract<Type, { kind: 'int' }> };
}

function self(cx: Context, e: Syntax, scope: Scope): Expr | null {
  const { role } = scope;
  if (role === null || scope.place === 'constant' || scope.place === 'property' || scope.place === 'function') {
    return cx.reporter.report('PV0405', e.span, '`self` is the node that runs the code, and no node runs this');
  }
  const instances = Array.from({ length: role.count }, (_, i) => role.first + i);
  return { op: 'self', type: { kind: 'node', roles: [role.index], instances }, span: e.span };
}

function conditional(cx: Context, e: Extract<Syntax, { kind: 'if' }>, scope: Scope, expected: Type | null): Expr | null {
  const cond = condition(cx, e.cond, scope);
  const [left, right] = pair(cx, e.then, e.else, scope, expected);
  if (cond === null || left === null || right === null) return null;
  const type = join(left.type, right.type);
  if (type === null) return mismatch(cx, e, left, right);
  const [then, otherwise] = [coerce(cx, left, type, '`then`'), coerce(cx, right, type, '`else`')];
  return then && otherwise && { op: 'if', cond, then, else: otherwise, type, span: e.span };
}

export function mismatch(cx: Context, e: Syntax, left: Expr, right: Expr): null {
  const names = roleNames(cx);
  return cx.reporter.report(
    'PV0302',
    e.span,
    `${article(typeText(left.type, names))} and ${article(typeText(right.type, names))} have no type in common`,
  );
}

/** Has no type of its own: it takes the one that its neighbour or its place has. */
export function needsHint(e: Syntax): boolean {
  return e.kind === 'none' || (e.kind === 'set' && e.elements.length === 0) || (e.kind === 'list' && e.elements.length === 0);
}

/** Two expressions that must fit each other: the one with a type of its own is looked at first and helps the other. */
export function pair(cx: Context, a: Syntax, b: Syntax, scope: Scope, expected: Type | null): [Expr | null, Expr | null] {
  const isOpen = (e: Syntax) => needsHint(e) || isNamedSet(cx, e, scope);
  if (isOpen(a) && !isOpen(b)) {
    const [right, left] = pair(cx, b, a, scope, expected);
    return [left, right];
  }
  const left = infer(cx, a, scope, expected);
  if (left === null && expected === null && needsHint(b)) return [null, null];
  const hint =
    expected ??
    (left === null ? null : b.kind === 'none' && left.type.kind !== 'optional' ? { kind: 'optional' as const, of: left.type } : left.type);
  const right = infer(cx, b, scope, hint);
  return [left, right];
}

/** Several that must fit each other, as in `pair`; null where one of them is wrong. */
export function together(cx: Context, all: readonly Syntax[], scope: Scope, expected: Type | null): Expr[] | null {
  const found: (Expr | null)[] = all.map((e) => (needsHint(e) ? null : infer(cx, e, scope, expected)));
  const known = found.find((e) => e !== null)?.type;
  const hint: Type | null = expected ?? (known === undefined ? null : known.kind === 'optional' ? known : { kind: 'optional', of: known });
  for (const [i, e] of all.entries())
    if (needsHint(e)) found[i] = infer(cx, e, scope, e.kind === 'none' ? hint : (expected ?? known ?? null));
  return found.includes(null) ? null : (found as Expr[]);
}

function collection(cx: Context, e: Extract<Syntax, { kind: 'set' | 'list' }>, scope: Scope, expected: Type | null): Expr | null {
  const target = expected?.kind === 'optional' ? expected.of : expected;
  const hint = target?.kind === 'set' || target?.kind === 'list' ? target.of : null;
  if (e.elements.length === 0) {
    if (target?.kind === e.kind) return constant([], target, e.span);
    return cx.reporter.report('PV0303', e.span, `cannot infer the element type of this empty ${e.kind}`);
  }
  const elements = e.elements.map((x) => infer(cx, x, scope, hint));
  let of: Type | null = hint;
  for (const x of elements) {
    if (x === null) return null;
    const joined: Type | null = of === null ? x.type : join(of, x.type);
    if (joined === null)
      return cx.reporter.report(
        'PV0302',
        x.span,
        `expected ${article(typeText(of!, roleNames(cx)))} like the elements before it, found ${article(typeText(x.type, roleNames(cx)))}`,
      );
    of = joined;
  }
  const elementType = of!;
  const converted = elements.map((x) => coerce(cx, x!, elementType, 'an element'));
  if (converted.includes(null)) return null;
  const type: Type = e.kind === 'set' ? { kind: 'set', of: elementType } : { kind: 'list', of: elementType, max: elements.length };
  return { op: e.kind === 'set' ? 'setOf' : 'listOf', elements: converted as Expr[], type, span: e.span };
}

/** The value of a constant expression; null if it is not constant or has no value (already reported). */
export function constantValue(cx: Context, e: Syntax): { value: Value; type: Type } | null {
  const expr = infer(cx, e, outer('constant', null));
  if (expr === null) return null;
  const folded = fold(cx, expr);
  if ('problem' in folded) return cx.reporter.report('PV0304', e.span, `this has no value: ${folded.problem}`);
  return { value: folded.value, type: expr.type };
}

export function constantInt(cx: Context, e: Syntax): number | null {
  const found = constantValue(cx, e);
  if (found === null) return null;
  if (found.type.kind !== 'int')
    return cx.reporter.report('PV0301', e.span, `expected a number, found ${article(typeText(found.type, roleNames(cx)))}`);
  return found.value as number;
}
