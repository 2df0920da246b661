/** What a random run can find of one search's queries, in a state or at a step. */
import type { Job, PassingQuery } from '../explore/check/jobs.ts';
import { isInPassing } from '../explore/check/jobs.ts';
import type { Machine } from '../explore/machine/machine.ts';

/** A query that a state, or a step into it, decides; or an error of the model. */
export type Found = PassingQuery | 'error';

export class Seeker {
  /** what has not been found */
  readonly #open: Set<PassingQuery>;
  readonly #machine: Machine;
  /** bits of the watch by which a state decides an open query: where they are false, where they are true */
  #falseBits = 0;
  #trueBits = 0;
  #stepBits = 0;

  constructor(machine: Machine, job: Job) {
    this.#machine = machine;
    this.#open = new Set(job.queries.filter(isInPassing));
    this.#note();
  }

  get isDone(): boolean {
    return this.#open.size === 0;
  }

  close(query: PassingQuery): void {
    this.#open.delete(query);
    this.#note();
  }

  #note(): void {
    this.#falseBits = this.#trueBits = this.#stepBits = 0;
    for (const query of this.#open) {
      if (query.kind === 'always') this.#falseBits |= 1 << query.predicate;
      else if (query.kind === 'reachable') this.#trueBits |= 1 << query.predicate;
      else if (query.kind === 'step') this.#stepBits |= 1 << query.step;
      else query satisfies { readonly kind: 'deadline' };
    }
  }

  /** What this state decides; `flags`: the step properties that the step into it breaks. */
  at(source: Int32Array, offset: number, flags: number): Found[] {
    const bits = this.#machine.evaluate(source, offset);
    if (bits === -1) return ['error'];
    const broken = flags & this.#stepBits;
    if ((~bits & this.#falseBits) === 0 && (bits & this.#trueBits) === 0 && broken === 0 && !this.#isLate(source, offset)) return [];
    return [...this.#open].filter((query) => {
      switch (query.kind) {
        case 'always':
          return ((bits >>> query.predicate) & 1) === 0;
        case 'reachable':
          return ((bits >>> query.predicate) & 1) === 1;
        case 'step':
          return ((flags >>> query.step) & 1) === 1;
        case 'deadline':
          return this.#machine.counter(source, offset) > query.within;
        default:
          return query satisfies never;
      }
    });
  }

  #isLate(source: Int32Array, offset: number): boolean {
    for (const query of this.#open) if (query.kind === 'deadline') return this.#machine.counter(source, offset) > query.within;
    return false;
  }
}

/** Whether a state, entered by a step with these flags, decides exactly this. */
export function decides(machine: Machine, found: Found, source: Int32Array, offset: number, flags: number): boolean {
  if (found !== 'error' && found.kind === 'step') return ((flags >>> found.step) & 1) === 1;
  const bits = machine.evaluate(source, offset);
  if (found === 'error' || bits === -1) return found === 'error' && bits === -1;
  switch (found.kind) {
    case 'always':
      return ((bits >>> found.predicate) & 1) === 0;
    case 'reachable':
      return ((bits >>> found.predicate) & 1) === 1;
    case 'deadline':
      return machine.counter(source, offset) > found.within;
    default:
      return found satisfies never;
  }
}
