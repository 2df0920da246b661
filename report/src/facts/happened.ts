/**
 * What happened in a step, as data that needs no knowledge of the checker: names and values as the author writes them, and
 * no sentences. Kinds are those of the model's steps.
 */

import type { Cut, MessageState, Model, StepLabel, TraceStep } from '#checker';
import { unhandled } from '#grammar';
import { changesAt, changesBetween, type Moved } from './changes.ts';
import { clocksBegunAgain, clocksOnceStable, type Settled } from './clocks.ts';
import { nodeName, nodeOf, type Reader, roleOf, stateBefore, timeBefore } from './reader.ts';
import { formatValue, type Named, namedFields, timerName } from './values.ts';

/** A message: `Write(token: 1)`. */
export interface Message {
  readonly message: string;
  readonly fields: readonly Named[];
}

/** A message on its way. */
export interface Letter extends Message {
  readonly from: string;
  readonly to: string;
}

/** A timer that does not take what it was started for. */
export interface OffBy {
  readonly ticks: number;
  readonly insteadOf: number;
}

export type Happened =
  /** `duplicate`: a copy stays in flight. `fate`: what becomes of it at its receiver `node` */
  | {
      readonly kind: 'deliver' | 'duplicate';
      readonly node: string;
      readonly message: Letter;
      readonly corrupted: boolean;
      /** it belongs to a request that is not the newest of its kind any more */
      readonly older: 'request' | 'answer' | null;
      readonly fate: 'handled' | 'ignored' | 'receiver down';
    }
  /** `offBy` where it ran for longer or shorter than it was started for */
  | { readonly kind: 'fire'; readonly node: string; readonly timer: string; readonly offBy: OffBy | null; readonly ignored: boolean }
  | { readonly kind: 'resume'; readonly node: string }
  /** `clocks`: those that begin again from 0 */
  | { readonly kind: 'restart'; readonly node: string; readonly clocks: readonly string[] }
  | { readonly kind: 'act'; readonly node: string; readonly action: string; readonly params: readonly Named[] }
  | { readonly kind: 'tick' }
  /** `clocks`: those that it moves, or that stand still from now on */
  | { readonly kind: 'stabilise'; readonly clocks: readonly Settled[] }
  /** `lost`: durable variables that went back to their first values; null where they were kept */
  | { readonly kind: 'crash'; readonly node: string; readonly forGood: boolean; readonly lost: readonly Moved[] | null }
  | { readonly kind: 'lose'; readonly message: Letter }
  | { readonly kind: 'corrupt'; readonly message: Letter; readonly into: Message }
  | { readonly kind: 'cut' | 'heal'; readonly cut: CutOff }
  /** `node` is its receiver, and believes it */
  | { readonly kind: 'lie'; readonly node: string; readonly message: Letter }
  | { readonly kind: 'clock'; readonly node: string; readonly clock: string; readonly by: number; readonly goesOnFrom: number };

/** What the network keeps apart; `nodes` is the smaller side where the two do not differ otherwise. */
export type CutOff =
  | { readonly kind: 'two-way' | 'one-way'; readonly nodes: readonly string[] }
  | { readonly kind: 'link' | 'one-way link'; readonly from: string; readonly to: string };

type Label<Kind extends StepLabel['kind']> = Extract<StepLabel, { kind: Kind }>;

export function happened(reader: Reader, index: number): Happened {
  const { model, trace } = reader;
  const { label } = trace.steps[index].step;
  switch (label.kind) {
    case 'deliver':
    case 'duplicate':
      return received(model, label, trace.steps[index]);
    case 'fire':
      return fired(reader, index, label);
    case 'resume':
      return { kind: 'resume', node: nodeName(model, label.node) };
    case 'restart':
      return { kind: 'restart', node: nodeName(model, label.node), clocks: clocksBegunAgain(model, label.node) };
    case 'act':
      return acted(model, label);
    case 'tick':
      return { kind: label.kind };
    case 'stabilise':
      return { kind: 'stabilise', clocks: clocksOnceStable(reader, index) };
    case 'crash':
      return crashed(reader, index, label);
    case 'lose':
      return { kind: 'lose', message: letter(model, label.message) };
    case 'corrupt': {
      const { message } = label;
      const into = { message: message.message, fields: label.fields };
      return { kind: 'corrupt', message: letter(model, message), into: messageOf(model, into) };
    }
    case 'cut':
    case 'heal':
      return { kind: label.kind, cut: cutOff(model, label.cut) };
    case 'lie':
      return { kind: 'lie', node: nodeName(model, label.message.to), message: letter(model, label.message) };
    case 'clock': {
      const { node, clock, by } = label;
      const goesOnFrom = trace.steps[index].state.nodes[node].clocks[clock];
      return { kind: 'clock', node: nodeName(model, node), clock: model.clocks[clock].name, by, goesOnFrom };
    }
    default:
      return unhandled(label);
  }
}

export function messageOf(model: Model, { message, fields }: Pick<MessageState, 'message' | 'fields'>): Message {
  const declared = model.messages[message];
  return { message: declared.name, fields: namedFields(declared.fields, fields, model) };
}

/** Ages, and which request of its caller a message belongs to, change on its way. */
export function looksLike(a: MessageState, b: MessageState): boolean {
  return a.from === b.from && a.to === b.to && a.message === b.message && JSON.stringify(a.fields) === JSON.stringify(b.fields);
}

export function letter(model: Model, message: MessageState): Letter {
  return { ...messageOf(model, message), from: nodeName(model, message.from), to: nodeName(model, message.to) };
}

function received(model: Model, { kind, message, handler }: Label<'deliver' | 'duplicate'>, after: TraceStep): Happened {
  const { call, corrupted, to } = message;
  const older = call === null || call.fresh ? null : to === call.caller ? 'answer' : 'request';
  const isUp = after.state.nodes[to].status === 'up';
  const fate = handler !== null ? 'handled' : isUp ? 'ignored' : 'receiver down';
  return { kind, node: nodeName(model, to), message: letter(model, message), corrupted, older, fate };
}

function fired(reader: Reader, index: number, label: Label<'fire'>): Happened {
  const { model, trace } = reader;
  const started = lastStart(reader, index, label);
  const ticks = started === null ? null : timeBefore(trace, index) - started.time;
  const offBy = started === null || ticks === null || ticks === started.duration ? null : { ticks, insteadOf: started.duration };
  return {
    kind: 'fire',
    node: nodeName(model, label.node),
    timer: timerName(model, label.node, label.timer, label.key),
    offBy,
    ignored: label.handler === null,
  };
}

function lastStart({ trace }: Reader, index: number, label: Label<'fire'>): { time: number; duration: number } | null {
  for (let i = index - 1; i >= -1; i--) {
    const events = i < 0 ? trace.initial.events : trace.steps[i].step.events;
    const started = events.findLast((e) => e.kind === 'started' && e.node === label.node && e.timer === label.timer && e.key === label.key);
    if (started?.kind === 'started') return { time: i < 0 ? 0 : trace.steps[i].time, duration: started.duration };
  }
  return null;
}

function acted(model: Model, label: Label<'act'>): Happened {
  const { name, params } = roleOf(model, label.node).actions[label.action];
  return { kind: 'act', node: nodeName(model, label.node), action: name, params: namedParams(model, params, label.params) };
}

export function namedParams(model: Model, params: readonly { readonly local: number }[], chosen: Label<'act'>['params']): Named[] {
  return params.map(({ local }, i) => {
    const { name, type } = model.locals[local];
    return { name, value: formatValue(type, chosen[i], model) };
  });
}

function crashed({ model, trace }: Reader, index: number, label: Label<'crash'>): Happened {
  const node = nodeName(model, label.node);
  const forGood = model.crashes[label.fault].mode === 'stop';
  if (!label.durableLost) return { kind: 'crash', node, forGood, lost: null };
  const lost = changesAt(model, label.node, stateBefore(trace, index), trace.steps[index].state, (v) => v.durable);
  return { kind: 'crash', node, forGood, lost };
}

export function cutOff(model: Model, cut: Cut): CutOff {
  switch (cut.kind) {
    case 'two-way': {
      const [inside, outside] = [true, false].map((side) => namesOf(model, (i) => cut.members[i] === side));
      return { kind: cut.kind, nodes: outside.length < inside.length ? outside : inside };
    }
    case 'one-way':
      return { kind: cut.kind, nodes: namesOf(model, (i) => cut.members[i]) };
    case 'link':
    case 'one-way link':
      return { kind: cut.kind, from: nodeName(model, cut.from), to: nodeName(model, cut.to) };
    default:
      return unhandled(cut);
  }
}

function namesOf({ instances }: Model, isIn: (instance: number) => boolean): string[] {
  return instances.flatMap(({ name, index }) => (isIn(index) ? [name] : []));
}

/** A step with the variables and ghosts that it changed. */
export interface Changing {
  readonly happened: Happened;
  /** at which node; null where it is the world's */
  readonly node: string | null;
  readonly changed: readonly Moved[];
}

export function changingIn(reader: Reader, index: number): Changing {
  const { model, trace } = reader;
  const node = nodeOf(trace.steps[index]);
  return {
    happened: happened(reader, index),
    node: node === null ? null : nodeName(model, node),
    changed: changesBetween(model, stateBefore(trace, index), trace.steps[index].state, []),
  };
}
