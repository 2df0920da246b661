/**
 * Conditions of a liveness property that say the same are made one. A quantifier around temporal words gives a formula for each element, and
 * most of their conditions speak of one of several elements: `forall p, q in Peer: (p.done leads to q.done)` has 32 for four peers, of which
 * four differ. A search watches only so many, and an automaton whose letters are fewer is smaller.
 */
import type { Expr, Temporal } from '../model/ir.ts';

/** The formula of a liveness property, and what it is provided with. */
interface Claim {
  readonly formula: Temporal;
  readonly provided: Temporal | null;
}

export function withSharedConditions({ formula, provided }: Claim): Claim {
  const known = new Map<string, Expr>();
  const shared = (t: Temporal): Temporal => {
    if ('of' in t) return { ...t, of: shared(t.of) };
    if ('left' in t) return { ...t, left: shared(t.left), right: shared(t.right) };
    const key = keyOf(t.predicate);
    const predicate = known.get(key) ?? t.predicate;
    known.set(key, predicate);
    return { op: 'state', predicate };
  };
  return { formula: shared(formula), provided: provided && shared(provided) };
}

/**
 * Equal for expressions that differ only in where they stand and in the numbers of their locals. Those are numbered as they are met: where two
 * texts are equal there is one renaming that takes each local of the one to that of the other, and a number has one binder.
 */
function keyOf(predicate: Expr): string {
  const numbers = new Map<number, number>();
  return JSON.stringify(predicate, (name, part) => {
    if (name === 'span') return undefined;
    if (name !== 'local') return part;
    const number = numbers.get(part) ?? numbers.size;
    numbers.set(part, number);
    return number;
  });
}
