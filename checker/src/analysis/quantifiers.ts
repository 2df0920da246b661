/** forall, exists, count and comprehensions: names bound to the elements of sets, one after the other. */
import type { Binder, Name, Expr as Syntax } from '#grammar';
import type { Expr, Type } from '../model/ir.ts';
import { cardinality } from '../model/values.ts';
import { type Context, type Scope, withLocal } from './context.ts';
import { condition, infer } from './expressions.ts';
import { setOf } from './sets.ts';
import { BOOL, int } from './types.ts';

interface Bound {
  readonly local: number;
  readonly from: Expr;
  readonly where: Expr | null;
}

/** `a, b in S where p`: b in S where p, inside a in S. */
function bind(cx: Context, binders: readonly Binder[], scope: Scope): { bound: Bound[]; scope: Scope } | null {
  const bound: Bound[] = [];
  let wrong = false;
  for (const binder of binders) {
    for (const [i, name] of binder.names.entries()) {
      const one = bindOne(cx, name, binder.domain, i === binder.names.length - 1 ? binder.where : null, scope);
      if (one === null) wrong = true;
      else {
        bound.push(one.bound);
        scope = one.scope;
      }
    }
  }
  return wrong ? null : { bound, scope };
}

function bindOne(cx: Context, name: Name, domain: Syntax, written: Syntax | null, scope: Scope): { bound: Bound; scope: Scope } | null {
  const from = setOf(cx, domain, scope);
  if (from === null || from.type.kind !== 'set') return null;
  const added = withLocal(cx, scope, name, from.type.of, false);
  const where = written && condition(cx, written, added.scope);
  if (written !== null && where === null) return null;
  return { bound: { local: added.local, from, where }, scope: added.scope };
}

export function quantifier(cx: Context, e: Extract<Syntax, { kind: 'quantifier' }>, scope: Scope): Expr | null {
  const found = bind(cx, e.binders, scope);
  const body = found && condition(cx, e.body, found.scope);
  if (!found || !body) return null;
  return found.bound.reduceRight<Expr>(
    (rest, { local, from, where }) => ({ op: e.word, local, from, where, body: rest, type: BOOL, span: e.span }),
    body,
  );
}

export function count(cx: Context, e: Extract<Syntax, { kind: 'count' }>, scope: Scope): Expr | null {
  if (e.binder.names.length !== 1) {
    return cx.reporter.report('PV0405', e.binder.names[1].span, '`count` goes through one set with one name', {
      help: 'count the elements of a comprehension instead',
    });
  }
  const found = bindOne(cx, e.binder.names[0], e.binder.domain, e.binder.where, scope);
  if (found === null) return null;
  const { from } = found.bound;
  const most =
    from.op === 'const'
      ? (from.value as readonly unknown[]).length
      : from.type.kind === 'set'
        ? Math.min(4096, cardinality(from.type.of))
        : 0;
  return { op: 'countWhere', ...found.bound, type: int(0, most), span: e.span };
}

export function comprehension(
  cx: Context,
  e: Extract<Syntax, { kind: 'comprehension' }>,
  scope: Scope,
  expected: Type | null,
): Expr | null {
  const found = bind(cx, e.binders, scope);
  const element = found && infer(cx, e.element, found.scope, expected?.kind === 'set' ? expected.of : null);
  if (!found || !element) return null;
  if (cardinality(element.type) > 1024)
    return cx.reporter.report('PV0603', e.element.span, 'the elements of a set can have at most 1024 values');
  return { op: 'comprehension', binders: found.bound, element, type: { kind: 'set', of: element.type }, span: e.span };
}
