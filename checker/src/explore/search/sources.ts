/**
 * Whether some step may lead from a state to one of a set of states, without making its steps: a step changes the bits of one of a few
 * masks (see `Machine.changes`), so that source and target agree in the rest. For each state of the set the hash of the rest under each mask
 * is kept in a Bloom filter, which may say yes wrongly, but never no.
 *
 * The hash of a state is the sum of its words, each times an odd number. What a mask covers is subtracted from it, so that a mask costs only
 * as many multiplications as there are words in which it has bits.
 */

/** States that are asked about at a time, at most. */
export const MOST_AT_ONCE = 1024;
/** Masks beyond so many are put together, those first that cover the fewest bits then. */
const MOST_MASKS = 12;
/** Bits for each hash in the filter: a state is looked for under every mask, and one wrong yes is enough. */
const BITS_EACH = 256;
const LEAST_BITS = 2 ** 12;
/** One MiB. */
const MOST_BITS = 2 ** 23;
/** Above this many words code is no faster than what it saves. */
const MOST_WORDS = 64;

interface Code {
  add(words: Int32Array, offset: number, bits: Int32Array, shift: number): void;
  find(words: Int32Array, offset: number, count: number, bits: Int32Array, shift: number, found: Int32Array): number;
}

export class SourceFilter {
  readonly #code: Code;
  readonly #masks: number;
  readonly #found = new Int32Array(MOST_AT_ONCE);
  #bits = new Int32Array(LEAST_BITS / 32);
  #shift = 32 - Math.log2(LEAST_BITS);

  private constructor(words: number, masks: readonly Int32Array[]) {
    this.#masks = masks.length;
    this.#code = new Function(text(words, masks))() as Code;
  }

  /** Null where it would tell nothing, or is not known. */
  static of(words: number, changes: readonly Int32Array[] | null): SourceFilter | null {
    if (changes === null || changes.length === 0 || words > MOST_WORDS) return null;
    return new SourceFilter(words, fewer(changes));
  }

  /** Empties the set and makes it ready for so many states; false where they are so many that it would mostly say yes. */
  clear(states: number): boolean {
    // Each of the masks meets the bit of another state with this chance: states * masks / bits.
    if (states * this.#masks ** 2 > MOST_BITS) return false;
    const wanted = Math.min(MOST_BITS, Math.max(LEAST_BITS, states * this.#masks * BITS_EACH));
    const bits = 2 ** Math.ceil(Math.log2(wanted));
    if (this.#bits.length * 32 === bits) this.#bits.fill(0);
    else this.#bits = new Int32Array(bits / 32);
    this.#shift = 32 - Math.log2(bits);
    return true;
  }

  add(source: Int32Array, offset: number): void {
    this.#code.add(source, offset, this.#bits, this.#shift);
  }

  /** Of so many states, one after another, which may lead to one of the set, counted from 0; valid until the next call. */
  among(source: Int32Array, offset: number, count: number): Int32Array {
    return this.#found.subarray(0, this.#code.find(source, offset, count, this.#bits, this.#shift, this.#found));
  }
}

function fewer(changes: readonly Int32Array[]): readonly Int32Array[] {
  const masks = [...changes];
  while (masks.length > MOST_MASKS) {
    let best = { i: 0, j: 1, bits: Infinity };
    for (let i = 0; i < masks.length; i++) {
      for (let j = i + 1; j < masks.length; j++) {
        const bits = bitsOf(masks[i].map((word, w) => word | masks[j][w]));
        if (bits < best.bits) best = { i, j, bits };
      }
    }
    const [other] = masks.splice(best.j, 1);
    masks[best.i] = masks[best.i].map((word, w) => word | other[w]);
  }
  return masks;
}

function bitsOf(mask: Int32Array): number {
  let bits = 0;
  for (let word of mask) for (; word !== 0; word &= word - 1) bits++;
  return bits;
}

/** Nothing but numbers goes into the text. */
function text(words: number, masks: readonly Int32Array[]): string {
  const factor = (word: number) => (Math.imul(word + 1, 0x9e3779b1) ^ (Math.imul(word + 7, 0x85ebca6b) >>> 3)) | 1;
  const all = Array.from({ length: words }, (_, w) => w);
  const read = all.map((w) => `const x${w}=A[a+${w}];`).join('');
  const sum = all.map((w) => `Math.imul(x${w},${factor(w)})`).join('+');
  const places = masks.map((mask, i) => {
    const covered = all.filter((w) => mask[w] !== 0).map((w) => `-Math.imul(x${w}&${mask[w]},${factor(w)})`);
    return `g=(h${covered.join('')}+${Math.imul(i + 1, 0x85ebca6b)})|0;g=Math.imul(g^(g>>>15),0x2c1b3c6d);g=(g^(g>>>13))>>>shift;`;
  });
  const begin = `${read}const h=(${sum})|0;let g=0;`;
  const add = places.map((place) => `${place}B[g>>>5]|=1<<(g&31);`).join('');
  const find = places.map((place) => `${place}if((B[g>>>5]>>>(g&31))&1){found[n++]=i;continue;}`).join('');
  return `"use strict";return {add(A,a,B,shift){${begin}${add}},find(A,a,count,B,shift,found){let n=0;for(let i=0;i<count;i++,a+=${words}){${begin}${find}}return n;}};`;
}
