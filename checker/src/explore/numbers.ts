/** A growing list of numbers of states, -1 where none was set. */
export class Numbers {
  /** each number plus 1, so that what is fresh is unset */
  #numbers = new Int32Array(64);

  get(at: number): number {
    return at < this.#numbers.length ? this.#numbers[at] - 1 : -1;
  }

  set(at: number, number: number): void {
    if (at >= this.#numbers.length) {
      const grown = new Int32Array(Math.max(at + 1, this.#numbers.length * 2));
      grown.set(this.#numbers);
      this.#numbers = grown;
    }
    this.#numbers[at] = number + 1;
  }

  get bytes(): number {
    return this.#numbers.byteLength;
  }
}
