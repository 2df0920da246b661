/**
 * Messages in flight while a step works: one slot after another in a scratch array, in the order in which they are packed.
 * Without fifo that is descending; with fifo by pair, the oldest first. A step that sends more than the capacity is going to
 * be cut, or to fail, whatever the messages are: they are counted then, and no longer kept.
 *
 * Where a step only takes messages out and puts others in, they stay packed in the target's words: packed-bag.ts.
 */

import type { Field } from '../../fields.ts';
import type { Model } from '../../ir.ts';
import { looksAt } from '../../operators.ts';
import { bodies } from '../../walk.ts';
import { Code, type Unit } from '../unit.ts';
import { at, readField, writeField } from './access.ts';
import { definePackedBag, packInOrder } from './packed-bag.ts';

/** A ghost block counts what is in flight up to here: no step sends more. */
const MOST_COUNTED = 1024;

/** Messages that are kept while a step works. */
export function mostKept(model: Model, capacity: number): number {
  const counts = model.roles.some((role) => looksAt(bodies(role), 'messages in flight', 'turns'));
  return counts ? capacity + MOST_COUNTED : capacity;
}

export function defineBag(unit: Unit): void {
  if (unit.packedBag) {
    unit.functions.push(unpack(unit), same(1), stale(unit));
    definePackedBag(unit);
    return;
  }
  const { bag } = unit.layout;
  const kw = bag.slotWords;
  const words = Array.from({ length: kw }, (_, i) => `w${i}`);
  const most = mostKept(unit.model, bag.capacity);
  unit.functions.push(unpack(unit), pack(unit), insert(unit, words), load(kw));
  unit.functions.push(
    `function held(){return tn<${most}?tn:${most};}`,
    `function rebuild(){const m=held(),more=tn-m;for(let i=0;i<m*${kw};i++)XB[i]=TB[i];tn=0;for(let i=0;i<m*${kw};i+=${kw})insert(${words.map((_, w) => `XB[${at('i', w)}]`).join(',')});tn+=more;}`,
    same(kw),
    `function samePair(B,i,j){return PAIR[${tagAt(bag.tag, 'B', `i*${kw}`)}]===PAIR[${tagAt(bag.tag, 'B', `j*${kw}`)}];}`,
    `function linkCount(tag){let c=0;for(let i=0,e=held()*${kw};i<e;i+=${kw})if(PAIR[${tagAt(bag.tag, 'TB', 'i')}]===PAIR[tag])c++;return c;}`,
  );
  unit.functions.push(stale(unit));
}

/** same(B,i,j): whether two messages are equal. */
function same(kw: number): string {
  const words = Array.from({ length: kw }, (_, w) => `B[${at(`i*${kw}`, w)}]===B[${at(`j*${kw}`, w)}]`);
  return `function same(B,i,j){return ${words.join('&&')};}`;
}

export function tagAt(tag: Field, slots: string, offset: string): string {
  return readField(slots, offset, tag);
}

function unpack(unit: Unit): string {
  const { bag } = unit.layout;
  const { capacity, perWord, slotBits, slotWords, word } = bag;
  if (capacity === 0) return 'function unpack(A,a,B){return 0;}';
  if (slotWords > 1) {
    return `function unpack(A,a,B){let n=0;for(;n<${capacity};n++){const p=${at('a', word)}+n*${slotWords};if(A[p]===0)break;for(let w=0;w<${slotWords};w++)B[n*${slotWords}+w]=A[p+w];}return n;}`;
  }
  if (perWord === 1)
    return `function unpack(A,a,B){let n=0;for(;n<${capacity};n++){const w=A[${at('a', word)}+n];if(w===0)break;B[n]=w;}return n;}`;
  const mask = 2 ** slotBits - 1;
  return `function unpack(A,a,B){let n=0;for(let p=${at('a', word)};p<${at('a', word + bag.words)};p++){let w=A[p];for(let i=0;i<${perWord};i++){const x=w&${mask};if(x===0)return n;B[n++]=x;w>>>=${slotBits};}}return n;}`;
}

function pack(unit: Unit): string {
  const { words, perWord, slotWords, word } = unit.layout.bag;
  if (words === 0) return 'function pack(){}';
  if (slotWords > 1 || perWord === 1) {
    return `function pack(){const p=${word},e=tn*${slotWords};for(let i=0;i<e;i++)T[p+i]=TB[i];for(let i=e;i<${words};i++)T[p+i]=0;}`;
  }
  return `function pack(){${packInOrder(unit.layout.bag, 'TB', 'tn')}}`;
}

function insert(unit: Unit, words: readonly string[]): string {
  const { bag } = unit.layout;
  const kw = bag.slotWords;
  const before = words.map((_, w) => `TB[${at('p', w - kw)}]`);
  const earlier = unit.model.network.fifo
    ? `PAIR[${readField('TB', at('p', -kw), bag.tag)}]>PAIR[${readField('OUTW', '0', bag.tag).replace('OUTW[0]', 'w0')}]`
    : words
        .map(
          (w, i) =>
            `(${words
              .slice(0, i)
              .map((x, j) => `${before[j]}===${x}&&`)
              .join('')}${before[i]}<${w})`,
        )
        .join('||');
  const signed = words.map((w) => `${w}|=0;`).join('');
  const move = words.map((_, w) => `TB[${at('p', w)}]=${before[w]};`).join('');
  const put = words.map((w, i) => `TB[${at('p', i)}]=${w};`).join('');
  return `function insert(${words.join(',')}){${signed}if(tn>=${mostKept(unit.model, bag.capacity)}){tn++;return;}let p=tn*${kw};tn++;while(p>0&&(${earlier})){${move}p-=${kw};}${put}}`;
}

/** Starts the target's messages as the source's without slot k (-1: all of them). */
function load(kw: number): string {
  return `function load(k){touched=1;let j=0;const e=sn*${kw};if(k<0){for(;j<e;j++)TB[j]=SB[j];tn=sn;return;}const x=k*${kw};for(;j<x;j++)TB[j]=SB[j];for(j=x+${kw};j<e;j++)TB[j-${kw}]=SB[j];tn=sn-1;}`;
}

/** Makes a call stale wherever it is fresh: in flight and in suspended handlers. */
function stale(unit: Unit): string {
  const { bag, nodes } = unit.layout;
  const code = new Code(unit);
  if (bag.call.bits > 0) {
    const call = readField('TB', 'i', bag.call);
    const begin = unit.packedBag
      ? 'spread();let hit=0;for(let i=0;i<tn;i++)'
      : `let hit=0;for(let i=0,e=held()*${bag.slotWords};i<e;i+=${bag.slotWords})`;
    code.line(`${begin}if(${call}===fresh){hit=1;`);
    writeField(code, 'TB', 'i', bag.call, '(fresh-1)');
    code.line(unit.model.network.fifo ? '}' : '}if(hit)rebuild();');
  }
  for (const node of nodes) {
    if (node.suspended === null || node.suspended.call.bits === 0) continue;
    code.line(`if(${readField('T', '0', node.suspended.call)}===fresh){`);
    writeField(code, 'T', '0', node.suspended.call, '(fresh-1)');
    code.line('}');
  }
  return `function stale(fresh){${code.text()}}`;
}
