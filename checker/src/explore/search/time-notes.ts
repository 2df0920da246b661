/** What a search notes of its states as it goes, for time-stops.ts. */
import type { Successors } from '../machine/machine.ts';
import { lastForced } from '../machine/successors.ts';
import { SearchNotes } from '../parallel/notes.ts';
import { Bits } from '../states/bits.ts';
import { Numbers } from '../states/numbers.ts';
import type { States } from '../states/states.ts';

export class TimeNotes {
  /** states with an immediate tick, or with a forced step that a bound cuts off */
  readonly timely = new Bits();
  /** for each other state some target of a step that some run must take, or -1 */
  readonly onward = new Numbers();
  /** states of the batch that have an entry in `onward` yet to come, each followed by which successor that is */
  readonly #toNote: number[] = [];
  /** something is noted at all */
  readonly wanted: boolean;

  constructor(wanted: boolean) {
    this.wanted = wanted;
  }

  get bytes(): number {
    return this.timely.bytes + this.onward.bytes;
  }

  /** For several threads; null where nothing is noted. */
  together(): SearchNotes | null {
    return this.wanted ? new SearchNotes(this.timely, this.onward) : null;
  }

  /** The state has been expanded; its successors are those from number `first` up to `end`. `isTimely`: a tick, or a forced cut, was among its steps. */
  expanded(
    state: number,
    successors: Pick<Successors, 'tag'>,
    first: number,
    end: number,
    isTimely: boolean,
    which: 'free' | 'faults',
  ): void {
    if (!this.wanted) return;
    if (isTimely) this.timely.add(state);
    else if (which === 'free') {
      const successor = lastForced(successors, first, end);
      if (successor >= 0) this.#toNote.push(state, successor);
    }
  }

  /** The batch has been inserted. */
  inserted(store: States, batch: Int32Array): void {
    const toNote = this.#toNote;
    for (let i = 0; i < toNote.length; i += 2) this.onward.set(toNote[i], store.find(batch, toNote[i + 1] * store.words));
    toNote.length = 0;
  }
}
