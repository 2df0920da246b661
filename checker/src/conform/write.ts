/** A run as a log: every step in full, as a log would have it of which nothing is missing. `read.ts` reads it. */
import { unhandled } from '#grammar';
import type { Model, Type, Value } from '../model/ir.ts';
import type { MessageState, State } from '../model/state.ts';
import { values } from '../model/values.ts';
import type { Trace } from '../verdict.ts';
import type { Occurrence } from './event.ts';
import type { LogEntry, LogValue } from './log.ts';
import { occurrencesAtStart, occurrencesOf } from './occurrences.ts';
import { keyText } from './patterns.ts';

/** The events of each step, those of the start first. */
export function loggedRun(model: Model, { initial, first, steps }: Trace): LogEntry[][] {
  let from = first;
  const groups = [written(model, occurrencesAtStart(initial), first)];
  for (const { step, state } of steps) {
    groups.push(written(model, occurrencesOf(from, step), state));
    from = state;
  }
  return groups;
}

function written(model: Model, occurrences: readonly Occurrence[], to: State): LogEntry[] {
  return occurrences.map((one) => ('node' in one ? { ...entryOf(model, one), state: stateOf(model, to, one.node) } : entryOf(model, one)));
}

function entryOf(model: Model, occurrence: Occurrence): LogEntry {
  const node = (index: number) => model.instances[index].name;
  switch (occurrence.kind) {
    case 'start':
    case 'pause':
    case 'resume':
    case 'crash':
    case 'restart':
      return { event: occurrence.kind, node: node(occurrence.node) };
    case 'act': {
      const { name, params } = roleOf(model, occurrence.node).actions[occurrence.action];
      const known = params.map(({ local }, i) => [
        model.locals[local].name,
        logValue(model, model.locals[local].type, occurrence.params[i]),
      ]);
      return { event: 'act', node: node(occurrence.node), action: name, ...named('params', known) };
    }
    case 'send':
      return { event: 'send', node: node(occurrence.node), ...messageOf(model, occurrence.message), to: node(occurrence.message.to) };
    case 'receive': {
      const { message, handled } = occurrence;
      return { event: 'receive', node: node(occurrence.node), ...messageOf(model, message), from: node(message.from), handled };
    }
    case 'fire': {
      const { name, key } = roleOf(model, occurrence.node).timers[occurrence.timer];
      const known = key === null ? {} : { key: logValue(model, key, values(key)[occurrence.key]) };
      return { event: 'fire', node: node(occurrence.node), timer: name, ...known };
    }
    case 'clock':
      return { event: 'clock', node: node(occurrence.node), clock: model.clocks[occurrence.clock].name, by: occurrence.by };
    case 'lose':
    case 'duplicate':
    case 'corrupt': {
      const { message } = occurrence;
      return { event: occurrence.kind, ...messageOf(model, message), from: node(message.from), to: node(message.to) };
    }
    case 'cut': {
      const { cut } = occurrence;
      const ends = 'members' in cut ? cut.members.flatMap((inside, i) => (inside ? [i] : [])) : [cut.from, cut.to];
      return { event: 'cut', nodes: ends.map(node) };
    }
    case 'heal':
    case 'stabilise':
    case 'tick':
      return { event: occurrence.kind };
    default:
      return unhandled(occurrence);
  }
}

function roleOf(model: Model, node: number) {
  return model.roles[model.instances[node].role];
}

function messageOf(
  model: Model,
  message: MessageState,
): { readonly message: string; readonly fields?: { readonly [field: string]: LogValue } } {
  const { name, fields } = model.messages[message.message];
  const known = fields.map((field, i) => [field.name, logValue(model, field.type, message.fields[i])]);
  return { message: name, ...named('fields', known) };
}

function named<Key extends string>(
  key: Key,
  known: readonly (readonly (string | LogValue)[])[],
): { readonly [K in Key]?: { readonly [name: string]: LogValue } } {
  return known.length === 0 ? {} : ({ [key]: Object.fromEntries(known) } as { [K in Key]: { [name: string]: LogValue } });
}

/** All variables of a node; ghosts are none of an implementation. */
function stateOf(model: Model, { nodes }: State, node: number): { readonly [variable: string]: LogValue } {
  const { variables } = roleOf(model, node);
  return Object.fromEntries(
    variables.flatMap(({ name, type, ghost }, v) => (ghost ? [] : [[name, logValue(model, type, nodes[node].variables[v])]])),
  );
}

/** Of a type without parts: members and nodes by their names. */
export function plainValue(
  { instances }: Model,
  type: Extract<Type, { readonly kind: 'bool' | 'int' | 'enum' | 'node' }>,
  value: Value,
): boolean | number | string {
  if (type.kind === 'enum') return type.members[value as number];
  return type.kind === 'node' ? instances[value as number].name : (value as boolean | number);
}

export function logValue(model: Model, type: Type, value: Value): LogValue {
  const parts = value as readonly Value[];
  switch (type.kind) {
    case 'bool':
    case 'int':
    case 'enum':
    case 'node':
      return plainValue(model, type, value);
    case 'optional':
      return value === null ? null : logValue(model, type.of, value);
    case 'struct':
      return Object.fromEntries(type.fields.map((field, i) => [field.name, logValue(model, field.type, parts[i])]));
    case 'set':
    case 'list':
      return parts.map((one) => logValue(model, type.of, one));
    case 'map':
      return Object.fromEntries(values(type.key).map((key, i) => [keyText(model, type.key, key), logValue(model, type.value, parts[i])]));
    default:
      return unhandled(type);
  }
}
