/** expand: every step of a state, kinds and instances in the order in which simplest counterexamples prefer them. */

import { CRASH_MODES } from '../../crash-modes.ts';
import { combinations, fairItems } from '../../fair-items.ts';
import type { Action, Value } from '../../ir.ts';
import { type Shaped, shape } from '../../shapes.ts';
import { tagKinds, tagOf } from '../../tags.ts';
import { SOURCE } from '../bases.ts';
import { readField } from '../memory/access.ts';
import { Code, type Unit } from '../unit.ts';
import { inForce, isExpired, isLooseAnd } from '../values/timers.ts';
import { commitAfterLoss, commitOf } from './commit.ts';
import { mayWait } from './due.ts';
import { allowed } from './faults.ts';

export function defineExpand(unit: Unit): void {
  const { model, layout } = unit;
  const { network } = model;
  for (const i of layout.nodes.keys()) {
    defineDeliver(unit, i);
    defineOwnSteps(unit, i);
    defineCrashing(unit, i);
  }
  const code = new Code(unit);
  const messages = layout.bag.capacity > 0;
  code.line('take(words,offset);SKIP=out.skipSame;depth=0;sn=unpack(S,0,SB);');
  const nodes = [...layout.nodes.keys()];
  const items = fairItems(model);
  const tag = (kind: keyof typeof tagKinds) => `((k<<3)|${tagKinds[kind]})`;
  const slots = (body: string) => (messages ? `for(let k=0;k<sn;k++){${body}}` : ';');
  const toReceiver = (keep: number) =>
    `switch(TO[${readField('SB', `k*${layout.bag.slotWords}`, layout.bag.tag)}]){${nodes.map((i) => `case ${i}:deliver_${i}(k,${keep});break;`).join('')}}`;
  const once = network.fifo ? '' : 'if(k>0&&same(SB,k-1,k))continue;';
  code.line('if(which!==2){');
  code.line(slots(`${once}TAG=${tag('deliver')};${toReceiver(0)}`));
  for (const i of nodes) code.line(`own_${i}();`);
  code.line('}');
  if (model.timing.time) code.line(`TAG=${tagOf('tick')};tick(which);`);
  code.line('if(which!==2){');
  if (model.stabilises) code.line(`if(${readField('S', '0', layout.stable)}===0){TAG=${tagOf('item', items.stabilise)};stabilise();}`);
  for (const i of nodes) {
    const { status } = layout.nodes[i];
    if (status.bits > 0)
      code.line(
        `if(${readField('S', '0', status)}===1){TAG=${itemTag(items.restart(i))};${unit.everyWay(`return_${i}`, `begin();done(return_${i}(),0);`)}}`,
      );
  }
  if (layout.cuts.length > 0) code.line('heal();');
  code.line(`TAG=${tagOf('other')};`);
  for (const b of nodes) {
    if (layout.byzantine[b].bits > 0) for (const n of nodes) if (n !== b) code.line(`lie_${b}_${n}();`);
  }
  code.line(`}if(which!==1){TAG=${tagOf('other')};`);
  for (const i of nodes) code.line(`crashing_${i}();`);
  const { loss, duplication, corruption } = network;
  if (loss !== null) {
    defineLose(unit);
    const skip = network.fifo ? 'if(k>0&&samePair(SB,k-1,k)&&same(SB,k-1,k))continue;' : once;
    code.line(`if(${allowed(unit, loss)})${slots(`${skip}TAG=${tag('lose')};lose(k);`)}`);
  }
  if (duplication !== null) code.line(`if(${allowed(unit, duplication)})${slots(`${once}TAG=${tag('duplicate')};${toReceiver(1)}`)}`);
  if (corruption !== null) code.line(`if(${allowed(unit, corruption)})${slots(`${once}TAG=${tag('corrupt')};corrupt(k);`)}`);
  code.line(`TAG=${tagOf('other')};`);
  if (layout.cuts.length > 0) code.line('cuts();');
  if (model.clockSteps !== null) code.line(`if(${allowed(unit, model.clockSteps)})clocks();`);
  code.line('}out.count=on;');
  unit.define('expand', 'words,offset,which', code);
}

function defineLose(unit: Unit): void {
  const code = new Code(unit);
  const { bag } = unit.layout;
  code.line(`begin();copy();load(k);const to=TO[${readField('SB', `k*${bag.slotWords}`, bag.tag)}];`);
  code.line(`${spent(unit, unit.model.network.loss!.budget)}done(${commitAfterLoss(unit, 'to')},1);`);
  unit.define('lose', 'k', code);
}

function spent(unit: Unit, budget: number | null): string {
  if (budget === null) return '';
  const f = unit.layout.used[budget];
  return f.bits === 0 ? '' : `T[${f.word}]+=${2 ** f.shift};`;
}

/** deliver_i(k,keep): message k to node i; `keep` is a duplicate, which stays in flight. */
function defineDeliver(unit: Unit, self: number): void {
  const { bag, nodes } = unit.layout;
  const node = nodes[self];
  const kw = bag.slotWords;
  const code = new Code(unit);
  if (bag.capacity === 0) return;
  const bound = unit.model.timing.delay[self];
  code.line(`const b=k*${kw},tag=${readField('SB', 'b', bag.tag)};`);
  if (bound !== null && bound.min > 0) {
    code.line(`if(${inForce(unit, bound, SOURCE)}&&${readField('SB', 'b', bag.age)}<${bound.min})return;`);
  }
  if (node.status.bits > 0) {
    const oldest = unit.model.network.fifo ? 'if(k>0&&samePair(SB,k-1,k))return;' : '';
    code.line(
      `if(${readField('S', '0', node.status)}!==0){if(keep)return;${oldest}begin();copy();load(k);done(${commitOf(unit, self)},0);return;}`,
    );
  }
  if (node.suspended !== null) code.line(`if(${readField('S', '0', node.suspended.point)}!==0)return;`);
  code.line(`const from=FROM[tag],call=${readField('SB', 'b', bag.call)},bad=${readField('SB', 'b', bag.corrupted)};`);
  const handled = [...unit.model.messages.keys()].filter((m) => bag.routes.list.some((r) => r.to === self && r.message === m));
  const takes = handled.map((m) => `case ${m}:r=take_${self}_${m}(SB,b,keep?-1:k,from,bad,call,0);break;`).join('');
  const take = handled.length === 1 ? takes.slice(takes.indexOf(':') + 1, -'break;'.length) : `switch(MESSAGE[tag]){${takes}}`;
  const taken = mayWait(unit, self) ? `let r=open_${self}(S,0,SB,sn,k);if(r===1){${take}}` : `let r=1;${take}`;
  const budget = spent(unit, unit.model.network.duplication?.budget ?? null);
  const step = `begin();${taken}${budget === '' ? '' : `if(keep&&r===1){${budget}}`}done(r,keep);`;
  const chooses = [`open_${self}`, ...handled.map((m) => `take_${self}_${m}`)].some((name) => unit.mayChoose(name));
  code.line(chooses ? `do{${step}}while(again(0));` : step);
  unit.define(`deliver_${self}`, 'k,keep', code);
}

/** own_i(): fire, resume and act of node i. */
function defineOwnSteps(unit: Unit, self: number): void {
  const { nodes, byzantine } = unit.layout;
  const node = nodes[self];
  const role = unit.model.roles[unit.model.instances[self].role];
  const code = new Code(unit);
  if (node.status.bits > 0) code.line(`if(${readField('S', '0', node.status)}!==0)return;`);
  if (byzantine[self].bits > 0) code.line(`if(${readField('S', '0', byzantine[self])}!==0)return;`);
  const items = fairItems(unit.model);
  const run = (step: string, item: number) => `TAG=${itemTag(item)};${unit.everyWay(step, `begin();done(${step}(),0);`)}`;
  if (node.suspended !== null) {
    code.line(`switch(${readField('S', '0', node.suspended.point)}){case 0:break;`);
    for (const [at, point] of node.suspended.points.entries())
      code.line(`case ${at + 1}:${run(`resume_${self}_${point}`, items.resume(self))}return;`);
    code.line('}');
  }
  for (const [t, keys] of node.timers.entries()) {
    if (!role.timers[t].hasHandler) continue;
    for (const [k, layout] of keys.entries()) {
      const ready = [isExpired(layout, SOURCE), isLooseAnd(layout, SOURCE, 'ripe')].filter((c) => c !== '0');
      if (ready.length > 0) code.line(`if(${ready.join('||')}){${run(`fire_${self}_${t}_${k}`, items.fire(self, t, k))}}`);
    }
  }
  for (const a of role.actions.keys()) {
    defineActs(unit, self, a);
    code.line(`acts_${self}_${a}();`);
  }
  unit.define(`own_${self}`, '', code);
}

/** acts_i_a(): action a of node i with each combination of its parameters. */
function defineActs(unit: Unit, self: number, a: number): void {
  const action = unit.model.roles[unit.model.instances[self].role].actions[a];
  const items = fairItems(unit.model);
  const ways = argumentsOf(unit, action);
  const code = new Code(unit);
  const tags = ways.map(({ params }) => itemTag(items.act(self, a, params)));
  const act = `act_${self}_${a}`;
  if (ways.length === 1) {
    code.line(`TAG=${tags[0]};${unit.everyWay(act, `begin();done(${act}(${ways[0].args.join(',')}),0);`)}`);
  } else if (ways.length > 1) {
    // One loop is code of one place, which the engine can afford to put the whole step into.
    const lists = action.params.map((_, p) => unit.constant(ways.map(({ shaped }) => shaped[p])));
    const args = lists.map((list) => `${list}[i]`);
    const differ = tags.some((tag) => tag !== tags[0]);
    if (!differ) code.line(`TAG=${tags[0]};`);
    const tagged = differ ? `TAG=${unit.constant(tags)}[i];` : '';
    code.line(`for(let i=0;i<${ways.length};i++){${tagged}${unit.everyWay(act, `begin();done(${act}(${args.join(',')}),0);`)}}`);
  }
  unit.define(`acts_${self}_${a}`, '', code);
}

interface Arguments {
  readonly params: readonly Value[];
  /** the same as generated code has them */
  readonly shaped: readonly Shaped[];
  readonly args: readonly string[];
}

/** For each combination of an action's parameters its values, and their text. */
export function argumentsOf(unit: Unit, action: Action): Arguments[] {
  return combinations(action.params.map((p) => p.values)).map((params) => {
    const shaped = params.map((value, i) => shape(unit.model.locals[action.params[i].local].type, value));
    return { params, shaped, args: shaped.map((value) => (typeof value === 'number' ? String(value) : unit.constant(value))) };
  });
}

/** A step that fairness does not speak of has no number. */
function itemTag(item: number): number {
  return item < 0 ? tagOf('other') : tagOf('item', item);
}

/** crashing_i(): every crash that may strike node i. */
function defineCrashing(unit: Unit, self: number): void {
  const { nodes, byzantine } = unit.layout;
  const code = new Code(unit);
  if (nodes[self].status.bits > 0) {
    code.line(`if(${readField('S', '0', nodes[self].status)}!==0)return;`);
    if (byzantine[self].bits > 0) code.line(`if(${readField('S', '0', byzantine[self])}!==0)return;`);
  }
  for (const [f, fault] of unit.model.crashes.entries()) {
    const mode = CRASH_MODES[fault.mode];
    if (mode === null || !fault.instances.includes(self)) continue;
    const down = fault.instances.map((i) => `(${readField('S', '0', nodes[i].status)}===1?1:0)`).join('+');
    const few = fault.maxDown === null ? '' : `&&${down}<${fault.maxDown}`;
    code.line(`if(${allowed(unit, fault)}${few}){`);
    for (const durableLost of mode.durableLost) {
      const crash = `crash_${self}_${f}_${durableLost ? 1 : 0}`;
      code.line(unit.everyWay(crash, `begin();done(${crash}(),1);`));
    }
    code.line('}');
  }
  unit.define(`crashing_${self}`, '', code);
}
