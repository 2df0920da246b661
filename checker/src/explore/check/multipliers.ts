/**
 * What multiplies the states of a search: for each part of a state how many states there are for each one that remains when
 * that part is left out. The different remains are counted by distinct sampling (Gibbons, "Distinct sampling for highly
 * accurate answers to distinct values queries and event reports", 2001): exactly where they are few, else within a few
 * hundredths.
 */
import type { PartKind, StatePart } from '../../model/parts.ts';
import type { Search } from '../search/search.ts';
import { longHash } from '../states/hash.ts';

export interface Multiplier {
  readonly kind: PartKind;
  readonly name: string;
  /** states of the search for each state without this part: 1 where the rest of the state determines it */
  readonly times: number;
}

/** Hashes kept of one part at most. */
const SAMPLE = 1 << 16;
/** States between two yields. */
const BATCH = 2048;

/** The greatest first, of the first `most` states. Yields the number of states looked at since it last did. */
export function* multipliersOf({ machine, store }: Search, most = Infinity): Generator<number, readonly Multiplier[]> {
  const states = Math.min(store.count, most);
  const parts = machine.parts();
  const rest = new Int32Array(machine.words);
  const counts = parts.map(() => new Distinct());
  for (let state = 0; state < states; state++) {
    const [segment, offset] = [store.segment(state), store.offset(state)];
    for (const [i, part] of parts.entries()) {
      part.without(segment, offset, rest);
      counts[i].add(longHash(rest));
    }
    if (state % BATCH === BATCH - 1) yield BATCH;
  }
  const times = (_: StatePart, i: number) => Math.max(1, states / Math.max(1, counts[i].estimate));
  return parts.map((part, i) => ({ kind: part.kind, name: part.name, times: times(part, i) })).sort((a, b) => b.times - a.times);
}

class Distinct {
  #kept = new Set<number>();
  /** only hashes that are a multiple of this are kept */
  #every = 1;

  add(h: number): void {
    if (h % this.#every !== 0) return;
    this.#kept.add(h);
    while (this.#kept.size > SAMPLE) {
      this.#every *= 2;
      this.#kept = new Set([...this.#kept].filter((kept) => kept % this.#every === 0));
    }
  }

  get estimate(): number {
    return this.#kept.size * this.#every;
  }
}
