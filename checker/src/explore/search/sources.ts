/**
 * Whether some step may lead from a state to one of a set of states, without making its steps: a step changes the bits of one of a few
 * masks (see `Machine.changes`), so that source and target agree in the rest. For each state of the set the hash of the rest under each mask
 * is kept in a Bloom filter, which may say yes wrongly, but never no.
 *
 * The hash of a state is the sum of its words, each times an odd number. What a mask covers is subtracted from it, so that a mask costs only
 * as many multiplications as there are words in which it has bits. Nothing is hashed where the state differs from all of the set in a bit
 * outside the mask: in one that is set in none of them, or clear in none.
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
  add(words: Int32Array, offset: number, bits: Int32Array, shift: number, set: Int32Array, clear: Int32Array): void;
  find(
    words: Int32Array,
    offset: number,
    count: number,
    bits: Int32Array,
    shift: number,
    set: Int32Array,
    clear: Int32Array,
    found: Int32Array,
  ): number;
}

export class SourceFilter {
  readonly #code: Code;
  readonly #masks: number;
  readonly #found = new Int32Array(MOST_AT_ONCE);
  #bits = new Int32Array(LEAST_BITS / 32);
  #shift = 32 - Math.log2(LEAST_BITS);
  /** the bits that are set in some state of the set, and those that are clear in some */
  readonly #set: Int32Array;
  readonly #clear: Int32Array;

  private constructor(words: number, masks: readonly Int32Array[]) {
    this.#masks = masks.length;
    this.#code = new Function(text(words, masks))() as Code;
    this.#set = new Int32Array(words);
    this.#clear = new Int32Array(words);
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
    this.#set.fill(0);
    this.#clear.fill(0);
    return true;
  }

  add(source: Int32Array, offset: number): void {
    this.#code.add(source, offset, this.#bits, this.#shift, this.#set, this.#clear);
  }

  /** Of so many states, one after another, which may lead to one of the set, counted from 0; valid until the next call. */
  among(source: Int32Array, offset: number, count: number): Int32Array {
    return this.#found.subarray(0, this.#code.find(source, offset, count, this.#bits, this.#shift, this.#set, this.#clear, this.#found));
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
  const join = (part: (w: number) => string, between = '') => all.map(part).join(between);
  const sum = `(${join((w) => `Math.imul(x${w},${factor(w)})`, '+')})|0`;
  const places = masks.map((mask, i) => {
    const covered = all.filter((w) => mask[w] !== 0).map((w) => `-Math.imul(x${w}&${mask[w]},${factor(w)})`);
    return `g=(h${covered.join('')}+${Math.imul(i + 1, 0x85ebca6b)})|0;g=Math.imul(g^(g>>>15),0x2c1b3c6d);g=(g^(g>>>13))>>>shift;`;
  });
  const read = join((w) => `const x${w}=A[a+${w}];`);
  const kept = join((w) => `S[${w}]|=x${w};C[${w}]|=~x${w};`);
  const add = `${read}${kept}const h=${sum};let g=0;${places.map((place) => `${place}B[g>>>5]|=1<<(g&31);`).join('')}`;
  // What no state of the set has in common with this one has to lie within the mask.
  const away = join((w) => `const d${w}=x${w}&n${w}|~x${w}&c${w};`);
  const tried = masks.map((mask, i) => {
    const outside = all.flatMap((w) => (mask[w] === -1 ? [] : [`d${w}&${~mask[w]}`]));
    const may = outside.length === 0 ? 'true' : `!(${outside.join('||')})`;
    return `if(${may}){if(h===null)h=${sum};${places[i]}if((B[g>>>5]>>>(g&31))&1){found[n++]=i;continue;}}`;
  });
  const own = join((w) => `const n${w}=~S[${w}],c${w}=~C[${w}];`);
  const find = `${own}let n=0;for(let i=0;i<count;i++,a+=${words}){${read}${away}let h=null,g=0;${tried.join('')}}return n;`;
  return `"use strict";return {add(A,a,B,shift,S,C){${add}},find(A,a,count,B,shift,S,C,found){${find}}};`;
}
