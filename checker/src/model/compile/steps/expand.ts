/** expand: every step of a state, each kind by the functions that other files define. */

import { CRASH_MODES } from '../../crash-modes.ts';
import { fairItems, type MessageStep } from '../../fair-items.ts';
import type { FaultWindow } from '../../ir.ts';
import type { StepLabel } from '../../state.ts';
import { STEP_KINDS, STEP_ORDER } from '../../step-kinds.ts';
import { tagKinds, tagOf } from '../../tags.ts';
import { SOURCE } from '../bases.ts';
import { readField } from '../memory/access.ts';
import { Code, type Unit } from '../unit.ts';
import { argumentsOf } from '../values/arguments.ts';
import { mayWait } from '../values/due.ts';
import { inForce, isExpired, isLooseAnd } from '../values/timers.ts';
import { commitAfterLoss, commitOf } from './commit.ts';
import { allowed } from './faults.ts';

/**
 * expand(words,offset,which): the steps of the state at words[offset...] that cost nothing (which 1), those that cost something
 * (2), or all (0): first all that are free, then the faults, both in the order of `STEP_ORDER`. A tick is asked for either way.
 */
export function defineExpand(unit: Unit): void {
  for (const i of unit.layout.nodes.keys()) {
    defineDeliver(unit, i);
    defineOwnSteps(unit, i);
    defineCrashing(unit, i);
    defineReturning(unit, i);
  }
  if (unit.model.network.loss !== null) defineLose(unit);
  const code = new Code(unit);
  code.line('take(words,offset);SKIP=out.skipSame;depth=0;sn=unpack(S,0,SB);');
  const isFault = (kind: StepLabel['kind']) => STEP_KINDS[kind].cost === 'a fault';
  for (const kind of [...STEP_ORDER.filter((one) => !isFault(one)), ...STEP_ORDER.filter(isFault)]) {
    const lines = STEPS[kind](unit);
    const asked = ASKED[STEP_KINDS[kind].cost];
    if (lines.length > 0) code.line(asked === null ? lines.join('') : `if(${asked}){${lines.join('')}}`);
  }
  code.line('out.count=on;');
  unit.define('expand', 'words,offset,which', code);
}

const ASKED: Readonly<Record<(typeof STEP_KINDS)[StepLabel['kind']]['cost'], string | null>> = {
  nothing: 'which!==2',
  'a fault': 'which!==1',
  'the pauses that begin': null,
};

/** The code that tries each kind of step; empty where the model has none. */
const STEPS: Readonly<Record<StepLabel['kind'], (unit: Unit) => string[]>> = {
  deliver: (unit) => eachSlot(unit, `${once(unit)}${messageTag('deliver')}${toReceiver(unit, 0)}`),
  // fire, resume and act exclude one another at a node, and share what they ask of it
  fire: (unit) => [...unit.layout.nodes.keys()].map((i) => `own_${i}();`),
  resume: () => [],
  act: () => [],
  tick: ({ model }) => (model.timing.time ? [`TAG=${tagOf('tick')};tick(which);`] : []),
  stabilise: ({ model, layout }) =>
    model.stabilises
      ? [`if(${readField('S', '0', layout.stable)}===0){TAG=${tagOf('item', fairItems(model).stabilise)};stabilise();}`]
      : [],
  crash: ({ layout }) => [OTHER, ...[...layout.nodes.keys()].map((i) => `crashing_${i}();`)],
  restart: restarts,
  lose: (unit) => {
    const { fifo, loss } = unit.model.network;
    const skip = fifo ? 'if(k>0&&samePair(SB,k-1,k)&&same(SB,k-1,k))continue;' : once(unit);
    return ifAllowed(unit, loss, eachSlot(unit, `${skip}${messageTag('lose')}lose(k);`));
  },
  duplicate: (unit) =>
    ifAllowed(unit, unit.model.network.duplication, eachSlot(unit, `${once(unit)}${messageTag('duplicate')}${toReceiver(unit, 1)}`)),
  corrupt: (unit) => ifAllowed(unit, unit.model.network.corruption, eachSlot(unit, `${once(unit)}${messageTag('corrupt')}corrupt(k);`)),
  cut: ({ layout }) => (layout.cuts.length > 0 ? [`${OTHER}cuts();`] : []),
  // which item it takes hangs on the cut
  heal: ({ layout }) => (layout.cuts.length > 0 ? ['heal();'] : []),
  lie: lies,
  clock: (unit) => ifAllowed(unit, unit.model.clockSteps, [`${OTHER}clocks();`]),
};

const OTHER = `TAG=${tagOf('other')};`;

/** The tag of a step that takes message `k`. */
function messageTag(kind: MessageStep['kind']): string {
  return `TAG=((k<<3)|${tagKinds[STEP_KINDS[kind].tag]});`;
}

function eachSlot({ layout }: Unit, body: string): string[] {
  return layout.bag.capacity > 0 ? [`for(let k=0;k<sn;k++){${body}}`] : [];
}

/** Of equal messages the first stands for all, unless it matters where in its queue each stands. */
function once({ model }: Unit): string {
  return model.network.fifo ? '' : 'if(k>0&&same(SB,k-1,k))continue;';
}

/** `keep` is 1 for a duplicate. */
function toReceiver({ layout }: Unit, keep: 0 | 1): string {
  const to = readField('SB', `k*${layout.bag.slotWords}`, layout.bag.tag);
  return `switch(TO[${to}]){${[...layout.nodes.keys()].map((i) => `case ${i}:deliver_${i}(k,${keep});break;`).join('')}}`;
}

function ifAllowed(unit: Unit, window: FaultWindow | null, lines: string[]): string[] {
  return window === null || lines.length === 0 ? [] : [`if(${allowed(unit, window)}){${lines.join('')}}`];
}

function restarts(unit: Unit): string[] {
  const items = fairItems(unit.model);
  return [...unit.layout.nodes].flatMap(({ status }, i) => {
    if (status.bits === 0) return [];
    return [`if(${readField('S', '0', status)}===1){TAG=${itemTag(items.restart(i))};returning_${i}();}`];
  });
}

function lies({ layout }: Unit): string[] {
  const nodes = [...layout.nodes.keys()];
  const liars = nodes.filter((b) => layout.byzantine[b].bits > 0);
  const each = liars.flatMap((b) => nodes.filter((n) => n !== b).map((n) => `lie_${b}_${n}();`));
  return each.length === 0 ? [] : [OTHER, ...each];
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
  defineIgnored(unit, code, self);
  code.line(`const from=FROM[tag],call=${readField('SB', 'b', bag.call)},bad=${readField('SB', 'b', bag.corrupted)};`);
  const handled = [...unit.model.messages.keys()].filter((m) =>
    bag.routes.list.some((r) => r.to === self && r.message === m && r.anyone !== 'ignored'),
  );
  const takes = handled.map((m) => `case ${m}:r=take_${self}_${m}(SB,b,keep?-1:k,from,bad,call,0);break;`).join('');
  const take = handled.length === 1 ? takes.slice(takes.indexOf(':') + 1, -'break;'.length) : `switch(MESSAGE[tag]){${takes}}`;
  const taken = mayWait(unit, self) ? `let r=open_${self}(S,0,SB,sn,k);if(r===1){${take}}` : `let r=1;${take}`;
  const budget = spent(unit, unit.model.network.duplication?.budget ?? null);
  const step = `begin();${taken}${budget === '' ? '' : `if(keep&&r===1){${budget}}`}done(r,keep);`;
  const chooses = [`open_${self}`, ...handled.map((m) => `take_${self}_${m}`)].some((name) => unit.mayChoose(name));
  code.line(chooses ? `do{${step}}while(again(0));` : step);
  unit.define(`deliver_${self}`, 'k,keep', code);
}

/** A message that does nothing any more leaves; where a handler without code takes it, that has run. */
function defineIgnored(unit: Unit, code: Code, self: number): void {
  const { routes } = unit.layout.bag;
  const { handlers } = unit.model.roles[unit.model.instances[self].role];
  for (const { to, message, anyone } of routes.list) {
    if (to !== self || anyone !== 'ignored') continue;
    const taker = handlers.find(
      ({ trigger, guard }) => trigger.kind === 'message' && trigger.message === message && trigger.call === null && guard === null,
    );
    const ran = taker === undefined ? '' : `RAN[${taker.id}]=1;`;
    const budget = spent(unit, unit.model.network.duplication?.budget ?? null);
    const counted = budget === '' ? '' : `if(keep){${budget}}`;
    code.line(
      `if(tag===${routes.tag(to, to, message)}){begin();copy();load(keep?-1:k);${ran}${counted}done(${commitOf(unit, self)},keep);return;}`,
    );
  }
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

/** A step that fairness does not speak of has no number. */
function itemTag(item: number): number {
  return item < 0 ? tagOf('other') : tagOf('item', item);
}

/** returning_i(): node i restarts. */
function defineReturning(unit: Unit, self: number): void {
  if (unit.layout.nodes[self].status.bits === 0) return;
  const code = new Code(unit);
  code.line(unit.everyWay(`return_${self}`, `begin();done(return_${self}(),0);`));
  unit.define(`returning_${self}`, '', code);
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
