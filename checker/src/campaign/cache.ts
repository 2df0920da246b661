/**
 * Results of searches that are remembered from one run to the next, by what they depend on: the model without its places, and what is asked of
 * it. A result that a budget cut short is not remembered: not an unknown verdict, nor a trace or a blame that was still worked on when it ran
 * out. Any other is the same under every budget, so budgets are no part of the key. Verdicts and traces do not depend on threads or on how states are kept, so neither are these.
 *
 * The caller has the store, and sees to it that no store is shared between two versions of the checker.
 */

import { mayBeNear } from '../explore/check/nearest.ts';
import type { Model } from '../model/ir.ts';
import type { CheckResult, PropertyResult } from '../verdict.ts';
import type { PlannedRun } from './events.ts';
import { attached, detached, withoutPlaces } from './places.ts';

export interface ResultCache {
  /** a name for these texts that no others have */
  readonly hash: (parts: readonly string[]) => string;
  /** what was put under this key, or null */
  readonly get: (key: string) => unknown;
  /** plain data, in which objects may be shared; false where it could not be stored */
  readonly put: (key: string, data: unknown) => boolean;
}

/** What the result depends on besides the model. */
export interface Asked {
  readonly expectations: readonly Pick<PlannedRun['expectations'][number], 'property' | 'upTo'>[];
  readonly blame: boolean;
  /** as `blame` unless given */
  readonly lookalikes?: boolean;
  /** properties of which it is told what is nearest to them */
  readonly nearest?: ReadonlySet<string>;
  /** what else changes the figures of a search: from how many states it is reduced */
  readonly reduceFrom: number;
  /** and what is left out then */
  readonly forget?: boolean;
  /** which machine was asked for: of several loops as short each may take another one */
  readonly machine?: string;
  /** a bound on its states that belongs to the question: what it leaves undecided is remembered too */
  readonly maxStates?: number;
}

export class RememberedPoint {
  readonly #cache: ResultCache;
  readonly #key: string;
  readonly #places: ReturnType<typeof withoutPlaces>['places'];
  readonly #nearest: ReadonlySet<string>;
  readonly #isBounded: boolean;

  constructor(
    cache: ResultCache,
    model: Model,
    { expectations, blame, lookalikes = blame, nearest, reduceFrom, forget = false, machine, maxStates }: Asked,
  ) {
    const { text, places } = withoutPlaces(model);
    const asked = expectations.map(({ property, upTo }) => [property, upTo ?? null]);
    // They are made of what nodes know alone.
    const knows =
      lookalikes && model.properties.some(({ name, usesKnowledge }) => usesKnowledge && expectations.some((one) => one.property === name));
    this.#cache = cache;
    this.#key = cache.hash([text, JSON.stringify([asked, blame, knows, String(reduceFrom), forget, machine ?? null, maxStates ?? null])]);
    this.#places = places;
    this.#nearest = nearest ?? new Set();
    this.#isBounded = maxStates !== undefined;
  }

  /** null where nothing is remembered */
  get(): CheckResult | null {
    const data = this.#cache.get(this.#key);
    if (data === null) return null;
    const result = attached({ data: data as CheckResult, holders: everything }, this.#places);
    // What is expected is no part of the key, and may not have asked for as much.
    const lacks = ({ property, verdict }: PropertyResult) =>
      this.#nearest.has(property) && mayBeNear(verdict) && verdict.nearest === undefined;
    if (result.properties.some(lacks)) return null;
    return { ...result, size: { ...result.size, milliseconds: 0, remembered: true } };
  }

  /** Of a search that came to its end by itself: neither time nor anybody ended the work on it. False where it is not remembered. */
  put(result: CheckResult): boolean {
    if (!this.#isBounded && isCutShort(result)) return false;
    const plain = detached(result, this.#places, true);
    return plain !== null && this.#cache.put(this.#key, plain.data);
  }
}

/** More time, states or memory could say more, or show a simpler run. */
export function isCutShort({ properties }: CheckResult): boolean {
  return properties.some(
    ({ verdict }) => verdict.status === 'unknown' || ('simplestWithin' in verdict && verdict.simplestWithin !== undefined),
  );
}

/** Places are looked for everywhere. */
const everything = { has: () => true };
