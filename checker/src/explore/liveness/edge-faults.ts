/** Which kinds of faults an edge of the graph takes, one bit each. */
import type { Model } from '../../model/ir.ts';
import { tagKind, tagKinds } from '../../model/tags.ts';
import { assumedFaults, faultsOf, keyOf } from '../search/faults.ts';
import type { Search } from '../search/search.ts';
import type { Graph } from './graph.ts';
import type { EdgeSteps } from './steps.ts';

/** Every kind. */
export const ALL_KINDS = -1;

export class EdgeFaults {
  readonly #search: Search;
  readonly #graph: Graph;
  readonly #steps: EdgeSteps;
  readonly #model: Model;
  readonly #bits: ReadonlyMap<string, number>;
  readonly #known = new Map<number, number>();

  constructor(search: Search, graph: Graph, steps: EdgeSteps) {
    this.#search = search;
    this.#graph = graph;
    this.#steps = steps;
    this.#model = search.machine.model;
    // Bit 31 is the sign; kinds beyond that share a bit, and are then taken or left together.
    this.#bits = new Map(assumedFaults(this.#model).map((source, i) => [keyOf(source), 1 << Math.min(i, 30)]));
  }

  /** 0 for an edge that is no fault. */
  of(state: number, edge: number): number {
    if (this.#graph.cost[edge] === 0) return 0;
    const kind = tagKind(this.#graph.tag[edge]);
    if (kind === tagKinds.lose) return this.#bits.get('loss')!;
    if (kind === tagKinds.duplicate) return this.#bits.get('duplication')!;
    if (kind === tagKinds.corrupt) return this.#bits.get('corruption')!;
    if (!this.#known.has(edge)) this.#askFor(state);
    return this.#known.get(edge)!;
  }

  /** Only the interpreter knows whose crash it is, and who begins to pause. */
  #askFor(state: number): void {
    const { machine, store } = this.#search;
    const before = machine.decode(store.segment(state), store.offset(state));
    this.#steps.of(state).forEach((step, i) => {
      const kinds = step.cost === 0 ? [] : faultsOf(this.#model, step, before);
      const bits = kinds.reduce((mask, source) => mask | this.#bits.get(keyOf(source))!, 0);
      this.#known.set(this.#graph.first[state] + i, bits);
    });
  }
}
