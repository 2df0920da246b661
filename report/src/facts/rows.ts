/**
 * A trace as the rows of a table. Time stands in a column, so ticks have no rows of their own unless nothing else would
 * tell them: the last step, or messages that vanish at a node that is down. Pauses are one row each.
 */
import type { Event, Handler, State, Verdict } from '#checker';
import { append } from '#grammar';
import { changesBetween, freeInitialValues, type Moved } from './changes.ts';
import { choicesMade, type Effects, effectsOf, noEffects, sentIn } from './effects.ts';
import { type Happened, happened, type Letter, letter } from './happened.ts';
import { type Pause, pausesOf } from './pauses.ts';
import { nodeName, nodeOf, type Reader, roleOf, stateBefore, timeBefore } from './reader.ts';
import type { Named } from './values.ts';

export interface Row {
  /** null where the row spans time: a pause, a loop */
  readonly time: number | null;
  /** null where it is the world's */
  readonly node: string | null;
  readonly what: What;
  readonly changed: readonly Moved[];
  /** something that an assumption allows to go wrong */
  readonly isFault: boolean;
  /** index of the step in the trace; -1 before the first */
  readonly step: number;
}

export type What =
  /** `values`: those that variables begin with where the model leaves them open */
  | { readonly kind: 'start'; readonly byzantine: boolean; readonly effects: Effects; readonly values: readonly Named[] }
  | { readonly kind: 'step'; readonly happened: Happened; readonly effects: Effects }
  | { readonly kind: 'pause'; readonly ticks: number; readonly waiting: string | null }
  /** at a tick: its receiver is down */
  | { readonly kind: 'not received'; readonly message: Letter }
  /** `ranOut`: timers that did, last */
  | { readonly kind: 'time'; readonly ticks: number; readonly ranOut: readonly { readonly node: string; readonly timer: string }[] }
  /** the rows from here on repeat forever; `nothing`: there are none */
  | { readonly kind: 'loop'; readonly nothing: boolean }
  | { readonly kind: 'error'; readonly message: string };

/** What an assumption allows to go wrong. */
export const FAULTS: Readonly<Record<Happened['kind'], boolean>> = {
  deliver: false,
  fire: false,
  resume: false,
  act: false,
  tick: false,
  stabilise: false,
  crash: true,
  restart: false,
  lose: true,
  duplicate: true,
  corrupt: true,
  cut: true,
  heal: false,
  lie: true,
  clock: true,
};

export function rowsOf(reader: Reader, verdict: Verdict | null = null): Row[] {
  const { model, trace } = reader;
  const pauses = pausesOf(model, trace);
  const rows = startRows(reader);
  trace.steps.forEach(({ step }, index) => {
    if (index === trace.loop) rows.push(loopRow(index, false));
    for (const pause of pauses) if (pause.first === index) rows.push(pauseRow(reader, pause));
    if (step.label.kind === 'tick') append(rows, tickRows(reader, index));
    else rows.push(stepRow(reader, index));
  });
  if (trace.loop === trace.steps.length) rows.push(loopRow(trace.steps.length, true));
  if (verdict?.status === 'error') rows.push(errorRow(reader, verdict.error.message));
  return rows;
}

function loopRow(step: number, nothing: boolean): Row {
  return { time: null, node: null, what: { kind: 'loop', nothing }, changed: [], isFault: false, step };
}

function stepRow(reader: Reader, index: number): Row {
  const { model, trace } = reader;
  const traceStep = trace.steps[index];
  const node = nodeOf(traceStep);
  const what = happened(reader, index);
  return {
    time: timeBefore(trace, index),
    node: node === null ? null : nodeName(model, node),
    what: { kind: 'step', happened: what, effects: effectsOf(reader, index) },
    changed: changesBetween(model, stateBefore(trace, index), traceStep.state, traceStep.step.events),
    isFault: FAULTS[what.kind],
    step: index,
  };
}

function pauseRow({ model }: Reader, { node, ticks, waiting, first }: Pause): Row {
  return { time: null, node: nodeName(model, node), what: { kind: 'pause', ticks, waiting }, changed: [], isFault: true, step: first };
}

function tickRows(reader: Reader, index: number): Row[] {
  const { trace } = reader;
  const rows = vanishedRows(reader, index);
  const isLast = index === trace.steps.length - 1 || index + 1 === trace.loop;
  return !isLast || rows.length > 0 ? rows : [timeRow(reader, index, ticksUpTo(reader, index))];
}

/** Messages whose receiver is down. */
function vanishedRows(reader: Reader, index: number): Row[] {
  return reader.trace.steps[index].step.events.flatMap((event) =>
    event.kind === 'vanished' ? [tickRow(reader, index, { kind: 'not received', message: letter(reader.model, event.message) })] : [],
  );
}

function timeRow(reader: Reader, index: number, ticks: number): Row {
  return tickRow(reader, index, { kind: 'time', ticks, ranOut: ranDown(reader, index) });
}

function tickRow({ trace }: Reader, index: number, what: What): Row {
  return { time: trace.steps[index].time, node: null, what, changed: [], isFault: false, step: index };
}

/** The last step by itself, whatever was before it: a tick is one tick. */
export function rowsOfLast(reader: Reader): Row[] {
  const index = reader.trace.steps.length - 1;
  if (reader.trace.steps[index].step.label.kind !== 'tick') return [stepRow(reader, index)];
  return [timeRow(reader, index, 1), ...vanishedRows(reader, index)];
}

/** How many ticks stand in a row here. */
function ticksUpTo({ trace }: Reader, last: number): number {
  let first = last;
  while (first > (trace.loop ?? 0) && trace.steps[first - 1].step.label.kind === 'tick') first--;
  return last - first + 1;
}

function ranDown({ model, trace }: Reader, index: number): { node: string; timer: string }[] {
  const [before, after] = [stateBefore(trace, index), trace.steps[index].state];
  return model.instances.flatMap(({ index: node, name }) =>
    roleOf(model, node).timers.flatMap((timer, t) => {
      const out = (state: State) => state.nodes[node].timers[t].some((k) => k.kind === 'exact' && k.left === 0);
      return out(after) && !out(before) ? [{ node: name, timer: timer.name }] : [];
    }),
  );
}

function errorRow({ model, trace }: Reader, message: string): Row {
  const last = trace.steps.length - 1;
  const node = last < 0 ? null : nodeOf(trace.steps[last]);
  return {
    time: last < 0 ? 0 : trace.steps[last].time,
    node: node === null ? null : nodeName(model, node),
    what: { kind: 'error', message },
    changed: [],
    isFault: false,
    step: last,
  };
}

/** What there is to say before the first step: lying nodes, values that are not fixed, and what the nodes do on start. */
function startRows(reader: Reader): Row[] {
  const { model, trace } = reader;
  const open = freeInitialValues(model, trace.first, null);
  const ofSystem = startRow(null, { byzantine: false, effects: noEffects, values: open }, []);
  const ofNodes = model.instances.flatMap(({ index, name }) => {
    const byzantine = trace.first.byzantine[index];
    const effects = byzantine ? noEffects : effectsAtStart(reader, index);
    const values = freeInitialValues(model, trace.first, index);
    const changed = setAtStart(reader, index);
    // A node without `on start` of which nothing is open has nothing to say.
    if (!byzantine && startHandler(reader, index) === undefined && values.length + changed.length === 0) return [];
    return [startRow(name, { byzantine, effects, values }, changed)];
  });
  return [...(open.length === 0 ? [] : [ofSystem]), ...ofNodes];
}

function startRow(node: string | null, start: Omit<Extract<What, { kind: 'start' }>, 'kind'>, changed: readonly Moved[]): Row {
  return { time: 0, node, what: { kind: 'start', ...start }, changed, isFault: start.byzantine, step: -1 };
}

function startHandler({ model }: Reader, node: number): Handler | undefined {
  return roleOf(model, node).handlers.find((handler) => handler.trigger.kind === 'start');
}

function effectsAtStart(reader: Reader, node: number): Effects {
  const { model, trace } = reader;
  const start = startHandler(reader, node);
  if (start === undefined) return noEffects;
  const events = trace.initial.events.filter((event) => isAt(event, node));
  return { ...noEffects, chosen: choicesMade(model, trace.initial.choices, events, start.body), sent: sentIn(model, events, null, []) };
}

function isAt(event: Event, node: number): boolean {
  return event.kind === 'sent' ? event.message.from === node : 'node' in event && event.node === node;
}

/** The first state with what the node did on start undone tells what it set. */
function setAtStart({ model, trace }: Reader, node: number): Moved[] {
  const events = trace.initial.events.filter((event) => isAt(event, node));
  const role = roleOf(model, node);
  const undone = trace.first.nodes[node];
  const variables = role.variables.map(({ name }, v) => {
    const assigned = events.find((event) => event.kind === 'assigned' && event.name === name);
    return assigned?.kind === 'assigned' ? assigned.before : undone.variables[v];
  });
  const timers = undone.timers.map((keys) => keys.map(() => ({ kind: 'off' as const })));
  const before: State = { ...trace.first, nodes: trace.first.nodes.with(node, { ...undone, variables, timers }) };
  return changesBetween(model, before, trace.first, events);
}
