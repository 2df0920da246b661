/** The simplest inequality through points that hold and points that break. */
import type { Quantity } from './rung.ts';

export interface Sample {
  /** ticks, one for each quantity */
  readonly bounds: readonly number[];
  /** the value of the constant */
  readonly constant: number;
  readonly holds: boolean;
}

/** `sum of factor * quantity + offset < times * constant`; `timer`: in place of the constant `max(1, constant - drift)`, as a timer runs. */
export interface Formula {
  readonly terms: readonly { readonly quantity: Quantity; readonly factor: number }[];
  readonly offset: number;
  readonly times: number;
  readonly timer: boolean;
}

const MOST_FACTOR = 3;
/** Formulas that are reported. */
const MOST_FORMULAS = 4;

/** All that fit, simplest first, at most a few. */
export function fit(samples: readonly Sample[], quantities: readonly Quantity[]): Formula[] {
  const matters = quantities.map((_, axis) => mattersTo(samples, axis));
  const linear = separating(samples, quantities, matters, false);
  const drift = quantities.findIndex(({ kind }) => kind === 'drift');
  if (linear.length > 0 || drift < 0) return linear;
  const run = samples.map((sample) => ({
    ...sample,
    bounds: sample.bounds.with(drift, 0),
    constant: Math.max(1, sample.constant - sample.bounds[drift]),
  }));
  return separating(
    run,
    quantities,
    matters.map((does, axis) => does && axis !== drift),
    true,
  );
}

/** Somewhere it holds or breaks by this bound alone. */
function mattersTo(samples: readonly Sample[], axis: number): boolean {
  const seen = new Map<string, boolean>();
  return samples.some(({ bounds, constant, holds }) => {
    const key = `${bounds.with(axis, 0)} ${constant}`;
    const before = seen.get(key);
    seen.set(key, holds);
    return before !== undefined && before !== holds;
  });
}

function separating(samples: readonly Sample[], quantities: readonly Quantity[], matters: readonly boolean[], timer: boolean): Formula[] {
  const found: { formula: Formula; weight: number }[] = [];
  for (let times = 1; times <= MOST_FACTOR; times++) {
    for (const factors of combinations(matters)) {
      const offset = gap(samples, factors, times);
      if (offset === null) continue;
      const terms = factors.flatMap((factor, i) => (factor === 0 ? [] : [{ quantity: quantities[i], factor }]));
      const weight = factors.reduce((sum, factor) => sum + factor, 0) + 2 * Math.abs(offset) + 4 * times;
      found.push({ formula: { terms, offset, times, timer }, weight });
    }
  }
  return found
    .sort((a, b) => a.weight - b.weight)
    .slice(0, MOST_FORMULAS)
    .map(({ formula }) => formula);
}

function* combinations(matters: readonly boolean[]): Generator<number[]> {
  const factors = matters.map((does) => (does ? 1 : 0));
  for (;;) {
    yield [...factors];
    let i = factors.length - 1;
    for (; i >= 0; i--) {
      if (!matters[i]) continue;
      if (++factors[i] <= MOST_FACTOR) break;
      factors[i] = 1;
    }
    if (i < 0) return;
  }
}

/** The offset of least size with which every point that holds is below and every point that breaks is not; null where there is none. */
function gap(samples: readonly Sample[], factors: readonly number[], times: number): number | null {
  let [most, least] = [-Infinity, Infinity];
  for (const { bounds, constant, holds } of samples) {
    let left = -times * constant;
    for (let i = 0; i < factors.length; i++) left += factors[i] * bounds[i];
    if (holds) most = Math.max(most, left);
    else least = Math.min(least, left);
    if (most >= least) return null;
  }
  // holds: left + offset < 0, so most < -offset; breaks: left + offset >= 0, so least >= -offset
  const [low, high] = [-least, -most - 1];
  return low <= 0 && high >= 0 ? 0 : low > 0 ? low : high;
}
