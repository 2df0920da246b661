/** The whole program of a machine: its frame, the functions of its steps, and how initial states are made. */
import type { DeadValues } from '../dead.ts';
import type { Sort } from '../symmetry/sorts.ts';
import { tagOf } from '../tags.ts';
import { values } from '../values.ts';
import type { Watch } from '../watch.ts';
import { scopeOf, TARGET } from './bases.ts';
import { frame } from './frame.ts';
import { writeField, writePlace } from './memory/access.ts';
import { defineBag } from './memory/bag.ts';
import { firstValue } from './steps/choices.ts';
import { defineCommit, predicate } from './steps/commit.ts';
import { defineCuts } from './steps/cuts.ts';
import { defineExpand } from './steps/expand.ts';
import { defineFairness } from './steps/fairness.ts';
import { defineClockSteps, defineCorrupt, defineCrashes, defineLies, resetVariable } from './steps/faults.ts';
import { defineForget, FORGETTING } from './steps/forget.ts';
import { defineNodeSteps } from './steps/node-steps.ts';
import { defineStabilise, defineTick } from './steps/world-steps.ts';
import { defineCanonical } from './symmetry/canonical.ts';
import { Code, type Unit } from './unit.ts';
import { defineDue } from './values/due.ts';

/**
 * The text of a function body that takes `K` (constants), `out` (successors) and `RAN`, and gives the machine's entries.
 * `symmetric`: states that differ only by a permutation of these sorts are made one; `dead`: or in what is dead at times.
 */
export function programText(unit: Unit, watch: Watch, symmetric: readonly Sort[] = [], dead: DeadValues | null = null): string {
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
  if (symmetric.length > 0) defineCanonical(unit, symmetric);
  const forgets = dead !== null && defineForget(unit, dead.nodes, symmetric);
  const normal = `${forgets ? `${FORGETTING}();` : ''}${symmetric.length > 0 ? 'canon();' : ''}`;
  defineNormalise(unit, normal);
  const tables = frame(unit, { judged: watch.steps.length > 0, normal });
  const made = `${normal === '' ? 'normalise:null' : 'normalise'},${symmetric.length > 0 ? 'images' : 'images:null'}`;
  const names = unit.constants.map((_, i) => `K${i}`);
  const constants = names.length === 0 ? '' : `const [${names.join(',')}]=K;\n`;
  return `"use strict";\n${constants}${tables}\n${unit.functions.join('\n')}\nreturn {initial,expand,evaluate,enabled,flight,${made}};`;
}

/** normalise(words,offset): what is done to each target, done to a packed state. */
function defineNormalise({ functions, layout }: Unit, normal: string): void {
  const each = (text: string) => `for(let w=0;w<${layout.words};w++){${text}}`;
  if (normal === '') return;
  functions.push(
    `function normalise(words,offset){${each('T[w]=words[offset+w];')}sn=unpack(T,0,SB);touched=0;TAG=0;${normal}${each('words[offset+w]=T[w];')}}`,
  );
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
    for (const [v, variable] of role.variables.entries()) resetVariable(unit, code, i.index, v, variable.initial);
  }
  for (const [g, ghost] of model.ghosts.entries()) {
    writePlace(unit, code, 'T', '0', layout.ghosts[g], firstValue(scopeOf(unit, code, TARGET, null), ghost, ghost.initial));
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
