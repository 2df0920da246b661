/** Messages that steps send across a cut, where they are lost. Only the interpreter knows this, so each state is queried once. */
import { lostWhileHealing } from '../../model/cuts.ts';
import { undeferred } from '../../model/interpreter/fairness.ts';
import type { MessageState } from '../../model/state.ts';
import type { Search } from '../search/search.ts';
import type { Graph } from './graph.ts';
import type { EdgeSteps } from './steps.ts';

const NONE: number[] = [];

export class CutSends {
  readonly #search: Search;
  readonly #graph: Graph;
  readonly #steps: EdgeSteps;
  readonly #kindOf: (message: MessageState) => number;
  /** states of which no step sends across a cut, and for the others what each of their edges does */
  readonly #uncut: Uint8Array;
  readonly #cut = new Map<number, readonly number[][]>();

  /** `kindOf`: the number of a message's sender, receiver, name and payload. */
  constructor(search: Search, graph: Graph, steps: EdgeSteps, kindOf: (message: MessageState) => number) {
    this.#search = search;
    this.#graph = graph;
    this.#steps = steps;
    this.#kindOf = kindOf;
    this.#uncut = new Uint8Array(graph.states);
  }

  /** Kinds that this edge sends across cuts none of which may stay, where the receiver would not have deferred them. */
  on(state: number, edge: number): number[] {
    if (this.#search.machine.model.network.cuts.length === 0 || this.#uncut[state] === 1) return NONE;
    let sends = this.#cut.get(state);
    if (sends === undefined) {
      sends = this.#sendsOf(state);
      if (sends.every((kinds) => kinds.length === 0)) this.#uncut[state] = 1;
      else this.#cut.set(state, sends);
    }
    return sends[edge - this.#graph.first[state]] ?? NONE;
  }

  /** For each edge of a state the kinds that it sends across a cut. */
  #sendsOf(state: number): number[][] {
    const { machine, store } = this.#search;
    const now = machine.decode(store.segment(state), store.offset(state));
    if (now.cuts.length === 0) return [];
    return this.#steps.of(state).map((step) =>
      step.events.flatMap((event) => {
        if (event.kind !== 'sent' || event.vanished !== 'cut') return [];
        const { from, to } = event.message;
        const counts = lostWhileHealing(machine.model, now.cuts, from, to) && undeferred(machine.model, now, event.message);
        return counts ? [this.#kindOf(event.message)] : [];
      }),
    );
  }
}
