/** leaveOut(): what nothing can read any more is taken out of the target, which is complete and packed; see model/dead.ts. */
import { unhandled } from '#grammar';
import type { AtNode } from '../../dead/at-nodes.ts';
import type { MessageReads } from '../../dead/message-reads.ts';
import type { Ignored, Modes } from '../../dead/modes.ts';
import { fieldsOf } from '../../fields.ts';
import type { Type } from '../../ir.ts';
import { refersTo, type Sort } from '../../symmetry/sorts.ts';
import { tagKinds } from '../../tags.ts';
import { TARGET } from '../bases.ts';
import { clearPlace, mask, readField, writeField } from '../memory/access.ts';
import { Code, type Unit } from '../unit.ts';
import { durationText, isExpired, isOff, writeOff } from '../values/timers.ts';

/** The name of that function. */
export const FORGETTING = 'leaveOut';

/** Calls of a node that are told apart in a table: a bit each. */
const MOST_CALLS = 7;

/** False where there is nothing to forget. `symmetric`: what is put in the place of the rest must not tell these apart. */
export function defineForget(unit: Unit, nodes: readonly AtNode[], symmetric: readonly Sort[]): boolean {
  const code = new Code(unit);
  for (const [i, node] of nodes.entries()) {
    forgetTimers(unit, code, i, node);
    if (node.modes === null) continue;
    code.line(`const m${i}=${modeText(unit, i, node.modes)};`);
    forgetValues(unit, code, i, node, node.modes, symmetric);
  }
  forgetMessages(unit, code, nodes, symmetric);
  unit.define(FORGETTING, '', code);
  return !code.empty;
}

/** The codes of the variables side by side. */
function modeText(unit: Unit, self: number, { control }: Modes): string {
  let shift = 0;
  const parts = control.map((v) => {
    const { bits } = controlField(unit, self, v);
    const text = readField('T', '0', controlField(unit, self, v));
    shift += bits;
    return shift === bits ? text : `(${text}<<${shift - bits})`;
  });
  return parts.length === 0 ? '0' : parts.join('|');
}

function controlField({ layout }: Unit, self: number, variable: number) {
  const place = layout.nodes[self].variables[variable];
  if (place.kind !== 'leaf') throw new Error('internal error: a variable of a mode has no code');
  return place.field;
}

/** A number for each mode; 0 for what is no mode. */
function byMode(unit: Unit, self: number, { control, list }: Modes, of: (mode: Modes['list'][number]) => number): string {
  const widths = control.map((v) => controlField(unit, self, v).bits);
  const table = new Int32Array(2 ** widths.reduce((sum, bits) => sum + bits, 0));
  for (const mode of list) {
    let [index, shift] = [0, 0];
    for (const [i, rank] of mode.ranks.entries()) {
      index |= rank << shift;
      shift += widths[i];
    }
    table[index] = of(mode);
  }
  return unit.constant(table);
}

function forgetValues(unit: Unit, code: Code, self: number, node: AtNode, modes: Modes, symmetric: readonly Sort[]): void {
  const { variables, timers } = unit.layout.nodes[self];
  for (const v of node.variables) {
    const place = variables[v];
    if (place.kind === 'dead' || !isNeutral(place.type, symmetric)) continue;
    code.line(`if(${byMode(unit, self, modes, ({ live }) => Number(!live[v]))}[m${self}]!==0){`);
    clearPlace(code, 'T', '0', place);
    code.line('}');
  }
  for (const t of node.timers) {
    code.line(`if(${byMode(unit, self, modes, ({ live }) => Number(!live[variables.length + t]))}[m${self}]!==0){`);
    for (const timer of timers[t]) writeOff(code, timer, TARGET);
    code.line('}');
  }
}

/** At 0 it names none of them. */
function isNeutral(type: Type, symmetric: readonly Sort[]): boolean {
  switch (type.kind) {
    case 'bool':
    case 'int':
    case 'optional':
    case 'set':
    case 'list':
      return true;
    case 'enum':
    case 'node':
      return !symmetric.some((sort) => refersTo(type, sort));
    case 'struct':
      return type.fields.every((field) => isNeutral(field.type, symmetric));
    case 'map':
      return isNeutral(type.value, symmetric);
    default:
      return unhandled(type);
  }
}

/** What is left of a timer that has run out, or of one that has no more ticks left than it was started for. */
function forgetTimers(unit: Unit, code: Code, self: number, { runOut, started }: AtNode): void {
  const { timers } = unit.layout.nodes[self];
  for (const timer of runOut.flatMap((t) => timers[t])) {
    if (timer.durations.length === 0) continue;
    code.line(`if(${isExpired(timer, TARGET)}){`);
    writeOff(code, timer, TARGET);
    code.line('}');
  }
  for (const timer of started.flatMap((t) => timers[t])) {
    if (timer.compact || timer.durations.length === 0) continue;
    code.line(`if(!${isOff(timer, TARGET)}&&${readField('T', '0', timer.value)}<=${durationText(unit, timer, TARGET)}){`);
    writeField(code, 'T', '0', timer.duration, String(timer.durations.length));
    code.line('}');
  }
}

/**
 * Of a message what its receiver never looks at is dropped; of one that does nothing any more all but its age and whether it is corrupted.
 * One without sender stands in flight as if it came from its receiver.
 */
function forgetMessages(unit: Unit, code: Code, nodes: readonly AtNode[], symmetric: readonly Sort[]): void {
  const { bag } = unit.layout;
  const groups = nodes.flatMap(({ messages }, to) => messages.map((at) => ({ ...at, to })));
  if (bag.capacity === 0 || groups.length === 0) return;
  const groupOf = ({ to, message }: { readonly to: number; readonly message: number }) =>
    groups.findIndex((one) => one.to === to && one.message === message);
  const table = (of: (group: (typeof groups)[number]) => number) => unit.constant(Int32Array.from(groups, of));
  const kw = bag.slotWords;
  const tag = readField('TB', 'i', bag.tag);
  const ofTag = unit.constant(Int32Array.from([-1, ...bag.routes.list.map(groupOf)]));
  // a tick makes messages older, and nothing else
  code.line(
    `if((TAG&7)!==${tagKinds.tick}){tn=unpack(T,0,TB);let changed=0,d=0,t=0;for(let i=0,e=tn*${kw};i<e;i+=${kw}){const g=${ofTag}[${tag}];if(g<0)continue;`,
  );
  code.line('switch(g){');
  for (const [g, { to, message, inModes, onceStopped }] of groups.entries()) {
    const { modes } = nodes[to];
    const isStopped = onceStopped ? [`${readField('T', '0', unit.layout.nodes[to].status)}===2`] : [];
    const isIgnored =
      inModes && modes !== null
        ? [`(${byMode(unit, to, modes, ({ ignored }) => ignoredBits(ignored.get(message)))}[m${to}]&${callBit(unit, to)})!==0`]
        : [];
    const either = [...isStopped, ...isIgnored].join('||');
    code.line(`case ${g}:d=${either === '' ? '0' : `${either}?1:0`};break;`);
  }
  code.line('}');
  const keepsAll = groups.map(({ message }) => keptBits(unit, message, symmetric, null));
  const keepsRead = groups.map(({ message, reads }) => keptBits(unit, message, symmetric, reads));
  const [none, read] = [keepsAll, keepsRead].map((kept) =>
    Array.from({ length: kw }, (_, w) => unit.constant(Int32Array.from(kept, (words) => words[w]))),
  );
  const anyone = ({ to, message }: (typeof groups)[number]) => bag.routes.tag(to, to, message);
  const always = table((group) => (group.reads.sender ? 0 : anyone(group)));
  code.line(`t=d===0&&${always}[g]===0?${tag}:${table(anyone)}[g];`);
  for (let w = 0; w < kw; w++) {
    const route = w === bag.tag.word ? `|t<<${bag.tag.shift}` : '';
    code.line(`{const x=TB[i+${w}]&(d===0?${read[w]}[g]:${none[w]}[g])${route};if(x!==TB[i+${w}]){TB[i+${w}]=x;changed=1;}}`);
  }
  code.line(`}if(changed!==0){touched=1;rebuild();${unit.packedBag ? '' : 'pack();'}}}`);
}

/** Bit 0: it is ignored where its call is none of the node's own newest; bit 1 + c where it is the node's newest c. */
function ignoredBits(ignored: Ignored | undefined): number {
  if (ignored === undefined) return 0;
  return ignored.fresh.reduce((bits, one, call) => bits | (one && call < MOST_CALLS ? 2 << call : 0), Number(ignored.other));
}

/** The bit that speaks of the call of the message at hand. */
function callBit(unit: Unit, self: number): string {
  const { bag, calls } = unit.layout;
  if (bag.call.bits === 0) return '1';
  const table = unit.onceConstant(`call bits ${self}`, () => {
    const bits = new Int32Array(2 ** bag.call.bits).fill(1);
    for (const [call, index] of calls.index[self].entries()) bits[2 + 2 * index] = call < MOST_CALLS ? 2 << call : 0;
    return bits;
  });
  return `${table}[${readField('TB', 'i', bag.call)}]`;
}

/** The bits of a slot that stay, but for its route; of one that is ignored where nothing is read. What is symmetric stays: it has no first. */
function keptBits({ layout, model }: Unit, message: number, symmetric: readonly Sort[], reads: MessageReads | null): Int32Array {
  const { age, call, corrupted, fields, slotWords } = layout.bag;
  const isSymmetric = (f: number) => symmetric.some((sort) => refersTo(model.messages[message].fields[f].type, sort));
  const stays = fields[message].filter((_, f) => isSymmetric(f) || reads?.fields[f] === true);
  const words = new Int32Array(slotWords);
  for (const { word, shift, bits } of [age, corrupted, ...(reads?.call === true ? [call] : []), ...stays.flatMap(fieldsOf)])
    if (bits > 0) words[word] |= mask(bits) << shift;
  return words;
}
