/** What an automaton makes of a loop of states that repeats forever. */
import type { Product } from './product.ts';

/**
 * For each state of the loop the places of the automaton from which it accepts the run that goes round from there forever: from
 * which a round of the two together is reached that meets every acceptance set (Emerson and Lei, "Modalities for model
 * checking", 1987).
 */
export function acceptedOn(product: Product, loop: readonly number[]): boolean[][] {
  const { automaton, size } = product;
  const { states, sets } = automaton;
  const fits = loop.map((state) => states.map((_, q) => product.fits(state, q)));
  const next = (node: number): number[] => {
    const at = (Math.floor(node / size) + 1) % loop.length;
    return states[node % size].next.filter((q) => fits[at][q]).map((q) => at * size + q);
  };
  const nodes = loop.flatMap((_, i) => states.flatMap((_, q) => (fits[i][q] ? [i * size + q] : [])));
  const before = new Map<number, number[]>(nodes.map((node) => [node, []]));
  for (const node of nodes) for (const to of next(node)) before.get(to)!.push(node);
  const goals = sets === 0 ? [() => true] : Array.from({ length: sets }, (_, i) => (node: number) => states[node % size].accepting[i]);
  let among = new Set(nodes);
  for (let count = -1; count !== among.size; ) {
    count = among.size;
    for (const isGoal of goals) among = leadingTo([...among].filter(isGoal), before, among);
  }
  const accepted = leadingTo(among, before, null);
  for (const node of among) accepted.add(node);
  return loop.map((_, i) => states.map((_, q) => accepted.has(i * size + q)));
}

/** The nodes from which one of these is reached by one step or more, through nodes that are `among` (null: any). */
function leadingTo(
  goals: Iterable<number>,
  before: ReadonlyMap<number, readonly number[]>,
  among: ReadonlySet<number> | null,
): Set<number> {
  const found = new Set<number>();
  const open = [...goals];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const from of before.get(node)!) {
      if (found.has(from) || (among !== null && !among.has(from))) continue;
      found.add(from);
      open.push(from);
    }
  }
  return found;
}
