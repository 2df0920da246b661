/**
 * The results of checks, keyed by the inputs of their verdicts: a check whose system, assumptions and expectations are as they
 * were is answered from here, however its text has moved. Bounded: what no open text asks about goes first.
 */
import { attached, type CheckPlan, type Detached, detached } from '#checker';
import type { Identity } from './identity.ts';
import type { CheckBudget, CheckData } from './messages.ts';
import { stoppedData } from './outcome.ts';

interface Remembered {
  readonly data: Detached<CheckData>;
  /** the budget that kept some verdict from being found; null where none did */
  readonly shortOf: CheckBudget | null;
  /** the thread died on it */
  readonly stopped: boolean;
  readonly weight: number;
}

/** Steps of traces in all: nearly all of the memory that verdicts take. */
const MOST_WEIGHT = 20_000;
/** Of a check itself, in steps. */
const CHECK_WEIGHT = 20;

export class Memory {
  readonly #known = new Map<string, Remembered>();
  readonly #most: number;
  #weight = 0;

  constructor(most = MOST_WEIGHT) {
    this.#most = most;
  }

  get size(): number {
    return this.#known.size;
  }

  has({ key }: Identity, budget: CheckBudget): boolean {
    const known = this.#known.get(key);
    return known !== undefined && (known.shortOf === null || sameBudget(known.shortOf, budget));
  }

  /** In the places of the text that the identity is of. */
  get(identity: Identity, budget: CheckBudget): CheckData | null {
    const known = this.#known.get(identity.key);
    if (known === undefined || !this.has(identity, budget)) return null;
    this.#known.delete(identity.key);
    this.#known.set(identity.key, known);
    return attached(known.data, identity.places);
  }

  put(identity: Identity, data: CheckData, budget: CheckBudget): void {
    this.#put(identity, data, isShort(data) ? budget : null, false);
  }

  putStopped(identity: Identity, plan: CheckPlan): void {
    this.#put(identity, stoppedData(plan), null, true);
  }

  /** A check on which the thread died is tried again. */
  forgetStopped({ key }: Identity): void {
    if (this.#known.get(key)?.stopped === true) this.#forget(key);
  }

  /** Evicts the least recently used results, but none that are still needed. */
  trim(wanted: (key: string) => boolean): void {
    for (const key of this.#known.keys()) {
      if (this.#weight <= this.#most) return;
      if (!wanted(key)) this.#forget(key);
    }
  }

  #put(identity: Identity, data: CheckData, shortOf: CheckBudget | null, stopped: boolean): void {
    this.#forget(identity.key);
    const weight = weightOf(data);
    this.#known.set(identity.key, { data: detached(data, identity.places), shortOf, stopped, weight });
    this.#weight += weight;
  }

  #forget(key: string): void {
    this.#weight -= this.#known.get(key)?.weight ?? 0;
    this.#known.delete(key);
  }
}

function isShort({ points }: CheckData): boolean {
  return points.some((point) => point?.verdicts.some((verdict) => verdict.status === 'unknown' && verdict.budget));
}

function sameBudget(a: CheckBudget, b: CheckBudget): boolean {
  return a.maxStates === b.maxStates && a.seconds === b.seconds && a.maxMemory === b.maxMemory;
}

function weightOf({ points }: CheckData): number {
  const traces = new Set(
    points.flatMap((point) => (point?.verdicts ?? []).flatMap((verdict) => ('trace' in verdict ? [verdict.trace] : []))),
  );
  return [...traces].reduce((steps, trace) => steps + trace.steps.length, CHECK_WEIGHT + points.length);
}
