/**
 * The ways through a piece of code, as far as the values of a few small variables decide them. A way is what it reads and what it writes,
 * in order.
 */
import { unhandled } from '#grammar';
import type { Block, Expr, Role, Stmt, Value } from '../ir.ts';
import { findPause } from '../pauses.ts';
import { values } from '../values.ts';
import { does, eachPart, statements } from '../walk.ts';
import { ANY, evaluate, type Known, type Partly } from './partly-known.ts';

/** A variable, or the number of variables and a timer. */
export type Slot = number;

export type Event =
  | { readonly kind: 'reads'; readonly slots: readonly Slot[] }
  /** `reads`: what the new value is made of; where `mustEvaluate`, that is read whether or not anything reads the new value */
  | {
      readonly kind: 'writes';
      readonly slot: Slot;
      readonly whole: boolean;
      readonly reads: readonly Slot[];
      readonly mustEvaluate: boolean;
    };

/** The last first. */
export interface Events {
  readonly last: Event;
  readonly before: Events | null;
}

/** In the middle of a piece of code. */
export interface Way {
  readonly known: ReadonlyMap<number, Value>;
  readonly locals: ReadonlyMap<number, Partly>;
  readonly events: Events | null;
  /** calls that are made on this way */
  readonly calls: ReadonlySet<number>;
  /** at a pause: it goes on when the node is resumed */
  readonly isPaused: boolean;
}

/** There are too many ways, or code that is not followed. */
export class NotFollowed extends Error {}

const MOST_WAYS = 400;
/** Statements that are followed for one node before one variable less is part of its modes. */
const MOST_WORK = 10_000;

export class Follower {
  readonly role: Role;
  readonly self: number;
  /** a reading of a timer is a choice */
  readonly #choosesReading: boolean;
  #work = 0;
  /** of the ways that end in a model error or a cut; what decides which is read as well */
  readonly ended: (Events | null)[] = [];

  constructor(role: Role, self: number, choosesReading: boolean) {
    this.role = role;
    this.self = self;
    this.#choosesReading = choosesReading;
  }

  /** So many statements more were followed; there may be too many for one node. */
  spend(steps: number): void {
    this.#work += steps;
    if (this.#work > MOST_WORK) throw new NotFollowed();
  }

  timer(timer: number): Slot {
    return this.role.variables.length + timer;
  }

  #everySlot(): Slot[] {
    return Array.from({ length: this.role.variables.length + this.role.timers.length }, (_, slot) => slot);
  }

  /** The value, what is read for it, and whether more may happen. */
  value(way: Way, e: Expr): { readonly value: Partly; readonly reads: readonly Slot[]; readonly more: boolean } {
    const reads = new Set<Slot>();
    let more = false;
    const known: Known = {
      self: this.self,
      variables: way.known,
      locals: way.locals,
      reads: (what, index) => {
        reads.add(what === 'variable' ? index : this.timer(index));
        if (what === 'timer' && this.#choosesReading) more = true;
      },
      readsAny: () => {
        for (const slot of this.#everySlot()) reads.add(slot);
      },
      mayDoMore: () => {
        more = true;
      },
    };
    const value = evaluate(e, known);
    return { value, reads: [...reads], more };
  }

  reading(way: Way, exprs: readonly (Expr | null)[]): Way {
    const slots = exprs.flatMap((e) => (e === null ? [] : this.value(way, e).reads));
    return slots.length === 0 ? way : after(way, { kind: 'reads', slots });
  }

  /** The ways on which a condition is true, and those on which it is false. */
  branch(way: Way, cond: Expr | null): { readonly yes: Way | null; readonly no: Way | null } {
    if (cond === null) return { yes: way, no: null };
    const { value } = this.value(way, cond);
    const looked = this.reading(way, [cond]);
    return { yes: value === false ? null : looked, no: value === true ? null : looked };
  }

  /** `value`: null for any of the type. Of what is not known before nothing is known after. */
  write(way: Way, variable: number, whole: boolean, e: Expr | null): Way[] {
    const { value, reads, more } = e === null ? ({ value: ANY, reads: [], more: false } as const) : this.value(way, e);
    const event: Event = { kind: 'writes', slot: variable, whole, reads, mustEvaluate: more };
    const written = after(way, event);
    if (!way.known.has(variable)) return [written];
    const { type } = this.role.variables[variable];
    const all = values(type);
    if (!whole || value === ANY) return all.map((one) => ({ ...written, known: new Map(way.known).set(variable, one) }));
    const text = JSON.stringify(value);
    if (all.some((one) => JSON.stringify(one) === text)) return [{ ...written, known: new Map(way.known).set(variable, value) }];
    // a value outside of the type ends the step
    this.ended.push(written.events);
    return [];
  }

  run(block: Block, ways: readonly Way[]): readonly Way[] {
    let now = ways;
    for (const stmt of block) {
      now = now.flatMap((way) => (way.isPaused ? [way] : this.#statement(stmt, way)));
      this.spend(now.length);
      if (now.length > MOST_WAYS) throw new NotFollowed();
    }
    return now;
  }

  #statement(stmt: Stmt, way: Way): readonly Way[] {
    switch (stmt.kind) {
      case 'assign':
        return this.#assign(stmt, way);
      case 'let': {
        const { value } = this.value(way, stmt.value);
        return [{ ...this.reading(way, [stmt.value]), locals: new Map(way.locals).set(stmt.local, value) }];
      }
      case 'choose':
        return [this.reading(way, [stmt.from, stmt.where])];
      case 'if': {
        const { yes, no } = this.branch(way, stmt.cond);
        return [...(yes === null ? [] : this.run(stmt.then, [yes])), ...(no === null ? [] : this.run(stmt.else, [no]))];
      }
      case 'for':
        return this.#loop(stmt, this.reading(way, [stmt.from, stmt.where]));
      case 'send':
      case 'broadcast': {
        const sent = this.reading(way, [stmt.to, ...stmt.args]);
        return [stmt.call === null ? sent : { ...sent, calls: new Set(sent.calls).add(stmt.call) }];
      }
      case 'reply':
        return [this.reading(way, stmt.args)];
      case 'start':
      case 'stop': {
        const ready = this.reading(way, [stmt.key, stmt.kind === 'start' ? stmt.duration : null]);
        return [this.setTimer(ready, stmt.timer, stmt.key === null)];
      }
      case 'pause':
        return [{ ...way, isPaused: true }];
      case 'assert': {
        const { yes, no } = this.branch(way, stmt.cond);
        if (yes === null) this.ended.push(no?.events ?? null);
        return yes === null ? [] : [yes];
      }
      case 'ghost':
        return this.run(stmt.body, [way]);
      default:
        return unhandled(stmt);
    }
  }

  setTimer(way: Way, timer: number, whole: boolean): Way {
    return after(way, { kind: 'writes', slot: this.timer(timer), whole, reads: [], mustEvaluate: false });
  }

  #assign({ target, value }: Stmt & { readonly kind: 'assign' }, way: Way): readonly Way[] {
    const { variable, path } = target;
    const inPath = path.map((step) => (step.kind === 'position' ? step.index : step.kind === 'key' ? step.key : null));
    const before = this.reading(way, [...inPath, variable.kind === 'other' ? variable.node : null]);
    if (variable.kind !== 'own') return [this.reading(before, [value])];
    // a position is looked at: the list may be too short for it
    const looked: Way = path.some((step) => step.kind === 'position')
      ? after(before, { kind: 'reads', slots: [variable.variable] })
      : before;
    return this.write(looked, variable.variable, path.length === 0, value);
  }

  /** Whatever is read in it may be read first; whatever is assigned in it may have any value afterwards. */
  #loop({ body }: Stmt & { readonly kind: 'for' }, way: Way): readonly Way[] {
    const slots = new Set<Slot>();
    eachPart(body, (part) => {
      const e = part as Expr;
      if (e.op === 'var') slots.add(e.variable);
      if (e.op === 'enabled') for (const slot of this.#everySlot()) slots.add(slot);
      if ((e.op === 'left' || e.op === 'running') && e.node === null) slots.add(this.timer(e.timer));
      return true;
    });
    const assigned = new Set<number>();
    let pauses = false;
    for (const stmt of statements(body)) {
      pauses ||= stmt.kind === 'pause';
      if (!does(stmt, 'assigns') || stmt.target.variable.kind !== 'own') continue;
      assigned.add(stmt.target.variable.variable);
      if (stmt.target.path.some(({ kind }) => kind === 'position')) slots.add(stmt.target.variable.variable);
    }
    let ways: Way[] = [after(way, { kind: 'reads', slots: [...slots] })];
    for (const variable of assigned) {
      ways = ways.flatMap((one) => this.write(one, variable, false, null));
      if (ways.length > MOST_WAYS) throw new NotFollowed();
    }
    return pauses ? [...ways, ...ways.map((one) => ({ ...one, isPaused: true }))] : ways;
  }

  /** What is left after a pause; nothing is known of the locals. */
  resume(point: number, way: Way): readonly Way[] {
    let ways: readonly Way[] = [way];
    for (const { block, index } of findPause(this.role, point).path.toReversed()) {
      const stmt = block[index];
      if (stmt.kind === 'for') ways = ways.flatMap((one) => (one.isPaused ? [one] : this.#loop(stmt, one)));
      ways = this.run(block.slice(index + 1), ways);
    }
    return ways;
  }
}

function after(way: Way, event: Event): Way {
  return { ...way, events: { last: event, before: way.events } };
}
