/** How many messages the segments of a model send at once: a lower bound, counted by what is sent for certain. */
import { type Span, unhandled } from '#grammar';
import type { Block, Model, Stmt } from './ir.ts';
import { does, statements } from './walk.ts';

export interface Overfull {
  readonly span: Span;
  readonly sent: number;
}

/** The least capacity in which what each segment sends has room; with a queue on each link 1, as what is sent into a full one is lost. */
export function leastCapacity({ instances, roles, network }: Model): number {
  if (network.queue !== null) return 1;
  let [most, atStart] = [1, 0];
  for (const { index, role } of instances) {
    const { handlers, actions } = roles[role];
    for (const { body } of [...handlers, ...actions]) {
      const counter = new SendCounter(index, network.capacity);
      counter.block(body, 0);
      most = Math.max(most, counter.most);
    }
    const start = handlers.find(({ trigger, guard }) => trigger.kind === 'start' && guard === null);
    if (start !== undefined) atStart += new SendCounter(index, network.capacity).firstSegment(start.body);
  }
  return Math.max(most, atStart);
}

/** Counts what one node sends for certain. */
export class SendCounter {
  readonly #self: number;
  readonly #capacity: number;
  /** the first statement by which more was sent than may be in flight */
  overfull: Overfull | null = null;
  /** the most that some segment has sent */
  most = 0;

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
      this.most = Math.max(this.most, now);
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
