/** Fills a store with made-up states of 8 words and looks for them again: `npx node bench/store.ts [MILLIONS]`, 150 unless given. */
import { StateStore } from '../checker/src/explore/states/store.ts';

const WORDS = 8;
const BATCH = 1024;
const LOOKED_FOR = 2_000_000;
const states = Math.floor(((Number(process.argv[2]) || 150) * 1_000_000) / BATCH) * BATCH;

const store = new StateStore(WORDS);
const batch = new Int32Array(WORDS * BATCH);
const begin = performance.now();
for (let number = 0; number < states; number += BATCH) {
  for (let i = 0; i < BATCH; i++) fill(i * WORDS, number + i);
  store.insert(batch, BATCH, false);
}
const seconds = (performance.now() - begin) / 1000;
console.log(`${store.count.toLocaleString('en')} states in ${seconds.toFixed(1)} s, ${(store.bytes / 2 ** 30).toFixed(2)} GiB`);

let wrong = 0;
for (let i = 0; i < LOOKED_FOR; i++) {
  const number = (i * 1_037_389) % states;
  fill(0, number);
  if (store.find(batch, 0) !== number || store.segment(number)[store.offset(number)] !== number) wrong += 1;
}
fill(0, states);
if (store.find(batch, 0) !== -1) wrong += 1;
console.log(`${LOOKED_FOR.toLocaleString('en')} looked for, ${wrong} wrong`);
process.exitCode = wrong === 0 && store.count === states ? 0 : 1;

/** The words of a state: its number, and what is mixed of it. */
function fill(at: number, number: number): void {
  for (let w = 0; w < WORDS; w++) batch[at + w] = Math.imul(number + w * 0x1234567, 0x9e3779b1) ^ w;
  batch[at] = number;
}
