/** What could have come instead of an event that no run explains: everything that is possible after as much as any run explains. */
import { unhandled } from '#grammar';
import { steps } from '../model/interpreter.ts';
import type { Model, Type, Value } from '../model/ir.ts';
import type { MessageState, State, Step } from '../model/state.ts';
import type { Alternative, Difference, Obstacle, Unexplained } from './answer.ts';
import {
  type Complete,
  type LogEvent,
  type MessageMeant,
  nodeOfMeant,
  nodeOfOccurrence,
  type Occurrence,
  type StateMeant,
  type ValuePattern,
} from './event.ts';
import { type Partly, partlyAfter } from './explain.ts';
import { fits, isIn, isSo, mustBeLogged, occurrencesOf } from './occurrences.ts';
import { NOT_YET, type Places } from './places.ts';
import type { ConformSearch, Node } from './search.ts';
import type { Edge } from './states.ts';

/** Nodes whose steps are looked at. */
const MOST_NODES = 300;
const MOST_TOLD = 6;

/** What is not explained, and how many events are: those of a step of which the log has not all that it would have are among them. */
export interface Stuck {
  readonly explained: number;
  readonly unexplained: readonly Unexplained[];
}

/** For each log what comes next at the place where the search has come furthest. What has something like it comes first. */
export function stuckAt(search: ConformSearch, complete: readonly Complete[]): Stuck {
  const { places, best, furthest } = search;
  if (best < 0)
    return {
      explained: 0,
      unexplained: places.sequences.flatMap(([event]) => (event === undefined ? [] : [{ event, instead: [], more: 0 }])),
    };
  const { at } = search.node(best).place;
  const nodes: Node[] = [];
  for (const node of search.frontier()) {
    if (nodes.length === MOST_NODES) break;
    if (node.place.at.every((position, s) => position === at[s])) nodes.push(node);
  }
  const within = insideStep(search, nodes);
  if (within !== null) return { explained: furthest + within.explained, unexplained: within.unexplained };
  const unexplained = places.sequences.flatMap((_, s) => {
    const event = places.next(at, s);
    return event === undefined
      ? []
      : [
          told(
            event,
            nodes.flatMap((node) => alternatives(search, node, s, event, complete)),
          ),
        ];
  });
  return { explained: furthest, unexplained: unexplained.sort((a, b) => rankOf(a.instead[0]) - rankOf(b.instead[0])) };
}

/** The first event that does not fit a step of which those before are: the log would have all of the step. */
function insideStep({ space, places }: ConformSearch, nodes: readonly Node[]): Stuck | null {
  let most: { readonly edge: Edge; readonly partly: Partly }[] = [];
  for (const { state, place } of nodes) {
    for (const edge of space.from(state)) {
      const partly = partlyAfter(places, place, edge, () => space.state(edge.target));
      if (partly.explained === 0 || partly.explained < (most[0]?.partly.explained ?? 0)) continue;
      if (partly.explained > (most[0]?.partly.explained ?? 0)) most = [];
      most.push({ edge, partly });
    }
  }
  if (most.length === 0) return null;
  const { at, explained } = most[0].partly;
  const unexplained = places.sequences.flatMap((_, s) => {
    const event = places.next(at, s);
    if (event === undefined) return [];
    const found = most.flatMap(({ edge: { occurrences, required }, partly: { used } }) =>
      occurrences
        .filter((_, i) => required[i] && !used[i])
        .map((occurrence): Alternative => {
          const obstacle = unlike(space.model, event, occurrence);
          return { occurrence, obstacle: obstacle.kind === 'other' ? { kind: 'unlogged', missing: [] } : obstacle };
        }),
    );
    return [told(event, found)];
  });
  return { explained, unexplained };
}

function told(event: LogEvent, alternatives: readonly Alternative[]): Unexplained {
  const found = new Map<string, Alternative>();
  for (const one of alternatives) {
    const key = keyOf(one);
    const before = found.get(key);
    if (before === undefined || rankOf(one) < rankOf(before) || isNearer(one, before)) found.set(key, one);
  }
  const all = [...found.values()].sort((a, b) => rankOf(a) - rankOf(b));
  return { event, instead: all.slice(0, MOST_TOLD), more: Math.max(0, all.length - MOST_TOLD) };
}

/** Of what is possible at several times, that nearest to the time that is logged. */
function isNearer({ obstacle: one }: Alternative, { obstacle: other }: Alternative): boolean {
  return one.kind === 'time' && other.kind === 'time' && ticksOff(one) < ticksOff(other);
}

function ticksOff({ tick, earliest, latest }: Extract<Obstacle, { kind: 'time' }>): number {
  return Math.max(earliest - tick, tick - latest);
}

/** Less is more like it. */
function rankOf(one: Alternative | undefined): number {
  const { kind } = one?.obstacle ?? { kind: 'other' };
  switch (kind) {
    case 'time':
    case 'unlogged':
    case 'error':
      return 0;
    case 'bound':
      return 100;
    case 'different':
      return one?.obstacle.kind === 'different' ? one.obstacle.differences.length : 1;
    case 'other':
      return one === undefined ? 1001 : 1000;
    default:
      return unhandled(kind);
  }
}

/** The same for what differs in nothing that a log speaks of: ages and calls. */
function keyOf({ occurrence, obstacle }: Alternative): string {
  const plain = (one: Occurrence | null) =>
    one === null || !('message' in one) ? one : { ...one, message: { ...one.message, age: 0, call: null } };
  return JSON.stringify([plain(occurrence), occurrence === null || obstacle.kind === 'different' ? obstacle : null]);
}

function alternatives(search: ConformSearch, node: Node, sequence: number, event: LogEvent, complete: readonly Complete[]): Alternative[] {
  const { model } = search.space;
  const state = search.space.state(node.state);
  if (event.meant.kind === 'state') {
    const late = timeOf(search.places, node, sequence, false);
    const obstacle: Obstacle = isSo(event.state, state) && late !== null ? late : different(stateDifferences(model, event.state, state));
    return [{ occurrence: null, obstacle }];
  }
  const at = nodeOfMeant(event.meant);
  return steps(model, state).flatMap((step) => {
    const occurrences = occurrencesOf(state, step);
    return occurrences
      .filter((one) => (at === null || nodeOfOccurrence(one) === at) && (one.kind === event.meant.kind || !ENSUES.has(one.kind)))
      .map((occurrence): Alternative => {
        if (!fits(event.meant, occurrence)) return { occurrence, obstacle: unlike(model, event, occurrence) };
        const others = occurrences.filter((one) => one !== occurrence && mustBeLogged(complete, one));
        return { occurrence, obstacle: hindered(search, node, sequence, event, step, others) };
      });
  });
}

/** What is done in a step is told where it is asked for, and else what the step is. */
const ENSUES: ReadonlySet<Occurrence['kind']> = new Set(['send', 'pause']);

/** Why a step in which this happens does not explain the event. */
function hindered(
  { places, space }: ConformSearch,
  node: Node,
  sequence: number,
  event: LogEvent,
  { target, label }: Step,
  others: readonly Occurrence[],
): Obstacle {
  if (target.kind === 'error') return { kind: 'error', error: target.error };
  if (target.kind === 'cut') return { kind: 'bound', bound: target.bound };
  if (!isSo(event.state, target.state)) return different(stateDifferences(space.model, event.state, target.state));
  return timeOf(places, node, sequence, label.kind === 'tick') ?? { kind: 'unlogged', missing: others };
}

function timeOf(places: Places, { place }: Node, sequence: number, passes: boolean): Obstacle | null {
  const window = places.windowOf(place.at, sequence);
  const tick = place.ticks + (passes ? 1 : 0);
  if (window === null || place.ticks === NOT_YET || (tick >= window.earliest && tick <= window.latest)) return null;
  return { kind: 'time', tick, ...window };
}

function different(differences: readonly Difference[]): Obstacle {
  return { kind: 'different', differences };
}

function unlike(model: Model, { meant }: LogEvent, found: Occurrence): Obstacle {
  if (meant.kind === 'act' && found.kind === 'act' && meant.action === found.action) {
    const { params } = model.roles[model.instances[meant.node].role].actions[meant.action];
    const named = params.map(({ local }) => model.locals[local]);
    return different(fieldDifferences(named, meant.params, found.params));
  }
  if ('message' in meant && 'message' in found && meant.kind === found.kind && meant.message.message === found.message.message)
    return different([
      ...endDifferences(model, meant.message, found.message),
      ...fieldDifferences(model.messages[found.message.message].fields, meant.message.fields, found.message.fields),
      ...(meant.kind === 'receive' && found.kind === 'receive' && meant.handled !== null && meant.handled !== found.handled
        ? [{ name: 'handled', type: BOOL, logged: exactly(meant.handled), possible: found.handled }]
        : []),
    ]);
  return { kind: 'other' };
}

const BOOL: Type = { kind: 'bool' };

function exactly(value: Value): ValuePattern {
  return { kind: 'exactly', value };
}

function endDifferences(model: Model, meant: MessageMeant, found: MessageState): Difference[] {
  const type: Type = {
    kind: 'node',
    roles: model.roles.map(({ index }) => index),
    instances: model.instances.map(({ index }) => index),
  };
  return (['from', 'to'] as const).flatMap((end) => {
    const logged = meant[end];
    return logged === null || logged === found[end] ? [] : [{ name: end, type, logged: exactly(logged), possible: found[end] }];
  });
}

function fieldDifferences(
  fields: readonly { readonly name: string; readonly type: Type }[],
  logged: readonly ValuePattern[],
  found: readonly Value[],
): Difference[] {
  return fields.flatMap(({ name, type }, i) => (isIn(logged[i], found[i]) ? [] : [{ name, type, logged: logged[i], possible: found[i] }]));
}

function stateDifferences(model: Model, meant: StateMeant | null, { nodes }: State): Difference[] {
  if (meant === null) return [];
  const { variables } = model.roles[model.instances[meant.node].role];
  return meant.variables.flatMap(({ variable, pattern }) => {
    const possible = nodes[meant.node].variables[variable];
    const { name, type } = variables[variable];
    return isIn(pattern, possible) ? [] : [{ name, type, logged: pattern, possible }];
  });
}
