/**
 * The modes of a node: the values of its few small variables that its guards and conditions look at. Which modes can follow one another
 * is found from the text, and for each what can still be read and which messages can still do something there. This is control flow
 * reconstruction (van de Pol and Timmer, "State space reduction of linear processes using control flow reconstruction", ATVA 2009).
 */
import { CRASH_MODES, comesBack } from '../crash-modes.ts';
import type { Handler, MessagePattern, Model, Role, Type } from '../ir.ts';
import type { Routes } from '../routes.ts';
import { cardinality, least, rank } from '../values.ts';
import { bodies, eachPart } from '../walk.ts';
import { type Events, Follower, NotFollowed, type Way } from './segments.ts';

/** A variable has at most so many values to be part of a mode, */
const MOST_VALUES = 8;
/** and all together so many bits. */
const MOST_BITS = 12;
/** Edges that are looked at between two pauses. */
const PART = 256;

export interface Modes {
  /** the variables whose values are a mode */
  readonly control: readonly number[];
  readonly list: readonly Mode[];
}

export interface Mode {
  /** the rank of each of `control` in its type */
  readonly ranks: readonly number[];
  /** by number of variable, then of timer: something may read it before it is written as a whole */
  readonly live: readonly boolean[];
  /** by message: it changes nothing here, nor ever */
  readonly ignored: ReadonlyMap<number, Ignored>;
}

/** In each case: whether a message of a newest call of the node's own is meant, or any other. */
export interface Ignored {
  readonly other: boolean;
  /** for each call of the node */
  readonly fresh: readonly boolean[];
}

/** A step of the node, as far as its modes go. */
interface Edge {
  /** null where it ends in a model error or a cut */
  readonly to: number | null;
  readonly events: Events | null;
  readonly calls: ReadonlySet<number>;
  readonly crash: boolean;
}

const NONE: ReadonlySet<number> = new Set();

/**
 * Null where the code is not followed. `all`: the variables that may be part of a mode, those first that are rather part of one; `watched`:
 * numbers of variables and timers that are read from outside of the node. Yields 0 where it may pause.
 */
export function* modesOf(
  model: Model,
  routes: Routes,
  self: number,
  all: readonly number[],
  watched: ReadonlySet<number>,
): Generator<number, Modes | null> {
  let control = all;
  for (;;) {
    try {
      return yield* new Explorer(model, routes, self, watched, control).modes();
    } catch (reason) {
      if (!(reason instanceof NotFollowed) || control.length === 0) {
        if (reason instanceof NotFollowed) return null;
        throw reason;
      }
      control = control.slice(0, -1);
    }
  }
}

/** The variables that guards and conditions look at, those with few values first, as many as have room. What feeds only dead values has no bits. */
export function controlOf(role: Role, read: (variable: number) => boolean): number[] {
  const looked = new Set<number>();
  const look = (piece: unknown) =>
    eachPart(piece, (part) => {
      if (part.op === 'var') looked.add((part as unknown as { readonly variable: number }).variable);
      return true;
    });
  look([...role.handlers, ...role.actions, ...role.defers].map(({ guard }) => guard));
  eachPart(bodies(role), (part) => {
    if (part.kind === 'if' || part.op === 'if') look((part as unknown as { readonly cond: unknown }).cond);
    return true;
  });
  const small = [...looked].filter((v) => read(v) && isPlain(role.variables[v].type) && !role.variables[v].ghost);
  const size = (v: number) => cardinality(role.variables[v].type);
  let bits = 0;
  return small
    .sort((a, b) => size(a) - size(b) || a - b)
    .filter((v) => {
      bits += Math.ceil(Math.log2(size(v)));
      return bits <= MOST_BITS;
    });
}

/** A type whose codes are ranks. */
function isPlain(type: Type): boolean {
  const of = type.kind === 'optional' ? type.of : type;
  const size = cardinality(type);
  return (of.kind === 'bool' || of.kind === 'int' || of.kind === 'enum' || of.kind === 'node') && size > 1 && size <= MOST_VALUES;
}

class Explorer {
  readonly #model: Model;
  readonly #routes: Routes;
  readonly #self: number;
  readonly #role: Role;
  readonly #watched: ReadonlySet<number>;
  readonly #control: readonly number[];
  readonly #follower: Follower;
  readonly #ways: Way[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #edges: Edge[][] = [];
  /** edges looked at since it last paused */
  #unpaused = 0;

  constructor(model: Model, routes: Routes, self: number, watched: ReadonlySet<number>, control: readonly number[]) {
    this.#model = model;
    this.#routes = routes;
    this.#self = self;
    this.#role = model.roles[model.instances[self].role];
    this.#watched = watched;
    this.#control = control;
    const drift = model.timing.drift[self];
    this.#follower = new Follower(this.#role, self, drift === null || !drift.always);
  }

  *modes(): Generator<number, Modes> {
    yield* this.#explore();
    const live = yield* this.#liveness();
    const messages = this.#messages();
    const ignored: Ignored[][] = [];
    for (const m of messages) ignored.push(yield* this.#ignoredIn(m));
    return {
      control: this.#control,
      list: this.#ways.map(({ known }, mode) => ({
        ranks: this.#control.map((v) => rank(this.#role.variables[v].type, known.get(v)!)),
        live: live[mode],
        ignored: new Map(messages.map((m, i) => [m, ignored[i][mode]])),
      })),
    };
  }

  // Which modes there are

  *#explore(): Generator<number, void> {
    const start = {
      known: new Map(this.#control.map((v) => [v, least(this.#role.variables[v].type)])),
      locals: new Map(),
      events: null,
      calls: new Set<number>(),
      isPaused: false,
    };
    let ways: readonly Way[] = [start];
    for (const [v, { initial }] of this.#role.variables.entries())
      ways = ways.flatMap((way) => this.#follower.write(way, v, true, initial));
    for (const way of this.#first(ways, this.#handlers('start'))) this.#number(way);
    // what initial states end in is decided before anything is forgotten
    this.#follower.ended.length = 0;
    for (let mode = 0; mode < this.#ways.length; mode++) {
      const from = this.#ways[mode];
      this.#edges.push([
        ...this.#steps(from).map((way) => this.#edge(way, false)),
        ...this.#crashes(from).map((way) => this.#edge(way, true)),
        ...this.#follower.ended.splice(0).map((events): Edge => ({ to: null, events, calls: NONE, crash: false })),
      ]);
      yield 0;
    }
  }

  #number(way: Way): number {
    const key = JSON.stringify(this.#control.map((v) => way.known.get(v)!));
    const found = this.#numbers.get(key);
    if (found !== undefined) return found;
    this.#numbers.set(key, this.#ways.length);
    return this.#ways.push({ known: way.known, locals: new Map(), events: null, calls: new Set(), isPaused: false }) - 1;
  }

  #edge(way: Way, crash: boolean): Edge {
    this.#follower.spend(1);
    return { to: this.#number(way), events: way.events, calls: way.calls, crash };
  }

  #handlers(kind: Handler['trigger']['kind'], number?: number): readonly Handler[] {
    return this.#role.handlers.filter(({ trigger }) => {
      if (trigger.kind !== kind) return false;
      return (trigger.kind === 'message' ? trigger.message : trigger.kind === 'timer' ? trigger.timer : undefined) === number;
    });
  }

  /** The first handler that takes it runs; or none does. */
  #first(ways: readonly Way[], handlers: readonly Handler[]): Way[] {
    const done: Way[] = [];
    let open = ways;
    for (const { trigger, guard, body } of handlers) {
      const next: Way[] = [];
      for (const way of open) {
        if (trigger.kind === 'message' && trigger.call !== null) next.push(way);
        const { yes, no } = this.#follower.branch(way, guard);
        if (yes !== null) done.push(...this.#follower.run(body, [yes]));
        if (no !== null) next.push(no);
      }
      open = next;
    }
    return [...done, ...open];
  }

  /** Whatever the node itself may do. Guards that are not met have been looked at all the same. */
  #steps(from: Way): Way[] {
    const { actions, defers, timers } = this.#role;
    const looked = this.#follower.reading(
      from,
      defers.map(({ guard }) => guard),
    );
    const ways: Way[] = [looked];
    for (const m of this.#messages()) ways.push(...this.#first([looked], this.#handlers('message', m)));
    for (const [t, { hasHandler, key }] of timers.entries())
      if (hasHandler) ways.push(...this.#first([this.#follower.setTimer(looked, t, key === null)], this.#handlers('timer', t)));
    for (const { guard, body } of actions) {
      const { yes, no } = this.#follower.branch(looked, guard);
      if (yes !== null) ways.push(...this.#follower.run(body, [yes]));
      if (no !== null) ways.push(no);
    }
    for (const [point, { role }] of this.#model.pausePoints.entries())
      if (role === this.#role.index) ways.push(...this.#follower.resume(point, from));
    if (this.#faults().some(({ mode }) => comesBack(mode))) ways.push(...this.#first([looked], this.#handlers('restart')));
    return ways;
  }

  #crashes(from: Way): Way[] {
    return this.#faults().flatMap(({ mode }) => (CRASH_MODES[mode]?.durableLost ?? []).flatMap((lost) => this.#crash(from, lost)));
  }

  #crash(from: Way, durableLost: boolean): readonly Way[] {
    let ways: readonly Way[] = [from];
    for (const [v, { durable, ghost, initial, wiped }] of this.#role.variables.entries()) {
      if (ghost || (durable && !durableLost)) continue;
      ways = ways.flatMap((way) => this.#follower.write(way, v, true, durable ? wiped : initial));
      this.#follower.spend(ways.length);
    }
    return ways.map((way) => this.#role.timers.reduce((one, _, t) => this.#follower.setTimer(one, t, true), way));
  }

  #faults() {
    return this.#model.crashes.filter(({ instances }) => instances.includes(this.#self));
  }

  /** What the node may get: a liar sends anything. */
  #messages(): number[] {
    const lies = this.#model.crashes.some(({ mode }) => mode === 'byzantine');
    return [...this.#model.messages.keys()].filter(
      (m) => lies || this.#routes.list.some(({ to, message }) => to === this.#self && message === m),
    );
  }

  // What may still be read

  /** Least fixed point of what is read on some way before it is written. What a mode is made of is looked at after every step. */
  *#liveness(): Generator<number, boolean[][]> {
    const slots = this.#role.variables.length + this.#role.timers.length;
    const nothing = Array.from({ length: slots }, () => false);
    const always = (slot: number) => this.#watched.has(slot) || this.#control.includes(slot);
    const live = this.#ways.map(() => Array.from({ length: slots }, (_, slot) => always(slot)));
    for (let grew = true; grew; ) {
      grew = false;
      for (const [mode, edges] of this.#backwards()) {
        yield* this.#looked(edges.length);
        for (const { to, events } of edges) {
          for (const [slot, isLive] of liveBefore(events, to === null ? nothing : live[to]).entries()) {
            if (!isLive || live[mode][slot]) continue;
            live[mode][slot] = true;
            grew = true;
          }
        }
      }
    }
    return live;
  }

  /** A mode mostly leads to modes that were found later: of those more is known then. */
  *#backwards(): Generator<[mode: number, edges: readonly Edge[]]> {
    for (let mode = this.#edges.length - 1; mode >= 0; mode--) yield [mode, this.#edges[mode]];
  }

  *#looked(edges: number): Generator<number, void> {
    this.#unpaused += edges;
    if (this.#unpaused < PART) return;
    this.#unpaused = 0;
    yield 0;
  }

  // Which messages do nothing any more

  /** For each mode. A message is judged in all that may follow, for as long as it may be in flight. */
  *#ignoredIn(message: number): Generator<number, Ignored[]> {
    const handlers = this.#handlers('message', message);
    const none = this.#role.calls.map(() => false);
    if (this.#role.defers.some((defer) => defer.message === message)) return this.#ways.map(() => ({ other: false, fresh: none }));
    const other = yield* this.#lasting(
      this.#ways.map((way) => this.#taker(way, handlers, null)),
      () => true,
    );
    const fresh: boolean[][] = [];
    for (const call of this.#role.calls.keys()) {
      const lasting = yield* this.#lasting(
        this.#ways.map((way) => this.#taker(way, handlers, call)),
        ({ calls, crash }) => !crash && !calls.has(call),
      );
      // once another call is made, it is as any other message
      fresh.push(lasting.map((taker, mode) => taker !== null && taker === other[mode]));
    }
    return this.#ways.map((_, mode) => ({ other: other[mode] !== null, fresh: fresh.map((one) => one[mode]) }));
  }

  /** What is the same in all modes that such edges lead to. */
  *#lasting(takers: readonly (number | null)[], counts: (edge: Edge) => boolean): Generator<number, (number | null)[]> {
    const now = [...takers];
    for (let shrank = true; shrank; ) {
      shrank = false;
      for (const [mode, edges] of this.#backwards()) {
        yield* this.#looked(edges.length);
        if (now[mode] === null || edges.every((edge) => edge.to === null || !counts(edge) || now[edge.to] === now[mode])) continue;
        now[mode] = null;
        shrank = true;
      }
    }
    return now;
  }

  /** The handler without code that is sure to take the message, -1 where it is sure that none does, or null. */
  #taker(way: Way, handlers: readonly Handler[], call: number | null): number | null {
    for (const { id, trigger, guard, body } of handlers) {
      const ofCall = trigger.kind === 'message' ? trigger.call : null;
      if (ofCall !== null && ofCall !== call) continue;
      if (trigger.kind === 'message' && !this.#binds(trigger)) return null;
      if (guard === null) return ofCall === null && body.length === 0 ? id : null;
      const { value, more } = this.#follower.value(way, guard);
      if (value !== false || more) return null;
    }
    return this.#role.strict ? null : -1;
  }

  /** To name what the pattern names cannot fail. */
  #binds({ message, fields, from }: MessagePattern): boolean {
    const { locals, messages } = this.#model;
    const senders = this.#routes.list.filter((route) => route.to === this.#self && route.message === message);
    const named = from === null ? null : locals[from].type;
    return (
      (named === null || (named.kind === 'node' && senders.every((route) => named.instances.includes(route.from)))) &&
      fields.every((local, f) => local === null || isSame(locals[local].type, messages[message].fields[f].type))
    );
  }
}

export function isSame(a: Type, b: Type): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** What may be read before it is written, where `after` may be read at the end. */
function liveBefore(events: Events | null, after: readonly boolean[]): boolean[] {
  const live = [...after];
  for (let at = events; at !== null; at = at.before) {
    const { last } = at;
    const isRead = last.kind === 'reads' || live[last.slot] || last.mustEvaluate;
    if (last.kind === 'writes' && last.whole) live[last.slot] = false;
    if (isRead) for (const slot of last.kind === 'reads' ? last.slots : last.reads) live[slot] = true;
  }
  return live;
}
