/** Steps of the world: time, stabilisation, and every fault that the assumptions allow. */

import { CRASH_MODES } from '../crash-modes.ts';
import { cutFault, cutsOfKind, sameCut, withCut, withoutCut } from '../cuts.ts';
import type { CrashFault, FaultWindow, Model, Value } from '../ir.ts';
import { readsClock, readsMonotonic } from '../read-clocks.ts';
import type { Event, State, Step, StepLabel } from '../state.ts';
import { compare, sameMessage, tuples } from '../values.ts';
import { arrived, band, inForce, OFF, onDial, roleOf, runs } from './bounds.ts';
import { type Choices, CutSignal } from './choices.ts';
import { type Draft, type DraftNode, makeStale, thaw } from './draft.ts';
import { somethingDue } from './due.ts';
import { paths } from './finish.ts';
import { firstValue } from './first-values.ts';
import { distinctMessages, handOver, nodeSteps, runFirst, type StepInfo } from './node-steps.ts';
import type { StepRun } from './run.ts';

/** A step that makes no choices at any node. */
function worldStep(
  model: Model,
  state: State,
  label: StepLabel,
  cost: number,
  act: (draft: Draft, events: Event[], choices: Choices) => void,
): Step[] {
  let events: Event[] = [];
  const step = (choices: Choices) => {
    const draft = thaw(state);
    events = [];
    act(draft, events, choices);
    return draft;
  };
  return paths(model, step, () => events).map((path) => ({ label, choices: path.choices, cost, target: path.target, events: path.info }));
}

/** The fault may happen now: its window is open and its budget not used up. */
function possible(model: Model, state: State, fault: FaultWindow | null): fault is FaultWindow {
  if (fault === null || (fault.untilStable && state.stable)) return false;
  return fault.budget === null || state.used[fault.budget] < model.budgets[fault.budget].limit;
}

function use(draft: Draft, fault: FaultWindow): void {
  if (fault.budget !== null) draft.used[fault.budget]++;
}

// Time

export function tickSteps(model: Model, state: State): Step[] {
  if (!model.timing.time) return [];
  const due = state.nodes.map((_, node) => somethingDue(model, state, node));
  const waits = state.nodes.every((node, i) => {
    const pause = inForce(model, state, 'pause', i);
    return !due[i] || pause === null || node.lateness < pause.max;
  });
  if (!waits) return [];
  const cost = state.nodes.filter((node, i) => due[i] && node.lateness === 0).length;
  return worldStep(model, state, { kind: 'tick' }, cost, (draft, events) => tick(model, state, draft, due, events));
}

function tick(model: Model, state: State, draft: Draft, due: readonly boolean[], events: Event[]): void {
  draft.nodes.forEach((node, i) => {
    if (due[i]) node.lateness = Math.min(node.lateness + 1, inForce(model, state, 'pause', i)?.max ?? 1);
  });
  draft.messages = draft.messages.filter((message) => {
    const vanishes = draft.nodes[message.to].status !== 'up' && arrived(model, state, message);
    if (vanishes) events.push({ kind: 'vanished', message });
    return !vanishes;
  });
  draft.messages = draft.messages.map((message) => {
    const delay = inForce(model, state, 'delay', message.to);
    return delay === null ? message : { ...message, age: Math.min(message.age + 1, delay.max) };
  });
  for (const node of draft.nodes) {
    node.timers = node.timers.map((keys) =>
      keys.map((timer) => {
        if (timer.kind === 'exact') return { ...timer, left: Math.max(0, timer.left - 1) };
        if (timer.kind === 'loose') return { ...timer, ripe: true, until: timer.until === null ? null : Math.max(0, timer.until - 1) };
        return timer;
      }),
    );
  }
  passTime(model, draft);
}

/** True time is part of the state only where a clock can show it; past a clock's horizon the run is cut. */
function passTime(model: Model, draft: Draft): void {
  if (model.clocks.length === 0) return;
  draft.time++;
  const past = model.clocks.find((clock) => draft.time > clock.horizon);
  if (past !== undefined) throw new CutSignal(`${past.name} until ${past.horizon}`);
  raiseFloors(model, draft);
}

/** A clock is never behind its band; one that is ahead of it stands still until true time has come within it. */
function raiseFloors(model: Model, draft: Draft): void {
  draft.nodes.forEach((node, i) => {
    node.clocks = node.clocks.map((floor, clock) =>
      goes(model, node, i, clock) ? Math.max(floor, band(model, draft, i, clock).low) : floor,
    );
  });
}

/** A clock that no code reads has no floor, and at a node that is not up a monotonic clock has no start that it could count from. */
function goes(model: Model, node: DraftNode, self: number, clock: number): boolean {
  return readsClock(model, self, clock) && (node.status === 'up' || !model.clocks[clock].monotonic);
}

export function stabiliseSteps(model: Model, state: State): Step[] {
  if (state.stable || !model.stabilises) return [];
  return worldStep(model, state, { kind: 'stabilise' }, 0, (draft) => stabilise(model, draft));
}

/** What was bounded all along keeps its ages and latenesses; what comes into force only now starts afresh. */
function stabilise(model: Model, draft: Draft): void {
  draft.stable = true;
  const begins = (quantity: 'delay' | 'pause' | 'drift', node: number) => model.timing[quantity][node]?.always === false;
  draft.messages = draft.messages.map((m) => (begins('delay', m.to) ? { ...m, age: 0 } : m));
  draft.nodes.forEach((node, i) => {
    if (begins('pause', i)) node.lateness = 0;
    if (begins('drift', i)) {
      const drift = model.timing.drift[i]!.max;
      node.timers = node.timers.map((keys) => keys.map((t) => (t.kind === 'loose' ? { ...t, until: t.duration + drift } : t)));
    }
    if (model.clockSteps?.untilStable) node.offsets = node.offsets.map(() => 0);
  });
  raiseFloors(model, draft);
  draft.cuts = draft.cuts.filter((cut) => !cutFault(model, cut).untilStable);
}

// Crashes

export function crashSteps(model: Model, state: State, node: number): Step[] {
  if (!runs(state, node)) return [];
  return model.crashes.flatMap((fault, index) => {
    const mode = CRASH_MODES[fault.mode];
    if (mode === null || !fault.instances.includes(node) || !possible(model, state, fault) || tooManyDown(state, fault)) return [];
    return mode.durableLost.flatMap((durableLost) =>
      worldStep(model, state, { kind: 'crash', node, fault: index, durableLost }, 1, (draft, _events, choices) => {
        use(draft, fault);
        crash(model, draft, node, mode.leaves, durableLost, choices);
      }),
    );
  });
}

function tooManyDown(state: State, fault: CrashFault): boolean {
  return fault.maxDown !== null && fault.instances.filter((i) => state.nodes[i].status === 'down').length >= fault.maxDown;
}

function crash(model: Model, draft: Draft, self: number, status: 'down' | 'stopped', durableLost: boolean, choices: Choices): void {
  const node = draft.nodes[self];
  const { variables, timers } = roleOf(model, self);
  variables.forEach((variable, v) => {
    const { durable, ghost, initial, wiped } = variable;
    if (ghost || (durable && !durableLost)) return;
    node.variables[v] = firstValue(model, variable, durable ? wiped : initial, draft, self, choices);
  });
  node.timers = timers.map((_, t) => node.timers[t].map(() => OFF));
  node.status = status;
  node.suspended = null;
  node.lateness = 0;
  // A wall clock is the machine's and goes on; a monotonic clock counts from the node's next start.
  node.clocks = node.clocks.map((floor, clock) => (model.clocks[clock].monotonic ? 0 : floor));
  node.origin = 0;
  makeStale(draft, (call) => call.caller === self);
}

export function restartSteps(model: Model, state: State, node: number): Step[] {
  if (state.nodes[node].status !== 'down') return [];
  return nodeSteps(model, state, node, (handler) => ({ kind: 'restart', node, handler }), 0, restarted);
}

export function restarted(run: StepRun, info: StepInfo): 'step' {
  const self = run.state.nodes[run.self];
  self.status = 'up';
  self.origin = readsMonotonic(run.model, run.self) ? run.state.time : 0;
  runFirst(run, info, { kind: 'restart' });
  return 'step';
}

// The network

export function loseSteps(model: Model, state: State): Step[] {
  const { loss } = model.network;
  if (!possible(model, state, loss)) return [];
  // In a queue it matters which of two equal messages goes, unless nothing stands between them.
  const first = (index: number) => index === 0 || !sameMessage(model, state.messages[index - 1], state.messages[index]);
  const lost = model.network.fifo ? [...state.messages.keys()].filter(first) : distinctMessages(model, state);
  return lost.flatMap((index) =>
    worldStep(model, state, { kind: 'lose', message: state.messages[index] }, 1, (draft) => {
      use(draft, loss);
      draft.messages.splice(index, 1);
    }),
  );
}

export function duplicateSteps(model: Model, state: State): Step[] {
  const { duplication } = model.network;
  if (!possible(model, state, duplication)) return [];
  return distinctMessages(model, state).flatMap((index) => handOver(model, used(state, duplication), index, 'duplicate'));
}

/** The budget is counted before the handler runs: nothing in a handler can see it. */
export function used(state: State, fault: FaultWindow): State {
  if (fault.budget === null) return state;
  return { ...state, used: state.used.map((n, i) => (i === fault.budget ? n + 1 : n)) };
}

export function corruptSteps(model: Model, state: State): Step[] {
  const { corruption } = model.network;
  if (!possible(model, state, corruption)) return [];
  const hit = model.network.fifo ? [...state.messages.keys()] : distinctMessages(model, state);
  return hit.flatMap((index) => {
    const message = state.messages[index];
    const types = model.messages[message.message].fields.map((f) => f.type);
    if (message.corrupted || types.length === 0) return [];
    const differs = (fields: readonly Value[]) => types.some((type, i) => compare(type, fields[i], message.fields[i]) !== 0);
    return tuples(types)
      .filter(differs)
      .flatMap((fields) =>
        worldStep(model, state, { kind: 'corrupt', message, fields }, 1, (draft) => {
          use(draft, corruption);
          draft.messages[index] = { ...message, fields, corrupted: true };
        }),
      );
  });
}

export function cutSteps(model: Model, state: State): Step[] {
  return model.network.cuts.flatMap((fault, index) => {
    if (!possible(model, state, fault) || state.cuts.length >= fault.atOnce) return [];
    const others = cutsOfKind(fault.kind, state.nodes.length).filter((cut) => !state.cuts.some((active) => sameCut(active, cut)));
    return others.flatMap((cut) =>
      worldStep(model, state, { kind: 'cut', cut, fault: index }, 1, (draft) => {
        use(draft, fault);
        draft.cuts = withCut(draft.cuts, cut);
      }),
    );
  });
}

export function healSteps(model: Model, state: State): Step[] {
  return state.cuts.flatMap((cut) =>
    worldStep(model, state, { kind: 'heal', cut }, 0, (draft) => {
      draft.cuts = withoutCut(draft.cuts, cut);
    }),
  );
}

// Clocks

/** Somebody sets a wall clock wrong, or right again: what it shows moves with its offset, at once and beyond any skew. */
export function clockSteps(model: Model, state: State, node: number): Step[] {
  const steps = model.clockSteps;
  if (!possible(model, state, steps) || !runs(state, node)) return [];
  const amounts = Array.from({ length: 2 * steps.by + 1 }, (_, i) => i - steps.by).filter((by) => by !== 0);
  return model.clocks.flatMap(({ horizon, monotonic }, clock) => {
    if (monotonic || !readsClock(model, node, clock)) return [];
    const offset = state.nodes[node].offsets[clock];
    return amounts
      .filter((by) => Math.abs(offset + by) <= horizon)
      .flatMap((by) =>
        worldStep(model, state, { kind: 'clock', node, clock, by }, 1, (draft) => {
          use(draft, steps);
          const own = draft.nodes[node];
          own.offsets[clock] = offset + by;
          own.clocks[clock] = onDial(model, clock, own.clocks[clock] + by);
        }),
      );
  });
}
