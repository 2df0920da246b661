/** What is deferred, deliverable and due at a node. */

import type { Field } from '../../fields.ts';
import type { Expr, MessagePattern, Role } from '../../ir.ts';
import { choosesReading } from '../../readings.ts';
import { GIVEN, scopeOf } from '../bases.ts';
import { at, mask, readField, readPlace } from '../memory/access.ts';
import { Code, failIf, type Scope, type Unit } from '../unit.ts';
import { convert } from './convert.ts';
import { condition } from './expressions.ts';
import { inForce, isExpired, isLooseAnd } from './timers.ts';

export function defineDue(unit: Unit): void {
  for (const i of unit.model.instances) {
    const role = unit.model.roles[i.role];
    if (role.defers.length > 0) defineDeferred(unit, role, i.index);
    defineOpen(unit, role, i.index);
    defineAlwaysOpen(unit, role, i.index);
    defineDueAt(unit, role, i.index);
  }
}

/**
 * Binds what the pattern names of the message at `B[b...]`, sent by `from` under call code `call`, and runs `matched`
 * inside the condition that it fits.
 */
export function whereFits(
  scope: Scope,
  self: number,
  pattern: MessagePattern,
  message: { slots: string; offset: string; from: string; call: string },
  senders: Expr['type'],
  matched: () => void,
): void {
  const { unit, code } = scope;
  const { bag, calls } = unit.layout;
  if (pattern.call !== null) code.line(`if(${message.call}===${2 + 2 * calls.index[self][pattern.call]}){`);
  for (const [f, local] of pattern.fields.entries()) {
    if (local === null) continue;
    const place = bag.fields[pattern.message][f];
    const text = readPlace(unit, message.slots, message.offset, place);
    const type = unit.model.locals[local].type;
    scope.locals.set(local, code.hold(convert(scope, unit.model.messages[pattern.message].fields[f].type, type, code.keep(text))));
  }
  if (pattern.from !== null) {
    scope.locals.set(pattern.from, convert(scope, senders, unit.model.locals[pattern.from].type, message.from));
  }
  matched();
  if (pattern.call !== null) code.line('}');
}

/** The possible senders of a message to the node: the type of the sender before it is bound. Byzantine nodes send anything. */
export function sendersOf(unit: Unit, self: number, message: number): Expr['type'] {
  const { layout, model } = unit;
  const froms = layout.bag.routes.list.flatMap((r) => (r.to === self && r.message === message && r.anyone === undefined ? [r.from] : []));
  const instances = model.instances.map((i) => i.index).filter((i) => layout.byzantine[i].bits > 0 || froms.includes(i));
  return { kind: 'node', roles: [...new Set(instances.map((i) => model.instances[i].role))], instances };
}

/** deferred_i(A,a,B,b,n): 1 where the node leaves the message in flight. */
function defineDeferred(unit: Unit, role: Role, self: number): void {
  const { bag } = unit.layout;
  const code = new Code(unit);
  const scope = { ...scopeOf(unit, code, GIVEN, self) };
  const tag = code.keep(readField('B', 'b', bag.tag));
  const from = code.keep(`FROM[${tag}]`);
  const call = code.keep(readField('B', 'b', bag.call));
  const corrupted = code.keep(readField('B', 'b', bag.corrupted));
  for (const defer of role.defers) {
    const inner: Scope = { ...scope, handling: { has: null, from, corrupted, call } };
    code.line(`if(MESSAGE[${tag}]===${defer.message}){`);
    whereFits(inner, self, defer, { slots: 'B', offset: 'b', from, call }, sendersOf(unit, self, defer.message), () => {
      failIf(inner, defer.guard === null ? '1' : condition(inner, defer.guard), 1);
    });
    code.line('}');
  }
  code.line('return 0;');
  unit.define(`deferred_${self}`, 'A,a,B,b,n', code);
}

/** open_i(A,a,B,n,k): 1 where slot k is not deferred and, under fifo, nothing older of its pair waits undeferred. */
function defineOpen(unit: Unit, role: Role, self: number): void {
  const kw = unit.layout.bag.slotWords;
  const defers = role.defers.length > 0;
  const code = new Code(unit);
  if (defers) code.line(`let r=deferred_${self}(A,a,B,k*${kw},n);if(r!==0)return r<0?r:0;`);
  if (unit.model.network.fifo) {
    if (defers) {
      code.line('let q=k;while(q>0&&samePair(B,q-1,k))q--;');
      code.line(`for(;q<k;q++){r=deferred_${self}(A,a,B,q*${kw},n);if(r<0)return r;if(r===0)return 0;}`);
    } else code.line('if(k>0&&samePair(B,k-1,k))return 0;');
  }
  code.line('return 1;');
  unit.define(`open_${self}`, 'A,a,B,n,k', code);
}

/**
 * always_i: 0 where some choice of the readings that `defer` asks for keeps slot k waiting. A choice that ends in a model
 * error or a cut does not: the delivery is then itself the step that shows it.
 */
function defineAlwaysOpen(unit: Unit, role: Role, self: number): void {
  const code = new Code(unit);
  if (role.defers.some(({ guard }) => choosesReading(unit.model, guard))) {
    code.line('const d=depth;let ok=1;');
    code.line(`do{pos=d;forget();ok=open_${self}(A,a,B,n,k);if(ok===0)break;}while(again(d));`);
    code.line('depth=d;pos=d;forget();return ok;');
  } else code.line(`return open_${self}(A,a,B,n,k);`);
  unit.define(`always_${self}`, 'A,a,B,n,k', code);
}

/** What is due at the node can be computed from the words of the state alone. */
export function dueByWords(unit: Unit, self: number): boolean {
  return unit.packedBag && isTabled(unit) && !mayWait(unit, self);
}

/** A message that may be delivered might be left in flight. */
export function mayWait({ model }: Unit, self: number): boolean {
  return model.network.fifo || model.roles[model.instances[self].role].defers.length > 0;
}

/** Bits of a slot that one table covers. */
const MOST_TABLED = 10;

/** The bits from the first on that say where a message goes and how old it is. */
function bitsOfOld({ layout }: Unit): number {
  const { age, tag } = layout.bag;
  return Math.max(tag.shift + tag.bits, age.bits === 0 ? 0 : age.shift + age.bits);
}

function isTabled(unit: Unit): boolean {
  return unit.layout.bag.age.word === 0 && bitsOfOld(unit) <= MOST_TABLED;
}

/** Returns 1 where a message to the node is as old as it may get and does not wait. */
function lookForOld(unit: Unit, code: Code, self: number, oldest: number): void {
  const { age, routes, slotBits, slotWords, tag, word, words } = unit.layout.bag;
  const bits = bitsOfOld(unit);
  const part = (slot: number, field: Field) => (slot >>> field.shift) & mask(field.bits);
  const isOld = (slot: number) => part(slot, age) === oldest && routes.list[part(slot, tag) - 1]?.to === self;
  const table = () => unit.onceConstant(`old ${self}`, () => Uint8Array.from({ length: 2 ** bits }, (_, slot) => (isOld(slot) ? 1 : 0)));
  if (dueByWords(unit, self)) {
    for (let w = word; w < word + words; w++) {
      code.line(`for(let w=A[${at('a', w)}];w!==0;w>>>=${slotBits})if(${table()}[w&${mask(bits)}]===1)return 1;`);
    }
    return;
  }
  const slot = `k*${slotWords}`;
  const old = isTabled(unit)
    ? `${table()}[B[${slot}]&${mask(bits)}]===1`
    : `${readField('B', slot, age)}===${oldest}&&TO[${readField('B', slot, tag)}]===${self}`;
  code.line(`for(let k=0;k<n;k++)if(${old}${mayWait(unit, self) ? `&&always_${self}(A,a,B,n,k)!==0` : ''})return 1;`);
}

/** due_i(A,a,B,n): 1 where something is due at the node. */
function defineDueAt(unit: Unit, role: Role, self: number): void {
  const { bag, byzantine, nodes } = unit.layout;
  const node = nodes[self];
  const code = new Code(unit);
  if (node.status.bits > 0) code.line(`if(${readField('A', 'a', node.status)}!==0)return 0;`);
  if (byzantine[self].bits > 0) code.line(`if(${readField('A', 'a', byzantine[self])}!==0)return 0;`);
  if (node.suspended !== null) code.line(`if(${readField('A', 'a', node.suspended.point)}!==0)return 1;`);
  for (const [t, keys] of node.timers.entries()) {
    if (!role.timers[t].hasHandler) continue;
    for (const layout of keys) {
      const due = [isExpired(layout, GIVEN), isLooseAnd(layout, GIVEN, 'due')].filter((c) => c !== '0');
      if (due.length > 0) code.line(`if(${due.join('||')})return 1;`);
    }
  }
  const bound = unit.model.timing.delay[self];
  if (bound !== null && bag.capacity > 0) {
    const force = inForce(unit, bound, GIVEN);
    if (force !== '1') code.line(`if(${force}){`);
    lookForOld(unit, code, self, bound.max);
    if (force !== '1') code.line('}');
  }
  code.line('return 0;');
  unit.define(`due_${self}`, 'A,a,B,n', code);
}
