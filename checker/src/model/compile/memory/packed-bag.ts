/**
 * Messages in flight that stay packed in the words of the target while a step works: taking one out and putting one in are
 * shifts of a word or of a few. So are small messages kept in descending order wherever nothing asks for more: no fifo, no
 * queues, and no handler that counts what is in flight.
 */

import type { Model } from '../../ir.ts';
import type { Layout } from '../../layout.ts';
import { looksAt } from '../../operators.ts';
import { bodies } from '../../walk.ts';
import type { Unit } from '../unit.ts';
import { mask } from './access.ts';

/** More words than these are shifted no faster than slots are copied. */
const MOST_WORDS = 4;

export function staysPacked({ network, roles }: Model, { bag }: Layout): boolean {
  const small = bag.capacity > 0 && bag.slotWords === 1 && bag.perWord > 1 && bag.words <= MOST_WORDS;
  const plain = !network.fifo && network.queue === null;
  return small && plain && !roles.some((role) => looksAt(bodies(role), 'messages in flight', 'turns'));
}

/**
 * `touched` is 2 where more was put in than there is room for: the step is going to be cut, or to fail, whatever the
 * messages are. spread() unpacks the target's messages into `TB`, rebuild() packs those of `TB` in order, and packRun()
 * those of `XB`, which are in order already.
 */
export function definePackedBag(unit: Unit): void {
  const { capacity, perWord, slotBits, word, words } = unit.layout.bag;
  const top = (perWord - 1) * slotBits;
  const last = capacity - 1;
  const isFull = `T[${word + Math.floor(last / perWord)}]>>>${(last % perWord) * slotBits}!==0`;
  const each = Array.from({ length: words }, (_, j) => word + j);
  const clear = each.map((p) => `T[${p}]=0;`).join('');
  unit.functions.push(
    `function load(k){touched=1;if(k<0)return;${each.map((p, j) => takeOut(unit, p, j)).join('')}}`,
    `function insert(w){if(${isFull}){touched=2;return;}let x=0,t=0,s=0;${each.map((p) => putIn(p, slotBits, top)).join('')}}`,
    'function spread(){tn=unpack(T,0,TB);}',
    `function rebuild(){${clear}for(let i=0,m=tn;i<m;i++)insert(TB[i]);}`,
    `function packRun(m){${packInOrder(unit.layout.bag, 'XB', 'm')}}`,
    `function packAll(m){${clear}for(let i=0;i<m;i++)insert(XB[i]);}`,
  );
}

/** Packs this many messages of an array into the words of the target, in their order. */
export function packInOrder({ perWord, slotBits, word, words }: Layout['bag'], slots: string, count: string): string {
  const put = `for(let s=0;s<${perWord * slotBits}&&i<${count};s+=${slotBits})w|=${slots}[i++]<<s;`;
  return `let i=0;for(let p=${word};p<${word + words};p++){let w=0;${put}T[p]=w;}`;
}

/** Slot k leaves, where it stands in the j-th word: what is behind it moves up, also from the words behind. */
function takeOut(unit: Unit, p: number, j: number): string {
  const { perWord, slotBits, word, words } = unit.layout.bag;
  const end = word + words;
  const shifted = (q: number) =>
    q + 1 < end ? `(T[${q}]>>>${slotBits}|(T[${q + 1}]&${mask(slotBits)})<<${(perWord - 1) * slotBits})` : `T[${q}]>>>${slotBits}`;
  const rest = Array.from({ length: end - p - 1 }, (_, i) => `T[${p + 1 + i}]=${shifted(p + 1 + i)};`).join('');
  const out = `const m=(1<<(k-${j * perWord})*${slotBits})-1;T[${p}]=T[${p}]&m|${shifted(p)}&~m;${rest}return;`;
  return `if(k<${(j + 1) * perWord}){${out}}`;
}

/** w goes where it belongs, if that is in the word p; what falls out there at the end is w for the words behind. */
function putIn(p: number, slotBits: number, top: number): string {
  const whole = mask(top + slotBits);
  const moved = `T[${p}]=(T[${p}]&(1<<s)-1|w<<s|(s===${top}?0:x<<s+${slotBits}))&${whole};`;
  return `x=T[${p}];t=x>>>${top};if(t<w){s=0;while((x&${mask(slotBits)})>=w){x>>>=${slotBits};s+=${slotBits};}${moved}if(t===0)return;w=t;}`;
}
