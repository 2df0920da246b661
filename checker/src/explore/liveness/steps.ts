/** Which step of the interpreter each edge of the graph is: for what only the interpreter knows about a step. */

import { type FairItems, fairItems, stepTag } from '../../model/fair-items.ts';
import { steps } from '../../model/interpreter.ts';
import type { MessageState, Step } from '../../model/state.ts';
import { tagKind, tagKinds, tagNumber } from '../../model/tags.ts';
import { OFF } from '../machine/deadline.ts';
import type { FairnessView } from '../machine/machine.ts';
import type { Search } from '../search/search.ts';
import type { Graph } from './graph.ts';

export class EdgeSteps {
  readonly #search: Search;
  readonly #graph: Graph;
  readonly #view: FairnessView;
  readonly #items: FairItems;
  readonly #packed: Int32Array;

  constructor(search: Search, graph: Graph, view: FairnessView) {
    this.#search = search;
    this.#graph = graph;
    this.#view = view;
    this.#items = fairItems(search.machine.model);
    this.#packed = new Int32Array(search.machine.words);
  }

  /** The steps of a state's edges, in their order. Steps with the same label and target are taken in the order of their choices. */
  of(state: number): Step[] {
    const { machine, store } = this.#search;
    const [segment, offset] = [store.segment(state), store.offset(state)];
    const waiting = new Map<string, Step[]>();
    for (const step of steps(machine.model, machine.decode(segment, offset))) {
      if (step.target.kind !== 'state') continue;
      machine.encode(step.target.state, OFF, this.#packed, 0);
      const key = `${store.find(this.#packed, 0)} ${this.#labelText(step)}`;
      waiting.set(key, [...(waiting.get(key) ?? []), step]);
    }
    const count = this.#view.flight(segment, offset);
    const messages = Array.from({ length: count }, (_, k) => classText(this.#view.classOf(this.#view.classes[k])));
    const { first, target, tag } = this.#graph;
    return Array.from({ length: first[state + 1] - first[state] }, (_, i) => {
      const edge = first[state] + i;
      const step = waiting.get(`${target[edge]} ${tagText(tag[edge], messages)}`)?.shift();
      if (step === undefined) throw new Error('internal error: the interpreter does not know a step of the search');
      return step;
    });
  }

  #labelText({ label }: Step): string {
    let taken: readonly string[] = [];
    const tag = stepTag(this.#items, label, ({ message }) => {
      taken = [classText(message)];
      return 0;
    });
    return tagText(tag, taken);
  }
}

function tagText(tag: number, messages: readonly string[]): string {
  const kind = tagKind(tag);
  return kind < tagKinds.tick ? `${kind} ${messages[tagNumber(tag)]}` : `${kind} ${tagNumber(tag)}`;
}

function classText({ from, to, message, fields, corrupted, call }: MessageState): string {
  return JSON.stringify([from, to, message, fields, corrupted, call === null ? 0 : [call.caller, call.call, call.fresh]]);
}
