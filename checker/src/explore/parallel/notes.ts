/** What a search notes of its states for time-stops.ts, in memory that threads can share. */
import type { Bits } from '../states/bits.ts';
import type { Level } from '../states/levels.ts';
import type { Numbers } from '../states/numbers.ts';

export class SearchNotes {
  readonly #timely: Bits;
  readonly #onward: Numbers;

  constructor(timely: Bits, onward: Numbers) {
    this.#timely = timely;
    this.#onward = onward;
  }

  /** Both stand in shared memory from now on. */
  share(): void {
    this.#timely.share();
    this.#onward.share();
  }

  makeRoom(states: number): void {
    this.#timely.makeRoom(states);
    this.#onward.makeRoom(states);
  }

  parts(): { readonly timely: SharedArrayBuffer; readonly onward: SharedArrayBuffer } {
    return { timely: this.#timely.buffer, onward: this.#onward.buffer };
  }

  /** States from number `count` on have been given other numbers: what `level` notes of them follows. */
  renumber({ start, end }: Level, count: number, moved: ReadonlyMap<number, number>): void {
    if (moved.size === 0) return;
    for (let state = start; state < end; state++) {
      const number = this.#onward.get(state);
      if (number >= count) this.#onward.set(state, moved.get(number) ?? -1);
    }
  }
}
