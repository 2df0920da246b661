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
  | 'stable'
  /** it requires that a step is possible which hangs on time or on the order of messages, or a ghost or a limit asks for that */
  | 'enabled';

type Places = Pick<Model, 'roles' | 'ghosts' | 'limits'>;

export function refusal(property: Property, model: Places): Refusal | null {
  if (isExistential(property.word)) return 'reachable';
  if (property.usesKnowledge && !requiresKnowledge(property)) return 'knowledge';
  if (!onlyAsked(property, model, isStable)) return 'stable';
  return onlyAsked(property, model, (e) => isFreer(e, model)) ? null : 'enabled';
}

export function mentionsStable(piece: unknown): boolean {
  return mentions(piece, isStable);
}

/** `enabled` of a step that hangs on time or on the order of messages stands in it. */
export function asksWhatIsFreer(piece: unknown, model: Places): boolean {
  return mentions(piece, (e) => isFreer(e, model));
}

/** What an expression asks about that is another thing under another set of assumptions, though the run is the same. */
type Asks = (e: Expr) => boolean;

const isStable: Asks = ({ op }) => op === 'stable';
const isKnowledge: Asks = ({ op }) => op === 'knows';

/**
 * `enabled` of a step that is possible more often under a weaker set, in the same run: a message may come before its least delay, or overtake
 * another; a timer that drifts may have run out already; and a guard that reads a clock or a timer may hold for a reading that the stronger
 * set rules out. What the run has read so far it has read under both. Any other guard reads variables alone, and is the same.
 */
function isFreer(e: Expr, { roles }: Places): boolean {
  if (e.op !== 'enabled') return false;
  if (e.turn.kind !== 'act') return true;
  const { guard } = roles[e.role].actions[e.turn.action];
  return guard !== null && mentions(guard, ({ op }) => op === 'clock' || op === 'left' || op === 'running');
}

/**
 * `knows` stands only where the property requires it, of states. A state in which a node does not know breaks such a property, together
 * with the state that looks alike to the node: both are reached under every weaker set too, so the node does not know there either.
 */
function requiresKnowledge(property: Property): boolean {
  return property.kind === 'state' && standsOnly(isKnowledge, true, property.predicate, true);
}

/**
 * What is asked stands only where the property asks before it requires something: where its being true more often makes the property true
 * less often. `stable`: where nothing is eventual any more it is true throughout, so one and the same run counts as stable later under the stronger
 * set than under the weaker. `enabled`: see above. A run that breaks such a property breaks it as well when they are true more often; of any
 * other property nothing follows, nor where a ghost remembers them or a limit asks.
 */
function onlyAsked(property: Property, { roles, ghosts, limits }: Places, asks: Asks): boolean {
  if (mentions([roles, ghosts, limits], asks)) return false;
  const isAsked = (e: Expr, required: boolean) => standsOnly(asks, false, e, required);
  switch (property.kind) {
    case 'state':
      return isAsked(property.predicate, true);
    case 'step':
      return !mentions(property.watched, asks) && isAsked(property.predicate, true);
    case 'deadline':
      return isAsked(property.from, false) && isAsked(property.to, true);
    case 'liveness':
      return isAskedIn(property.formula, true, asks) && (property.provided === null || isAskedIn(property.provided, false, asks));
    case 'reachable':
    case 'scenario':
      return true;
    default:
      return unhandled(property);
  }
}

/** `required`: where the formula is true more often, so is the property. */
function isAskedIn(formula: Temporal, required: boolean, asks: Asks): boolean {
  const inside = (of: Temporal, isRequired: boolean) => isAskedIn(of, isRequired, asks);
  switch (formula.op) {
    case 'state':
      return standsOnly(asks, false, formula.predicate, required);
    case 'not':
      return inside(formula.of, !required);
    case 'always':
    case 'eventually':
      return inside(formula.of, required);
    case 'and':
    case 'or':
    case 'until':
      return inside(formula.left, required) && inside(formula.right, required);
    case 'implies':
    case 'leadsTo':
      return inside(formula.left, !required) && inside(formula.right, required);
    default:
      return unhandled(formula);
  }
}

/**
 * What is asked stands only where it is required (`wanted` true), or only where it is asked. `required`: where the expression is true more often, so is
 * the property. Of what is no logic it is not known in which direction it goes.
 */
function standsOnly(asks: Asks, wanted: boolean, e: Expr, required: boolean): boolean {
  const inside = (of: Expr, isRequired: boolean) => standsOnly(asks, wanted, of, isRequired);
  const isFree = (piece: unknown) => !mentions(piece, asks);
  switch (e.op) {
    case 'stable':
      return !asks(e) || required === wanted;
    case 'enabled':
      return isFree([e.node, e.turn]) && (!asks(e) || required === wanted);
    case 'knows':
      return isFree(e.node) && (asks(e) ? required === wanted && inside(e.of, required) : isFree(e.of));
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
      e satisfies Exclude<
        Expr,
        { op: 'stable' | 'enabled' | 'knows' | 'not' | 'and' | 'or' | 'implies' | 'forall' | 'exists' | 'if' | 'let' }
      >;
      return isFree(e);
  }
}

function mentions(piece: unknown, asks: Asks): boolean {
  return expressionsIn(piece).some(asks);
}
