/** Properties of which the proviso search says nothing, and why. */
import { isExistential, unhandled } from '#grammar';
import type { Expr, Model, Property, Temporal } from '../model/ir.ts';
import { expressionsIn } from '../model/walk.ts';

export type Refusal =
  /** assumptions make it possible or impossible; none is needed for it */
  | 'reachable'
  /** what nodes know hangs on all runs, so that neither a stronger nor a weaker set follows */
  | 'knowledge'
  /** it requires that the system becomes stable, or a ghost remembers whether it is */
  | 'stable';

export function refusal(property: Property, { roles, ghosts, limits }: Pick<Model, 'roles' | 'ghosts' | 'limits'>): Refusal | null {
  if (isExistential(property.word)) return 'reachable';
  if (property.usesKnowledge) return 'knowledge';
  return onlyAsked(property) && !mentionsStable([roles, ghosts, limits]) ? null : 'stable';
}

export function mentionsStable(piece: unknown): boolean {
  return expressionsIn(piece).some(({ op }) => op === 'stable');
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

/** Of what is no logic it is not known in which direction it goes. */
function isAsked(e: Expr, required: boolean): boolean {
  switch (e.op) {
    case 'stable':
      return !required;
    case 'not':
      return isAsked(e.of, !required);
    case 'and':
    case 'or':
      return isAsked(e.left, required) && isAsked(e.right, required);
    case 'implies':
      return isAsked(e.left, !required) && isAsked(e.right, required);
    case 'forall':
    case 'exists':
      return !mentionsStable([e.from, e.where]) && isAsked(e.body, required);
    case 'if':
      return !mentionsStable(e.cond) && isAsked(e.then, required) && isAsked(e.else, required);
    case 'let':
      return !mentionsStable(e.value) && isAsked(e.body, required);
    default:
      e satisfies Exclude<Expr, { op: 'stable' | 'not' | 'and' | 'or' | 'implies' | 'forall' | 'exists' | 'if' | 'let' }>;
      return !mentionsStable(e);
  }
}
