/**
 * Which bits of a state each way of stepping can change, read off the text that was generated: what a function that takes steps writes
 * into the target, with all that it calls. Too much is harmless; so what is not plain to read counts as every bit.
 */
import type { Layout } from '../layout.ts';
import { mask } from './memory/access.ts';
import { FORGETTING } from './steps/forget.ts';
import type { Unit } from './unit.ts';

interface Body {
  readonly own: Int32Array;
  readonly calls: ReadonlySet<string>;
  /** it ends steps itself */
  readonly ends: boolean;
}

/**
 * One list of words for each way of stepping, none of them within another: source and target of any step differ in the bits of one of these
 * only. Null where that is not known.
 */
export function changesOf(unit: Unit): readonly Int32Array[] | null {
  const bodies = new Map<string, Body>();
  for (const text of unit.functions) {
    for (const body of text.split(/(?=\bfunction \w+\()/)) {
      const name = /^function (\w+)\(/.exec(body)?.[1];
      if (name !== undefined) bodies.set(name, bodyOf(unit, name, body.slice('function '.length + name.length)));
    }
  }
  const stepping = [...bodies].filter(([, { ends }]) => ends).map(([name]) => name);
  // what calls a function that ends steps has not begun any
  const calling = [...bodies.values()].filter(({ calls }) => stepping.some((name) => calls.has(name)));
  if (calling.some(({ own }) => own.some((word) => word !== 0))) return null;
  // what is forgotten at the end of a step is forgotten whatever the step has changed
  const forgotten = closed(bodies, FORGETTING, stepping, unit.layout.words);
  const ways = stepping
    .filter((name) => name !== 'initial')
    .map((name) => closed(bodies, name, stepping, unit.layout.words).map((word, w) => word | forgotten[w]));
  return ways.filter((way, i) => !ways.some((other, j) => j !== i && isWithin(way, other) && (j < i || !isWithin(other, way))));
}

function bodyOf({ layout, packedBag }: Unit, name: string, text: string): Body {
  const calls = new Set(text.match(/[\w$]+(?=\()/g));
  const own = new Int32Array(layout.words);
  const { word, words } = layout.bag;
  if (packedBag ? PACKED_BAG.has(name) : name === 'pack') own.fill(-1, word, word + words);
  else addWritten(own, text, layout);
  return { own, calls, ends: calls.has('done') || calls.has('keep') };
}

/** Functions that write nothing but the words of the messages in flight. */
const PACKED_BAG: ReadonlySet<string> = new Set(['load', 'insert', 'rebuild', 'packRun', 'packAll']);

function addWritten(own: Int32Array, text: string, { used }: Layout): void {
  // a state that is given may be the target
  if (/\bT\[(?!\d+\])|\bT\.(?!every)|\b[AC]\[[^=;]*\]\s*[-+|&^]?=(?!=)/.test(text)) own.fill(-1);
  for (const [, at, sign, value] of text.matchAll(/\bT\[(\d+)\](=|[-+*|&^]=|>>>=|<<=|>>=|\+\+|--)(?!=)([^;]*)/g)) {
    const word = Number(at);
    const kept = sign === '=' ? new RegExp(`^\\(?T\\[${at}\\]&(-?\\d+)(?:;|\\)\\||$)`).exec(value) : null;
    const counted = sign === '+=' ? used.find((field) => field.word === word && 2 ** field.shift === Number(value)) : undefined;
    if (kept !== null) own[word] |= ~Number(kept[1]);
    else if (counted !== undefined) own[word] |= mask(counted.bits) << counted.shift;
    else own[word] = -1;
  }
}

/** What the function writes, and all that it calls but for those which end steps themselves. */
function closed(bodies: ReadonlyMap<string, Body>, name: string, stepping: readonly string[], words: number): Int32Array {
  const all = new Int32Array(words);
  const seen = new Set([name]);
  for (const one of seen) {
    const body = bodies.get(one);
    if (body === undefined) continue;
    for (let w = 0; w < words; w++) all[w] |= body.own[w];
    for (const called of body.calls) if (!stepping.includes(called)) seen.add(called);
  }
  return all;
}

function isWithin(way: Int32Array, other: Int32Array): boolean {
  return way.every((word, w) => (word & ~other[w]) === 0);
}
