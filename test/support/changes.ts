/** Steps change what some way of stepping is said to change, and nothing else. */
import type { Machine } from '#checker';

/** The targets of the last expansion of `source`. Throws at the first that differs in more, whatever nodes that are symmetric exchange places. */
export function changesAsSaid(machine: Machine, source: Int32Array, where: () => string): void {
  const { successors, words } = machine;
  const ways = machine.changes();
  if (ways === null) throw new Error('it is not known what steps change');
  for (let k = 0; k < successors.count; k++) {
    let fits = false;
    machine.images(successors.words, k * words, (image, at) => {
      fits ||= ways.some((way) => way.every((word, w) => ((source[w] ^ image[at + w]) & ~word) === 0));
    });
    if (!fits) throw new Error(`a step changes what none is said to change: from ${where()}`);
  }
}
