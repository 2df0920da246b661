/**
 * A segment that sends more messages than may be in flight: every step that runs it is cut, so the search never sees what comes
 * after. Counted is what is sent for certain, so a lint is never wrong and may be missing.
 */
import { type Span, type System, unhandled } from '#grammar';
import type { Block, Model, Role, Stmt } from '../../model/ir.ts';
import { does, statements } from '../../model/walk.ts';
import type { Reporter } from '../report.ts';
import type { Meeting } from './meeting.ts';

export function overfullSegments(_system: System, { model }: Meeting, reporter: Reporter): void {
  const { capacity, queue } = model.network;
  // Where a queue is full, what is sent is lost instead.
  if (queue !== null) return;
  const found = model.roles.flatMap((role) => overfull(model, role));
  for (const { span, sent } of found) {
    reporter.report('PV0711', span, `${sent} messages are sent in one step, but the search follows at most ${capacity} in flight`, {
      why: `Under ${model.assume} no run gets past this point, so nothing after it is checked.`,
      help: help(sent),
    });
  }
  if (found.length === 0) overfullStart(model, reporter);
}

function help(sent: number): string {
  if (sent > MOST_CAPACITY) return `\`capacity\` is at most ${MOST_CAPACITY}: send to fewer nodes, or \`pause\` between the sends`;
  return `\`network { capacity ${sent} }\`, or more if other messages can be in flight too`;
}

const MOST_CAPACITY = 64;

interface Overfull {
  readonly span: Span;
  readonly sent: number;
}

/** The first such place of each handler and action. */
function overfull({ instances, network }: Model, role: Role): Overfull[] {
  const nodes = instances.filter((instance) => instance.role === role.index);
  return [...role.handlers, ...role.actions].flatMap(({ body }) => {
    const places = nodes.flatMap(({ index }) => {
      const counter = new Counter(index, network.capacity);
      counter.block(body, 0);
      return counter.overfull ?? [];
    });
    return places.slice(0, 1);
  });
}

/** Everything that is sent at the start is in flight together. */
function overfullStart(model: Model, reporter: Reporter): void {
  let sent = 0;
  let last: Span | null = null;
  for (const { index, role } of model.instances) {
    const start = model.roles[role].handlers.find(({ trigger, guard }) => trigger.kind === 'start' && guard === null);
    if (start === undefined) continue;
    const before = sent;
    sent += new Counter(index, model.network.capacity).firstSegment(start.body);
    if (sent > before) last = start.span;
  }
  const { capacity } = model.network;
  if (last === null || sent <= capacity) return;
  reporter.report('PV0711', last, `the nodes send ${sent} messages at the start, but the search follows at most ${capacity} in flight`, {
    why: `Under ${model.assume} no initial state is left, so nothing is checked.`,
    help: help(sent),
  });
}

/** Counts what one node sends for certain. */
class Counter {
  readonly #self: number;
  readonly #capacity: number;
  /** the first statement by which more was sent than may be in flight */
  overfull: Overfull | null = null;

  constructor(self: number, capacity: number) {
    this.#self = self;
    this.#capacity = capacity;
  }

  /** What is sent before the first pause. */
  firstSegment(body: Block): number {
    const end = body.findIndex((stmt) => mayPause(stmt));
    return this.block(end < 0 ? body : body.slice(0, end), 0);
  }

  /** `sent`: by the segment before this block; returns what it has sent at the end. */
  block(block: Block, sent: number): number {
    let now = sent;
    for (const stmt of block) {
      now = this.#statement(stmt, now);
      if (now > this.#capacity) this.overfull ??= { span: stmt.span, sent: now };
    }
    return now;
  }

  #statement(stmt: Stmt, sent: number): number {
    switch (stmt.kind) {
      case 'send':
      case 'reply':
        return sent + 1;
      case 'broadcast':
        return sent + (constantSet(stmt.to)?.filter((node) => node !== this.#self).length ?? 0);
      case 'if': {
        const least = Math.min(this.block(stmt.then, sent), this.block(stmt.else, sent));
        return mayPause(stmt) ? 0 : least;
      }
      case 'for': {
        if (mayPause(stmt)) {
          this.block(stmt.body, 0);
          return 0;
        }
        const rounds = stmt.where === null ? (constantSet(stmt.from)?.length ?? 0) : 0;
        return sent + rounds * this.block(stmt.body, 0);
      }
      case 'pause':
        return 0;
      case 'assign':
      case 'let':
      case 'choose':
      case 'start':
      case 'stop':
      case 'assert':
      case 'ghost':
        return sent;
      default:
        return unhandled(stmt);
    }
  }
}

function mayPause(stmt: Stmt): boolean {
  return [...statements([stmt])].some((inner) => does(inner, 'pauses'));
}

function constantSet(e: { readonly op: string; readonly value?: unknown }): readonly unknown[] | null {
  return e.op === 'const' && Array.isArray(e.value) ? e.value : null;
}
