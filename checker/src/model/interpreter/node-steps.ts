/** Steps of nodes: deliver, fire, resume, act; and duplicate and lie, which run handlers too. */
import { unhandled } from '#grammar';
import { crosses } from '../cuts.ts';
import { combinations } from '../fair-items.ts';
import type { Model, Trigger, Value } from '../ir.ts';
import type { Event, MessageState, State, Step, StepLabel } from '../state.ts';
import { cardinality, sameMessage, tuples, values } from '../values.ts';
import { OFF, oldEnough, olderOfPair, roleOf, runs } from './bounds.ts';
import { type Choices, ModelErrorSignal } from './choices.ts';
import { resumeBody, runBody } from './code.ts';
import { bindPattern } from './defer.ts';
import { deliverable } from './due.ts';
import { guardHolds } from './expressions.ts';
import { paths } from './finish.ts';
import { StepRun } from './run.ts';

/** What a run yields besides its target. */
export interface StepInfo {
  handler: number | null;
  events: Event[];
}

/** One step for every path of choices of a run at `node`; `act` returns the handler that ran, or 'none' where there is no step. */
export function nodeSteps(
  model: Model,
  state: State,
  node: number,
  label: (handler: number | null) => StepLabel,
  cost: number,
  act: (run: StepRun, info: StepInfo) => 'step' | 'none',
): Step[] {
  let info: StepInfo = { handler: null, events: [] };
  const step = (choices: Choices) => {
    const run = new StepRun(model, state, node, choices);
    info = { handler: null, events: run.events };
    return act(run, info) === 'none' ? null : run.state;
  };
  const all = paths(model, step, () => info);
  return all.map((path) => ({
    label: label(path.info.handler),
    choices: path.choices,
    cost,
    target: path.target,
    events: path.info.events,
  }));
}

/** Index of each message, equal ones once. */
export function distinctMessages(model: Model, state: State): number[] {
  return state.messages.flatMap((m, i) => (state.messages.some((other, j) => j < i && sameMessage(model, other, m)) ? [] : [i]));
}

export function deliverSteps(model: Model, state: State): Step[] {
  return distinctMessages(model, state).flatMap((index) => {
    const { to } = state.messages[index];
    return state.nodes[to].status === 'up' ? handOver(model, state, index, 'deliver') : deliverToDown(model, state, index);
  });
}

/** The message is handled by the first handler that accepts it, or consumed; at a `duplicate` it also stays in flight. */
export function handOver(model: Model, state: State, index: number, kind: 'deliver' | 'duplicate'): Step[] {
  const message = state.messages[index];
  if (!runs(state, message.to) || state.nodes[message.to].suspended !== null) return [];
  const label = (handler: number | null): StepLabel => ({ kind, message, handler });
  return nodeSteps(model, state, message.to, label, kind === 'duplicate' ? 1 : 0, (run, info) => taken(run, index, kind, info));
}

/** `messages[index]` is handed to the node that runs. */
export function taken(run: StepRun, index: number, kind: 'deliver' | 'duplicate', info: StepInfo): 'step' | 'none' {
  const { model } = run;
  const message = run.state.messages[index];
  if (!deliverable(run, index)) return 'none';
  if (kind === 'deliver') run.state.messages.splice(index, 1);
  handle(run, message, info);
  const role = roleOf(model, message.to);
  if (info.handler === null && role.strict) {
    const name = model.messages[message.message].name;
    throw new ModelErrorSignal({
      message: `${model.instances[message.to].name} is strict and no handler takes ${name}`,
      span: role.span,
    });
  }
  return 'step';
}

/** The first handler in text order whose message, call and guard fit runs. */
export function handle(run: StepRun, message: MessageState, info: StepInfo): void {
  run.context = message;
  runFirst(run, info, { kind: 'message', message });
}

/** What sets off a handler. */
export type Occasion =
  | { readonly kind: 'start' | 'restart' }
  | { readonly kind: 'message'; readonly message: MessageState }
  | { readonly kind: 'timer'; readonly timer: number; readonly key: Value };

/** Whether a trigger is for this occasion; binds its locals if it is. */
function fits(run: StepRun, trigger: Trigger, occasion: Occasion): boolean {
  switch (trigger.kind) {
    case 'start':
    case 'restart':
      return occasion.kind === trigger.kind;
    case 'message':
      return occasion.kind === 'message' && bindPattern(run, trigger, occasion.message);
    case 'timer':
      if (occasion.kind !== 'timer' || trigger.timer !== occasion.timer) return false;
      if (trigger.key !== null) run.locals[trigger.key] = occasion.key;
      return true;
    default:
      return unhandled(trigger);
  }
}

/** Runs the first handler for the occasion whose guard holds; `info.handler` stays null where there is none. */
export function runFirst(run: StepRun, info: StepInfo, occasion: Occasion): void {
  const { handlers } = roleOf(run.model, run.self);
  const handler = handlers.findIndex((h) => fits(run, h.trigger, occasion) && guardHolds(run, h.guard));
  if (handler < 0) return;
  info.handler = handler;
  const { context } = run;
  runBody(run, handlers[handler].body, context === null ? null : { from: context.from, corrupted: context.corrupted, call: context.call });
}

function deliverToDown(model: Model, state: State, index: number): Step[] {
  const message = state.messages[index];
  if (!oldEnough(model, state, message)) return [];
  if (model.network.fifo && olderOfPair(state, index).length > 0) return [];
  return nodeSteps(
    model,
    state,
    message.to,
    (handler) => ({ kind: 'deliver', message, handler }),
    0,
    (run) => {
      run.state.messages.splice(index, 1);
      return 'step';
    },
  );
}

export function fireSteps(model: Model, state: State, node: number): Step[] {
  const role = roleOf(model, node);
  if (!runs(state, node) || state.nodes[node].suspended !== null) return [];
  return role.timers.flatMap((timer, t) => {
    if (!timer.hasHandler) return [];
    const keys = timer.key === null ? 1 : cardinality(timer.key);
    return Array.from({ length: keys }, (_, key) => key).flatMap((key) => {
      const now = state.nodes[node].timers[t][key];
      if (!((now.kind === 'exact' && now.left === 0) || (now.kind === 'loose' && now.ripe))) return [];
      return nodeSteps(
        model,
        state,
        node,
        (handler) => ({ kind: 'fire', node, timer: t, key, handler }),
        0,
        (run, info) => fired(run, t, key, info),
      );
    });
  });
}

export function fired(run: StepRun, timer: number, key: number, info: StepInfo): 'step' {
  const declared = roleOf(run.model, run.self).timers[timer];
  run.state.nodes[run.self].timers[timer][key] = OFF;
  runFirst(run, info, { kind: 'timer', timer, key: declared.key === null ? null : values(declared.key)[key] });
  return 'step';
}

export function resumeSteps(model: Model, state: State, node: number): Step[] {
  if (!runs(state, node) || state.nodes[node].suspended === null) return [];
  return nodeSteps(
    model,
    state,
    node,
    () => ({ kind: 'resume', node }),
    0,
    (run) => {
      resumeBody(run);
      return 'step';
    },
  );
}

export function actSteps(model: Model, state: State, node: number): Step[] {
  if (!runs(state, node) || state.nodes[node].suspended !== null) return [];
  return roleOf(model, node).actions.flatMap((action, a) =>
    combinations(action.params.map((p) => p.values)).flatMap((params) =>
      nodeSteps(
        model,
        state,
        node,
        () => ({ kind: 'act', node, action: a, params }),
        0,
        (run) => acted(run, a, params),
      ),
    ),
  );
}

export function acted(run: StepRun, index: number, params: readonly Value[]): 'step' | 'none' {
  const action = roleOf(run.model, run.self).actions[index];
  action.params.forEach((param, i) => {
    run.locals[param.local] = params[i];
  });
  if (!guardHolds(run, action.guard)) return 'none';
  runBody(run, action.body, null);
  return 'step';
}

/** What a Byzantine node can make a correct node believe: any message that it handles, any payload, and as a fresh answer too. */
export function lieSteps(model: Model, state: State, liar: number, node: number): Step[] {
  if (!state.byzantine[liar] || !runs(state, node) || state.nodes[node].suspended !== null || crosses(state.cuts, liar, node)) return [];
  const triggers = roleOf(model, node).handlers.flatMap((h) => (h.trigger.kind === 'message' ? [h.trigger] : []));
  return model.messages.flatMap((declared, message) => {
    const asked = triggers.filter((t) => t.message === message);
    if (asked.length === 0) return [];
    const calls = [...new Set(asked.flatMap((t) => (t.call === null ? [] : [t.call])))].sort((a, b) => a - b);
    const tags = [null, ...calls.map((call) => ({ caller: node, call, fresh: true }))];
    return tuples(declared.fields.map((f) => f.type)).flatMap((fields) =>
      tags.flatMap((call) => lie(model, state, { from: liar, to: node, message, fields, corrupted: false, call, age: 0 })),
    );
  });
}

function lie(model: Model, state: State, message: MessageState): Step[] {
  return nodeSteps(
    model,
    state,
    message.to,
    (handler) => ({ kind: 'lie', message, handler: handler! }),
    0,
    (run, info) => {
      handle(run, message, info);
      return info.handler === null ? 'none' : 'step';
    },
  );
}
