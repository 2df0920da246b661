import { type Column, wordsOf } from './slot.ts';

/** A growing list of 32-bit integers. A plain array of a search's size would end it: the engine bounds how long one can grow. */
export class IntList {
  length = 0;
  #values = new Int32Array(1024);

  push(value: number): void {
    this.#reserve(1);
    this.#values[this.length++] = value;
  }

  /** Adds `count` values of `source` from `offset` on. */
  append(source: Int32Array, offset: number, count: number): void {
    this.#reserve(count);
    for (let i = 0; i < count; i++) this.#values[this.length++] = source[offset + i];
  }

  at(index: number): number {
    return this.#values[index];
  }

  /** The values themselves, valid until the list grows. */
  get values(): Int32Array {
    return this.#values.subarray(0, this.length);
  }

  column(name: string): Column {
    const put = (_: number, numbers: Uint8Array) => {
      const words = wordsOf(numbers);
      this.append(words, 0, words.length);
    };
    return { name, width: 4, length: this.length, part: (from, to) => this.#values.subarray(from, to), put };
  }

  get bytes(): number {
    return this.length * 4;
  }

  #reserve(more: number): void {
    if (this.length + more <= this.#values.length) return;
    const larger = new Int32Array(Math.max(this.length + more, this.#values.length * 2));
    larger.set(this.values);
    this.#values = larger;
  }
}
