/** Steps change what some way of stepping is said to change, and nothing else. */
import type { Machine } from '#checker';

/** To read them off the code takes longer than to compare. */
const waysOf = new WeakMap<Machine, readonly Int32Array[]>();

/** The targets of the last expansion of `source`. Throws at the first that differs in more, whatever nodes that are symmetric exchange places. */
export function changesAsSaid(machine: Machine, source: Int32Array, where: () => string): void {
  const { successors, words } = machine;
  const ways = waysOf.get(machine) ?? machine.changes();
  if (ways === null) throw new Error('it is not known what steps change');
  waysOf.set(machine, ways);
  const isOne = (image: Int32Array, at: number) => ways.some((way) => way.every((word, w) => ((source[w] ^ image[at + w]) & ~word) === 0));
  for (let k = 0; k < successors.count; k++) {
    let fits = isOne(successors.words, k * words);
    if (!fits)
      machine.images(successors.words, k * words, (image, at) => {
        fits ||= isOne(image, at);
      });
    if (!fits) throw new Error(`a step changes what none is said to change: from ${where()}`);
  }
}
