/** Properties of which the proviso search says nothing, and why. */
import { isExistential, unhandled } from '#grammar';
import type { Expr, Model, Property, Temporal } from '../model/ir.ts';
import { expressionsIn } from '../model/walk.ts';

export type Refusal =
  /** assumptions make it possible or impossible; none is needed for it */
  | 'reachable'
  /** it asks what nodes know, or requires that they do not: that hangs on all runs, so that neither a stronger nor a weaker set follows */
  | 'knowledge'
  /** it requires that the system becomes stable, or a ghost remembers whether it is */
  | 'stable';

export function refusal(property: Property, { roles, ghosts, limits }: Pick<Model, 'roles' | 'ghosts' | 'limits'>): Refusal | null {
  if (isExistential(property.word)) return 'reachable';
  if (property.usesKnowledge && !requiresKnowledge(property)) return 'knowledge';
  return onlyAsked(property) && !mentionsStable([roles, ghosts, limits]) ? null : 'stable';
}

export function mentionsStable(piece: unknown): boolean {
  return mentions(piece, 'stable');
}

/**
 * `knows` stands only where the property requires it, of states. A state in which a node does not know breaks such a property, together
 * with the state that looks alike to the node: both are reached under every weaker set too, so the node does not know there either.
 */
function requiresKnowledge(property: Property): boolean {
  return property.kind === 'state' && standsOnly('knows', true, property.predicate, true);
}

/**
 * `stable` stands only where the property asks before it requires something: where its being true more often makes the property true
 * less often. Where nothing is eventual any more it is true throughout, so one and the same run counts as stable later under the stronger
 * set than under the weaker. A run that breaks such a property breaks it as well when it counts as stable earlier; of any other property
 * nothing follows.
 */
function onlyAsked(property: Property): boolean {
  switch (property.kind) {
    case 'state':
      return isAsked(property.predicate, true);
    case 'step':
      return !mentionsStable(property.watched) && isAsked(property.predicate, true);
    case 'deadline':
      return isAsked(property.from, false) && isAsked(property.to, true);
    case 'liveness':
      return isAskedIn(property.formula, true) && (property.provided === null || isAskedIn(property.provided, false));
    case 'reachable':
    case 'scenario':
      return true;
    default:
      return unhandled(property);
  }
}

/** `required`: where the formula is true more often, so is the property. */
function isAskedIn(formula: Temporal, required: boolean): boolean {
  switch (formula.op) {
    case 'state':
      return isAsked(formula.predicate, required);
    case 'not':
      return isAskedIn(formula.of, !required);
    case 'always':
    case 'eventually':
      return isAskedIn(formula.of, required);
    case 'and':
    case 'or':
    case 'until':
      return isAskedIn(formula.left, required) && isAskedIn(formula.right, required);
    case 'implies':
    case 'leadsTo':
      return isAskedIn(formula.left, !required) && isAskedIn(formula.right, required);
    default:
      return unhandled(formula);
  }
}

function isAsked(e: Expr, required: boolean): boolean {
  return standsOnly('stable', false, e, required);
}

/**
 * The operation stands only where it is required (`wanted` true), or only where it is asked. `required`: where the expression is true more often, so is
 * the property. Of what is no logic it is not known in which direction it goes.
 */
function standsOnly(op: 'stable' | 'knows', wanted: boolean, e: Expr, required: boolean): boolean {
  const inside = (of: Expr, isRequired: boolean) => standsOnly(op, wanted, of, isRequired);
  const isFree = (piece: unknown) => !mentions(piece, op);
  switch (e.op) {
    case 'stable':
      return op !== 'stable' || required === wanted;
    case 'knows':
      return isFree(e.node) && (op === 'knows' ? required === wanted && inside(e.of, required) : isFree(e.of));
    case 'not':
      return inside(e.of, !required);
    case 'and':
    case 'or':
      return inside(e.left, required) && inside(e.right, required);
    case 'implies':
      return inside(e.left, !required) && inside(e.right, required);
    case 'forall':
    case 'exists':
      return isFree([e.from, e.where]) && inside(e.body, required);
    case 'if':
      return isFree(e.cond) && inside(e.then, required) && inside(e.else, required);
    case 'let':
      return isFree(e.value) && inside(e.body, required);
    default:
      e satisfies Exclude<Expr, { op: 'stable' | 'knows' | 'not' | 'and' | 'or' | 'implies' | 'forall' | 'exists' | 'if' | 'let' }>;
      return isFree(e);
  }
}

function mentions(piece: unknown, op: 'stable' | 'knows'): boolean {
  return expressionsIn(piece).some((e) => e.op === op);
}
