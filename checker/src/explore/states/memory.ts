/** Arrays of numbers, in memory of one thread or in memory that threads can share. */

export function words(length: number, shared: boolean): Int32Array {
  return shared ? new Int32Array(new SharedArrayBuffer(length * 4)) : new Int32Array(length);
}

/** A longer array that begins with the old one. */
export function enlargedWords(old: Int32Array, length: number, shared: boolean): Int32Array {
  const longer = words(length, shared);
  longer.set(old);
  return longer;
}

export function enlargedBytes(old: Uint8Array, length: number, shared: boolean): Uint8Array {
  const longer = shared ? new Uint8Array(new SharedArrayBuffer(length)) : new Uint8Array(length);
  longer.set(old);
  return longer;
}
