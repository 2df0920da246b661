/** A run as packed states, followed by the interpreter: what it cannot follow is no run, and one of the machines is wrong. */
import type { Machine } from '../explore/machine/machine.ts';
import { beforeStart } from '../explore/search/before-start.ts';
import { errorOf, type Replay } from '../explore/search/replay.ts';
import type { InitialStep, State, Step } from '../model/state.ts';
import type { Trace, TraceStep } from '../verdict.ts';
import type { Found } from './findings.ts';
import type { Path } from './walk.ts';

interface Point {
  readonly state: State;
  readonly counter: number;
}

/** `found`: what the run ends in; null for a run to any state. */
export function follow(machine: Machine, replay: Replay, found: Found | null, { states, costs }: Path): Trace {
  const faults = costs.reduce((sum, cost) => sum + cost, 0);
  const last = costs.length - 1;
  const isEnd = (at: number) => at === last;
  const initial = stepTo(machine, replay, found, null, replay.initial(), states[0], costs[0], isEnd(0));
  if (initial.next === null) return { initial: initial.step, first: beforeStart(machine.model), steps: [], faults };
  const steps: TraceStep[] = [];
  let point = initial.next;
  let time = 0;
  for (let at = 1; at <= last; at++) {
    const { step, next } = stepTo<Step>(machine, replay, found, point, replay.steps(point.state), states[at], costs[at], isEnd(at));
    if (step.label.kind === 'tick') time++;
    steps.push({ step, state: next?.state ?? point.state, time });
    if (next === null) break;
    point = next;
  }
  return { initial: initial.step, first: initial.next.state, steps, faults };
}

/** The first step of that cost into the packed state, or into an error where there is none; as the last one it does what was found. */
function stepTo<S extends Step | InitialStep>(
  machine: Machine,
  replay: Replay,
  found: Found | null,
  from: Point | null,
  steps: Iterable<S>,
  target: Int32Array | undefined,
  cost: number,
  isLast: boolean,
): { readonly step: S; readonly next: Point | null } {
  const packed = new Int32Array(machine.words);
  for (const step of steps) {
    if (step.cost !== cost) continue;
    const next = pointAfter(replay, step, from);
    if (target === undefined) {
      if (errorOf(replay, step, from?.state ?? null) !== null) return { step, next };
      continue;
    }
    if (next === null) continue;
    machine.encode(next.state, next.counter, packed, 0);
    if (packed.every((word, i) => word === target[i]) && (!isLast || isFound(replay, found, from, next))) return { step, next };
  }
  throw new Error('internal error: no step of the interpreter goes on along a run that was found at random');
}

function pointAfter(replay: Replay, step: Step | InitialStep, from: Point | null): Point | null {
  if (step.target.kind !== 'state') return null;
  const { state } = step.target;
  return { state, counter: replay.counter(from, step, state) };
}

/** Several steps may lead to one state, and only some of them break a step property. */
function isFound(replay: Replay, found: Found | null, from: Point | null, next: Point): boolean {
  if (found === null || found === 'error' || found.kind !== 'step') return true;
  const broken = from === null ? 0 : replay.broken(from.state, next.state);
  return typeof broken === 'number' && ((broken >>> found.step) & 1) === 1;
}
