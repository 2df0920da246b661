/** What a step did besides changing variables: what was sent to whom, what was chosen, what a guard looked at. */
import type { Block, Choice, Event, Model, Type, Value } from '#checker';
import { formatMessage, formatValue, timerName } from '../values.ts';
import { plural } from '../words.ts';
import { nodeName, type Reader } from './reader.ts';

type Sent = Extract<Event, { kind: 'sent' }>;

/** "sends Renew to LeaseService", "broadcasts Store(version: 1) to Replica#1, Replica#2", "sends Granted back" */
export function sends(model: Model, events: readonly Event[], answered: number | null): string[] {
  const groups: Sent[][] = [];
  for (const event of events) {
    if (event.kind !== 'sent') continue;
    const last = groups.at(-1);
    if (last !== undefined && goesWith(model, last, event)) last.push(event);
    else groups.push([event]);
  }
  return groups.map((group) => tellSent(model, group, answered));
}

function goesWith(model: Model, group: readonly Sent[], event: Sent): boolean {
  return (
    formatMessage(group[0].message, model) === formatMessage(event.message, model) &&
    group[0].vanished === event.vanished &&
    group.every((other) => other.message.to !== event.message.to)
  );
}

function tellSent(model: Model, group: readonly Sent[], answered: number | null): string {
  const text = formatMessage(group[0].message, model);
  const receivers = group.map((event) => event.message.to);
  const fate = { cut: ', lost at the cut', 'queue full': ', lost because the queue is full', byzantine: '' };
  const lost = group[0].vanished === null ? '' : fate[group[0].vanished];
  if (receivers.length === 1 && receivers[0] === answered) return `sends ${text} back${lost}`;
  return `${receivers.length === 1 ? 'sends' : 'broadcasts'} ${text} to ${receiverNames(model, receivers)}${lost}`;
}

/** More than three instances that are a whole role are told as `every Replica`. */
function receiverNames(model: Model, receivers: readonly number[]): string {
  const { role } = model.instances[receivers[0]];
  const whole =
    receivers.length > 3 && receivers.length === model.roles[role].count && receivers.every((r) => model.instances[r].role === role);
  return whole ? `every ${model.roles[role].name}` : receivers.map((r) => nodeName(model, r)).join(', ');
}

/** What was chosen where the rules leave a choice: "picks delay = 3", "patience will take 3 ticks instead of 2" */
export function choicesMade(model: Model, choices: readonly Choice[], events: readonly Event[], body: Block): string[] {
  const types = chosenTypes(model, body);
  return choices.flatMap((choice) => {
    if (choice.kind === 'choose' || choice.kind === 'random') {
      const type = types.get(choice.name);
      return type === undefined ? [] : [`picks ${choice.name} = ${formatValue(type, choice.value, model)}`];
    }
    if (choice.kind === 'drift' && choice.alternative > 0) return drifts(model, choice, events);
    return [];
  });
}

function drifts(model: Model, choice: Choice, events: readonly Event[]): string[] {
  for (const event of events) {
    if (event.kind !== 'started') continue;
    const name = timerName(model, event.node, event.timer, event.key);
    if (name !== choice.name && !name.startsWith(`${choice.name}[`)) continue;
    return [`${name} will take ${plural(choice.value as number, 'tick')} instead of ${event.duration}`];
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
 * "lease.left is 1, MARGIN is 1": timers and clocks that a guard looked at, and the constants in it. Variables are not
 * told: the table shows when they changed. Nor is a timer that was off and could not be read otherwise.
 */
export function guardTold(
  reader: Reader,
  events: readonly Event[],
  choices: readonly Choice[],
  guard: import('#grammar').Span | null,
): string[] {
  const read = new Map<string, Value>();
  for (const event of events) {
    if (event.kind !== 'read' || !event.name.includes('.')) continue;
    const uncertain = choices.some((choice) => choice.name === event.name) || !event.name.endsWith('.left');
    if (uncertain || event.value !== 0) read.set(event.name, event.value);
  }
  if (read.size === 0) return [];
  const text = guard === null ? '' : (reader.source(guard) ?? '');
  const words = new Set(text.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []);
  const constants = reader.model.constants.filter((constant) => words.has(constant.name));
  return [[...read].map(([name, value]) => `${name} is ${value}`), constants.map(({ name, value }) => `${name} is ${value}`)].flat();
}
