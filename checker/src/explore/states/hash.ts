/** 52 bits of a state's words: too many for two of some million different states to meet by chance. */
export function longHash(words: Int32Array): number {
  let [a, b] = [0x12345, 0x6789b];
  for (const word of words) {
    a = Math.imul(a ^ word, 0x9e3779b1);
    a ^= a >>> 15;
    b = Math.imul(b ^ word, 0x85ebca6b);
    b ^= b >>> 13;
  }
  a = Math.imul(a, 0xc2b2ae35);
  return (b >>> 6) * 2 ** 26 + ((a ^ (a >>> 16)) >>> 6);
}
