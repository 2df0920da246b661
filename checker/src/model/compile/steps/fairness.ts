/** The part of a state that fairness depends on: the enabled items, and the messages in flight with whether they are deferred. */

import { fairItems } from '../../fair-items.ts';
import type { Action } from '../../ir.ts';
import { choosesReading } from '../../readings.ts';
import { GIVEN } from '../bases.ts';
import { readField } from '../memory/access.ts';
import { Code, ERROR, type Unit } from '../unit.ts';
import { argumentsOf } from '../values/arguments.ts';
import { guardFunction } from '../values/enabled.ts';
import { isExpired, isLooseAnd } from '../values/timers.ts';

export function defineFairness(unit: Unit): void {
  for (const { index, role } of unit.model.instances) {
    for (const [a, action] of unit.model.roles[role].actions.entries()) if (!action.optional) defineAlways(unit, action, index, a);
    defineUndeferred(unit, index);
  }
  defineEnabled(unit);
  defineFlight(unit);
}

/** always_guard_i_a(A,a,B,n,p0,...): 1 where the action's guard holds, whatever is chosen for the readings that it asks for. */
function defineAlways(unit: Unit, action: Action, self: number, index: number): void {
  const { name, parameters } = guardFunction(unit, self, index);
  whateverIsRead(unit, `always_guard_${self}_${index}`, parameters, name, action.guard, 1);
}

/** A function that gives 1 where `name` gives `wanted`, or passes a bound of the search, whatever is chosen for readings. */
function whateverIsRead(unit: Unit, made: string, parameters: string, name: string, reads: unknown, wanted: 0 | 1): void {
  const code = new Code(unit);
  const asked = `r=${name}(${parameters}),r===${wanted}||r<${ERROR}`;
  if (!choosesReading(unit.model, reads)) code.line(`let r;return ${asked}?1:0;`);
  else {
    code.line('const d=depth;let r,ok;');
    code.line(`do{pos=d;forget();ok=(${asked});if(!ok)break;}while(again(d));`);
    code.line('depth=d;pos=d;forget();return ok?1:0;');
  }
  unit.define(made, parameters, code);
}

/** undeferred_i(A,a,B,b,n): 1 where the message is not deferred, whatever is read; always so at a node that is down. */
function defineUndeferred(unit: Unit, self: number): void {
  const { status } = unit.layout.nodes[self];
  const role = unit.model.roles[unit.model.instances[self].role];
  const code = new Code(unit);
  if (role.defers.length === 0) code.line('return 1;');
  else {
    if (status.bits > 0) code.line(`if(${readField('A', 'a', status)}!==0)return 1;`);
    whateverIsRead(
      unit,
      `undeferring_${self}`,
      'A,a,B,b,n',
      `deferred_${self}`,
      role.defers.map((d) => d.guard),
      0,
    );
    code.line(`return undeferring_${self}(A,a,B,b,n);`);
  }
  unit.define(`undeferred_${self}`, 'A,a,B,b,n', code);
}

/** enabled(A,a,W): a bit for each item, then one for each instance that is up, correct and not suspended. */
function defineEnabled(unit: Unit): void {
  const { layout, model } = unit;
  const items = fairItems(model);
  const code = new Code(unit);
  const total = items.list.length + model.instances.length;
  code.line('const B=XB,n=unpack(A,a,B);let h=-1;');
  for (let w = 0; w * 32 < total; w++) code.line(`W[${w}]=0;`);
  const set = (bit: number) => `W[${bit >> 5}]|=${1 << (bit & 31)};`;
  const field = (f: Parameters<typeof readField>[2]) => readField('A', 'a', f);
  for (const { index, role: r } of model.instances) {
    const node = layout.nodes[index];
    const role = model.roles[r];
    if (node.status.bits > 0) {
      const restart = items.restart(index);
      if (restart >= 0) code.line(`if(${field(node.status)}===1)${set(restart)}`);
    }
    const works = [node.status, layout.byzantine[index]].filter((f) => f.bits > 0).map((f) => `${field(f)}===0`);
    code.line(`if(${works.length === 0 ? '1' : works.join('&&')}){`);
    if (node.suspended === null) code.line(set(items.list.length + index));
    else code.line(`if(${field(node.suspended.point)}!==0)${set(items.resume(index))}else ${set(items.list.length + index)}`);
    for (const [t, keys] of node.timers.entries()) {
      if (!role.timers[t].hasHandler) continue;
      for (const [k, timer] of keys.entries()) {
        const ready = [isExpired(timer, GIVEN), isLooseAnd(timer, GIVEN, 'ripe')].filter((c) => c !== '0');
        if (ready.length > 0) code.line(`if(${ready.join('||')})${set(items.fire(index, t, k))}`);
      }
    }
    for (const [a, action] of role.actions.entries()) {
      if (action.optional) continue;
      for (const { params, args } of argumentsOf(unit, action)) {
        code.line(`if(always_guard_${index}_${a}(${['A,a,B,n', ...args].join(',')})===1)${set(items.act(index, a, params))}`);
      }
    }
    code.line('}');
  }
  const heals = unit.constant(Int32Array.from([-1, ...layout.everyCut.map(items.heal)]));
  for (const f of layout.cuts) code.line(`h=${heals}[${field(f)}];if(h>=0)W[h>>5]|=1<<(h&31);`);
  if (model.stabilises) code.line(`if(${field(layout.stable)}===0)${set(items.stabilise)}`);
  unit.define('enabled', 'A,a,W', code);
}

/** flight(A,a,F,O): each message without its age into F, into O whether it is undeferred; how many there are. */
function defineFlight(unit: Unit): void {
  const { bag, nodes } = unit.layout;
  const code = new Code(unit);
  if (bag.capacity === 0) code.line('return 0;');
  else {
    const kw = bag.slotWords;
    const keep = bag.age.bits === 0 ? -1 : ~((2 ** bag.age.bits - 1) << bag.age.shift);
    code.line(`const B=XB,n=unpack(A,a,B);for(let k=0;k<n;k++){const b=k*${kw};`);
    for (let w = 0; w < kw; w++) code.line(`F[b+${w}]=B[b+${w}]${w === bag.age.word && keep !== -1 ? `&${keep}` : ''};`);
    code.line(`switch(TO[${readField('B', 'b', bag.tag)}]){`);
    for (const i of nodes.keys()) code.line(`case ${i}:O[k]=undeferred_${i}(A,a,B,b,n);break;`);
    code.line('}}return n;');
  }
  unit.define('flight', 'A,a,F,O', code);
}
