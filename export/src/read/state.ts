/** A state as TLC prints it, back as one of the model. */
import {
  type CallTag,
  type Context,
  type Cut,
  compareMessages,
  type MessageState,
  type NodeState,
  type Role,
  type State,
  type Suspended,
  type TimerState,
  type Type,
  toSet,
  type Value,
  values,
  withCut,
} from '#checker';
import { unhandled } from '#grammar';
import { pointField, savedNames } from '../code/statements.ts';
import type { Module } from '../module.ts';
import { budgetNames } from '../steps/faults.ts';
import { structFields } from '../text/values.ts';
import type { TlaValue } from './value.ts';

/** Throws where a variable is missing, or has no value of its type. */
export function stateOf(m: Module, variables: ReadonlyMap<string, TlaValue>): State {
  const { model } = m;
  const of = (name: string): TlaValue => variables.get(name) ?? missing(name);
  const time = m.has('time') ? number(of('time')) : 0;
  let cuts: readonly Cut[] = [];
  if (m.has('cuts')) for (const one of elements(of('cuts'))) cuts = withCut(cuts, cutOf(m, one));
  const liars = m.has('byzantine') ? elements(of('byzantine')).map((one) => nodeOf(m, one)) : [];
  return {
    nodes: model.instances.map(({ index, role }) => nodeState(m, model.roles[role], index, of)),
    messages: messagesOf(m, of('net')),
    stable: m.has('stable') ? of('stable') === true : true,
    cuts,
    byzantine: model.instances.map(({ index }) => liars.includes(index)),
    used: budgetNames(m).map((name) => number(at(of('used'), name))),
    time,
    ghosts: model.ghosts.map(({ type }, g) => valueIn(m, type, of(m.ghosts[g]))),
  };
}

function nodeState(m: Module, role: Role, index: number, of: (name: string) => TlaValue): NodeState {
  const names = m.roles[role.index];
  const { name } = m.model.instances[index];
  const own = at(of(names.variable), name);
  const status = at(of('status'), name);
  if (status !== 'up' && status !== 'down' && status !== 'stopped') return missing('status');
  return {
    variables: role.variables.map(({ type }, v) => valueIn(m, type, at(own, names.variables[v]))),
    status,
    timers: role.timers.map(({ key }, t) => {
      const timer = at(own, names.timers[t]);
      return key === null ? [timerOf(timer)] : values(key).map((value) => timerOf(point(m, key, timer, value)));
    }),
    suspended: m.has('suspended') ? suspendedOf(m, role, at(of('suspended'), name)) : null,
    lateness: m.has('late') ? number(at(of('late'), name)) : 0,
    clocks: names.clocks.map((clock) => (clock === null ? 0 : number(at(own, clock.floor)))),
    offsets: names.clocks.map((clock) => (clock === null || clock.offset === null ? 0 : number(at(own, clock.offset)))),
    origin: names.origin === null ? 0 : number(at(own, names.origin)),
  };
}

function timerOf(value: TlaValue): TimerState {
  const kind = at(value, 'kind');
  if (kind === 'off') return { kind };
  const duration = number(at(value, 'duration'));
  if (kind === 'exact') return { kind, left: number(at(value, 'left')), duration };
  if (kind !== 'loose') return missing('a timer');
  const until = number(at(value, 'until'));
  return { kind, ripe: at(value, 'ripe') === true, until: until < 0 ? null : until, duration, top: number(at(value, 'top')) };
}

function suspendedOf(m: Module, role: Role, value: TlaValue): Suspended | null {
  const held = some(value);
  if (held === null) return null;
  const found = m.model.pausePoints.findIndex(({ role: of }, p) => of === role.index && maybe(held, pointField(p)) !== undefined);
  if (found < 0) return missing('a pause');
  const saved = at(held, pointField(found));
  const names = savedNames(m, found);
  const context = at(held, 'handled');
  return {
    point: found,
    values: m.model.pausePoints[found].saves.map((local, i) => valueIn(m, m.model.locals[local].type, at(saved, names[i]))),
    context: maybe(context, 'is') === 'none' ? null : contextOf(m, context),
  };
}

function contextOf(m: Module, value: TlaValue): Context {
  return { from: nodeOf(m, at(value, 'from')), corrupted: at(value, 'corrupted') === true, call: callOf(m, at(value, 'call')) };
}

function callOf(m: Module, value: TlaValue): CallTag | null {
  const call = some(value);
  if (call === null) return null;
  const caller = nodeOf(m, at(call, 'caller'));
  const { calls } = m.model.roles[m.model.instances[caller].role];
  return { caller, call: calls.indexOf(String(at(call, 'name'))), fresh: at(call, 'fresh') === true };
}

function messagesOf(m: Module, net: TlaValue): MessageState[] {
  const all = pointsOf(net).flatMap(([key, value]) => {
    if (m.model.network.fifo) return elements(value).map((one) => messageOf(m, one));
    return Array.from({ length: number(value) }, () => messageOf(m, key));
  });
  return all.sort((a, b) => (m.model.network.fifo ? a.from - b.from || a.to - b.to : compareMessages(m.model, a, b)));
}

export function messageOf(m: Module, value: TlaValue): MessageState {
  const message = m.model.messages.findIndex(({ name }) => name === at(value, 'name'));
  if (message < 0) return missing('a message');
  const { payload, fields } = m.messages[message];
  const held = at(value, payload);
  return {
    message,
    to: nodeOf(m, at(value, 'to')),
    fields: m.model.messages[message].fields.map(({ type }, f) => valueIn(m, type, at(held, fields[f]))),
    age: number(at(value, 'age')),
    ...contextOf(m, value),
  };
}

export function cutOf(m: Module, value: TlaValue): Cut {
  const kind = at(value, 'kind') as Cut['kind'];
  switch (kind) {
    case 'two-way':
    case 'one-way': {
      const members = elements(at(value, 'members')).map((one) => nodeOf(m, one));
      return { kind, members: m.model.instances.map(({ index }) => members.includes(index)) };
    }
    case 'link':
    case 'one-way link':
      return { kind, from: nodeOf(m, at(value, 'from')), to: nodeOf(m, at(value, 'to')) };
    default:
      return unhandled(kind);
  }
}

export function valueIn(m: Module, type: Type, value: TlaValue): Value {
  switch (type.kind) {
    case 'bool':
      return value === true;
    case 'int':
      return number(value);
    case 'enum':
      return type.members.indexOf(String(value));
    case 'node':
      return nodeOf(m, value);
    case 'optional': {
      const held = some(value);
      return held === null ? null : valueIn(m, type.of, held);
    }
    case 'struct': {
      const names = structFields(type);
      return type.fields.map((field, i) => valueIn(m, field.type, at(value, names[i])));
    }
    case 'set':
      return toSet(
        type.of,
        elements(value).map((one) => valueIn(m, type.of, one)),
      );
    case 'list':
      return elements(value).map((one) => valueIn(m, type.of, one));
    case 'map':
      return values(type.key).map((key) => valueIn(m, type.value, point(m, type.key, value, key)));
    default:
      return unhandled(type);
  }
}

/** The value of a function at a key of the model. */
function point(m: Module, type: Type, map: TlaValue, key: Value): TlaValue {
  const wanted = JSON.stringify(key);
  const found = pointsOf(map).find(([one]) => JSON.stringify(valueIn(m, type, one)) === wanted);
  return found === undefined ? missing('a key') : found[1];
}

export function nodeOf(m: Module, value: TlaValue): number {
  const found = m.model.instances.find(({ name }) => name === value);
  return found === undefined ? missing('a node') : found.index;
}

export function some(value: TlaValue): TlaValue | null {
  return at(value, 'is') === 'none' ? null : at(value, 'value');
}

export function at(value: TlaValue, key: string): TlaValue {
  return maybe(value, key) ?? missing(key);
}

function maybe(value: TlaValue, key: string): TlaValue | undefined {
  return pointsOf(value).find(([one]) => one === key)?.[1];
}

function pointsOf(value: TlaValue): readonly (readonly [TlaValue, TlaValue])[] {
  if (typeof value !== 'object' || value.kind === 'set') return missing('a function');
  // A sequence is a function from 1 on.
  return value.kind === 'function' ? value.points : value.elements.map((one, i) => [i + 1, one] as const);
}

export function elements(value: TlaValue): readonly TlaValue[] {
  if (typeof value !== 'object') return missing('elements');
  return value.kind === 'function' ? value.points.map(([, one]) => one) : value.elements;
}

function number(value: TlaValue): number {
  return typeof value === 'number' ? value : missing('a number');
}

export function missing(what: string): never {
  throw new Error(`TLC's state has no ${what} where one has to be`);
}
