/** The whole program of a machine: what stands around the steps, and in which order `expand` tries them. */

import type { Sort } from '../symmetry/sorts.ts';
import { isForced, tagKinds, tagOf } from '../tags.ts';
import { values } from '../values.ts';
import type { Watch } from '../watch.ts';
import { scopeOf, TARGET } from './bases.ts';
import { writeField, writePlace } from './memory/access.ts';
import { defineBag, mostKept } from './memory/bag.ts';
import { initialValue } from './steps/choices.ts';
import { defineCommit, predicate } from './steps/commit.ts';
import { defineCuts } from './steps/cuts.ts';
import { defineDue } from './steps/due.ts';
import { defineExpand } from './steps/expand.ts';
import { defineFairness } from './steps/fairness.ts';
import { defineClockSteps, defineCorrupt, defineCrashes, defineLies, resetVariable } from './steps/faults.ts';
import { defineNodeSteps } from './steps/node-steps.ts';
import { defineStabilise, defineTick } from './steps/world-steps.ts';
import { defineCanonical } from './symmetry/canonical.ts';
import { Code, type Unit } from './unit.ts';

/**
 * The text of a function body that takes `K` (constants), `out` (successors) and `RAN`, and gives the machine's entries.
 * `alike`: states that differ only by a permutation of these sorts are made one.
 */
export function programText(unit: Unit, watch: Watch, alike: readonly Sort[] = []): string {
  defineBag(unit);
  defineCuts(unit);
  defineDue(unit);
  defineNodeSteps(unit);
  if (unit.model.timing.time) defineTick(unit);
  if (unit.model.stabilises) defineStabilise(unit);
  defineCrashes(unit);
  defineCorrupt(unit);
  defineLies(unit);
  defineClockSteps(unit);
  defineCommit(unit, watch);
  defineInitial(unit);
  defineExpand(unit);
  defineEvaluate(unit, watch);
  defineFairness(unit);
  if (alike.length > 0) defineCanonical(unit, alike);
  const normal = alike.length > 0 ? 'normalise' : 'normalise:null';
  const tables = frame(unit, watch.steps.length > 0, alike.length > 0);
  const names = unit.constants.map((_, i) => `K${i}`);
  const constants = names.length === 0 ? '' : `const [${names.join(',')}]=K;\n`;
  return `"use strict";\n${constants}${tables}\n${unit.functions.join('\n')}\nreturn {initial,expand,evaluate,available,flight,${normal}};`;
}

/**
 * What every step uses: the states at hand, scratch space, choices, and where results go. `checked`: steps are judged;
 * `symmetric`: targets are put into their normal form.
 */
function frame(unit: Unit, checked: boolean, symmetric: boolean): string {
  const { layout, model } = unit;
  const { bag } = layout;
  const { list } = bag.routes;
  const table = (of: (r: (typeof list)[number]) => number) => unit.constant(Int32Array.from([-1, ...list.map(of)]));
  const timers = layout.nodes.reduce((n, node) => n + node.timers.flat().length, 0);
  const clocks = model.instances.length * model.clocks.length;
  // Only loose timers are guessed at; filling a short array by a call would cost more than the rest of `begin`.
  const loose = layout.nodes.some((node) => node.timers.flat().some((t) => t.loose));
  const forget = (array: string, n: number) =>
    n > 16 ? `${array}.fill(-1);` : Array.from({ length: n }, (_, i) => `${array}[${i}]=-1;`).join('');
  const forgets = `${loose ? forget('LF', timers) : ''}${forget('CK', clocks)}`;
  const slots = Math.max(1, mostKept(model, bag.capacity) * bag.slotWords);
  const { words } = layout;
  const unsure = checked ? 'if(unsure)out.addError(c);' : '';
  return `const FROM=${table((r) => r.from)},TO=${table((r) => r.to)},MESSAGE=${table((r) => r.message)},PAIR=${table((r) => r.from * model.instances.length + r.to)};
const LF=new Int32Array(${timers}),CK=new Int32Array(${clocks}),OUT=new Int32Array(${bag.slotWords}),LIE=new Int32Array(${bag.slotWords});
const FORCED=${unit.constant(Object.values(tagKinds).map(isForced))};
const S=new Int32Array(${words}),T=new Int32Array(${words});
let OW=out.words,OC=out.cost,OF=out.flags,OT=out.tag,on=0,SKIP=false,sn=0,tn=0;
const SB=new Int32Array(${slots}),TB=new Int32Array(${slots}),XB=new Int32Array(${slots});
let touched=0,isTick=0,TAG=0,made=0,flags=0,unsure=0,depth=0,pos=0,CHN=new Int32Array(64),CHV=new Int32Array(64);
function choose(n){if(n<=1)return 0;if(pos<depth)return CHV[pos++];if(depth===CHN.length){const a=new Int32Array(depth*2),b=new Int32Array(depth*2);a.set(CHN);b.set(CHV);CHN=a;CHV=b;}CHN[depth]=n;CHV[depth]=0;depth++;pos++;return 0;}
function again(base){while(depth>base){if(++CHV[depth-1]<CHN[depth-1])return true;depth--;}return false;}
function forget(){${forgets}}
function begin(){pos=0;touched=0;${forgets}}
function copy(){${eachWord(words, 'T[#]=S[#];')}}
function take(words,offset){${eachWord(words, 'S[#]=words[offset+#];')}on=out.count;OW=out.words;OC=out.cost;OF=out.flags;OT=out.tag;}
function done(r,c){if(r===1){if(SKIP${checked ? '&&flags===0' : ''}&&${sameWords(words)}){out.same++;${unsure}return;}keep(c);}else if(r!==0)ended(r,c);}
function keep(c){${symmetric ? 'canon();' : ''}if(on===OC.length)grow();const p=on*${words};${eachWord(words, 'OW[p+#]=T[#];')}OC[on]=c;OT[on]=TAG;${checked ? 'OF[on]=flags;' : ''}on++;${unsure}}
function grow(){out.count=on;out.grow();OW=out.words;OC=out.cost;OF=out.flags;OT=out.tag;}
function ended(r,c){if(r===-1)out.addError(c);else{out.cuts++;out.bounds[-2-r]=1;if(FORCED[TAG&7])out.forcedCuts++;}}`;
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

/** initial(): declared values, Byzantine sets, then the `on start` of every correct node. */
function defineInitial(unit: Unit): void {
  const { layout, model } = unit;
  const code = new Code(unit);
  code.line('T.fill(0);sn=0;load(-1);');
  if (model.stabilises) writeField(code, 'T', '0', layout.stable, 'stable');
  const masks = byzantineMasks(unit);
  code.line(`const byz=${masks.length === 1 ? '0' : `${unit.constant(masks)}[choose(${masks.length})]`};`);
  for (const [i, f] of layout.byzantine.entries()) writeField(code, 'T', '0', f, `((byz>>>${i})&1)`);
  code.line(`liars=0;for(let w=byz;w!==0;w&=w-1)liars++;`);
  for (const i of model.instances) {
    const role = model.roles[i.role];
    for (const [v, variable] of role.variables.entries()) resetVariable(unit, code, i.index, v, variable);
  }
  for (const [g, ghost] of model.ghosts.entries()) {
    writePlace(unit, code, 'T', '0', layout.ghosts[g], initialValue(scopeOf(unit, code, TARGET, null), ghost));
  }
  code.line('let r=1;');
  for (const i of model.instances) {
    code.line(`${layout.byzantine[i.index].bits > 0 ? `if(((byz>>>${i.index})&1)===0)` : ''}{r=start_${i.index}();if(r<0)return r;}`);
  }
  code.line('return commit();');
  unit.define('begun', 'stable', code);
  const stables = model.stabilises ? [0, 1] : [1];
  // Where it stands is kept between two calls: which value of `stable`, and the choices of the last initial state.
  unit.functions.push(`const STABLES=[${stables.join(',')}];
let liars=0,starting=0,SCRIPT=null;
function initial(most){
TAG=${tagOf('other')};on=out.count;made=1;SKIP=false;
if(SCRIPT===null)depth=0;else resume();
let more=true;
for(const end=on+most;more&&on<end;){begin();done(begun(STABLES[starting]),liars);if(!again(0)){depth=0;if(++starting===STABLES.length){starting=0;more=false;}}}
SCRIPT=more?[CHN.slice(0,depth),CHV.slice(0,depth)]:null;
made=0;out.count=on;return more;
}
function resume(){CHN.set(SCRIPT[0]);CHV.set(SCRIPT[1]);depth=SCRIPT[0].length;}`);
}

/** Every set of Byzantine nodes within the budgets, as masks; none first. */
function byzantineMasks(unit: Unit): number[] {
  let masks = [0];
  for (const fault of unit.model.crashes) {
    if (fault.mode !== 'byzantine') continue;
    const sets = values({ kind: 'set', of: { kind: 'node', roles: fault.roles, instances: fault.instances } }) as number[][];
    const within = sets.filter((s) => fault.upTo === null || s.length <= fault.upTo).sort((a, b) => a.length - b.length);
    masks = masks.flatMap((m) => within.map((s) => s.reduce((mask, i) => mask | (1 << i), m)));
  }
  return [...new Set(masks)];
}

/** evaluate(A,a): a bit for each predicate; -1 where one fails. */
function defineEvaluate(unit: Unit, watch: Watch): void {
  const lines = watch.predicates.map((p, i) => `r=${predicate(unit, p)}(A,a,XB,n);if(r<0)return -1;if(r===1)bits|=${1 << i};`);
  unit.functions.push(`function evaluate(A,a){const n=unpack(A,a,XB);let r=0,bits=0;${lines.join('')}return bits;}`);
}
