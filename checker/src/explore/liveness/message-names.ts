/** Numbers for messages of one class, or of one kind (see fairness.ts), with what permutations make of them. */
import type { MessageState } from '../../model/state.ts';
import type { Permutation, Permuting } from '../../model/symmetry/permutations.ts';

export class MessageNames {
  readonly #permuting: Permuting;
  readonly #all: readonly Permutation[];
  readonly #by: 'class' | 'kind';
  readonly #numbers = new Map<string, number>();
  /** by message as the machine numbers classes: the same object each time */
  readonly #known = new Map<MessageState, number>();
  readonly #examples: MessageState[] = [];
  /** for each number what each permutation makes of it; -1 where nobody has asked */
  readonly #moved: Int32Array[] = [];

  /** A class is sender, receiver, name, payload, corrupted or not, and call; a kind the first four. */
  constructor(permuting: Permuting, all: readonly Permutation[], by: 'class' | 'kind') {
    this.#permuting = permuting;
    this.#all = all;
    this.#by = by;
  }

  numberOf(message: MessageState): number {
    const known = this.#known.get(message);
    if (known !== undefined) return known;
    const number = this.#numberFor(message);
    this.#known.set(message, number);
    return number;
  }

  /** What the permutation of that number makes of it. */
  moved(permutation: number, number: number): number {
    if (permutation === 0) return number;
    const moved = this.#moved[number];
    if (moved[permutation] < 0)
      moved[permutation] = this.#numberFor(this.#permuting.message(this.#all[permutation], this.#examples[number]));
    return moved[permutation];
  }

  #numberFor(message: MessageState): number {
    const { from, to, fields, corrupted, call } = message;
    const kind = [from, to, message.message, fields];
    const key = JSON.stringify(this.#by === 'kind' ? kind : [...kind, corrupted, call && [call.caller, call.call, call.fresh]]);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#examples.push(message) - 1;
    this.#numbers.set(key, number);
    this.#moved.push(new Int32Array(this.#all.length).fill(-1));
    return number;
  }
}
