/** forall, exists, count, comprehensions and maps by a rule: names bound to the elements of sets, one after the other. */
import type { Binder, Name, Expr as Syntax } from '#grammar';
import type { Expr, Type, Value } from '../model/ir.ts';
import { cardinality, toSet, values } from '../model/values.ts';
import { type Context, refer, roleNames, type Scope, withLocal } from './context.ts';
import { check, condition, infer } from './expressions.ts';
import { setOf } from './sets.ts';
import { article, BOOL, int, typeText } from './types.ts';

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
    return cx.reporter.report('PV0405', e.binder.names[1].span, '`count` takes one set and one name', {
      help: 'count the elements of a set comprehension instead',
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
  if (cardinality(element.type) > 1024) return cx.reporter.report('PV0603', e.element.span, 'a set can range over at most 1024 values');
  return { op: 'comprehension', binders: found.bound, element, type: { kind: 'set', of: element.type }, span: e.span };
}

type MapSyntax = Extract<Syntax, { kind: 'map' }>;

/** `{ k: e for k in K }`, where K is every value of the key type. */
export function mapByRule(cx: Context, e: MapSyntax, scope: Scope, expected: Type | null): Expr | null {
  if (!isRule(cx, e)) return null;
  const [{ names, domain }] = e.binders;
  const wanted = expected?.kind === 'optional' ? expected.of : expected;
  const map = wanted?.kind === 'map' ? wanted : null;
  const from = setOf(cx, domain, scope, map === null ? null : { kind: 'set', of: map.key });
  if (from === null || from.type.kind !== 'set') return null;
  const key = wholeOf(map?.key ?? from.type.of, from);
  if (key === null) {
    const text = article(typeText(map?.key ?? from.type.of, roleNames(cx))).replace(/^an? /, '');
    return cx.reporter.report('PV0301', domain.span, `a map needs a value for each ${text}, and this set does not have all of them`, {
      help: 'write the name of the key type here, and use `if` in the value if keys differ',
    });
  }
  if (cardinality(key) > 1024) return cx.reporter.report('PV0603', domain.span, 'a map can have at most 1024 keys');
  const { local, scope: inside } = withLocal(cx, scope, names[0], key, false);
  refer(cx, e.key.span, names[0].span, 'local', names[0].text);
  const value = map === null ? infer(cx, e.value, inside) : check(cx, e.value, inside, map.value, 'each value of the map');
  return value && { op: 'mapBy', local, value, type: { kind: 'map', key, value: value.type }, span: e.span };
}

/** One name ranges over the keys, and it stands before the colon. */
function isRule(cx: Context, e: MapSyntax): boolean {
  const [binder, another] = e.binders;
  const [name, second] = binder.names;
  const more = second?.span ?? another?.span;
  const text = e.key.text;
  if (more !== undefined) cx.reporter.report('PV0405', more, 'a map has a single key', { help: 'use a struct as the key' });
  else if (name.text !== text)
    cx.reporter.report('PV0405', e.key.span, `the key must be the name bound after \`for\`, here \`${name.text}\``, {
      help: `write \`{ ${name.text}: ... for ${name.text} in ... }\``,
    });
  else if (binder.where !== null)
    cx.reporter.report('PV0405', binder.where.span, 'a map has a value for every key, so `where` cannot leave any out', {
      help: `write \`{ ${text}: if c then a else b for ${text} in ... }\``,
    });
  else return true;
  return false;
}

/** The elements of a set that is known before the search, in value order. */
function constantSet(from: Expr): readonly Value[] | null {
  if (from.op === 'const') return from.value as readonly Value[];
  if (from.op !== 'setOf' || from.type.kind !== 'set') return null;
  const elements = from.elements.flatMap((e) => (e.op === 'const' ? [e.value] : []));
  return elements.length === from.elements.length ? toSet(from.type.of, elements) : null;
}

/** The type, where the set holds every value of it and nothing else. */
function wholeOf(type: Type, from: Expr): Type | null {
  const given = constantSet(from);
  if (given === null || cardinality(type) !== given.length) return null;
  return JSON.stringify(values(type)) === JSON.stringify(given) ? type : null;
}
