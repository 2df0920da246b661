/** Permutations of symmetric elements, and what they make of what fairness speaks of: of items and of messages. */
import { unhandled } from '#grammar';
import { type FairItem, type FairItems, fairItems } from '../fair-items.ts';
import type { Model, Type, Value } from '../ir.ts';
import type { Cut, MessageState } from '../state.ts';
import { rank, values } from '../values.ts';
import { replaced, type Sort } from './sorts.ts';

/** For each sort, by its number among the sorts, and for each of its elements the one that takes its place. */
export type Permutation = readonly ReadonlyMap<number, number>[];

/** Every permutation of the elements of these sorts, the identity first, in the order in which `Machine.images` carries them out. */
export function permutationsOf(sorts: readonly Sort[]): Permutation[] {
  return sorts.reduce<Permutation[]>(
    (all, { elements }) => all.flatMap((before) => ordersOf(elements).map((order) => [...before, placesIn(elements, order)])),
    [[]],
  );
}

/** Each element comes to the place at which it stands in the order. */
function placesIn(elements: readonly number[], order: readonly number[]): ReadonlyMap<number, number> {
  return new Map(order.map((element, i) => [element, elements[i]]));
}

/** As the compiled code makes them: each element in turn comes first, the others staying as they are. */
function ordersOf(elements: readonly number[]): (readonly number[])[] {
  if (elements.length < 2) return [elements];
  return elements.flatMap((first, i) => ordersOf(elements.toSpliced(i, 1)).map((rest) => [first, ...rest]));
}

/** What permutations make of the items and messages of one model. */
export class Permuting {
  readonly #model: Model;
  readonly #sorts: readonly Sort[];
  readonly #items: FairItems;

  constructor(model: Model, sorts: readonly Sort[]) {
    this.#model = model;
    this.#sorts = sorts;
    this.#items = fairItems(model);
  }

  /** For each item of fairness the number of the one that takes its place. */
  items(by: Permutation): Int32Array {
    return Int32Array.from(this.#items.list, (item) => {
      const number = this.#item(by, item);
      if (number < 0) throw new Error(`internal error: ${item.kind} is an item for some symmetric elements only`);
      return number;
    });
  }

  message(by: Permutation, message: MessageState): MessageState {
    const { from, to, fields, call } = message;
    const types = this.#model.messages[message.message].fields;
    return {
      ...message,
      from: this.#node(by, from),
      to: this.#node(by, to),
      fields: fields.map((value, i) => this.#value(by, types[i].type, value)),
      call: call && { ...call, caller: this.#node(by, call.caller) },
    };
  }

  #item(by: Permutation, item: FairItem): number {
    const items = this.#items;
    switch (item.kind) {
      case 'resume':
        return items.resume(this.#node(by, item.node));
      case 'restart':
        return items.restart(this.#node(by, item.node));
      case 'fire': {
        const { key } = this.#roleOf(item.node).timers[item.timer];
        const moved = key === null ? 0 : rank(key, this.#value(by, key, values(key)[item.key]));
        return items.fire(this.#node(by, item.node), item.timer, moved);
      }
      case 'act': {
        const { params } = this.#roleOf(item.node).actions[item.action];
        const moved = item.params.map((value, i) => this.#value(by, this.#model.locals[params[i].local].type, value));
        return items.act(this.#node(by, item.node), item.action, moved);
      }
      case 'heal':
        return items.heal(this.#cut(by, item.cut));
      case 'stabilise':
        return items.stabilise;
      default:
        return unhandled(item);
    }
  }

  #roleOf(node: number): Model['roles'][number] {
    return this.#model.roles[this.#model.instances[node].role];
  }

  #node(by: Permutation, node: number): number {
    for (const [s, sort] of this.#sorts.entries()) if (sort.kind === 'role') node = by[s].get(node) ?? node;
    return node;
  }

  #value(by: Permutation, type: Type, value: Value): Value {
    return this.#sorts.reduce((v, sort, s) => replaced(type, sort, (element) => by[s].get(element) ?? element, v), value);
  }

  /** Two-way cuts have instance 0 outside, links that are broken both ways the lesser instance first. */
  #cut(by: Permutation, cut: Cut): Cut {
    if ('from' in cut) {
      const [from, to] = [this.#node(by, cut.from), this.#node(by, cut.to)];
      return cut.kind === 'link' && from > to ? { ...cut, from: to, to: from } : { ...cut, from, to };
    }
    const members: boolean[] = [];
    for (const [node, inside] of cut.members.entries()) members[this.#node(by, node)] = inside;
    return { ...cut, members: cut.kind === 'two-way' && members[0] ? members.map((inside) => !inside) : members };
  }
}
