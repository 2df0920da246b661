/**
 * Keys of 64 bits in ascending order, in few bytes: of each what it is more than the one before, seven bits a byte, the lowest first. Where
 * the higher half is another than before, a 0 says so, and both halves follow.
 */

/** Keys in a block, at most. */
export const BLOCK = 8192;
/** Bytes of a key, at most: a 0 and two numbers of 32 bits. */
const MOST_BYTES = 11;

/** Some keys by their halves. */
export class KeyBlock {
  count = 0;
  readonly high = new Uint32Array(BLOCK);
  readonly low = new Uint32Array(BLOCK);
  readonly #bytes = new Uint8Array(BLOCK * MOST_BYTES);

  get isFull(): boolean {
    return this.count === BLOCK;
  }

  push(high: number, low: number): void {
    this.high[this.count] = high;
    this.low[this.count++] = low;
  }

  /** The keys as bytes, valid until it is asked again. */
  encoded(): Uint8Array {
    const { high, low, count } = this;
    const bytes = this.#bytes;
    let at = 0;
    let before = 0;
    let lowBefore = 0;
    for (let i = 0; i < count; i++) {
      const [h, l] = [high[i], low[i]];
      if (i > 0 && h === before) at = write(bytes, at, l - lowBefore);
      else {
        bytes[at++] = 0;
        at = write(bytes, at, h - before);
        at = write(bytes, at, l);
      }
      before = h;
      lowBefore = l;
    }
    return bytes.subarray(0, at);
  }

  /** Takes the keys of another block. */
  decode(bytes: Uint8Array): void {
    const { high, low } = this;
    let [at, count, h, l] = [0, 0, 0, 0];
    while (at < bytes.length) {
      let byte = bytes[at++];
      if (byte === 0) {
        byte = bytes[at++];
        let more = byte & 127;
        for (let shift = 7; byte > 127; shift += 7) {
          byte = bytes[at++];
          more |= (byte & 127) << shift;
        }
        h = (h + (more >>> 0)) >>> 0;
        l = 0;
        byte = bytes[at++];
      }
      let more = byte & 127;
      for (let shift = 7; byte > 127; shift += 7) {
        byte = bytes[at++];
        more |= (byte & 127) << shift;
      }
      l = (l + (more >>> 0)) >>> 0;
      high[count] = h;
      low[count++] = l;
    }
    this.count = count;
  }
}

function write(bytes: Uint8Array, from: number, number: number): number {
  let at = from;
  let rest = number;
  while (rest > 127) {
    bytes[at++] = (rest & 127) | 128;
    rest >>>= 7;
  }
  bytes[at++] = rest;
  return at;
}
