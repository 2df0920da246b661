/**
 * A trace as the rows of a table. Time stands in a column, so ticks have no rows of their own unless nothing else would
 * tell them: the last step, or messages that vanish at a node that is down. Pauses are one row each.
 */

import type { Event, State, Verdict } from '#checker';
import { append } from '#grammar';
import { plural } from '../words.ts';
import { changesBetween, freeInitialValues } from './changes.ts';
import { choicesMade, sends } from './effects.ts';
import { happened, letter } from './happened.ts';
import { type Pause, pausesOf } from './pauses.ts';
import { nodeName, nodeOf, type Reader, roleOf, stateBefore, timeBefore } from './reader.ts';

export interface Row {
  /** null where the row spans time: a pause, a loop */
  readonly time: number | null;
  readonly node: string;
  readonly what: string;
  readonly changed: readonly string[];
  /** faults are what an assumption allows to go wrong; `end` is a model error */
  readonly kind: 'start' | 'step' | 'fault' | 'time' | 'end' | 'loop';
  /** index of the step in the trace; -1 before the first */
  readonly step: number;
}

const FAULTS: readonly string[] = ['crash', 'lose', 'duplicate', 'corrupt', 'cut', 'lie', 'clock'];

export function traceRows(reader: Reader, verdict: Verdict | null = null): Row[] {
  const { model, trace } = reader;
  const pauses = pausesOf(model, trace);
  const rows = startRows(reader);
  trace.steps.forEach(({ step }, index) => {
    if (index === trace.loop) rows.push(loopRow(index, 'then, again and again for ever:'));
    for (const pause of pauses) if (pause.first === index) rows.push(pauseRow(reader, pause));
    if (step.label.kind === 'tick') append(rows, tickRows(reader, index));
    else rows.push(stepRow(reader, index));
  });
  if (trace.loop === trace.steps.length) rows.push(loopRow(trace.steps.length, 'then nothing happens any more'));
  if (verdict?.status === 'error') rows.push(errorRow(reader, verdict.error.message));
  return rows;
}

function loopRow(step: number, what: string): Row {
  return { time: null, node: '', what, changed: [], kind: 'loop', step };
}

function stepRow(reader: Reader, index: number): Row {
  const { model, trace } = reader;
  const traceStep = trace.steps[index];
  const { node, what } = happened(reader, index);
  const before = stateBefore(trace, index);
  return {
    time: timeBefore(trace, index),
    node,
    what,
    changed: changesBetween(model, before, traceStep.state, traceStep.step.events, nodeOf(traceStep)),
    kind: FAULTS.includes(traceStep.step.label.kind) ? 'fault' : 'step',
    step: index,
  };
}

function pauseRow({ model }: Reader, pause: Pause): Row {
  const waiting = pause.waiting === null ? '' : `, ${pause.waiting} waits`;
  return {
    time: null,
    node: nodeName(model, pause.node),
    what: `paused for ${plural(pause.ticks, 'tick')}${waiting}`,
    changed: [],
    kind: 'fault',
    step: pause.first,
  };
}

function tickRows(reader: Reader, index: number): Row[] {
  const { model, trace } = reader;
  const { step, time } = trace.steps[index];
  const vanished = step.events.flatMap((event) => (event.kind === 'vanished' ? [event.message] : []));
  const rows = vanished.map((message): Row => {
    const what = `${letter(model, message)} is not received: ${nodeName(model, message.to)} is down`;
    return { time, node: 'network', what, changed: [], kind: 'time', step: index };
  });
  const isLast = index === trace.steps.length - 1 || index + 1 === trace.loop;
  if (!isLast || rows.length > 0) return rows;
  return [{ time, node: '', what: waited(reader, index), changed: ranDown(reader, index), kind: 'time', step: index }];
}

/** "time passes: 3 ticks" where the trace ends in a row of ticks */
function waited({ trace }: Reader, last: number): string {
  let first = last;
  while (first > (trace.loop ?? 0) && trace.steps[first - 1].step.label.kind === 'tick') first--;
  return `time passes: ${plural(last - first + 1, 'tick')}`;
}

function ranDown({ model, trace }: Reader, index: number): string[] {
  const [before, after] = [stateBefore(trace, index), trace.steps[index].state];
  return model.instances.flatMap(({ index: node, name }) =>
    roleOf(model, node).timers.flatMap((timer, t) => {
      const out = (state: State) => state.nodes[node].timers[t].some((k) => k.kind === 'exact' && k.left === 0);
      return out(after) && !out(before) ? [`${name}.${timer.name} runs out`] : [];
    }),
  );
}

function errorRow({ model, trace }: Reader, message: string): Row {
  const last = trace.steps.length - 1;
  const node = last < 0 ? null : nodeOf(trace.steps[last]);
  const time = last < 0 ? 0 : trace.steps[last].time;
  return { time, node: node === null ? '' : nodeName(model, node), what: message, changed: [], kind: 'end', step: last };
}

/** What there is to say before the first step: lying nodes, values that are not fixed, and what the nodes do on start. */
function startRows(reader: Reader): Row[] {
  const { model, trace } = reader;
  const { first } = trace;
  const free = freeInitialValues(model, first, null);
  const nodes = model.instances.flatMap(({ index, name }) => {
    const what = first.byzantine[index] ? 'is Byzantine: it runs none of its code and may send anything' : startOf(reader, index);
    const changed = [...freeInitialValues(model, first, index), ...setAtStart(reader, index)];
    return startRow(name, what, changed, first.byzantine[index] ? 'fault' : 'start');
  });
  return [...startRow('', '', free, 'start'), ...nodes];
}

function startRow(node: string, what: string, changed: readonly string[], kind: Row['kind']): Row[] {
  if (what === '' && changed.length === 0) return [];
  return [{ time: 0, node, what: what === '' ? 'starts' : what, changed, kind, step: -1 }];
}

function startOf({ model, trace }: Reader, node: number): string {
  const start = roleOf(model, node).handlers.find((handler) => handler.trigger.kind === 'start');
  if (start === undefined) return '';
  const events = trace.initial.events.filter((event) => isAt(event, node));
  const parts = [...choicesMade(model, trace.initial.choices, events, start.body), ...sends(model, events, null)];
  return parts.length === 0 ? 'starts' : `starts: ${parts.join('; ')}`;
}

function isAt(event: Event, node: number): boolean {
  return event.kind === 'sent' ? event.message.from === node : 'node' in event && event.node === node;
}

/** The first state with what the node did on start undone tells what it set. */
function setAtStart({ model, trace }: Reader, node: number): string[] {
  const events = trace.initial.events.filter((event) => isAt(event, node));
  const role = roleOf(model, node);
  const undone = trace.first.nodes[node];
  const variables = role.variables.map(({ name }, v) => {
    const assigned = events.find((event) => event.kind === 'assigned' && event.name === name);
    return assigned?.kind === 'assigned' ? assigned.before : undone.variables[v];
  });
  const timers = undone.timers.map((keys) => keys.map(() => ({ kind: 'off' as const })));
  const before: State = { ...trace.first, nodes: trace.first.nodes.with(node, { ...undone, variables, timers }) };
  return changesBetween(model, before, trace.first, events, node);
}
