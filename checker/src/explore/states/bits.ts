/** A growing set of state numbers, one bit each. */
import { enlargedBytes } from './memory.ts';

export class Bits {
  #bytes: Uint8Array = new Uint8Array(64);
  #shared = false;

  has(state: number): boolean {
    return ((this.#bytes[state >>> 3] >>> (state & 7)) & 1) === 1;
  }

  add(state: number): void {
    const at = state >>> 3;
    if (at >= this.#bytes.length) this.makeRoom((at + 1) * 8);
    this.#bytes[at] |= 1 << (state & 7);
  }

  /** The members below this number, as bytes. */
  kept(states: number): Uint8Array {
    return new Uint8Array(this.#bytes.subarray(0, (states + 7) >>> 3));
  }

  /** Takes over what was kept of another set. */
  restore(kept: Uint8Array): void {
    this.makeRoom(kept.length * 8);
    this.#bytes.set(kept);
  }

  /** Room for the states below this number. */
  makeRoom(states: number): void {
    const needed = (states + 7) >>> 3;
    if (needed > this.#bytes.length) this.#bytes = enlargedBytes(this.#bytes, Math.max(needed, this.#bytes.length * 2), this.#shared);
  }

  /** Moves the set to memory that threads can share. */
  share(): void {
    this.#shared = true;
    this.#bytes = enlargedBytes(this.#bytes, this.#bytes.length, true);
  }

  get buffer(): SharedArrayBuffer {
    return this.#bytes.buffer as unknown as SharedArrayBuffer;
  }

  get bytes(): number {
    return this.#bytes.length;
  }
}
