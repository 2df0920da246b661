/** Faults: crashes and restarts, what happens to messages in flight, lies, clocks that are set. */
import { CRASH_MODES, type CrashMode, STATUS_CODES } from '../../crash-modes.ts';
import type { Expr, FaultWindow } from '../../ir.ts';
import { SOURCE, scopeOf, TARGET } from '../bases.ts';
import { clearPlace, plus, readField, writeField, writePlace } from '../memory/access.ts';
import { Code, type Unit } from '../unit.ts';
import { offsetText, onDial } from '../values/clocks.ts';
import { stableText, writeOff } from '../values/timers.ts';
import { domainTable } from '../values/values.ts';
import { firstValue } from './choices.ts';
import { commitOf } from './commit.ts';
import { clearSuspended } from './resume.ts';

/** A fault of this window may happen in the source state. */
export function allowed(unit: Unit, window: FaultWindow): string {
  const conditions: string[] = [];
  if (window.budget !== null) {
    const used = readField('S', '0', unit.layout.used[window.budget]);
    conditions.push(`${used}<${unit.model.budgets[window.budget].limit}`);
  }
  if (window.untilStable && unit.model.stabilises) conditions.push(`!${stableText(unit, SOURCE)}`);
  return conditions.length === 0 ? '1' : conditions.join('&&');
}

/** Counts a fault in the target. */
export function spend(unit: Unit, code: Code, window: FaultWindow): void {
  if (window.budget === null) return;
  const f = unit.layout.used[window.budget];
  writeField(code, 'T', '0', f, `(${readField('T', '0', f)}+1)`);
}

/** Sets a variable in the target to what it holds at first; those above it are set already. */
export function resetVariable(unit: Unit, code: Code, self: number, index: number, first: Expr | null): void {
  const variable = unit.model.roles[unit.model.instances[self].role].variables[index];
  const scope = scopeOf(unit, code, TARGET, self);
  writePlace(unit, code, 'T', '0', unit.layout.nodes[self].variables[index], firstValue(scope, variable, first));
}

/** crash_i_f_lost() for each crash fault that can strike the node, and restartable nodes' return_i(). */
export function defineCrashes(unit: Unit): void {
  for (const [f, fault] of unit.model.crashes.entries()) {
    const mode = CRASH_MODES[fault.mode];
    if (mode === null) continue;
    for (const i of fault.instances) for (const durableLost of mode.durableLost) defineCrash(unit, i, f, mode, durableLost);
  }
  for (const i of unit.model.instances) defineReturn(unit, i.index);
}

function defineCrash(unit: Unit, self: number, fault: number, mode: CrashMode, durableLost: boolean): void {
  const { layout, model } = unit;
  const crash = model.crashes[fault];
  const node = layout.nodes[self];
  const code = new Code(unit);
  code.line('copy();');
  writeField(code, 'T', '0', node.status, String(STATUS_CODES[mode.leaves]));
  const role = model.roles[model.instances[self].role];
  for (const [v, variable] of role.variables.entries()) {
    const { durable, ghost, initial, wiped } = variable;
    if (ghost || (durable && !durableLost)) continue;
    resetVariable(unit, code, self, v, durable ? wiped : initial);
  }
  for (const [v, dead] of node.deadOnceStopped.entries()) {
    if (dead && mode.leaves === 'stopped') clearPlace(code, 'T', '0', node.variables[v]);
  }
  for (const t of node.timers.flat()) writeOff(code, t, TARGET);
  if (node.suspended !== null) clearSuspended(code, node.suspended);
  const monotonic = node.clocks.filter((_, c) => model.clocks[c].monotonic);
  for (const f of [node.lateness, ...monotonic, node.origin]) writeField(code, 'T', '0', f, '0');
  if (layout.calls.index[self].length > 0) code.line('load(-1);');
  for (const index of layout.calls.index[self]) code.line(`stale(${2 + 2 * index});`);
  spend(unit, code, crash);
  code.line(`return ${commitOf(unit, self)};`);
  unit.define(`crash_${self}_${fault}_${durableLost ? 1 : 0}`, '', code);
}

function defineReturn(unit: Unit, self: number): void {
  const node = unit.layout.nodes[self];
  const code = new Code(unit);
  code.line('copy();');
  writeField(code, 'T', '0', node.status, '0');
  writeField(code, 'T', '0', node.origin, readField('T', '0', unit.layout.time));
  code.line(`return restart_${self}();`);
  unit.define(`return_${self}`, '', code);
}

/** corrupt(k): slot k becomes each other payload of its type. */
export function defineCorrupt(unit: Unit): void {
  const { corruption } = unit.model.network;
  if (corruption === null) return;
  const { bag } = unit.layout;
  const kw = bag.slotWords;
  const code = new Code(unit);
  code.line(`const b=k*${kw};if(${readField('SB', 'b', bag.corrupted)}!==0)return;`);
  code.line(`switch(MESSAGE[${readField('SB', 'b', bag.tag)}]){`);
  for (const [m, message] of unit.model.messages.entries()) {
    if (message.fields.length === 0) continue;
    code.line(`case ${m}:{`);
    eachPayload(unit, code, m, 'OUT', () => {
      code.line(`if(${Array.from({ length: kw }, (_, w) => `OUT[${w}]===SB[${plus('b', w)}]`).join('&&')})continue;`);
      writeField(code, 'OUT', '0', bag.corrupted, '1');
      code.line('begin();copy();');
      spend(unit, code, corruption);
      const words = Array.from({ length: kw }, (_, w) => w);
      if (unit.model.network.fifo) code.line(`load(-1);${words.map((w) => `TB[${plus('b', w)}]=OUT[${w}];`).join('')}`);
      else code.line(`load(k);insert(${words.map((w) => `OUT[${w}]`).join(',')});`);
      code.line('done(commit(),1);');
      writeField(code, 'OUT', '0', bag.corrupted, '0');
    });
    code.line('break;}');
  }
  code.line('}');
  unit.define('corrupt', 'k', initialised(code, `for(let w=0;w<${kw};w++)OUT[w]=SB[k*${kw}+w];`));
}

/** The same code behind a first line. */
function initialised(code: Code, line: string): Code {
  const whole = code.inner();
  whole.line(line);
  whole.add(code);
  return whole;
}

/** Loops that write every payload of a message into the slot at `slot[0...]`; `continue` goes to the next. */
function eachPayload(unit: Unit, code: Code, message: number, slot: string, body: () => void): void {
  const places = unit.layout.bag.fields[message];
  const { fields } = unit.model.messages[message];
  const values = fields.map((f) => {
    const [table, i] = [domainTable(unit, f.type), code.variable()];
    code.line(`for(${i}=0;${i}<${table}.length;${i}++){`);
    return `${table}[${i}]`;
  });
  for (const [f, place] of places.entries()) writePlace(unit, code, slot, '0', place, values[f]);
  if (fields.length === 0) code.line('do{');
  body();
  code.line(fields.length === 0 ? '}while(false);' : '}'.repeat(fields.length));
}

/** lie_b_n(): a Byzantine node has any message handled. */
export function defineLies(unit: Unit): void {
  for (const b of unit.layout.byzantine.keys()) {
    if (unit.layout.byzantine[b].bits === 0) continue;
    for (const n of unit.layout.nodes.keys()) if (n !== b) defineLie(unit, b, n);
  }
}

function defineLie(unit: Unit, liar: number, self: number): void {
  const { layout, model } = unit;
  const node = layout.nodes[self];
  const role = model.roles[model.instances[self].role];
  const code = new Code(unit);
  code.line(`if(${readField('S', '0', layout.byzantine[liar])}===0)return;`);
  if (layout.byzantine[self].bits > 0) code.line(`if(${readField('S', '0', layout.byzantine[self])}!==0)return;`);
  if (node.status.bits > 0) code.line(`if(${readField('S', '0', node.status)}!==0)return;`);
  if (node.suspended !== null) code.line(`if(${readField('S', '0', node.suspended.point)}!==0)return;`);
  if (layout.cuts.length > 0) code.line(`if(crosses(S,0,${liar},${self}))return;`);
  for (const m of model.messages.keys()) {
    const patterns = role.handlers.flatMap((h) => (h.trigger.kind === 'message' && h.trigger.message === m ? [h.trigger] : []));
    if (patterns.length === 0) continue;
    const named = [...new Set(patterns.flatMap((p) => (p.call === null ? [] : [p.call])))];
    const calls = [0, ...named.map((c) => 2 + 2 * layout.calls.index[self][c])];
    code.line('LIE.fill(0);');
    eachPayload(unit, code, m, 'LIE', () => {
      for (const call of calls) code.line(`do{begin();done(take_${self}_${m}(LIE,0,-1,${liar},0,${call},1),0);}while(again(0));`);
    });
  }
  unit.define(`lie_${liar}_${self}`, '', code);
}

/** clocks(): every wall clock that an up and correct node reads, set by every amount that keeps its offset in -N..N. */
export function defineClockSteps(unit: Unit): void {
  const { layout, model } = unit;
  const { clockSteps } = model;
  if (clockSteps === null) return;
  const code = new Code(unit);
  for (const [i, node] of layout.nodes.entries()) {
    for (const [c, f] of node.clocks.entries()) {
      const { horizon, monotonic } = model.clocks[c];
      if (monotonic || f.bits === 0) continue;
      const works = [node.status, layout.byzantine[i]].filter((x) => x.bits > 0).map((x) => `${readField('S', '0', x)}===0`);
      code.line(works.length > 0 ? `if(${works.join('&&')}){` : '{');
      code.line(`const f=${readField('S', '0', f)},o=${offsetText(unit, i, c, SOURCE)};`);
      code.line(`for(let d=-${clockSteps.by};d<=${clockSteps.by};d++){if(d===0||Math.abs(o+d)>${horizon})continue;begin();copy();`);
      writeField(code, 'T', '0', node.offsets[c], '((o+d)<<1^(o+d)>>31)');
      writeField(code, 'T', '0', f, onDial(unit, c, 'f+d'));
      spend(unit, code, clockSteps);
      code.line('done(commit(),1);}}');
    }
  }
  unit.define('clocks', '', code);
}
