/** A growing set of state numbers, one bit each. */
export class Bits {
  #bytes = new Uint8Array(64);

  has(state: number): boolean {
    return ((this.#bytes[state >>> 3] >>> (state & 7)) & 1) === 1;
  }

  add(state: number): void {
    const at = state >>> 3;
    if (at >= this.#bytes.length) {
      const grown = new Uint8Array(Math.max(at + 1, this.#bytes.length * 2));
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes[at] |= 1 << (state & 7);
  }

  get bytes(): number {
    return this.#bytes.length;
  }
}
