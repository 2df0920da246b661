/** What store-text.ts makes, written out with loops: for where code made at run time is refused. */
import type { StoreCode } from './store-code.ts';

/** A segment holds two to the power of `segmentBits` states of `words` words. */
export function plainStoreCode(words: number, segmentBits: number): StoreCode {
  const within = 2 ** segmentBits - 1;

  function isAt(segments: readonly Int32Array[], state: number, source: Int32Array, offset: number): boolean {
    const segment = segments[state >>> segmentBits];
    const at = (state & within) * words;
    for (let w = 0; w < words; w++) if (segment[at + w] !== source[offset + w]) return false;
    return true;
  }

  /** The slot that holds the state, or the empty one where it belongs. */
  function slotOf(
    source: Int32Array,
    offset: number,
    h: number,
    table: Int32Array,
    shift: number,
    segments: readonly Int32Array[],
  ): number {
    const mask = table.length - 1;
    let slot = h >>> shift;
    while (table[slot] !== 0) {
      const isSameTag = (table[slot] & ~mask) === tagOf(h, mask);
      if (isSameTag && isAt(segments, (table[slot] & mask) - 1, source, offset)) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  const insertAndReport: StoreCode['insert'] = (source, count, _hashes, _entries, fresh, table, shift, segments, states) => {
    const mask = table.length - 1;
    for (let i = 0; i < count; i++) {
      const h = hash(source, i * words, words);
      const slot = slotOf(source, i * words, h, table, shift, segments);
      fresh[i] = -(table[slot] & mask);
      if (table[slot] !== 0) continue;
      fresh[i] = states;
      segments[states >>> segmentBits].set(source.subarray(i * words, (i + 1) * words), (states & within) * words);
      table[slot] = ++states | tagOf(h, mask);
    }
    return states;
  };

  return {
    insert: insertAndReport,
    insertAndReport,
    parallel: null,
    hash: (source, offset) => hash(source, offset, words),
    seek(source, offset, table, shift, segments) {
      const slot = slotOf(source, offset, hash(source, offset, words), table, shift, segments);
      return (table[slot] & (table.length - 1)) - 1;
    },
    rehash(table, shift, segments, from, to) {
      const mask = table.length - 1;
      for (let state = from; state < to; state++) {
        const h = hash(segments[state >>> segmentBits], (state & within) * words, words);
        let slot = h >>> shift;
        while (table[slot] !== 0) slot = (slot + 1) & mask;
        table[slot] = (state + 1) | tagOf(h, mask);
      }
    },
  };
}

function hash(source: Int32Array, offset: number, words: number): number {
  let h = 0x12345;
  for (let w = 0; w < words; w++) {
    h = Math.imul(h ^ source[offset + w], 0x9e3779b1);
    h ^= h >>> 15;
  }
  h = Math.imul(h, 0x85ebca6b);
  return h ^ (h >>> 13);
}

function tagOf(h: number, mask: number): number {
  return Math.imul(h, 0x2545f491) & ~mask;
}
