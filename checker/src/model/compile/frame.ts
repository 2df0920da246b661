/**
 * The frame of a generated program: the globals that every generated function may use, and the functions around a step. A
 * step is taken like this: `take` loads the state to expand, `begin` and `copy` start one step from it, generated code
 * changes the target and returns a status, and `done` puts the target into the batch or counts why there is none.
 *
 * | global | what it holds |
 * | --- | --- |
 * | `S`, `T` | words of the source and of the target of the step |
 * | `SB`, `sn` | slots of the messages in flight in the source, unpacked, and how many there are |
 * | `TB`, `tn`, `touched` | those of the target; they are the source's while `touched` is 0 (1: in `TB`; packed bags have a 2 of their own, see packed-bag.ts) |
 * | `XB` | slots for a third state, or for messages while they are reordered |
 * | `OUT`, `LIE` | one slot each: the message that is sent or corrupted, and the one that a Byzantine node makes up |
 * | `FROM`, `TO`, `MESSAGE`, `PAIR` | by the tag of a message in flight: sender, receiver, name, number of the ordered pair |
 * | `LF`, `CK` | readings taken in this step, by loose timer and by clock; -1 where none is taken yet |
 * | `CHN`, `CHV`, `depth`, `pos` | the choices of this step: of how many, which is taken; how many there are, how many are made again so far |
 * | `TAG` | what the step is (see tags.ts); `FORCED` says by its kind whether some run must take it |
 * | `isTick`, `made` | 1 while a tick ages the state; 1 while initial states are made, which no step leads to |
 * | `flags`, `unsure` | step properties that the step breaks, as bits; 1 where judging one of them is a model error |
 * | `OW`, `OC`, `OF`, `OT`, `on` | the batch's words, costs, flags and tags, and how many targets it holds |
 * | `SKIP` | steps back to their source are only counted |
 * | `K`, `out`, `RAN` | parameters: constants (`K0`, `K1`, ...), the batch, a mark for each handler and action that ran |
 *
 * Statuses: 1 is a target, 0 no step, -1 a model error, -2 - i the bound of number i.
 */
import { isForced, tagKinds } from '../tags.ts';
import { mostKept } from './memory/bag.ts';
import { ERROR, type Unit } from './unit.ts';

export interface FrameOptions {
  /** steps are judged by step properties */
  readonly judged: boolean;
  /** what puts a target into its normal form; empty where it is in it */
  readonly normal: string;
}

export function frame(unit: Unit, options: FrameOptions): string {
  return [globals(unit), CHOICES, steps(unit), results(unit, options)].join('\n');
}

function globals(unit: Unit): string {
  const { layout, model } = unit;
  const { bag } = layout;
  const { list } = bag.routes;
  const byTag = (of: (route: (typeof list)[number]) => number) => unit.constant(Int32Array.from([-1, ...list.map(of)]));
  const words = `new Int32Array(${layout.words})`;
  const slot = `new Int32Array(${bag.slotWords})`;
  const slots = `new Int32Array(${Math.max(1, mostKept(model, bag.capacity) * bag.slotWords)})`;
  return `
const FROM=${byTag((r) => r.from)}, TO=${byTag((r) => r.to)}, MESSAGE=${byTag((r) => r.message)};
const PAIR=${byTag((r) => r.from * model.instances.length + r.to)};
const FORCED=${unit.constant(Object.values(tagKinds).map(isForced))};
const S=${words}, T=${words};
const SB=${slots}, TB=${slots}, XB=${slots};
const OUT=${slot}, LIE=${slot};
const LF=new Int32Array(${timersOf(unit)}), CK=new Int32Array(${model.instances.length * model.clocks.length});
let CHN=new Int32Array(64), CHV=new Int32Array(64), depth=0, pos=0;
let OW=out.words, OC=out.cost, OF=out.flags, OT=out.tag, on=0, SKIP=false;
let sn=0, tn=0, touched=0, isTick=0, TAG=0, made=0, flags=0, unsure=0;`;
}

function timersOf({ layout }: Unit): number {
  return layout.nodes.reduce((n, node) => n + node.timers.flat().length, 0);
}

/** choose(n): which of n alternatives is taken this time. again(base): whether the choices from number `base` on have another way. */
const CHOICES = `
function choose(n){
  if(n<=1)return 0;
  if(pos<depth)return CHV[pos++];
  if(depth===CHN.length){
    const a=new Int32Array(depth*2),b=new Int32Array(depth*2);
    a.set(CHN);b.set(CHV);CHN=a;CHV=b;
  }
  CHN[depth]=n;CHV[depth]=0;depth++;pos++;
  return 0;
}
function again(base){
  while(depth>base){if(++CHV[depth-1]<CHN[depth-1])return true;depth--;}
  return false;
}`;

/** forget(): no reading is taken. begin(): a step of the source begins. copy(): the target is the source. take(): the source is another state. */
function steps(unit: Unit): string {
  const { layout, model } = unit;
  // Only loose timers are guessed at.
  const loose = layout.nodes.some((node) => node.timers.flat().some((timer) => timer.loose));
  const readings = `${loose ? cleared('LF', timersOf(unit)) : ''}${cleared('CK', model.instances.length * model.clocks.length)}`;
  return `
function forget(){${readings}}
function begin(){pos=0;touched=0;${readings}}
function copy(){${eachWord(layout.words, 'T[#]=S[#];')}}
function take(words,offset){
  ${eachWord(layout.words, 'S[#]=words[offset+#];')}
  on=out.count;OW=out.words;OC=out.cost;OF=out.flags;OT=out.tag;
}`;
}

/** done(status,cost): the step has ended. keep(cost): the target goes into the batch. ended(status,cost): there is no target. */
function results({ layout }: Unit, { judged, normal }: FrameOptions): string {
  const error = judged ? 'if(unsure)out.addError(c);' : '';
  return `
function done(r,c){
  if(r===1){
    if(SKIP${judged ? '&&flags===0' : ''}&&${sameWords(layout.words)}){out.same++;${error}return;}
    keep(c);
  }else if(r!==0)ended(r,c);
}
function keep(c){
  ${normal}
  if(on===OC.length)grow();
  const p=on*${layout.words};
  ${eachWord(layout.words, 'OW[p+#]=T[#];')}
  OC[on]=c;OT[on]=TAG;${judged ? 'OF[on]=flags;' : ''}on++;${error}
}
function grow(){out.count=on;out.grow();OW=out.words;OC=out.cost;OF=out.flags;OT=out.tag;}
function ended(r,c){
  if(r===${ERROR})out.addError(c);
  else{out.cuts++;out.bounds[-2-r]=1;if(FORCED[TAG&7])out.forcedCuts++;}
}`;
}

/** Filling a short array by a call would cost more than the rest of `begin`. */
function cleared(array: string, length: number): string {
  return length > 16 ? `${array}.fill(-1);` : Array.from({ length }, (_, i) => `${array}[${i}]=-1;`).join('');
}

/** `body` for each word of a state, its index put in for `#`. */
function eachWord(words: number, body: string): string {
  const unrolled = Array.from({ length: Math.min(words, 32) }, (_, w) => body.replaceAll('#', String(w))).join('');
  return words > 32 ? `${unrolled}for(let w=32;w<${words};w++){${body.replaceAll('#', 'w')}}` : unrolled;
}

/** Whether the target is the source. */
function sameWords(words: number): string {
  if (words > 32) return 'T.every((word,w)=>word===S[w])';
  return Array.from({ length: words }, (_, w) => `T[${w}]===S[${w}]`).join('&&');
}
