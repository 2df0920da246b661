/** Patterns of messages: what a `defer` or an `on` looks at before its guard. */
import type { MessagePattern } from '../ir.ts';
import type { MessageState } from '../state.ts';
import { roleOf } from './bounds.ts';
import { guardHolds } from './expressions.ts';
import type { StepRun } from './run.ts';

/** Name and call fit; fields and sender are then bound to the pattern's locals. */
export function bindPattern(run: StepRun, pattern: MessagePattern, message: MessageState): boolean {
  if (pattern.message !== message.message) return false;
  const { call } = message;
  if (pattern.call !== null && !(call?.fresh && call.caller === run.self && call.call === pattern.call)) return false;
  pattern.fields.forEach((local, field) => {
    if (local !== null) run.locals[local] = message.fields[field];
  });
  if (pattern.from !== null) run.locals[pattern.from] = message.from;
  return true;
}

/** Some `defer` of the receiver, an up node, wants the message left in flight. */
export function deferred(run: StepRun, message: MessageState): boolean {
  const outer = run.context;
  run.context = message;
  const result = roleOf(run.model, run.self).defers.some((defer) => bindPattern(run, defer, message) && guardHolds(run, defer.guard));
  run.context = outer;
  return result;
}
