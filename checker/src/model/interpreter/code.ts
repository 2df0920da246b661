/**
 * Running the code of handlers and actions: a segment goes from the beginning of a body, or from the pause where it was
 * suspended, to the body's end or its next pause. A suspended body is found again by walking down to its pause.
 */
import { unhandled } from '#grammar';
import { crosses } from '../cuts.ts';
import type { Block, Expr, Stmt, Value } from '../ir.ts';
import { findPause, holdsPause, isOnTheWay } from '../pauses.ts';
import type { Context, MessageState, TimerState } from '../state.ts';
import { rank } from '../values.ts';
import { assign } from './assign.ts';
import { inForce, OFF, roleOf } from './bounds.ts';
import { ModelErrorSignal } from './choices.ts';
import { makeStale } from './draft.ts';
import { guardHolds, scopeOf, value } from './expressions.ts';
import type { StepRun } from './run.ts';

type Of<Kind extends Stmt['kind']> = Extract<Stmt, { kind: Kind }>;
type Outcome = 'done' | 'paused';

/** Runs `body` from its beginning, as the handler of `context`'s message if there is one. */
export function runBody(run: StepRun, body: Block, context: Context | null): void {
  run.context = context;
  run.observer?.begins(run);
  block(run, body, null);
}

/** Goes on with the node's suspended handler. */
export function resumeBody(run: StepRun): void {
  const node = run.state.nodes[run.self];
  const { point, values, context } = node.suspended!;
  node.suspended = null;
  run.context = context;
  run.model.pausePoints[point].saves.forEach((local, i) => {
    run.locals[local] = values[i];
  });
  run.observer?.begins(run);
  block(run, findPause(roleOf(run.model, run.self), point).body, point);
}

/** `from` is the pause to go on after, somewhere in this block, or null to run it from its beginning. */
function block(run: StepRun, body: Block, from: number | null): Outcome {
  for (const stmt of body) {
    if (from !== null && !isOnTheWay(stmt, from)) continue;
    if (statement(run, stmt, from) === 'paused') return 'paused';
    from = null;
  }
  return 'done';
}

function statement(run: StepRun, stmt: Stmt, from: number | null): Outcome {
  const evaluate = (e: Expr) => value(scopeOf(run), e);
  if (from === null) run.observer?.statement(run, stmt);
  switch (stmt.kind) {
    case 'assign':
      assign(run, stmt.target, evaluate(stmt.value));
      return 'done';
    case 'let':
      run.locals[stmt.local] = evaluate(stmt.value);
      return 'done';
    case 'choose':
      choose(run, stmt);
      return 'done';
    case 'if': {
      const branch = from === null ? guardHolds(run, stmt.cond) : holdsPause(stmt.then, from);
      return block(run, branch ? stmt.then : stmt.else, from);
    }
    case 'for':
      return loop(run, stmt, from);
    case 'send':
      send(run, stmt.message, stmt.args.map(evaluate), [evaluate(stmt.to) as number], stmt.call);
      return 'done';
    case 'broadcast': {
      const args = stmt.args.map(evaluate);
      const receivers = (evaluate(stmt.to) as number[]).filter((node) => node !== run.self);
      send(run, stmt.message, args, receivers, stmt.call);
      return 'done';
    }
    case 'reply':
      post(run, { message: stmt.message, fields: stmt.args.map(evaluate), to: run.context!.from, call: run.context!.call });
      return 'done';
    case 'start':
      startTimer(run, stmt);
      return 'done';
    case 'stop': {
      const key = timerKey(run, stmt);
      setTimer(run, stmt.timer, key, OFF);
      run.events.push({ kind: 'stopped', node: run.self, timer: stmt.timer, key });
      return 'done';
    }
    case 'pause':
      if (from !== null) return 'done';
      suspend(run, stmt.point);
      return 'paused';
    case 'assert':
      if (!guardHolds(run, stmt.cond)) throw new ModelErrorSignal({ message: `assertion failed: ${stmt.text}`, span: stmt.span });
      return 'done';
    case 'ghost':
      return block(run, stmt.body, null);
    default:
      return unhandled(stmt);
  }
}

function choose(run: StepRun, stmt: Of<'choose'>): void {
  const from = value(scopeOf(run), stmt.from) as readonly Value[];
  const fits = from.filter((element) => {
    run.locals[stmt.element] = element;
    return stmt.where === null || (value(scopeOf(run), stmt.where) as boolean);
  });
  const name = run.model.locals[stmt.local].name;
  if (fits.length === 0) throw new ModelErrorSignal({ message: `nothing to choose ${name} from`, span: stmt.span });
  run.locals[stmt.local] = run.choices.choose(stmt.random ? 'random' : 'choose', name, fits);
}

/** The remaining elements are kept in the hidden local `rest`, which a pause inside the body saves. */
function loop(run: StepRun, stmt: Of<'for'>, from: number | null): Outcome {
  if (from === null) {
    const all = value(scopeOf(run), stmt.from) as readonly Value[];
    run.locals[stmt.rest] = all.filter((element) => {
      run.locals[stmt.local] = element;
      return stmt.where === null || (value(scopeOf(run), stmt.where) as boolean);
    });
  } else {
    if (block(run, stmt.body, from) === 'paused') return 'paused';
  }
  for (;;) {
    const rest = run.locals[stmt.rest] as readonly Value[];
    if (rest.length === 0) return 'done';
    run.locals[stmt.local] = rest[0];
    run.locals[stmt.rest] = rest.slice(1);
    if (block(run, stmt.body, null) === 'paused') return 'paused';
  }
}

/** Under a call name the earlier requests of that name become stale first, wherever they are. */
function send(run: StepRun, message: number, fields: readonly Value[], receivers: readonly number[], call: number | null): void {
  if (call !== null) {
    const isOlder = (c: { caller: number; call: number }) => c.caller === run.self && c.call === call;
    makeStale(run.state, isOlder);
    if (run.context?.call && isOlder(run.context.call)) run.context = { ...run.context, call: { ...run.context.call, fresh: false } };
  }
  const tag = call === null ? null : { caller: run.self, call, fresh: true };
  for (const to of receivers) post(run, { message, fields, to, call: tag });
}

function post(run: StepRun, letter: Pick<MessageState, 'message' | 'fields' | 'to' | 'call'>): void {
  const message: MessageState = { from: run.self, corrupted: false, age: 0, ...letter };
  const vanished = vanishes(run, message);
  run.events.push({ kind: 'sent', message, vanished });
  if (vanished === null) run.state.messages.push(message);
}

function vanishes(run: StepRun, { from, to }: MessageState): null | 'cut' | 'byzantine' | 'queue full' {
  const { state, model } = run;
  if (crosses(state.cuts, from, to)) return 'cut';
  if (state.byzantine[to]) return 'byzantine';
  const { queue } = model.network;
  const waiting = state.messages.filter((m) => m.from === from && m.to === to).length;
  return queue !== null && waiting >= queue ? 'queue full' : null;
}

function timerKey(run: StepRun, stmt: Of<'start' | 'stop'>): number {
  const { key } = roleOf(run.model, run.self).timers[stmt.timer];
  return stmt.key === null ? 0 : rank(key!, value(scopeOf(run), stmt.key));
}

function setTimer(run: StepRun, timer: number, key: number, to: TimerState): void {
  run.state.nodes[run.self].timers[timer][key] = to;
  run.lefts.delete(`${run.self}.${timer}.${key}`);
}

function startTimer(run: StepRun, stmt: Of<'start'>): void {
  const key = timerKey(run, stmt);
  const duration = value(scopeOf(run), stmt.duration) as number;
  const { name } = roleOf(run.model, run.self).timers[stmt.timer];
  if (duration < 1) {
    throw new ModelErrorSignal({ message: `${name} is started for ${duration} ticks; it needs at least 1`, span: stmt.span });
  }
  const drift = inForce(run.model, run.state, 'drift', run.self);
  if (drift === null) {
    setTimer(run, stmt.timer, key, { kind: 'loose', ripe: false, until: null, duration, top: duration });
  } else {
    const least = Math.max(1, duration - drift.max);
    const others = Array.from({ length: duration + drift.max - least + 1 }, (_, i) => least + i).filter((r) => r !== duration);
    const alternatives = [duration, ...others];
    const left = alternatives.length === 1 ? duration : (run.choices.choose('drift', name, alternatives) as number);
    setTimer(run, stmt.timer, key, { kind: 'exact', left, duration });
  }
  run.events.push({ kind: 'started', node: run.self, timer: stmt.timer, key, duration });
}

function suspend(run: StepRun, point: number): void {
  const values = run.model.pausePoints[point].saves.map((local) => run.locals[local]);
  run.state.nodes[run.self].suspended = { point, values, context: run.context };
  run.events.push({ kind: 'paused', node: run.self, point });
}
