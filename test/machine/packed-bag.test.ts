/** Messages that stay packed while a step works, against a sorted list. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkModel } from '#checker';
import { definePackedBag } from '../../checker/src/model/compile/memory/packed-bag.ts';
import type { Unit } from '../../checker/src/model/compile/unit.ts';
import { modelOf } from '../support/spec.ts';

interface Bag {
  /** puts these messages, in order, into the target's words */
  hold(messages: readonly number[]): void;
  /** what stands in the words, in their order */
  held(): number[];
  /** takes out the message at this place; -1: none */
  load(k: number): void;
  insert(message: number): void;
  overflowed(): boolean;
  /** reads the messages into the scratch array and packs them again */
  repack(): void;
  /** packs these, which are in order or not */
  packRun(messages: readonly number[]): void;
  packAll(messages: readonly number[]): void;
  /** the words beside those of the bag */
  around(): number[];
}

const SENTINEL = 0x12345678;

/** A bag of that shape in the words from `word` on, in the text that machines get. */
function bagOf(capacity: number, slotBits: number, word: number): Bag {
  const perWord = Math.floor(32 / slotBits);
  const words = Math.ceil(capacity / perWord);
  const functions: string[] = [];
  definePackedBag({ layout: { bag: { capacity, perWord, slotBits, word, words } }, functions } as unknown as Unit);
  const text = `const T=new Int32Array(${word + words + 1}),TB=new Int32Array(${capacity}),XB=new Int32Array(${capacity});let touched=0,tn=0;
function unpack(A,a,B){let n=0;for(let k=0;k<${capacity};k++){const x=(A[${word}+Math.floor(k/${perWord})]>>>k%${perWord}*${slotBits})&${2 ** slotBits - 1};if(x===0)break;B[n++]=x;}return n;}
${functions.join('\n')}
T[${word + words}]=${SENTINEL};for(let w=0;w<${word};w++)T[w]=${SENTINEL};
return {load,insert,overflowed:()=>touched===2,repack(){spread();rebuild();},
hold(m){touched=0;m.forEach((x,i)=>XB[i]=x);packRun(m.length);},
packRun(m){m.forEach((x,i)=>XB[i]=x);packRun(m.length);},packAll(m){m.forEach((x,i)=>XB[i]=x);packAll(m.length);},
held(){const B=[];unpack(T,0,B);return B;},around:()=>[...T.subarray(0,${word}),T[${word + words}]]};`;
  return new Function(text)() as Bag;
}

const descending = (messages: readonly number[]) => messages.toSorted((a, b) => b - a);

/** A shape, messages of it that fit, and where one is taken out. */
const situations = fc
  .record({ slotBits: fc.integer({ min: 1, max: 16 }), capacity: fc.integer({ min: 1, max: 16 }), word: fc.nat(2) })
  .filter(({ slotBits, capacity }) => Math.ceil(capacity / Math.floor(32 / slotBits)) <= 4)
  .chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      messages: fc.array(fc.integer({ min: 1, max: 2 ** shape.slotBits - 1 }), { maxLength: shape.capacity }),
      more: fc.array(fc.integer({ min: 1, max: 2 ** shape.slotBits - 1 }), { maxLength: shape.capacity + 1 }),
      at: fc.nat(),
    }),
  );

test('messages go in and out in order, and too many are noticed', () => {
  let overflows = 0;
  fc.assert(
    fc.property(situations, ({ shape: { capacity, slotBits, word }, messages, more, at }) => {
      const bag = bagOf(capacity, slotBits, word);
      const before = descending(messages);
      bag.hold(before);
      expect(bag.held()).toEqual(before);
      const k = before.length === 0 ? -1 : (at % (before.length + 1)) - 1;
      bag.load(k);
      let expected = before.filter((_, i) => i !== k);
      expect(bag.held()).toEqual(expected);
      for (const message of more) {
        const full = expected.length === capacity;
        bag.insert(message);
        if (!full) expected = descending([...expected, message]);
        expect(bag.held()).toEqual(expected);
        expect(bag.overflowed()).toBe(full);
        if (full) overflows++;
        if (full) break;
      }
      bag.repack();
      expect(bag.held()).toEqual(expected);
      bag.packRun(before);
      expect(bag.held()).toEqual(before);
      bag.packAll(messages);
      expect(bag.held()).toEqual(before);
      expect(bag.around().every((x) => x === SENTINEL)).toBe(true);
    }),
    { numRuns: 3000 },
  );
  expect(overflows).toBeGreaterThan(100);
});

const ASKED = `
system S {
  message Ask(n: 0..1)
  message Answer(n: 0..1)
  node Client {
    got: 0..1 = 0
    action ask for n in 0..1 { send Ask(n) to Server }
    on Answer(n) { got = n }
  }
  node Server {
    on Ask(n) { reply Answer(n) }
  }
  safety Few: always next(count(in flight Ask)) <= 3
  safety Kept: always next(count(in flight Answer)) >= count(in flight Answer)
  safety Fast: in flight Ask(n: 1) leads to in flight Answer(n: 1) within 1
  safety Soon: in flight Ask(n: 1) leads to not (in flight Ask(n: 1)) within 2
}
assume A {
  timing sync { delay <= 1, pause <= 1 }
  network { lossy up to 1, capacity 3 }
}
check A { Few holds }
`;

test('what steps and deadlines say of messages in flight is what the interpreter says', () => {
  const model = modelOf(ASKED);
  const told = (['compiled', 'interpreted'] as const).map((machine) => {
    const { properties, size } = checkModel(model, { now: () => 0, machine });
    return { states: size.states, verdicts: properties.map(({ verdict }) => verdict) };
  });
  expect(told[0]).toEqual(told[1]);
  expect(new Set(told[0].verdicts.map(({ status }) => status)).size).toBeGreaterThan(1);
});
