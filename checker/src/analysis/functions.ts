/** Functions and predicates are put in place of their calls: arguments are bound first, then the body is evaluated. */
import type { Arg, Name, Span } from '#grammar';
import type { Expr } from '../model/ir.ts';
import { type Context, outer, refer, type Scope, seesEverything, withLocal } from './context.ts';
import { DEEPEST_CALLS, LARGEST_EXPANSION } from './expansion.ts';
import { check, coerce, infer } from './expressions.ts';
import { inferNamed } from './sets.ts';
import { resolveType } from './type-expressions.ts';

export function inline(cx: Context, name: Name, args: readonly Arg[], span: Span, scope: Scope): Expr | null {
  const fun = cx.functions.get(name.text);
  const item = fun ?? cx.predicates.get(name.text)!;
  refer(cx, name.span, item.name.span, fun ? 'function' : 'predicate', name.text);
  if (!fun && !seesEverything(scope)) {
    return cx.reporter.report('PV0401', span, `\`${name.text}\` looks at the state of every node, which node code cannot do`, {
      help: 'for node code, write a `fun`, which sees only its arguments',
    });
  }
  if (cx.inlining.includes(name.text)) {
    return cx.reporter.report(
      'PV0307',
      name.span,
      `\`${name.text}\` is recursive: ${[...cx.inlining, name.text].map((one) => `\`${one}\``).join(' calls ')}`,
    );
  }
  if (isTooLarge(cx)) return tooLarge(cx);
  if (args.length !== item.params.length) {
    const wanted = item.params.map((p) => p.name.text).join(', ');
    return cx.reporter.report(
      'PV0308',
      span,
      `\`${name.text}\` takes ${item.params.length} argument${item.params.length === 1 ? '' : 's'} (${wanted}), not ${args.length}`,
    );
  }
  return expand(cx, item, args, span, scope, fun !== undefined);
}

function isTooLarge(cx: Context): boolean {
  return cx.inlining.length >= DEEPEST_CALLS || cx.expansion.isTooLarge;
}

function tooLarge(cx: Context): null {
  if (!cx.expansion.firstReport()) return null;
  const outermost = cx.inlining[0];
  const { name } = (cx.functions.get(outermost) ?? cx.predicates.get(outermost))!;
  const deep = cx.inlining.length >= DEEPEST_CALLS;
  const what = deep
    ? `calls through more than ${DEEPEST_CALLS} functions and predicates`
    : `expands to more than ${LARGEST_EXPANSION.toLocaleString('en')} operations`;
  return cx.reporter.report('PV0603', name.span, `\`${outermost}\` ${what}, counting the functions that it calls`, {
    why: 'Each call of a function or predicate is replaced by its body.',
    help: deep ? 'call fewer functions in a row' : 'bind the result of a call with `let`, or compute it once and pass it on',
  });
}

type Item = NonNullable<ReturnType<Context['functions']['get']> | ReturnType<Context['predicates']['get']>>;

function expand(cx: Context, item: Item, args: readonly Arg[], span: Span, scope: Scope, pure: boolean): Expr | null {
  let inside: Scope = { ...outer(pure ? 'function' : 'property', null), step: scope.step };
  const bound: { local: number; value: Expr }[] = [];
  for (const [i, param] of item.params.entries()) {
    const type = resolveType(cx, param.type);
    const value = type && check(cx, args[i].value, scope, type, `\`${param.name.text}\``);
    if (type === null || value === null) return null;
    const added = withLocal(cx, inside, param.name, type, false);
    inside = added.scope;
    bound.push({ local: added.local, value });
  }
  if (cx.inlining.length === 0) cx.expansion.begin();
  cx.inlining.push(item.name.text);
  const body = item.kind === 'fun' ? result(cx, item, inside) : inferNamed(cx, item.body, inside);
  cx.inlining.pop();
  return (
    body && bound.reduceRight<Expr>((rest, { local, value }) => ({ op: 'let', local, value, body: rest, type: rest.type, span }), body)
  );
}

/** Looks at a body on its own, its parameters being any values of their types: what nothing calls has to be right too. */
export function checkBody(cx: Context, item: Item): void {
  const pure = item.kind === 'fun';
  let inside: Scope = { ...outer(pure ? 'function' : 'property', null), step: pure ? 'no' : 'yes' };
  for (const param of item.params) {
    const type = resolveType(cx, param.type);
    if (type === null) return;
    inside = withLocal(cx, inside, param.name, type, false).scope;
  }
  cx.expansion.begin();
  cx.inlining.push(item.name.text);
  if (item.kind === 'fun') result(cx, item, inside);
  else inferNamed(cx, item.body, inside);
  cx.inlining.pop();
}

function result(cx: Context, item: Extract<Item, { kind: 'fun' }>, scope: Scope): Expr | null {
  const type = resolveType(cx, item.result);
  const body = type && infer(cx, item.body, scope, type);
  return type && body && coerce(cx, body, type, `the result of \`${item.name.text}\``);
}
