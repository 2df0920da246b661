/**
 * What a declaration needs, before the declaration itself: by a list of what waits instead of by recursion, since whoever
 * writes a spec sets the length of such a chain.
 */

export interface Order {
  /** the start and all that it needs, whatever is needed by another standing first */
  readonly order: readonly string[];
  /** those that need themselves, each where the circle was met again */
  readonly circular: readonly string[];
}

/** `neededBy` is asked once of each name. Depth-first, in post-order. */
export function dependenciesFirst(start: string, neededBy: (name: string) => readonly string[]): Order {
  const order: string[] = [];
  const circular: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const waiting = [start];
  for (let top = waiting.at(-1); top !== undefined; top = waiting.at(-1)) {
    const known = state.get(top);
    if (known !== undefined) {
      waiting.pop();
      if (known === 'open') order.push(top);
      state.set(top, 'done');
      continue;
    }
    state.set(top, 'open');
    for (const needed of neededBy(top)) {
      if (state.get(needed) === 'open') circular.push(needed);
      else if (!state.has(needed)) waiting.push(needed);
    }
  }
  return { order, circular };
}
