/** A growing list of numbers of states, -1 where none was set. */
import { enlargedWords } from './memory.ts';
import { type Column, wordsOf } from './slot.ts';

export class Numbers {
  /** each number plus 1, so that what is fresh is unset */
  #numbers: Int32Array = new Int32Array(64);
  #shared = false;

  get(at: number): number {
    return at < this.#numbers.length ? this.#numbers[at] - 1 : -1;
  }

  set(at: number, number: number): void {
    if (at >= this.#numbers.length) this.makeRoom(at + 1);
    this.#numbers[at] = number + 1;
  }

  /** Makes room for this many. */
  makeRoom(count: number): void {
    if (count <= this.#numbers.length) return;
    this.#numbers = enlargedWords(this.#numbers, Math.max(count, this.#numbers.length * 2), this.#shared);
  }

  /** The first of them, so many. */
  column(name: string, length: number): Column {
    return {
      name,
      width: 4,
      length,
      part: (from, to) => {
        this.makeRoom(to);
        return this.#numbers.slice(from, to);
      },
      put: (at, numbers) => {
        const words = wordsOf(numbers);
        this.makeRoom(at + words.length);
        this.#numbers.set(words, at);
      },
    };
  }

  /** Moves the list to memory that threads can share; each number stands there plus 1. */
  share(): void {
    this.#shared = true;
    this.#numbers = enlargedWords(this.#numbers, this.#numbers.length, true);
  }

  get buffer(): SharedArrayBuffer {
    return this.#numbers.buffer as unknown as SharedArrayBuffer;
  }

  get bytes(): number {
    return this.#numbers.byteLength;
  }
}
