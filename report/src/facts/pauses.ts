/**
 * Pauses are told as a whole: a node that has something due while time passes is paused until nothing is due. A trace
 * shows them tick by tick; here those ticks are put together.
 */
import type { Model, State, Trace } from '#checker';
import { roleOf, stateBefore, timeBefore } from './reader.ts';
import { formatMessage, timerName } from './values.ts';

export interface Pause {
  readonly node: number;
  /** the steps that are its first and last tick */
  readonly first: number;
  readonly last: number;
  /** time at which it begins, and how many ticks it takes */
  readonly time: number;
  readonly ticks: number;
  /** what waits meanwhile: `Ping`, `patience`; null where the node stands at a `pause` of its own */
  readonly waiting: string | null;
}

export function pausesOf(model: Model, trace: Trace): Pause[] {
  return model.instances.flatMap(({ index }) => pausesOfNode(model, trace, index)).sort((a, b) => a.first - b.first || a.node - b.node);
}

function pausesOfNode(model: Model, trace: Trace, node: number): Pause[] {
  const pauses: Pause[] = [];
  let current: { first: number; last: number; ticks: number } | null = null;
  const end = () => {
    if (current === null) return;
    const before = stateBefore(trace, current.first);
    pauses.push({ ...current, node, time: timeBefore(trace, current.first), waiting: waitingFor(model, before, node) });
    current = null;
  };
  trace.steps.forEach(({ step, state }, index) => {
    const { lateness } = state.nodes[node];
    if (lateness === 0) end();
    else if (step.label.kind === 'tick') {
      if (current === null) current = { first: index, last: index, ticks: 1 };
      else current = { first: current.first, last: index, ticks: current.ticks + 1 };
    }
  });
  end();
  return pauses;
}

function waitingFor(model: Model, state: State, node: number): string | null {
  const { suspended, timers } = state.nodes[node];
  if (suspended !== null) return null;
  const role = roleOf(model, node);
  for (const [t, keys] of timers.entries()) {
    const due = keys.findIndex((k) => (k.kind === 'exact' && k.left === 0) || (k.kind === 'loose' && k.until === 0));
    if (role.timers[t].hasHandler && due >= 0) return timerName(model, node, t, due);
  }
  const delay = model.timing.delay[node];
  const arrived = state.messages.find((m) => m.to === node && delay !== null && m.age === delay.max);
  return arrived === undefined ? null : formatMessage(arrived, model);
}
