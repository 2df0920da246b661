import type { Expr, Property } from '../../model/ir.ts';

/** A property of states that asks what nodes know: nothing of it is watched. */
export interface KnowledgeQuery {
  readonly property: Property & { readonly kind: 'state' | 'reachable' };
  readonly kind: 'knowledge';
}

/** A predicate of the watch that asks what nodes know: in the watch it is false, and known only after the search. */
export interface KnownPredicate {
  readonly bit: number;
  readonly predicate: Expr;
}
