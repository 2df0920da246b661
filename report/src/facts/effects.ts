/** What a step did besides changing variables: what a guard looked at, what was chosen, what was sent to whom. */
import type { Block, Choice, Event, MessageState, Model, Trace, Type, Value } from '#checker';
import type { Span } from '#grammar';
import { type Misread, misreadings } from './clocks.ts';
import { looksLike, type Message, messageOf, type OffBy } from './happened.ts';
import { codeOf, nodeName, nodeOf, type Reader, stateBefore } from './reader.ts';
import { formatMessage, formatValue, type Named, timerName } from './values.ts';

export interface Effects {
  /** timers and clocks that the guard looked at, and the constants in it */
  readonly seen: readonly Named[];
  readonly misread: readonly Misread[];
  /** what was chosen where the rules leave a choice, in the order in which it was asked for */
  readonly chosen: readonly Chosen[];
  readonly sent: readonly Sent[];
  /** the node stops at a `pause` of its code */
  readonly stops: boolean;
}

export type Chosen =
  | { readonly kind: 'picked'; readonly name: string; readonly value: string }
  | ({ readonly kind: 'drift'; readonly timer: string } & OffBy);

/** One message, or one that was sent to several at once. */
export interface Sent extends Message {
  readonly to: readonly string[];
  /** the role, where they are all of its more than three nodes */
  readonly every: string | null;
  /** it goes back to the sender of the message that is handled */
  readonly back: boolean;
  readonly lost: 'cut' | 'queue full' | null;
  /** of what a full queue loses: how many it takes, and which are in it */
  readonly full: { readonly most: number; readonly holds: readonly string[] } | null;
}

export const noEffects: Effects = { seen: [], misread: [], chosen: [], sent: [], stops: false };

/** What the node's code looked at, chose and sent. */
export function effectsOf(reader: Reader, index: number): Effects {
  const { model, trace } = reader;
  const traceStep = trace.steps[index];
  const node = nodeOf(traceStep);
  if (node === null) return noEffects;
  const { label, events, choices } = traceStep.step;
  const code = codeOf(model, traceStep);
  return {
    seen: seenBy(reader, events, choices, code?.guard?.span ?? null),
    misread: misreadings(model, node, choices, stateBefore(trace, index)),
    chosen: choicesMade(model, choices, events, code?.body ?? []),
    sent: sentIn(model, events, 'message' in label ? label.message.from : null, inQueues(trace, index)),
    stops: events.some((event) => event.kind === 'paused' && event.node === node),
  };
}

type SentEvent = Extract<Event, { kind: 'sent' }>;

/** `answered`: the sender of the message that is handled. `waiting`: what is in flight before the code runs. */
export function sentIn(model: Model, events: readonly Event[], answered: number | null, waiting: readonly MessageState[]): Sent[] {
  const groups: { readonly events: SentEvent[]; readonly full: Sent['full'] }[] = [];
  const flying = [...waiting];
  for (const event of events) {
    if (event.kind !== 'sent') continue;
    const full = event.vanished === 'queue full' ? fullWith(model, event, flying) : null;
    if (event.vanished === null) flying.push(event.message);
    const last = groups.at(-1);
    if (last !== undefined && goesWith(model, last.events, event) && JSON.stringify(last.full) === JSON.stringify(full))
      last.events.push(event);
    else groups.push({ events: [event], full });
  }
  return groups.map((group) => ({ ...sentTogether(model, group.events, answered), full: group.full }));
}

/** Without the message that is handled: it has left its queue. */
function inQueues(trace: Trace, index: number): MessageState[] {
  const { label } = trace.steps[index].step;
  const { messages } = stateBefore(trace, index);
  const taken = label.kind === 'deliver' ? messages.findIndex((one) => looksLike(one, label.message)) : -1;
  return messages.filter((_, i) => i !== taken);
}

function fullWith(model: Model, { message: { from, to } }: SentEvent, flying: readonly MessageState[]): Sent['full'] {
  const holds = flying.filter((one) => one.from === from && one.to === to).map((one) => formatMessage(one, model));
  return { most: model.network.queue ?? holds.length, holds };
}

function goesWith(model: Model, group: readonly SentEvent[], event: SentEvent): boolean {
  return (
    formatMessage(group[0].message, model) === formatMessage(event.message, model) &&
    lostAt(group[0]) === lostAt(event) &&
    group.every((other) => other.message.to !== event.message.to)
  );
}

/** What is sent to a Byzantine node vanishes there, not on its way. */
function lostAt({ vanished }: SentEvent): Sent['lost'] {
  return vanished === 'byzantine' ? null : vanished;
}

function sentTogether(model: Model, group: readonly SentEvent[], answered: number | null): Omit<Sent, 'full'> {
  const receivers = group.map((event) => event.message.to);
  return {
    ...messageOf(model, group[0].message),
    to: receivers.map((receiver) => nodeName(model, receiver)),
    every: wholeRole(model, receivers),
    back: receivers.length === 1 && receivers[0] === answered,
    lost: lostAt(group[0]),
  };
}

function wholeRole(model: Model, receivers: readonly number[]): string | null {
  const role = model.roles[model.instances[receivers[0]].role];
  const isWhole = receivers.length > 3 && receivers.length === role.count && receivers.every((r) => model.instances[r].role === role.index);
  return isWhole ? role.name : null;
}

export function choicesMade(model: Model, choices: readonly Choice[], events: readonly Event[], body: Block): Chosen[] {
  const types = chosenTypes(model, body);
  return choices.flatMap((choice): Chosen[] => {
    if (choice.kind === 'choose' || choice.kind === 'random') {
      const type = types.get(choice.name);
      return type === undefined ? [] : [{ kind: 'picked', name: choice.name, value: formatValue(type, choice.value, model) }];
    }
    if (choice.kind === 'drift' && choice.alternative > 0) return drifts(model, choice, events);
    return [];
  });
}

function drifts(model: Model, choice: Choice, events: readonly Event[]): Chosen[] {
  for (const event of events) {
    if (event.kind !== 'started') continue;
    const timer = timerName(model, event.node, event.timer, event.key);
    if (timer !== choice.name && !timer.startsWith(`${choice.name}[`)) continue;
    return [{ kind: 'drift', timer, ticks: choice.value as number, insteadOf: event.duration }];
  }
  return [];
}

function chosenTypes(model: Model, body: Block): Map<string, Type> {
  const types = new Map<string, Type>();
  const walk = (block: Block) => {
    for (const stmt of block) {
      if (stmt.kind === 'choose') types.set(model.locals[stmt.local].name, model.locals[stmt.local].type);
      if (stmt.kind === 'if') for (const branch of [stmt.then, stmt.else]) walk(branch);
      if (stmt.kind === 'for') walk(stmt.body);
    }
  };
  walk(body);
  return types;
}

/**
 * Timers and clocks that a guard looked at, and the constants in it: "lease.left is 1, MARGIN is 1". Variables are not
 * among them: the table shows when they changed. Nor is a timer that was off and could not be read otherwise.
 */
function seenBy(reader: Reader, events: readonly Event[], choices: readonly Choice[], guard: Span | null): Named[] {
  const read = new Map<string, Value>();
  for (const event of events) {
    if (event.kind !== 'read' || !event.name.includes('.')) continue;
    const ofTimer = /\.(left|running)$/.test(event.name);
    const chosen = choices.some((choice) => choice.name === event.name.replace(/\.running$/, '.left'));
    if (!ofTimer || chosen || Number(event.value) > 0) read.set(event.name, event.value);
  }
  if (read.size === 0) return [];
  const text = guard === null ? '' : (reader.source(guard) ?? '');
  const words = new Set(text.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []);
  const constants = reader.model.constants.filter((constant) => words.has(constant.name));
  return [...read, ...constants.map(({ name, value }) => [name, value] as const)].map(([name, value]) => ({ name, value: String(value) }));
}
