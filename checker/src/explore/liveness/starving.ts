/**
 * What a part of the graph starves, as far as one look at each of its states and their steps shows it: most parts starve something, and to say so
 * takes no more than that some one thing is always there and never taken. More steps may be taken to stay in the part than do, so where something
 * is said to starve it does; the other way, nothing is said.
 */
import type { FairItem } from '../../model/fair-items.ts';
import type { Model } from '../../model/ir.ts';
import { choosesReading } from '../../model/readings.ts';
import { tagKind, tagKinds, tagNumber } from '../../model/tags.ts';
import type { FairnessView } from '../machine/machine.ts';
import type { Graph } from './graph.ts';

/** What it asks of fairness. */
interface Asked {
  /** for each item 1 where it is enabled wherever it can be taken */
  readonly certain: Uint8Array;
  /** time exists, and has to pass */
  readonly time: boolean;
  readonly view: Pick<FairnessView, 'classes' | 'open'>;
  /** Has `view` show the messages in flight, and returns how many there are. Null where there are none, or they leave otherwise than by their steps. */
  readonly flight: ((state: number) => number) | null;
}

/** Classes that are followed at a time: bits of a number. */
const MOST_CLASSES = 31;

export class Starving {
  readonly #graph: Graph;
  readonly #asked: Asked;
  /** bits of items: those that are always there, and those that are there in a state */
  readonly #always: Int32Array;
  readonly #here: Int32Array;
  readonly #followed = new Int32Array(MOST_CLASSES);

  constructor(graph: Graph, asked: Asked) {
    this.#graph = graph;
    this.#asked = asked;
    this.#always = new Int32Array((asked.certain.length + 31) >>> 5);
    this.#here = new Int32Array(this.#always.length);
  }

  /** The nodes of a part stand in `region` as `number`, `size` of them for each state: something starves there. */
  isSure(states: ArrayLike<number>, region: Int32Array, size: number, number: number): boolean {
    const stays = (edge: number) => {
      const first = this.#graph.target[edge] * size;
      for (let node = first; node < first + size; node++) if (region[node] === number) return true;
      return false;
    };
    return (this.#asked.time && !this.#passesTime(states, stays)) || this.#someItem(states, stays) || this.#someClass(states, stays);
  }

  #passesTime(states: ArrayLike<number>, stays: (edge: number) => boolean): boolean {
    const { first, tag } = this.#graph;
    for (let i = 0; i < states.length; i++) {
      const end = first[states[i] + 1];
      for (let edge = first[states[i]]; edge < end; edge++) if (tagKind(tag[edge]) === tagKinds.tick && stays(edge)) return true;
    }
    return false;
  }

  #someItem(states: ArrayLike<number>, stays: (edge: number) => boolean): boolean {
    const { first, tag } = this.#graph;
    const { certain } = this.#asked;
    const always = this.#always.fill(-1);
    const here = this.#here;
    for (let i = 0; i < states.length; i++) {
      here.fill(0);
      const end = first[states[i] + 1];
      for (let edge = first[states[i]]; edge < end; edge++) {
        if (tagKind(tag[edge]) !== tagKinds.item) continue;
        const item = tagNumber(tag[edge]);
        if (certain[item] === 0 || (always[item >> 5] & (1 << (item & 31))) === 0) continue;
        if (stays(edge)) always[item >> 5] &= ~(1 << (item & 31));
        else here[item >> 5] |= 1 << (item & 31);
      }
      let some = 0;
      for (let w = 0; w < always.length; w++) some |= always[w] &= here[w];
      if (some === 0) return false;
    }
    return true;
  }

  #someClass(states: ArrayLike<number>, stays: (edge: number) => boolean): boolean {
    const { flight, view } = this.#asked;
    if (flight === null) return false;
    const { classes, open } = view;
    const { first, tag } = this.#graph;
    const followed = this.#followed;
    let count = 0;
    const begun = flight(states[0]);
    for (let k = 0; k < begun && count < MOST_CLASSES; k++)
      if (open[k] === 1 && bitOf(followed, count, classes[k]) === 0) followed[count++] = classes[k];
    let always = 2 ** count - 1;
    for (let i = 0; i < states.length && always !== 0; i++) {
      const flying = flight(states[i]);
      let here = 0;
      for (let k = 0; k < flying; k++) if (open[k] === 1) here |= bitOf(followed, count, classes[k]);
      always &= here;
      const end = first[states[i] + 1];
      for (let edge = first[states[i]]; edge < end && always !== 0; edge++) {
        const kind = tagKind(tag[edge]);
        if (kind !== tagKinds.deliver && kind !== tagKinds.lose) continue;
        const bit = bitOf(followed, count, classes[tagNumber(tag[edge])]);
        if ((always & bit) !== 0 && stays(edge)) always &= ~bit;
      }
    }
    return always !== 0;
  }
}

/** 0 for a class that is not followed. */
function bitOf(followed: Int32Array, count: number, message: number): number {
  for (let i = 0; i < count; i++) if (followed[i] === message) return 1 << i;
  return 0;
}

/** Whoever can take the item has it enabled: an action whose guard reads nothing that could be otherwise. */
export function isCertain(model: Model, item: FairItem): boolean {
  if (item.kind !== 'act') return false;
  const { guard } = model.roles[model.instances[item.node].role].actions[item.action];
  return !choosesReading(model, guard);
}
