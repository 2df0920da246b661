/** The names of a scenario, and every choice of values of them. */
import type { ScenarioItem } from '#grammar';
import type { Expr, Type, Value } from '../model/ir.ts';
import { type Context, constant, fold, outer, type Scope, withLocal } from './context.ts';
import { condition } from './expressions.ts';
import { setOf } from './sets.ts';

/** Combinations of values. */
const MOST_WAYS = 1000;

export interface Bound {
  readonly local: number;
  readonly name: string;
  readonly type: Type;
  readonly from: Expr;
  readonly where: Expr | null;
}

export function binders(cx: Context, item: ScenarioItem): { readonly bound: readonly Bound[]; readonly scope: Scope } | null {
  const bound: Bound[] = [];
  // what is to be found is known before the search
  let scope = outer('constant', null);
  let wrong = false;
  for (const binder of item.binders) {
    for (const [i, name] of binder.names.entries()) {
      const from = setOf(cx, binder.domain, scope);
      if (from === null || from.type.kind !== 'set') return null;
      const added = withLocal(cx, scope, name, from.type.of, false);
      const written = i === binder.names.length - 1 ? binder.where : null;
      const where = written && condition(cx, written, added.scope);
      if (written !== null && where === null) wrong = true;
      bound.push({ local: added.local, name: name.text, type: from.type.of, from, where });
      scope = added.scope;
    }
  }
  return wrong ? null : { bound, scope };
}

/** Values of the names. */
export class Known {
  readonly #cx: Context;
  readonly #values: ReadonlyMap<number, Expr>;

  constructor(cx: Context, known: ReadonlyMap<number, Expr>) {
    this.#cx = cx;
    this.#values = known;
  }

  with({ local, type, from }: Bound, value: Value): Known {
    return new Known(this.#cx, new Map([...this.#values, [local, constant(value, type, from.span)]]));
  }

  of(local: number): Value {
    const known = this.#values.get(local);
    return known?.op === 'const' ? known.value : null;
  }

  /** The expression, with these values in place of the names. */
  around(e: Expr): Expr {
    return [...this.#values].reduceRight<Expr>(
      (body, [local, value]) => ({ op: 'let', local, value, body, type: e.type, span: e.span }),
      e,
    );
  }

  /** The value of an expression that looks at no state; undefined where it has none, which is reported. */
  evaluate(e: Expr): Value | undefined {
    const found = fold(this.#cx, this.around(e));
    if (!('problem' in found)) return found.value;
    this.#cx.reporter.report('PV0304', e.span, `this has no value: ${found.problem}`);
    return undefined;
  }
}

export function waysOf(cx: Context, item: ScenarioItem, bound: readonly Bound[]): Known[] | null {
  let ways = [new Known(cx, new Map())];
  for (const one of bound) {
    const next: Known[] = [];
    for (const way of ways) {
      const elements = way.evaluate(one.from);
      if (elements === undefined) return null;
      for (const value of elements as readonly Value[]) {
        const more = way.with(one, value);
        const fits = one.where === null ? true : more.evaluate(one.where);
        if (fits === undefined) return null;
        if (fits === true) next.push(more);
      }
      if (next.length > MOST_WAYS)
        return cx.reporter.report(
          'PV0603',
          item.name.span,
          `a scenario is looked for in at most ${MOST_WAYS} ways, and here there are more`,
          {
            why: 'Each combination of values of its names is one way.',
          },
        );
    }
    ways = next;
  }
  return ways;
}
