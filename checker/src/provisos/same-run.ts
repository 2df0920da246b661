/**
 * A run that breaks a property under one set, followed under a stronger one. The sets write states down in ways of their own (ages of
 * messages, what timers have left, budgets), so what is compared is what a run consists of: variables, who is up, what is in flight. The
 * interpreter takes each step under the stronger set, in every way that looks the same, and says at the end whether the property is broken there.
 * So what is found is a run of that set that breaks the property, whatever was compared; where none is found, nothing is known.
 *
 * A loop is one only if it comes back to the very state that it left under the stronger set, budgets and all, and is fair there: a message that may be
 * late no longer has to come, and where faults end a loop of crashes is none. It may take one more round to get there, since what stands from the
 * stem leaves in the first.
 *
 * A deadline that is passed, and a loop, say nothing where time stops in another run, and under a stronger set it may: there the run is a hint, and
 * the set is asked on its own.
 *
 * What shows something costs as many faults as the run that it follows and has as many steps, or one less: where nothing is eventual, the system
 * does not become stable, as it is so from the start. Where the run followed is a simplest one of its set, it is one of the other. For a run of the stronger
 * set is one of the weaker at no higher cost: what is a pause in time under a short delay may be none under a longer one. Where
 * only the weaker set has something eventual, it is one before the system becomes stable, and has no step more, as before that everything is
 * permitted. Only what asks for `stable` may need that step to be broken, and then another run of the weaker set may be as short: there the run is a hint.
 */

import { append, unhandled } from '#grammar';
import { fairnessIfFair, holdsOnLasso } from '../explore/liveness/lasso.ts';
import { counterIn, OFF } from '../explore/machine/deadline.ts';
import { stateKey } from '../explore/machine/state-key.ts';
import { brokenSteps } from '../explore/machine/step-watch.ts';
import { holdsIn, initialSteps, steps } from '../model/interpreter.ts';
import type { Model, Property, Temporal } from '../model/ir.ts';
import type { InitialStep, State, Step } from '../model/state.ts';
import type { Trace } from '../verdict.ts';
import { mentionsStable } from './refusal.ts';

/** Ways of writing down one moment of the run that are followed. */
const MOST_WAYS = 24;
/** Times that a loop is followed round. */
const MOST_ROUNDS = 3;

/** A moment of the run, and the way to it. */
interface Way {
  readonly state: State;
  readonly initial: InitialStep;
  readonly before: Way | null;
  readonly step: Step | null;
  /** of a deadline */
  readonly counter: number;
}

/** Whether a run shows that such a property is broken, or hints at it: what nodes know hangs on other runs, and whether time stops does too. */
export function isShownByRun(property: Property): 'yes' | 'perhaps' | 'no' {
  const { kind, usesKnowledge } = property;
  if (usesKnowledge) return 'no';
  switch (kind) {
    case 'state':
    case 'step':
      return mentionsStable(property) ? 'perhaps' : 'yes';
    case 'deadline':
    case 'liveness':
      return 'perhaps';
    case 'reachable':
    case 'scenario':
      return 'no';
    default:
      return unhandled(kind);
  }
}

/** The run of `model` that follows this one of a weaker set and breaks the property; null where there is none of this look. */
export function sameRun(model: Model, property: Property, trace: Trace): Trace | null {
  if (trace.initial.target.kind !== 'state') return null;
  const begun = started(model, property, trace);
  if (property.kind === 'liveness') return sameLasso(model, property, trace, begun);
  const end = followed(model, property, begun, trace.steps).find((way) => isBroken(model, property, way));
  return end === undefined ? null : traceOf(end, trace.faults);
}

function followed(model: Model, property: Property, from: readonly Way[], taken: Trace['steps']): Way[] {
  let ways = [...from];
  for (const { step, state } of taken) {
    const { label, cost } = step;
    const wanted = looks(state);
    const next = ways.flatMap((way) =>
      steps(model, way.state, [label.kind]).flatMap((taken): Way[] => {
        const { target } = taken;
        if (taken.cost !== cost || target.kind !== 'state' || looks(target.state) !== wanted) return [];
        const counter = counterAfter(model, property, way.counter, label.kind === 'tick', target.state);
        return [{ state: target.state, initial: way.initial, before: way, step: taken, counter }];
      }),
    );
    // Where nothing is eventual the system is stable from the start.
    if (next.length > 0 || label.kind !== 'stabilise') ways = distinct(next);
    if (ways.length === 0) return ways;
  }
  return ways;
}

type Liveness = Extract<Property, { kind: 'liveness' }>;

/** Each way into the loop is followed on its own, since the loop has to come back to it. */
function sameLasso(
  model: Model,
  property: Liveness,
  { steps: all, loop = all.length, faults }: Trace,
  begun: readonly Way[],
): Trace | null {
  const [stem, round] = [all.slice(0, loop), all.slice(loop)];
  const ends = followed(model, property, begun, stem);
  for (const entry of [...ends, ...ends.flatMap((way) => stabilised(model, way))]) {
    const entries = [entry];
    for (let ways = [entry], rounds = 0; ways.length > 0 && rounds < MOST_ROUNDS; rounds++) {
      ways = round.length === 0 ? resting(model, ways) : followed(model, property, ways, round);
      for (const end of ways) {
        const trace = lassoTo(model, property, entries, end, faults);
        if (trace !== null) return trace;
      }
      append(entries, ways);
    }
  }
  return null;
}

/** Where only the stronger set has something eventual, each of its fair runs becomes stable. */
function stabilised(model: Model, way: Way): Way[] {
  return steps(model, way.state, ['stabilise']).flatMap((step): Way[] =>
    step.target.kind === 'state' ? [{ ...way, state: step.target.state, before: way, step }] : [],
  );
}

/** Nothing happens any more; where there is time, it passes. */
function resting(model: Model, ways: readonly Way[]): Way[] {
  if (!model.timing.time) return [...ways];
  return ways.flatMap((way) =>
    steps(model, way.state, ['tick']).flatMap((step): Way[] =>
      step.target.kind === 'state' && step.cost === 0 ? [{ ...way, state: step.target.state, before: way, step }] : [],
    ),
  );
}

/** The run whose loop goes from one of the entries to `end`; null where they are not the same state, or it is not fair, or does not break the property. */
function lassoTo(model: Model, { formula, provided }: Liveness, entries: readonly Way[], end: Way, faults: number): Trace | null {
  const ways = waysTo(end);
  const key = stateKey(end.state);
  const from = ways.findIndex((way) => entries.includes(way) && stateKey(way.state) === key);
  if (from < 0) return null;
  const taken = ways.slice(from + 1).flatMap(({ step }) => step ?? []);
  const states = ways.map(({ state }) => state);
  const loop = taken.length === 0 ? states.slice(-1) : states.slice(from, -1);
  const fairness = fairnessIfFair(model, { states: loop, steps: taken });
  if (fairness === null) return null;
  const isTrue = (of: Temporal) => holdsOnLasso((e, state) => holdsIn(model, e, state) === true, of, states.slice(0, from), loop);
  if (isTrue(formula) || (provided !== null && !isTrue(provided))) return null;
  return { ...traceOf(end, faults), loop: from, fairness };
}

function started(model: Model, property: Property, { initial, first }: Trace): Way[] {
  const wanted = looks(first);
  const found: Way[] = [];
  for (const step of initialSteps(model)) {
    if (step.cost !== initial.cost || step.target.kind !== 'state' || looks(step.target.state) !== wanted) continue;
    const { state } = step.target;
    found.push({ state, initial: step, before: null, step: null, counter: counterAfter(model, property, OFF, false, state) });
    if (found.length === MOST_WAYS) break;
  }
  return distinct(found);
}

function counterAfter(model: Model, property: Property, before: number, tick: boolean, state: State): number {
  const counter = property.kind === 'deadline' ? counterIn(model, property, before, tick, state) : OFF;
  return typeof counter === 'number' ? counter : OFF;
}

function isBroken(model: Model, property: Exclude<Property, Liveness>, { state, before, counter }: Way): boolean {
  switch (property.kind) {
    case 'state':
      return holdsIn(model, property.predicate, state) === false;
    case 'step':
      return before !== null && brokenSteps(model, [property], before.state, state) === 1;
    case 'deadline':
      return counter > property.within;
    case 'reachable':
    case 'scenario':
      return false;
    default:
      return unhandled(property);
  }
}

function waysTo(end: Way): Way[] {
  const ways: Way[] = [];
  for (let way: Way | null = end; way !== null; way = way.before) ways.unshift(way);
  return ways;
}

function traceOf(end: Way, faults: number): Trace {
  const ways = waysTo(end);
  let time = 0;
  const taken = ways.flatMap(({ step, state }) => {
    if (step === null) return [];
    if (step.label.kind === 'tick') time++;
    return [{ step, state, time }];
  });
  return { initial: end.initial, first: ways[0].state, steps: taken, faults };
}

/** One of each state, the first that were found. */
function distinct(ways: readonly Way[]): Way[] {
  const known = new Map<string, Way>();
  for (const way of ways) {
    const key = stateKey(way.state);
    if (!known.has(key)) known.set(key, way);
    if (known.size === MOST_WAYS) break;
  }
  return [...known.values()];
}

/** The same text for states that look alike under any assumption set. */
function looks({ nodes, messages, cuts, byzantine, ghosts }: State): string {
  const inFlight = messages.map(({ from, to, message, fields, corrupted, call }) =>
    JSON.stringify([from, to, message, fields, corrupted, call === null ? 0 : [call.caller, call.call, call.fresh]]),
  );
  const seen = nodes.map(({ variables, status, suspended, timers }) => [
    variables,
    status,
    suspended === null ? 0 : [suspended.point, suspended.values],
    timers.map((keys) => keys.map(({ kind }) => kind !== 'off')),
  ]);
  return JSON.stringify([seen, inFlight.sort(), cuts, byzantine, ghosts]);
}
