/**
 * Whether a value is certain that rests on answers which are not: each of them is tried both ways, up to a number of them. How many are met hangs on
 * the order in which nodes are asked, so that of symmetric states one may pass that number, and another not.
 */
import { everyPath } from '../../model/interpreter/choices.ts';
import type { Knows, ModelErrorSignal } from '../../model/interpreter.ts';
import type { Expr, Model, Value } from '../../model/ir.ts';
import { cardinality, values } from '../../model/values.ts';
import { freeLocals, type KnowsExpr, knowsIn } from './knows.ts';

/** Uncertain answers of one evaluation that are tried both ways, at most. */
const MOST_GUESSES = 5;

/** Questions of one expression that are looked at, at most. */
const MOST_LOOKED_AT = 10_000;

/** An answer, whether it is certain, and what the question is. */
export interface Answer {
  readonly known: boolean;
  readonly certain: boolean;
  readonly question: unknown;
}

/** `judge` evaluates with these answers. Null where there are too many uncertain ones to say. */
export function staysSo(
  value: boolean | ModelErrorSignal,
  judge: (knows: Knows) => boolean | ModelErrorSignal,
  answer: (...asked: Parameters<Knows>) => Answer,
): boolean | null {
  let tooMany = false;
  const paths = everyPath((choices) => {
    const guesses = new Map<unknown, boolean>();
    return judge((...asked) => {
      const { known, certain, question } = answer(...asked);
      if (certain) return known;
      const guess = guesses.get(question);
      if (guess !== undefined) return guess;
      if (guesses.size >= MOST_GUESSES) {
        tooMany = true;
        return known;
      }
      const made = choices.choose('choose', '', [known, !known]) as boolean;
      guesses.set(question, made);
      return made;
    });
  });
  if (!paths.every(({ result }) => result === value)) return false;
  return tooMany ? null : true;
}

/** What an expression asks itself, not within something that is asked, with the names that are bound in it and that the question takes. */
function asksOf(e: Expr): { readonly expr: KnowsExpr; readonly names: readonly number[] }[] {
  const all = knowsIn(e);
  const within = new Set(all.flatMap(({ of }) => knowsIn(of)));
  const outside = new Set(freeLocals(e));
  return all.filter((expr) => !within.has(expr)).map((expr) => ({ expr, names: freeLocals(expr).filter((local) => !outside.has(local)) }));
}

/** How many questions an expression may come to ask, at most. */
function mostAsked(model: Model, e: Expr): number {
  const counts = asksOf(e).map(({ names }) => names.reduce((product, local) => product * cardinality(model.locals[local].type), 1));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** In no order more answers can be met than are tried. */
export function asksFew(model: Model, e: Expr): boolean {
  return mostAsked(model, e) <= MOST_GUESSES;
}

/** The same in some state, of which `isCertain` says what is certain. False too where there are too many questions to look at. */
export function meetsFew(model: Model, e: Expr, isCertain: (expr: KnowsExpr, locals: readonly Value[]) => boolean): boolean {
  if (asksFew(model, e)) return true;
  if (mostAsked(model, e) > MOST_LOOKED_AT) return false;
  let uncertain = 0;
  for (const { expr, names } of asksOf(e))
    for (const locals of valuesOf(model, names)) if (!isCertain(expr, locals) && ++uncertain > MOST_GUESSES) return false;
  return true;
}

/** Every combination of what the names may stand for, by local. */
function valuesOf(model: Model, names: readonly number[]): Value[][] {
  return names.reduce<Value[][]>(
    (some, local) =>
      some.flatMap((locals) =>
        values(model.locals[local].type).map((value) => {
          const more = locals.slice();
          more[local] = value;
          return more;
        }),
      ),
    [[]],
  );
}
