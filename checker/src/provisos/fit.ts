/**
 * The simplest conditions through points that hold and points that break: one inequality between a constant and what is assumed, or
 * two of them joined by `and` or `or`. Each that is returned separates all the points; simplest first, as `weight` has it.
 */
import { combinations } from './lattice.ts';
import type { Quantity } from './rung.ts';

export interface Sample {
  /** ticks or times, one for each quantity */
  readonly bounds: readonly number[];
  /** the value of the constant */
  readonly constant: number;
  readonly holds: boolean;
}

/** What is multiplied stands there as often as this count says, and `more` times. */
export interface Multiplier {
  readonly count: Quantity;
  readonly more: 0 | 1;
}

/** `sum of terms + offset < times * constant`; where `times` is below 0 the constant stands on the other side. */
export interface Inequality {
  /** `factor * quantity`, multiplied where that is given */
  readonly terms: readonly { readonly quantity: Quantity; readonly factor: number; readonly by: Multiplier | null }[];
  readonly offset: number;
  readonly times: number;
  /** in place of the constant `max(1, constant - drift)`, as a timer runs */
  readonly timer: boolean;
  /** the constant is multiplied too */
  readonly by: Multiplier | null;
}

export interface Formula {
  /** one, or two that are joined by `word` */
  readonly parts: readonly Inequality[];
  readonly word: 'and' | 'or';
  readonly weight: number;
}

const MOST_FACTOR = 3;
/** Formulas that are reported. */
const MOST_FORMULAS = 4;
/** Of two inequalities each is kept simple. */
const MOST_OF_TWO = 2;

/** What an inequality looks like, but for its factors and its offset. */
interface Shape {
  readonly times: number;
  /** the axis of the drift, where the constant is a timer's */
  readonly timer: number | null;
  /** the axis of the count, which multiplies what is `multiplied` */
  readonly by: number | null;
  readonly more: 0 | 1;
  readonly multiplied: readonly boolean[];
  readonly multipliesConstant: boolean;
}

const LINEAR: Omit<Shape, 'times'> = { timer: null, by: null, more: 0, multiplied: [], multipliesConstant: false };

/** Where more quantities matter, products and two inequalities are not looked for: their number grows with a power of this. */
export const MOST_FITTED = 6;

/** All that fit of the simplest form of which any does, at most a few. */
export function fit(samples: readonly Sample[], quantities: readonly Quantity[]): Formula[] {
  const one = ofOne(samples, quantities);
  if (one.length > 0) return one;
  const capped = withCaps(samples, quantities);
  return capped.length > 0 || !isFitted(samples, quantities) ? capped : ofTwo(samples, quantities);
}

/** Every form was looked for. */
export function isFitted(samples: readonly Sample[], quantities: readonly Quantity[]): boolean {
  return quantities.filter((_, axis) => mattersTo(samples, axis)).length <= MOST_FITTED;
}

/**
 * Whatever is true of these is true of all. No form has less of any quantity: what is less than a number at a point is so at every stronger
 * one, so of the points that hold the weakest will do, and of those that break the strongest.
 */
function essential(samples: readonly Sample[]): Sample[] {
  const sum = ({ bounds }: Sample) => bounds.reduce((a, b) => a + b, 0);
  const sorted = samples.toSorted((a, b) => sum(a) - sum(b));
  const kept = new Map<string, Sample[]>();
  for (const sample of [...sorted.filter(({ holds }) => holds).reverse(), ...sorted.filter(({ holds }) => !holds)]) {
    const key = `${sample.constant} ${sample.holds}`;
    const others = kept.get(key) ?? [];
    if (others.some((other) => (sample.holds ? isWithin(sample, other) : isWithin(other, sample)))) continue;
    kept.set(key, [...others, sample]);
  }
  return [...kept.values()].flat();
}

function isWithin(strong: Sample, weak: Sample): boolean {
  return strong.bounds.every((bound, axis) => bound <= weak.bounds[axis]);
}

/** Numbers that a timer may have been started for. */
const MOST_STARTED = 12;

/**
 * Where no constant is varied: the simplest inequality between what is assumed and a number, which stands in it as the constant; or
 * `max(1, number - drift)`. Bounds may be infinite. Null where there is none.
 */
export function fitNumber(
  points: readonly Omit<Sample, 'constant'>[],
  quantities: readonly Quantity[],
): { readonly formula: Formula; readonly number: number } | null {
  const samplesFor = (constant: number) => points.map((point) => ({ ...point, constant }));
  const matters = quantities.map((_, axis) => mattersTo(samplesFor(0), axis));
  const plain = separating(samplesFor(0), quantities, matters, { ...LINEAR, times: 0 });
  if (plain.length > 0) return { formula: simplest(plain)[0], number: 0 };
  const timer = quantities.findIndex(({ kind }) => kind === 'drift');
  if (timer < 0) return null;
  for (const number of range(2, MOST_STARTED)) {
    const found = separating(samplesFor(number), quantities, matters, { ...LINEAR, times: 1, timer });
    const exact = found.filter(({ parts: [{ offset }] }) => offset === 0 || offset === -1);
    if (exact.length > 0) return { formula: simplest(exact)[0], number };
  }
  return null;
}

/** Told beside the first, since nothing says which is meant. */
export function isAsSimple(first: Formula, second: Formula): boolean {
  const shape = ({ parts }: Formula) => JSON.stringify(parts.map(({ offset, times, timer, by }) => [offset, times, timer, by]));
  return first.weight === second.weight || shape(first) === shape(second);
}

// One inequality

function ofOne(samples: readonly Sample[], quantities: readonly Quantity[]): Formula[] {
  const matters = quantities.map((_, axis) => mattersTo(samples, axis));
  const few = essential(samples);
  for (const shapes of shapesOf(quantities, matters)) {
    const found = shapes.flatMap((shape) => separating(few, quantities, matters, shape));
    if (found.length > 0) return simplest(found);
  }
  return [];
}

/** The simplest forms first. */
function* shapesOf(quantities: readonly Quantity[], matters: readonly boolean[]): Generator<Shape[]> {
  const up = range(1, MOST_FACTOR);
  yield up.map((times) => ({ ...LINEAR, times }));
  const timer = quantities.findIndex(({ kind }) => kind === 'drift');
  if (timer >= 0) yield up.map((times) => ({ ...LINEAR, times, timer }));
  yield up.map((times) => ({ ...LINEAR, times: -times }));
  if (matters.filter((does) => does).length > MOST_FITTED) return;
  const counts = quantities.flatMap(({ kind }, axis) => (matters[axis] && isCount(kind) ? [axis] : []));
  const masks = combinations(quantities.map((_, axis) => (matters[axis] && !counts.includes(axis) ? [false, true] : [false])));
  const all = [...masks].flatMap((multiplied) =>
    [false, true].flatMap((multipliesConstant) => ([0, 1] as const).map((more) => ({ multiplied, multipliesConstant, more }))),
  );
  // On the greater side the constant stands alone: what multiplies both sides says nothing.
  const isSound = ({ multiplied, multipliesConstant, times }: Pick<Shape, 'multiplied' | 'multipliesConstant' | 'times'>) =>
    multipliesConstant ? times < 0 : multiplied.includes(true);
  const signed = [...up, ...up.map((n) => -n)];
  yield counts.flatMap((by) => all.flatMap((one) => signed.map((times) => ({ ...one, times, timer: null, by })).filter(isSound)));
}

function isCount(kind: Quantity['kind']): boolean {
  return kind !== 'delay' && kind !== 'pause' && kind !== 'drift' && kind !== 'skew';
}

/** Somewhere it holds or breaks by this quantity alone. */
function mattersTo(samples: readonly Sample[], axis: number): boolean {
  const seen = new Map<string, boolean>();
  return samples.some(({ bounds, constant, holds }) => {
    const key = `${bounds.with(axis, 0)} ${constant}`;
    const before = seen.get(key);
    seen.set(key, holds);
    return before !== undefined && before !== holds;
  });
}

function separating(samples: readonly Sample[], quantities: readonly Quantity[], matters: readonly boolean[], shape: Shape): Formula[] {
  const factors = quantities.map((_, axis) => {
    if (!matters[axis] || axis === shape.timer) return [0];
    // What multiplies need not stand alone as well.
    return range(axis === shape.by ? 0 : 1, MOST_FACTOR);
  });
  const order = [...samples];
  return [...combinations(factors)].flatMap((chosen) => {
    const offset = gap(order, (sample) => valueAt(sample, chosen, shape));
    return offset === null ? [] : [single(inequality(quantities, chosen, shape, offset))];
  });
}

function valueAt(
  { bounds, constant }: Sample,
  factors: readonly number[],
  { times, timer, by, more, multiplied, multipliesConstant }: Shape,
): number {
  const often = by === null ? 1 : bounds[by] + more;
  const right = timer === null ? constant : Math.max(1, constant - bounds[timer]);
  let value = -times * right * (multipliesConstant ? often : 1);
  // What has no bound is infinite, and nothing of it is nothing.
  for (let i = 0; i < factors.length; i++) if (factors[i] !== 0) value += factors[i] * bounds[i] * (multiplied[i] === true ? often : 1);
  return value;
}

/**
 * The offset of least size with which every point that holds is below 0 and every point that breaks is not; null where there is none. Two
 * points that refute it go to the front: mostly they refute the next one too.
 */
function gap(order: Sample[], value: (sample: Sample) => number): number | null {
  let [most, least] = [-Infinity, Infinity];
  let [weakest, strongest] = [0, 0];
  for (const [i, sample] of order.entries()) {
    const here = value(sample);
    if (sample.holds && here > most) [most, weakest] = [here, i];
    else if (!sample.holds && here < least) [least, strongest] = [here, i];
    if (most < least) continue;
    for (const sample of new Set([order[weakest], order[strongest]])) {
      order.splice(order.indexOf(sample), 1);
      order.unshift(sample);
    }
    return null;
  }
  // holds: value + offset < 0, so most < -offset; breaks: value + offset >= 0, so least >= -offset
  return nearest(-least, -most - 1);
}

/** To 0, of the numbers from `low` to `high`. */
function nearest(low: number, high: number): number {
  return low <= 0 && high >= 0 ? 0 : low > 0 ? low : high;
}

function inequality(quantities: readonly Quantity[], factors: readonly number[], shape: Shape, offset: number): Inequality {
  const { times, timer, by, more, multiplied, multipliesConstant } = shape;
  const count = by === null ? null : { count: quantities[by], more };
  return {
    terms: factors.flatMap((factor, i) =>
      factor === 0 ? [] : [{ quantity: quantities[i], factor, by: multiplied[i] === true ? count : null }],
    ),
    offset,
    times,
    timer: timer !== null,
    by: multipliesConstant ? count : null,
  };
}

function single(part: Inequality): Formula {
  return { parts: [part], word: 'and', weight: weightOf(part) };
}

function weightOf({ terms, offset, times, timer, by }: Inequality): number {
  const factors = terms.reduce((sum, { factor, by: count }) => sum + factor + (count === null ? 0 : 1 + count.more), 0);
  return factors + 2 * Math.abs(offset) + 4 * Math.abs(times) + (by === null ? 0 : 1 + by.more) + (timer ? 2 : 0);
}

function simplest(found: readonly Formula[]): Formula[] {
  return found.toSorted((a, b) => a.weight - b.weight).slice(0, MOST_FORMULAS);
}

// An inequality, and quantities that must not be greater than a number

function withCaps(samples: readonly Sample[], quantities: readonly Quantity[]): Formula[] {
  const caps = quantities.flatMap((quantity, axis) => {
    const most = Math.max(...samples.flatMap(({ bounds, holds }) => (holds ? [bounds[axis]] : [])));
    return samples.some(({ bounds }) => bounds[axis] > most) ? [{ quantity, axis, most }] : [];
  });
  const found = caps.flatMap(({ quantity, axis, most }) => {
    const rest = samples.filter(({ bounds }) => bounds[axis] <= most);
    if (rest.every(({ holds }) => holds)) return [];
    const cap: Inequality = { terms: [{ quantity, factor: 1, by: null }], offset: -most - 1, times: 0, timer: false, by: null };
    return ofOne(rest, quantities).map(({ parts, weight }): Formula => ({ parts: [...parts, cap], word: 'and', weight: weight + most }));
  });
  return simplest(found);
}

// Two inequalities

/**
 * Joined by `and` each is true of every point that holds, as tight as it can be, and together they are false of every point that breaks;
 * joined by `or` it is the other way round.
 */
function ofTwo(samples: readonly Sample[], quantities: readonly Quantity[]): Formula[] {
  const matters = quantities.map((_, axis) => mattersTo(samples, axis));
  const timer = quantities.findIndex(({ kind }) => kind === 'drift');
  const shapes: Shape[] = [0, 1, 2, -1].map((times) => ({ ...LINEAR, times }));
  if (timer >= 0) shapes.push({ ...LINEAR, times: 1, timer });
  const factors = quantities.map((_, axis) => (matters[axis] ? range(0, MOST_OF_TWO) : [0]));
  const all = shapes.flatMap((shape) =>
    [...combinations(factors)].filter((chosen) => shape.timer === null || chosen[shape.timer] === 0).map((chosen) => ({ shape, chosen })),
  );
  const few = essential(samples);
  const found = (['and', 'or'] as const).flatMap((word) => pairs(few, quantities, all, word));
  return simplest(found);
}

interface Half {
  readonly part: Inequality;
  /** the points that it gets right and that the two of them have to get right together */
  readonly right: bigint;
}

function pairs(
  samples: readonly Sample[],
  quantities: readonly Quantity[],
  all: readonly { readonly shape: Shape; readonly chosen: readonly number[] }[],
  word: 'and' | 'or',
): Formula[] {
  const both = samples.filter(({ holds }) => holds === (word === 'and'));
  const either = samples.filter(({ holds }) => holds !== (word === 'and'));
  const wanted = (1n << BigInt(either.length)) - 1n;
  const halves = new Map<bigint, Half>();
  for (const { shape, chosen } of all) {
    const value = (sample: Sample) => valueAt(sample, chosen, shape);
    const values = both.map(value);
    const bound = word === 'and' ? greatest(values) : least(values) - 1;
    const part = inequality(quantities, chosen, shape, -bound - 1);
    let right = 0n;
    for (const [i, sample] of either.entries()) if (value(sample) <= bound === (word === 'or')) right |= 1n << BigInt(i);
    const before = halves.get(right);
    if (right !== 0n && (before === undefined || weightOf(part) < weightOf(before.part))) halves.set(right, { part, right });
  }
  const kept = [...halves.values()];
  return kept.flatMap((one, i) =>
    kept
      .slice(i + 1)
      .filter((other) => (one.right | other.right) === wanted)
      .map((other): Formula => ({ parts: inOrder(one.part, other.part), word, weight: weightOf(one.part) + weightOf(other.part) })),
  );
}

/** What speaks of the constant first. */
function inOrder(a: Inequality, b: Inequality): Inequality[] {
  return Math.abs(b.times) > Math.abs(a.times) ? [b, a] : [a, b];
}

function greatest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), -Infinity);
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Infinity);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
