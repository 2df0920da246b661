/**
 * Thresholds in numbers: at each value of a constant the frontier over the bounds of the timing, and the simplest inequality
 * that separates what holds from what breaks at every point. It is fitted, not derived: it was checked at these points.
 */
import { type Analysis, type ConstantValue, chainOf, lower } from '../analysis/index.ts';
import type { Model, Property } from '../model/ir.ts';
import { likelyNext, MOST_FORESEEN } from './ahead.ts';
import { confirmed } from './confirmed.ts';
import { type Formula, fit, isFitted, type Sample } from './fit.ts';
import { Frontier, type Standing } from './frontier.ts';
import { Lattice, type Point } from './lattice.ts';
import { type Asked, Oracle, type OracleOptions } from './oracle.ts';
import { refusal } from './refusal.ts';
import { isWithin, type Quantity, type Rung } from './rung.ts';
import { type Dimension, isInfinite, type Space, spaceOf } from './space.ts';

export interface ThresholdsOptions extends OracleOptions {
  readonly properties?: readonly string[];
  /** only these kinds of quantities, bounds or counts; all bounds unless given */
  readonly over?: readonly Quantity['kind'][];
}

export interface Thresholds {
  readonly property: string;
  readonly system: string;
  readonly assume: string;
  readonly constant: string;
  readonly values: readonly number[];
  /** what was varied, from 0 up to this many ticks or times */
  readonly varied: readonly { readonly quantity: Quantity; readonly top: number }[];
  /** values at which it holds, or breaks, at every point: they say nothing of where the threshold is */
  readonly holdsAt: readonly number[];
  readonly breaksAt: readonly number[];
  /** the simplest first; none where no inequality fits, or where there is nothing to separate */
  readonly formulas: readonly Formula[];
  /** else too many quantities matter for every form to be looked for */
  readonly fitted: boolean;
  /** bounds of the search within which alone it was found to hold, at any point */
  readonly bounds: readonly string[];
  /** points that were decided, of all values; and that were not */
  readonly points: number;
  readonly open: number;
  /** the least value at which it holds as the file assumes it; null where there is none */
  readonly least: number | null;
  readonly checks: number;
  readonly stopped: string | null;
}

export type ThresholdsEvent =
  | { readonly kind: 'progress'; readonly property: string; readonly checks: number; readonly states: number }
  | { readonly kind: 'answer'; readonly answer: Thresholds };

const TOPS: Readonly<Partial<Record<Quantity['kind'], number>>> = { delay: 3, pause: 3, skew: 3, drift: 2 };
/** Times in a run, of what is asked for. */
const MOST_TIMES = 2;

export function* thresholds(
  analysis: Analysis,
  system: string,
  assume: string,
  constants: ReadonlyMap<string, ConstantValue>,
  swept: { readonly name: string; readonly values: readonly number[] },
  options: ThresholdsOptions,
): Generator<ThresholdsEvent, void> {
  const at = new Map(
    swept.values.map((value) => [value, lower(analysis, system, assume, new Map([...constants, [swept.name, value]])).model]),
  );
  const sound = [...at].flatMap(([value, model]) => (model === null ? [] : [{ value, model }]));
  if (sound.length === 0) return;
  const wanted = sound[0].model.properties.filter(({ name }) => options.properties === undefined || options.properties.includes(name));
  for (const property of wanted.filter((one) => refusal(one, sound[0].model) === null)) {
    const search = new Search(analysis, system, assume, constants, swept, options, property);
    for (const work = search.run(sound); ; ) {
      const { done, value } = work.next();
      if (!done) yield { kind: 'progress', property: property.name, checks: search.checks, states: search.states };
      else {
        yield { kind: 'answer', answer: value };
        break;
      }
    }
  }
}

class Search {
  checks = 0;
  states = 0;
  readonly #bounds = new Set<string>();
  readonly #analysis: Analysis;
  readonly #system: string;
  readonly #assume: string;
  readonly #constants: ReadonlyMap<string, ConstantValue>;
  readonly #swept: { readonly name: string; readonly values: readonly number[] };
  readonly #options: ThresholdsOptions;
  readonly #property: Property;

  constructor(
    analysis: Analysis,
    system: string,
    assume: string,
    constants: ReadonlyMap<string, ConstantValue>,
    swept: { readonly name: string; readonly values: readonly number[] },
    options: ThresholdsOptions,
    property: Property,
  ) {
    this.#analysis = analysis;
    this.#system = system;
    this.#assume = assume;
    this.#constants = constants;
    this.#swept = swept;
    this.#options = options;
    this.#property = property;
  }

  *run(models: readonly { readonly value: number; readonly model: Model }[]): Generator<void, Thresholds> {
    const samples: Sample[] = [];
    const [holdsAt, breaksAt]: [number[], number[]] = [[], []];
    let dimensions: readonly Dimension[] = [];
    let [points, open] = [0, 0];
    let least: number | null = null;
    for (const { value, model } of models) {
      const here = yield* this.#at(value, model);
      dimensions = here.space.dimensions;
      points += here.samples.length;
      open += here.open;
      if (here.asAssumed === 'holds') least ??= value;
      if (here.samples.length === 0) continue;
      if (here.samples.every(({ holds }) => holds)) holdsAt.push(value);
      else if (!here.samples.some(({ holds }) => holds)) breaksAt.push(value);
      if (here.samples.some(({ holds }) => !holds)) samples.push(...here.samples);
    }
    const quantities = dimensions.map(({ quantity }) => quantity);
    const formulas = samples.some(({ holds }) => holds) ? fit(samples, quantities) : [];
    return {
      property: this.#property.name,
      system: this.#system,
      assume: this.#assume,
      constant: this.#swept.name,
      values: models.map(({ value }) => value),
      varied: dimensions.map(({ quantity, rungs }) => ({ quantity, top: Math.max(...rungs.map(numberOf)) })),
      holdsAt,
      breaksAt,
      formulas,
      fitted: formulas.length > 0 || isFitted(samples, quantities),
      bounds: [...this.#bounds],
      points,
      open,
      least,
      checks: this.checks,
      stopped: this.#options.stop(),
    };
  }

  *#at(value: number, model: Model): Generator<void, { space: Space; samples: Sample[]; open: number; asAssumed: Standing }> {
    const constants = new Map([...this.#constants, [this.#swept.name, value]]);
    const subject = { analysis: this.#analysis, system: this.#system, frame: chainOf(this.#analysis, this.#assume), model, constants };
    const oracle = new Oracle(subject, this.#options);
    const whole = spaceOf(model, isInfinite(this.#property), this.#options.over === undefined ? {} : { over: this.#options.over });
    const { capacity } = model.network;
    const { name } = this.#property;
    const space = numeric(whole, this.#options.over);
    const bounds = this.#bounds;
    const asked = (point: Point): Asked => ({ point, capacity, property: name, others: [] });
    const goOn = (copy: Frontier<Point>) => copy.complete(() => false, frontier.seed === null ? [] : [frontier.seed]);
    const next = () => likelyNext(frontier, goOn, (point) => oracle.foreseen(space, asked(point)), MOST_FORESEEN).map(asked);
    const query = function* (point: Point): Generator<void, Standing> {
      const { standing, verdict } = yield* confirmed(oracle, space, asked(point), next);
      if (verdict?.status === 'holds') for (const bound of verdict.bounds) bounds.add(bound);
      return standing;
    };
    const frontier: Frontier<void> = new Frontier(space.lattice, query);
    const [checks, states] = [this.checks, this.states];
    for (const _ of frontier.complete(() => this.#options.stop() !== null)) {
      [this.checks, this.states] = [checks + oracle.checks, states + oracle.states];
      yield;
    }
    const samples: Sample[] = [];
    let open = 0;
    for (const point of space.lattice.points()) {
      const known = frontier.known(point);
      if (known === null) open++;
      else
        samples.push({
          bounds: space.dimensions.map(({ rungs }, axis) => numberOf(rungs[point[axis]])),
          constant: value,
          holds: known === 'holds',
        });
    }
    const assumed = whole.dimensions.map((dimension) => dimension.assumed);
    const other = new Oracle(subject, this.#options);
    const asAssumed = (yield* confirmed(other, whole, asked(assumed), () => [])).standing;
    [this.checks, this.states] = [checks + oracle.checks + other.checks, states + oracle.states + other.states];
    return { space, samples, open, asAssumed };
  }
}

/** Ladders of numbers alone: of ticks, which always hold, and of times, where `over` names them. */
function numeric(space: Space, over: ThresholdsOptions['over']): Space {
  const dimensions = space.dimensions.flatMap(({ quantity, rungs: all }): Dimension[] => {
    const ticks = TOPS[quantity.kind];
    const isCounted = all.every(({ kind }) => kind === 'count') && over?.includes(quantity.kind) === true;
    if (ticks === undefined && !isCounted) return [];
    const rungs = Array.from(
      { length: (ticks ?? MOST_TIMES) + 1 },
      (_, most): Rung => (ticks === undefined ? { kind: 'count', most } : { kind: 'bound', always: true, least: 0, most }),
    );
    return [{ quantity, rungs, assumed: 0 }];
  });
  const lattice = new Lattice(
    dimensions.map(({ rungs }) => ({ size: rungs.length, isWithin: (a: number, b: number) => isWithin(rungs[a], rungs[b], space.order) })),
  );
  return { ...space, dimensions, lattice };
}

function numberOf(rung: Rung): number {
  return rung.kind === 'bound' || rung.kind === 'count' ? (rung.most ?? 0) : 0;
}
