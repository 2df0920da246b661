/** The part of a state that fairness depends on, as the reference interpreter sees it. */
import { type FairItem, fairItems } from '../../model/fair-items.ts';
import { runs } from '../../model/interpreter/bounds.ts';
import { itemEnabled, undeferred } from '../../model/interpreter/fairness.ts';
import type { Model } from '../../model/ir.ts';
import type { MessageState, State } from '../../model/state.ts';
import type { FairnessView } from './machine.ts';

export class PlainFairness implements FairnessView {
  readonly words: number;
  classes = new Int32Array(16);
  open = new Uint8Array(16);
  readonly #model: Model;
  readonly #items: readonly FairItem[];
  readonly #decode: (source: Int32Array, offset: number) => State;
  readonly #numbers = new Map<string, number>();
  readonly #known: MessageState[] = [];

  constructor(model: Model, decode: (source: Int32Array, offset: number) => State) {
    this.#model = model;
    this.#items = fairItems(model).list;
    this.#decode = decode;
    this.words = (this.#items.length + model.instances.length + 31) >>> 5;
  }

  enabled(source: Int32Array, offset: number, into: Int32Array): void {
    const state = this.#decode(source, offset);
    into.fill(0, 0, this.words);
    const set = (bit: number) => {
      into[bit >> 5] |= 1 << (bit & 31);
    };
    for (const [i, item] of this.#items.entries()) if (itemEnabled(this.#model, state, item)) set(i);
    for (const [i, node] of state.nodes.entries()) if (runs(state, i) && node.suspended === null) set(this.#items.length + i);
  }

  flight(source: Int32Array, offset: number): number {
    const state = this.#decode(source, offset);
    const { messages } = state;
    if (messages.length > this.classes.length) {
      this.classes = new Int32Array(messages.length * 2);
      this.open = new Uint8Array(messages.length * 2);
    }
    for (const [k, message] of messages.entries()) {
      this.classes[k] = this.#number(message);
      this.open[k] = undeferred(this.#model, state, message) ? 1 : 0;
    }
    return messages.length;
  }

  classOf(number: number): MessageState {
    return this.#known[number];
  }

  #number(message: MessageState): number {
    const own = { ...message, age: 0 };
    const { from, to, fields, corrupted, call } = own;
    const key = JSON.stringify([from, to, own.message, fields, corrupted, call === null ? 0 : [call.caller, call.call, call.fresh]]);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#known.push(own) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }
}
