/**
 * The shortest run to each goal, by a breadth-first search of the states. For two kinds of faults in one run a node of the search also has
 * one kind that the run has had, or none: which of those that it has had is left open, so each of them is tried, and the run to a
 * second kind is a shortest one whatever other faults it has.
 */
import { IntList } from '../explore/states/int-list.ts';
import type { GraphEdge, RunGraph } from './graph.ts';

/** A run: an initial step, and what follows. */
export interface Run {
  readonly edges: readonly GraphEdge[];
  /** of a liveness failure: what comes from this step on repeats; else null */
  readonly loop: number | null;
}

/** Nodes between two yields. */
const PART = 32;
const NO_FAULT = 0;

export class Witnesses {
  /** by goal: a shortest run that ends with it */
  readonly runs = new Map<number, Run>();
  /** every state was seen, or every goal met */
  isDone = false;
  readonly #graph: RunGraph;
  readonly #open: Set<number>;
  /** kinds of faults, and one more for none */
  readonly #kinds: number;
  readonly #known = new Set<number>();
  readonly #states = new IntList();
  readonly #chosen = new IntList();
  readonly #parents = new IntList();
  readonly #edges: GraphEdge[] = [];

  /** `wanted`: goals that steps meet. */
  constructor(graph: RunGraph, wanted: Iterable<number>) {
    this.#graph = graph;
    this.#open = new Set(wanted);
    this.#kinds = graph.goals.faults.length + 1;
  }

  /** goals that no run is known for */
  get open(): ReadonlySet<number> {
    return this.#open;
  }

  /** Ends once `isDone`; yields now and then, so that the caller can end it before. */
  *search(): Generator<void, void> {
    let looked = 0;
    for (const edge of this.#graph.starts()) {
      this.#follow(edge, -1, NO_FAULT);
      if (++looked % PART === 0) yield;
    }
    for (let node = 0; node < this.#edges.length && this.#open.size > 0; node++) {
      const chosen = this.#chosen.at(node);
      if (chosen === NO_FAULT || this.#isPairOpen(chosen - 1))
        for (const edge of this.#graph.from(this.#states.at(node))) this.#follow(edge, node, chosen);
      if (++looked % PART === 0) yield;
    }
    this.isDone = true;
  }

  #isPairOpen(fault: number): boolean {
    const { goals } = this.#graph;
    return goals.faults.some((_, other) => other !== fault && this.#open.has(goals.pair(fault, other)));
  }

  #follow(edge: GraphEdge, parent: number, chosen: number): void {
    const { goals, faults } = edge.meets;
    if (chosen === NO_FAULT) for (const goal of goals) this.#meet(goal, parent, edge);
    for (const fault of faults) {
      const before = chosen === NO_FAULT ? faults : [chosen - 1];
      for (const other of before) if (other !== fault) this.#meet(this.#graph.goals.pair(fault, other), parent, edge);
    }
    this.#add(edge, parent, chosen);
    if (chosen === NO_FAULT) for (const fault of faults) this.#add(edge, parent, fault + 1);
  }

  #meet(goal: number, parent: number, edge: GraphEdge): void {
    if (!this.#open.delete(goal)) return;
    const edges = [edge];
    for (let node = parent; node >= 0; node = this.#parents.at(node)) edges.push(this.#edges[node]);
    this.runs.set(goal, { edges: edges.reverse(), loop: null });
  }

  #add(edge: GraphEdge, parent: number, chosen: number): void {
    const key = edge.target * this.#kinds + chosen;
    if (this.#known.has(key)) return;
    this.#known.add(key);
    this.#states.push(edge.target);
    this.#chosen.push(chosen);
    this.#parents.push(parent);
    this.#edges.push(edge);
  }
}
