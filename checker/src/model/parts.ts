/** The parts of a packed state by the names that a person knows them by: which bits belong to which variable, timer, message. */
import { type Field, fieldsOf, readField } from './fields.ts';
import type { Model } from './ir.ts';
import { type Layout, type NodeLayout, timerFields } from './layout.ts';

export type PartKind = 'variable' | 'ghost' | 'timer' | 'messages' | 'message' | 'pause' | 'crash' | 'clock' | 'cut' | 'budget' | 'time';

export interface StatePart {
  readonly kind: PartKind;
  /** "Client.token", "Client.lease", "Write" */
  readonly name: string;
  /** Copies a state with this part as if it were always the same. */
  readonly without: (source: Int32Array, offset: number, target: Int32Array) => void;
}

/** Only parts that can differ. A part that every instance of a role has counts as one. */
export function partsOf(model: Model, layout: Layout): StatePart[] {
  const parts: StatePart[] = [];
  const add = (kind: PartKind, name: string, fields: readonly Field[]) => {
    if (fields.some(({ bits }) => bits > 0)) parts.push({ kind, name, without: masked(layout, fields) });
  };
  for (const [g, place] of layout.ghosts.entries()) add('ghost', model.ghosts[g].name, fieldsOf(place));
  for (const role of model.roles) {
    const nodes = layout.nodes.filter((_, i) => model.instances[i].role === role.index);
    const each = (of: (node: NodeLayout) => readonly Field[]) => nodes.flatMap(of);
    for (const [v, variable] of role.variables.entries())
      add(
        'variable',
        `${role.name}.${variable.name}`,
        each((node) => fieldsOf(node.variables[v])),
      );
    for (const [t, timer] of role.timers.entries()) {
      const fields = each((node) => node.timers[t].flatMap(timerFields));
      add('timer', `${role.name}.${timer.name}`, fields);
    }
    const paused = each(({ lateness, suspended }) => [lateness, ...(suspended === null ? [] : [suspended.point, ...suspended.frame])]);
    add('pause', role.name, paused);
    add(
      'crash',
      role.name,
      each(({ status }) => [status]),
    );
    add(
      'clock',
      role.name,
      each(({ clocks, offsets, origin }) => [...clocks, ...offsets, origin]),
    );
  }
  add('cut', 'cuts', layout.cuts);
  add('budget', 'faults counted', layout.used);
  add('time', 'true time', [layout.time]);
  if (layout.bag.words > 0) {
    const { word, words } = layout.bag;
    const bag = Array.from({ length: words }, (_, w): Field => ({ word: word + w, shift: 0, bits: 32 }));
    add('messages', 'messages in flight', bag);
    for (const [m, message] of model.messages.entries()) {
      if (layout.bag.routes.list.some((route) => route.message === m))
        parts.push({ kind: 'message', name: message.name, without: withoutMessage(layout, m) });
    }
  }
  return parts;
}

function masked(layout: Layout, fields: readonly Field[]): StatePart['without'] {
  const kept = new Int32Array(layout.words).fill(-1);
  for (const { word, shift, bits } of fields) if (bits > 0) kept[word] &= ~((bits === 32 ? -1 : 2 ** bits - 1) << shift);
  return (source, offset, target) => {
    for (let w = 0; w < kept.length; w++) target[w] = source[offset + w] & kept[w];
  };
}

/** The messages of one name taken out; the others move up. */
function withoutMessage(layout: Layout, message: number): StatePart['without'] {
  const { bag } = layout;
  const mask = 2 ** bag.slotBits - 1;
  return (source, offset, target) => {
    for (let w = 0; w < layout.words; w++) target[w] = source[offset + w];
    target.fill(0, bag.word, bag.word + bag.words);
    const slot = new Int32Array(bag.slotWords);
    for (let i = 0, kept = 0; i < bag.capacity; i++) {
      if (bag.perWord === 1) for (let w = 0; w < bag.slotWords; w++) slot[w] = source[offset + bag.word + i * bag.slotWords + w];
      else slot[0] = (source[offset + bag.word + Math.floor(i / bag.perWord)] >>> ((i % bag.perWord) * bag.slotBits)) & mask;
      if (slot[0] === 0) break;
      if (bag.routes.list[readField(slot, 0, bag.tag) - 1].message === message) continue;
      if (bag.perWord === 1) target.set(slot, bag.word + kept * bag.slotWords);
      else target[bag.word + Math.floor(kept / bag.perWord)] |= slot[0] << ((kept % bag.perWord) * bag.slotBits);
      kept++;
    }
  };
}
