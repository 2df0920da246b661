/**
 * Reads logs: text into events, by the names of the model. What is wrong with a line is told, and the others are read all the
 * same, so that several mistakes are seen at once.
 */
import { closest, unhandled } from '#grammar';
import type { Model } from '../model/ir.ts';
import { values } from '../model/values.ts';
import {
  type Complete,
  EVENT_KINDS,
  type EventKind,
  type LogEvent,
  type Logs,
  type Meant,
  type MessageMeant,
  nodeOfMeant,
  type StateMeant,
} from './event.ts';
import { LOG_VERSION } from './log.ts';
import { expected, MistakeSignal, nodeNamed, objectOf, patternOf, unknown, wholeValue } from './patterns.ts';

export interface LogText {
  readonly file: string;
  readonly text: string;
  /** where each line of the text comes from, if it was made from something else; otherwise it is the line itself */
  readonly lines?: readonly number[];
}

export interface LogMistake {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export interface ReadLogs extends Logs {
  readonly mistakes: readonly LogMistake[];
  /** mistakes that are not among these: more are not told */
  readonly more: number;
}

export interface ReadOptions {
  /** times are used, so they must not go back */
  readonly timed: boolean;
}

const MOST_MISTAKES = 20;

export function readLogs(model: Model, texts: readonly LogText[], options: ReadOptions): ReadLogs {
  const files = texts.map(({ file, lines }) => new FileReader(model, file, options, lines));
  for (const [i, file] of files.entries()) file.add(texts[i].text.split('\n'), true);
  return {
    sequences: files.flatMap((file) => [...file.groups.values()]),
    complete: files.flatMap((file) => file.complete),
    ...mistakesIn(files),
  };
}

function mistakesIn(files: readonly FileReader[]): Pick<ReadLogs, 'mistakes' | 'more'> {
  const mistakes = files.flatMap((file) => file.mistakes.toSorted((a, b) => a.line - b.line));
  return { mistakes: mistakes.slice(0, MOST_MISTAKES), more: Math.max(0, mistakes.length - MOST_MISTAKES) };
}

/** Reads logs that grow, line by line. Of what was taken it keeps nothing. */
export class LogFollower {
  readonly #files: readonly FileReader[];
  /** the number of each sequence, by its file and what it is of */
  readonly #numbers = new Map<string, number>();

  constructor(model: Model, files: readonly string[], options: ReadOptions) {
    this.#files = files.map((file) => new FileReader(model, file, options));
  }

  /** Whole lines of a file, behind those before. */
  add(file: number, text: string): void {
    this.#files[file].add(text.split('\n'), false);
  }

  /** What came since it was last taken, by sequence: a sequence keeps its number. */
  take(): ReadLogs {
    const sequences: LogEvent[][] = [...this.#numbers].map(() => []);
    for (const [i, { groups }] of this.#files.entries()) {
      for (const [of, events] of groups) {
        const key = `${i} ${of}`;
        const number = this.#numbers.get(key) ?? this.#numbers.size;
        this.#numbers.set(key, number);
        sequences[number] = events.splice(0);
      }
    }
    return { sequences, complete: this.#files.flatMap(({ complete }) => complete), ...mistakesIn(this.#files) };
  }
}

type Json = Readonly<Record<string, unknown>>;

class FileReader {
  readonly mistakes: LogMistake[] = [];
  readonly complete: Complete[] = [];
  /** events of one order each: those of the file, or of each node */
  readonly groups = new Map<number | null, LogEvent[]>();
  readonly #model: Model;
  readonly #file: string;
  readonly #numbers: readonly number[] | undefined;
  readonly #timed: boolean;
  /** of each group */
  readonly #latest = new Map<number | null, number>();
  #node: number | null = null;
  #byNode = false;
  #isFirst = true;
  /** lines that were read */
  #lines = 0;

  /** `numbers`: see `LogText.lines` */
  constructor(model: Model, file: string, { timed }: ReadOptions, numbers?: readonly number[]) {
    this.#model = model;
    this.#file = file;
    this.#timed = timed;
    this.#numbers = numbers;
  }

  /** Behind what was read before: the last line is a whole one, and the next begins behind it, unless `isAll`. */
  add(lines: readonly string[], isAll: boolean): void {
    const file = this.#file;
    const begin = this.#lines;
    this.#lines += lines.length - 1;
    for (const [i, written] of lines.entries()) {
      const line = this.#numbers?.[i] ?? begin + i + 1;
      const trimmed = written.trim();
      if (trimmed === '') continue;
      try {
        const json = parsed(trimmed, isAll && i === lines.length - 1);
        if (Object.hasOwn(json, 'proviso')) this.#readHeader(json, this.#isFirst);
        else for (const event of this.#eventsOf(json, { file, line }, trimmed)) this.#put(event);
      } catch (problem) {
        if (!(problem instanceof MistakeSignal)) throw problem;
        this.mistakes.push({ file, line, message: problem.message });
      }
      this.#isFirst = false;
    }
  }

  #put(event: LogEvent): void {
    const key = this.#byNode ? nodeOfMeant(event.meant) : null;
    const group = this.groups.get(key) ?? [];
    if (group.length === 0) this.groups.set(key, group);
    group.push(event);
    const { time, place } = event;
    if (!this.#timed || time === null) return;
    const latest = this.#latest.get(key) ?? Number.NEGATIVE_INFINITY;
    if (time < latest)
      this.mistakes.push({ ...place, message: `time goes back, from ${latest} to ${time} ms: use a monotonic clock, or leave --tick out` });
    this.#latest.set(key, Math.max(latest, time));
  }

  #readHeader(json: Json, isFirst: boolean): void {
    if (json.proviso !== LOG_VERSION)
      throw new MistakeSignal(`this log is of version ${JSON.stringify(json.proviso)} of the format; version ${LOG_VERSION} is known`);
    if (!isFirst) throw new MistakeSignal('a header stands in the first line of a file only');
    noSlip(json, ['proviso', 'node', 'complete', 'order']);
    if (json.node !== undefined) this.#node = nodeNamed(this.#model, json.node, 'node');
    if (json.order !== undefined && json.order !== 'file' && json.order !== 'node')
      throw new MistakeSignal(expected('order', '"file" or "node"', json.order));
    this.#byNode = json.order === 'node';
    if (json.complete === undefined) return;
    if (!Array.isArray(json.complete)) throw new MistakeSignal(expected('complete', 'an array of kinds of events', json.complete));
    for (const one of json.complete) this.complete.push(...completeOf(this.#model, one, this.#node));
  }

  /** One, but for several ticks. */
  #eventsOf(json: Json, place: LogEvent['place'], text: string): LogEvent[] {
    const kind = kindOf(json);
    noSlip(json, [...(KEYS[kind] ?? []), 'event', 'time', 'state', 'node']);
    const meant = this.#meant(kind, json);
    const event: LogEvent = { place, text, meant, state: this.#state(kind, json, meant), time: timeOf(json.time) };
    if (kind !== 'tick' || json.ticks === undefined) return [event];
    const { ticks } = json;
    if (typeof ticks !== 'number' || !Number.isInteger(ticks) || ticks < 1 || ticks > MOST_TICKS)
      throw new MistakeSignal(expected('ticks', `a whole number from 1 to ${MOST_TICKS}`, ticks));
    return Array<LogEvent>(ticks).fill(event);
  }

  #meant(kind: EventKind, json: Json): Meant {
    const model = this.#model;
    const node = EVENT_KINDS[kind] === 'node' ? this.#nodeOf(json) : -1;
    const role = node < 0 ? null : model.roles[model.instances[node].role];
    switch (kind) {
      case 'start':
      case 'pause':
      case 'resume':
      case 'crash':
      case 'restart':
      case 'state':
        return { kind, node };
      case 'act': {
        const action = named('action', json.action, role!.actions, role!.name);
        const { params } = role!.actions[action];
        const known = json.params === undefined ? {} : objectOf(json.params, 'params', 'parameters');
        const names = params.map(({ local }) => model.locals[local].name);
        for (const name of Object.keys(known)) if (!names.includes(name)) throw new MistakeSignal(unknown('parameter', name, names));
        const patterns = params.map(({ local }, i) =>
          Object.hasOwn(known, names[i]) ? patternOf(model, model.locals[local].type, known[names[i]], names[i]) : ANY,
        );
        return { kind, node, action, params: patterns };
      }
      case 'send':
        return { kind, node, message: { ...this.#message(json), from: node } };
      case 'receive':
        if (json.handled !== undefined && typeof json.handled !== 'boolean')
          throw new MistakeSignal(expected('handled', 'true or false', json.handled));
        return { kind, node, message: { ...this.#message(json), to: node }, handled: json.handled ?? null };
      case 'fire': {
        const timer = named('timer', json.timer, role!.timers, role!.name);
        const { key } = role!.timers[timer];
        if (json.key !== undefined && key === null) throw new MistakeSignal(`the timer \`${String(json.timer)}\` has no key`);
        return { kind, node, timer, key: json.key === undefined || key === null ? null : this.#keyOf(key, json.key) };
      }
      case 'clock': {
        const { by } = json;
        if (by !== undefined && (typeof by !== 'number' || !Number.isInteger(by)))
          throw new MistakeSignal(expected('by', 'a whole number', by));
        return { kind, node, clock: named('clock', json.clock, model.clocks, model.system), by: by ?? null };
      }
      case 'lose':
      case 'duplicate':
      case 'corrupt':
        return { kind, message: this.#message(json) };
      case 'cut': {
        if (json.nodes === undefined) return { kind, members: null };
        if (!Array.isArray(json.nodes)) throw new MistakeSignal(expected('nodes', 'an array of nodes', json.nodes));
        return { kind, members: json.nodes.map((one: unknown) => nodeNamed(model, one, 'nodes')) };
      }
      case 'heal':
      case 'stabilise':
      case 'tick':
        return { kind };
      default:
        return unhandled(kind);
    }
  }

  #keyOf(type: NonNullable<Model['roles'][number]['timers'][number]['key']>, json: unknown): number {
    const value = JSON.stringify(wholeValue(this.#model, type, json, 'key'));
    return values(type).findIndex((one) => JSON.stringify(one) === value);
  }

  #nodeOf(json: Json): number {
    if (json.node !== undefined) return nodeNamed(this.#model, json.node, 'node');
    if (this.#node === null) throw new MistakeSignal('`node` is missing: which node is this event of?');
    return this.#node;
  }

  #message(json: Json): MessageMeant {
    const model = this.#model;
    const message = named('message', json.message, model.messages, model.system);
    const { name, fields } = model.messages[message];
    const known = json.fields === undefined ? {} : objectOf(json.fields, 'fields', `the fields of ${name}`);
    const names = fields.map((field) => field.name);
    for (const field of Object.keys(known)) if (!names.includes(field)) throw new MistakeSignal(unknown(`field of ${name}`, field, names));
    const end = (key: 'from' | 'to') => (json[key] === undefined ? null : nodeNamed(model, json[key], key));
    const patterns = fields.map((field) =>
      Object.hasOwn(known, field.name) ? patternOf(model, field.type, known[field.name], field.name) : ANY,
    );
    return { message, fields: patterns, from: end('from'), to: end('to') };
  }

  #state(kind: EventKind, json: Json, meant: Meant): StateMeant | null {
    if (json.state === undefined) {
      if (kind === 'state') throw new MistakeSignal('`state` is missing: what do the variables of the node hold?');
      return null;
    }
    const model = this.#model;
    const node = 'node' in meant ? meant.node : this.#nodeOf(json);
    const role = model.roles[model.instances[node].role];
    const known = objectOf(json.state, 'state', `variables of ${role.name}`);
    return {
      node,
      variables: Object.entries(known).map(([name, value]) => {
        const variable = named('variable', name, role.variables, role.name);
        return { variable, pattern: patternOf(model, role.variables[variable].type, value, name) };
      }),
    };
  }
}

const ANY = { kind: 'any' } as const;
const MOST_TICKS = 1_000_000;

/** What an event of the kind has, beside what each may have. */
const KEYS: Readonly<Partial<Record<EventKind, readonly string[]>>> = {
  act: ['action', 'params'],
  send: ['message', 'fields', 'to'],
  receive: ['message', 'fields', 'from', 'handled'],
  fire: ['timer', 'key'],
  clock: ['clock', 'by'],
  lose: ['message', 'fields', 'from', 'to'],
  duplicate: ['message', 'fields', 'from', 'to'],
  corrupt: ['message', 'fields', 'from', 'to'],
  cut: ['nodes'],
  tick: ['ticks'],
};

function parsed(line: string, isLast: boolean): Json {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new MistakeSignal(isLast ? 'the last line ends in the middle' : 'this is no JSON object on one line');
  }
  return objectOf(json, 'a line', 'what happened');
}

function kindOf({ event }: Json): EventKind {
  if (event === undefined) throw new MistakeSignal('`event` is missing: what happened?');
  if (typeof event === 'string' && Object.hasOwn(EVENT_KINDS, event)) return event as EventKind;
  throw new MistakeSignal(
    typeof event === 'string' ? unknown('event', event, Object.keys(EVENT_KINDS)) : expected('event', 'a kind of event', event),
  );
}

/** Shorter keys are often those of others: `ts`, `id`. */
const SHORTEST_SLIP = 4;

/** Keys of others are ignored, but not what was probably meant to be one of these. */
function noSlip(json: Json, known: readonly string[]): void {
  const missing = known.filter((key) => !Object.hasOwn(json, key));
  for (const key of Object.keys(json)) {
    if (known.includes(key) || key.length < SHORTEST_SLIP) continue;
    const meant = closest(key, missing);
    if (meant !== null) throw new MistakeSignal(`\`${key}\` is not known here: did you mean \`${meant}\`?`);
  }
}

function named(what: string, json: unknown, known: readonly { readonly name: string }[], where: string): number {
  if (json === undefined) throw new MistakeSignal(`\`${what}\` is missing`);
  if (typeof json !== 'string') throw new MistakeSignal(expected(what, 'a name', json));
  const found = known.findIndex(({ name }) => name === json);
  if (found >= 0) return found;
  throw new MistakeSignal(
    unknown(
      `${what} of ${where}`,
      json,
      known.map(({ name }) => name),
    ),
  );
}

function timeOf(json: unknown): number | null {
  if (json === undefined || json === null) return null;
  const time = typeof json === 'string' ? Date.parse(json) : json;
  if (typeof time === 'number' && Number.isFinite(time)) return time;
  throw new MistakeSignal(expected('time', 'milliseconds, or a date and time such as "2026-01-31T12:00:00.250Z"', json));
}

/** `send`, `Worker.send`, `Worker#1.send` */
function completeOf(model: Model, json: unknown, own: number | null): Complete[] {
  if (typeof json !== 'string') throw new MistakeSignal(expected('complete', 'kinds of events', json));
  const dot = json.lastIndexOf('.');
  const [who, kind] = dot < 0 ? [null, json] : [json.slice(0, dot), json.slice(dot + 1)];
  const kinds = Object.keys(EVENT_KINDS).filter((one) => one !== 'state');
  if (!kinds.includes(kind)) throw new MistakeSignal(unknown('event', kind, kinds));
  const found = kind as Complete['kind'];
  if (who === null) return [{ kind: found, node: EVENT_KINDS[found] === 'node' ? own : null }];
  if (EVENT_KINDS[found] === 'world') throw new MistakeSignal(`\`${kind}\` is of no node: write \`${kind}\``);
  const role = model.roles.find(({ name }) => name === who);
  const nodes =
    role === undefined
      ? [nodeNamed(model, who, 'complete')]
      : model.instances.filter((one) => one.role === role.index).map(({ index }) => index);
  return nodes.map((node) => ({ kind: found, node }));
}
