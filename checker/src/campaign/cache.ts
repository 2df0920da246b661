/**
 * Results of searches that are remembered from one run to the next, by what they depend on: the model without its places, and what is asked of
 * it. A result that a budget cut short is not remembered; any other is the same under every budget, so budgets are no part of the
 * key. Verdicts and traces do not depend on threads or on how states are kept, so neither are these.
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
  /** plain data, in which objects may be shared */
  readonly put: (key: string, data: unknown) => void;
}

/** What the result depends on besides the model. */
export interface Asked {
  readonly expectations: readonly Pick<PlannedRun['expectations'][number], 'property' | 'upTo'>[];
  readonly blame: boolean;
  /** properties of which it is told what is nearest to them */
  readonly nearest?: ReadonlySet<string>;
  /** what else changes the figures of a search: from how many states it is reduced */
  readonly reduceFrom: number;
  /** a bound on its states that belongs to the question: what it leaves undecided is remembered too */
  readonly maxStates?: number;
}

export class RememberedPoint {
  readonly #cache: ResultCache;
  readonly #key: string;
  readonly #places: ReturnType<typeof withoutPlaces>['places'];
  readonly #nearest: ReadonlySet<string>;
  readonly #isBounded: boolean;

  constructor(cache: ResultCache, model: Model, { expectations, blame, nearest, reduceFrom, maxStates }: Asked) {
    const { text, places } = withoutPlaces(model);
    const asked = expectations.map(({ property, upTo }) => [property, upTo ?? null]);
    this.#cache = cache;
    this.#key = cache.hash([text, JSON.stringify([asked, blame, String(reduceFrom), maxStates ?? null])]);
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

  /** Of a search that nobody interrupted. */
  put(result: CheckResult): void {
    if (!this.#isBounded && result.properties.some(({ verdict }) => verdict.status === 'unknown')) return;
    this.#cache.put(this.#key, detached(result, this.#places).data);
  }
}

/** Places are looked for everywhere. */
const everything = { has: () => true };
