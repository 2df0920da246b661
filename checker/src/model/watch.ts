import type { Around } from './interpreter.ts';
import type { Expr, Scenario } from './ir.ts';

/** What a machine watches while it steps. */
export interface Watch {
  /** state predicates, at most 31: bit i of `evaluate` is set where predicate i is true */
  readonly predicates: readonly Expr[];
  /** step predicates, at most 31: bit i of a successor's `flags` is set where the step changes a watched value and predicate i is false */
  readonly steps: readonly { readonly predicate: Expr; readonly watched: readonly Expr[] }[];
  /**
   * A deadline adds a counter to the state: off; else ticks since `from` held without `to`, at most within + 1. In each
   * state `to` turns it off, else `from`, when off, sets 0; a tick adds 1 if on. A model error in one of them ends
   * the step in that error; the search watches both as predicates too.
   */
  readonly deadline: { readonly from: Expr; readonly to: Expr; readonly within: number } | null;
  /** how far the run has come in it is part of the state, and the one predicate, whatever it says, is true where it is over */
  readonly scenario?: Scenario;
  /** what is asked once every state is known, and nothing that a machine looks at: states are made one only where it is the same in both */
  readonly asked?: readonly Expr[];
  /** what nodes know in each reachable state, once that is known; without it nothing that is watched may ask */
  readonly known?: Around;
}
