/** States of a model as the interpreter sees them, each with a number. */
import { createCodec } from '../../model/codec.ts';
import type { Model } from '../../model/ir.ts';
import { layOut } from '../../model/layout.ts';
import { Unsupported } from '../../model/shapes.ts';
import type { State } from '../../model/state.ts';
import { StateStore } from '../states/store.ts';
import { OFF } from './deadline.ts';
import { stateKey } from './state-key.ts';

/** About what a state that is not packed takes, in bytes. */
const PLAIN_BYTES = 12_000;

/** States by number: the same number for the same state. */
export interface StateTable {
  readonly count: number;
  readonly bytes: number;
  number(state: State): number;
  state(number: number): State;
}

/** Packed where the model can be, else as they are. */
export function tableFor(model: Model): StateTable {
  try {
    return new PackedTable(model);
  } catch (reason) {
    if (!(reason instanceof Unsupported)) throw reason;
    return new PlainTable();
  }
}

class PackedTable implements StateTable {
  readonly #codec: ReturnType<typeof createCodec>;
  readonly #store: StateStore;
  readonly #words: Int32Array;

  constructor(model: Model) {
    const layout = layOut(model, null, null);
    this.#codec = createCodec(model, layout);
    this.#store = new StateStore(layout.words);
    this.#words = new Int32Array(layout.words);
  }

  get count(): number {
    return this.#store.count;
  }

  get bytes(): number {
    return this.#store.bytes;
  }

  number(state: State): number {
    this.#codec.encode(state, OFF, this.#words, 0);
    this.#store.insert(this.#words, 1);
    const fresh = this.#store.fresh[0];
    return fresh < 0 ? -1 - fresh : fresh;
  }

  state(number: number): State {
    return this.#codec.decode(this.#store.segment(number), this.#store.offset(number));
  }
}

/** For models that cannot be packed. */
class PlainTable implements StateTable {
  readonly #numbers = new Map<string, number>();
  readonly #states: State[] = [];

  get count(): number {
    return this.#states.length;
  }

  get bytes(): number {
    return this.#states.length * PLAIN_BYTES;
  }

  number(state: State): number {
    const key = stateKey(state);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#states.push(state) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }

  state(number: number): State {
    return this.#states[number];
  }
}
