/**
 * The claims of a `provisos` block, point by point of its sweep. Where a claim is true at a point of the space, the property has to
 * hold; an exact one also has to be violated where it is false. Since what holds settles all stronger sets and what is violated all
 * weaker ones, only the weakest sets with a true condition are asked, and the strongest with a false one.
 */
import { type Assume, type AssumedWord, append, type Diagnostic, unhandled } from '#grammar';
import { type Analysis, type Condition, chainOf, lower, lowerUnder, type PlannedClaim, type ProvisosPlan } from '../analysis/index.ts';
import type { Model } from '../model/ir.ts';
import type { Verdict } from '../verdict.ts';
import { MOST_FORESEEN } from './ahead.ts';
import { assumptionAt } from './assumption.ts';
import { type Confirmed, confirmed } from './confirmed.ts';
import { Frontier } from './frontier.ts';
import { combinations, keyOf, type Lattice, type Point } from './lattice.ts';
import { type Asked, Oracle, type OracleOptions, type Subject } from './oracle.ts';
import { type Refusal, refusal } from './refusal.ts';
import type { Quantity } from './rung.ts';
import { largestNumbers, speaksOf, wordsIn, wordsOf } from './says.ts';
import { isInfinite, type Space, type SpaceOptions, spaceOf } from './space.ts';
import { truthIn } from './truth.ts';

export interface ClaimsOptions extends OracleOptions {
  /** names; all unless given */
  readonly properties?: readonly string[];
}

/** What became of one claim at one point of the sweep. */
export interface ClaimOutcome {
  readonly claim: PlannedClaim;
  readonly point: ProvisosPlan['runs'][number]['point'];
  readonly result: ClaimResult;
  /** assumption sets of the space, and how many of them were asked */
  readonly sets: number;
  readonly checks: number;
  /** how many of those were searches: the others are remembered */
  readonly searched: number;
}

export type ClaimResult =
  /** `bounds`: those within which alone it was found to hold; `vacuous`: why it holds for nothing under some set; `leftOut`: sets under which the model fails */
  | { readonly kind: 'right'; readonly bounds: readonly string[]; readonly vacuous: string | null; readonly leftOut: number }
  /** the condition is true of this set, and the property is violated; `capacity`: the larger one with which it is, or null */
  | {
      readonly kind: 'violated';
      readonly space: Space;
      readonly set: Point;
      readonly capacity: number | null;
      readonly verdict: Extract<Verdict, { status: 'violated' }>;
      /** of which its run is one: this set, or a stronger one */
      readonly shown: Point;
      /** that as a tree, nearest first; `model` is the system under it */
      readonly assumption: readonly Assume[];
      readonly model: Model;
    }
  /** the condition is false of this set, and the property holds */
  | { readonly kind: 'holds'; readonly space: Space; readonly set: Point }
  /** sets that were not decided within the budget, the first of them here */
  | { readonly kind: 'open'; readonly space: Space; readonly set: Point; readonly reason: string }
  | { readonly kind: 'refused'; readonly why: Refusal }
  /** the space has more sets than are looked at */
  | { readonly kind: 'too large'; readonly sets: number };

export type ClaimsEvent =
  | { readonly kind: 'progress'; readonly plan: ProvisosPlan; readonly checks: number; readonly states: number }
  | { readonly kind: 'claim'; readonly plan: ProvisosPlan; readonly outcome: ClaimOutcome }
  /** what the constants of single points make wrong */
  | { readonly kind: 'done'; readonly plan: ProvisosPlan; readonly diagnostics: readonly Diagnostic[] };

/** Sets that a condition tells apart: more take longer to list than to search. */
const MOST_SETS = 300_000;

export function* checkClaims(analysis: Analysis, plan: ProvisosPlan, options: ClaimsOptions): Generator<ClaimsEvent, void> {
  const frame = chainOf(analysis, plan.assume);
  const diagnostics: Diagnostic[] = [];
  for (const { point, claims } of plan.runs) {
    const constants = new Map(point.map(({ name, value }) => [name, value]));
    const { model, diagnostics: found } = lower(analysis, plan.system, plan.assume, constants);
    append(diagnostics, found);
    if (model === null) continue;
    const subject: Subject = { analysis, system: plan.system, frame, model, constants };
    const oracles = new Map([false, true].map((infinite) => [infinite, new Oracle(subject, options)]));
    const frontiers = new Map<string, Frontier<void>>();
    const coming: Coming = { next: () => [], expected: 'holds' };
    for (const claim of claims) {
      if (options.properties?.includes(claim.property) === false) continue;
      const property = model.properties.find(({ name }) => name === claim.property);
      if (property === undefined) continue;
      const oracle = oracles.get(isInfinite(property))!;
      const space = spaceOf(model, isInfinite(property), spaceOptions(plan, claims));
      const { checks, searched } = oracle;
      const why = refusal(property, model);
      const asked = (point: Point): Asked => ({ point, capacity: model.network.capacity, property: claim.property, others: [] });
      const ask: Ask = (set) => confirmed(oracle, space, asked(set), () => coming.next().map(asked), coming.expected);
      const frontier =
        frontiers.get(claim.property) ??
        new Frontier<void>(space.lattice, function* (asked) {
          return (yield* ask(asked)).standing;
        });
      frontiers.set(claim.property, frontier);
      const work = why === null ? judge(space, claim, subject, frontier, ask, coming, options) : null;
      let result: ClaimResult = { kind: 'refused', why: why ?? 'reachable' };
      for (; work !== null; ) {
        const { done, value } = work.next();
        if (done) {
          result = value;
          break;
        }
        yield { kind: 'progress', plan, checks: oracle.checks, states: oracle.states };
      }
      const effort = { checks: oracle.checks - checks, searched: oracle.searched - searched };
      const outcome = { claim, point, result, sets: space.lattice.size, ...effort };
      yield { kind: 'claim', plan, outcome };
    }
  }
  yield { kind: 'done', plan, diagnostics };
}

/** 0 to one more than the largest number that any claim compares the quantity with; what none names, up to 1. */
function spaceOptions({ over }: ProvisosPlan, claims: readonly PlannedClaim[]): SpaceOptions {
  const largest = largestNumbers(claims.map(({ condition }) => condition));
  const top = (quantity: Quantity) => Math.min(MOST_TICKS, Math.max(0, ...wordsOf(quantity).map((word) => largest.get(word) ?? 0)) + 1);
  const words = wordsIn(claims.map(({ condition }) => condition));
  const isNamed = (word: AssumedWord) => over.includes(word) || words.has(word);
  const partings = (['cuts', 'one-way cuts', 'link cuts', 'one-way link cuts'] as const).filter(isNamed);
  const also = partings.map(
    (word) => ({ cuts: 'two-way', 'one-way cuts': 'one-way', 'link cuts': 'link', 'one-way link cuts': 'one-way link' })[word] as 'two-way',
  );
  const more = (['corruptions', 'byzantine', 'clock step size'] as const).filter(isNamed);
  return {
    top,
    least: isNamed('least delay'),
    down: isNamed('down'),
    ends: isNamed('faults end'),
    also: [...also, ...more],
    ...(over.length === 0 ? {} : { over: over.map(kindOf) }),
  };
}

const MOST_TICKS = 12;

export function kindOf(word: AssumedWord): Quantity['kind'] {
  switch (word) {
    case 'least delay':
      return 'delay';
    case 'one-way cuts':
    case 'link cuts':
    case 'one-way link cuts':
      return 'cuts';
    case 'no fault':
    case 'only stops':
    case 'keeps disk':
    case 'down':
      return 'crashes';
    case 'fifo':
      return 'order';
    case 'delay':
    case 'pause':
    case 'drift':
    case 'skew':
    case 'losses':
    case 'duplications':
    case 'corruptions':
    case 'cuts':
    case 'clock steps':
    case 'clock step size':
    case 'crashes':
    case 'byzantine':
    case 'faults end':
      return word;
    default:
      return unhandled(word);
  }
}

/** What is asked about then. */
interface Coming {
  next: () => readonly Point[];
  /** what the claim says of the sets that are asked about */
  expected: 'holds' | 'violated';
}

/** `frontier`: what is known of the property from claims before this one. */
function* judge(
  space: Space,
  claim: PlannedClaim,
  subject: Subject,
  frontier: Frontier<void>,
  ask: Ask,
  coming: Coming,
  options: ClaimsOptions,
): Generator<void, ClaimResult> {
  const { lattice } = space;
  const { model } = subject;
  const spoken = space.dimensions.filter(({ quantity }) => speaksOf(claim.condition, quantity));
  const sets = spoken.reduce((product, { rungs }) => product * rungs.length, 1);
  if (sets > MOST_SETS) return { kind: 'too large', sets };
  const isClaimed = truthIn(space, claim.condition, model);
  const found: { bounds: Set<string>; vacuous: string | null; leftOut: number; open: ClaimResult | null } = {
    bounds: new Set(),
    vacuous: null,
    leftOut: 0,
    open: null,
  };
  for (const side of claim.exact ? (['holds', 'violated'] as const) : (['holds'] as const)) {
    const isOn = (point: Point) => isClaimed(point) === (side === 'holds');
    coming.expected = side;
    const seen = new Set<string>();
    const waiting = ends(space, claim.condition, side, isOn);
    coming.next = () =>
      waiting
        .slice(-MOST_FORESEEN)
        .reverse()
        .filter((point) => frontier.known(point) === null);
    while (waiting.length > 0) {
      const point = waiting.pop()!;
      if (seen.has(keyOf(point))) continue;
      seen.add(keyOf(point));
      const reason = options.stop();
      if (reason !== null) return { kind: 'open', space, set: point, reason };
      const standing = yield* frontier.standing(point);
      // What follows from a weaker set holds within that one's bounds.
      const from = standing === 'holds' ? (frontier.holds.find((good) => lattice.isWithin(point, good)) ?? point) : point;
      const verdict = standing === 'holds' || standing === 'open' ? (yield* ask(from)).verdict : null;
      if (standing === (side === 'holds' ? 'violated' : 'holds')) {
        const set = yield* simplest(frontier, point, side, isOn, options);
        return side === 'violated' ? { kind: 'holds', space, set } : yield* violation(space, set, subject, claim.property, frontier, ask);
      }
      if (verdict?.status === 'holds') {
        for (const bound of verdict.bounds) found.bounds.add(bound);
        found.vacuous ??= verdict.vacuous;
      }
      if (standing === 'open')
        found.open ??= { kind: 'open', space, set: point, reason: verdict?.status === 'unknown' ? verdict.reason : 'not decided' };
      if (standing !== 'wrong') continue;
      found.leftOut++;
      for (const next of neighbours(lattice, point, side)) if (isOn(next)) waiting.push(next);
    }
  }
  return found.open ?? { kind: 'right', bounds: [...found.bounds], vacuous: found.vacuous, leftOut: found.leftOut };
}

type Ask = (point: Point) => Generator<void, Confirmed>;

function* violation(
  space: Space,
  set: Point,
  { analysis, system, frame, model, constants }: Subject,
  property: string,
  frontier: Frontier<void>,
  ask: Ask,
): Generator<void, ClaimResult> {
  // A run under a stronger set is one under this set: what was inferred has the run of the set that it was inferred from.
  const asked = frontier.violated.find((bad) => frontier.lattice.isWithin(bad, set)) ?? set;
  const { verdict, capacity } = yield* ask(asked);
  const bounded: Model = { ...model, network: { ...model.network, capacity } };
  const assumption = assumptionAt(space, asked, frame, bounded);
  const there = lowerUnder(analysis, system, assumption, constants, [property], model).model;
  if (verdict?.status !== 'violated' || there === null) throw new Error('internal error: a violation is not found again');
  const larger = capacity === model.network.capacity ? null : capacity;
  return { kind: 'violated', space, set, capacity: larger, verdict, shown: asked, assumption, model: there };
}

/** A claim is wrong at a point: the strongest such set, where it was to hold, or the weakest, where it was to be violated. */
function* simplest(
  frontier: Frontier<void>,
  from: Point,
  side: 'holds' | 'violated',
  isOn: (point: Point) => boolean,
  { stop }: ClaimsOptions,
): Generator<void, Point> {
  const { lattice } = frontier;
  const wrong = side === 'holds' ? 'violated' : 'holds';
  const ends = side === 'holds' ? lattice.strongest : lattice.weakest;
  let point = from;
  for (let axis = 0; axis < point.length; axis++) {
    const { isWithin } = lattice.axes[axis];
    for (let next: Point | null = point; next !== null; ) {
      point = next;
      const here = point[axis];
      const beyond = side === 'holds' ? lattice.stronger(axis, here) : lattice.weaker(axis, here);
      const isOnTheWay = (rung: number) => rung !== here && (side === 'holds' ? isWithin(rung, here) : isWithin(here, rung));
      next = null;
      for (const rung of [...ends[axis].filter(isOnTheWay), ...beyond]) {
        const tried = point.with(axis, rung);
        if (stop() !== null || !isOn(tried) || (yield* frontier.standing(tried)) !== wrong) continue;
        next = tried;
        break;
      }
    }
  }
  return point;
}

/**
 * Points on one side of the condition with no neighbour beyond on the same side: the weakest at which it is true, or the strongest at
 * which it is false. From each point on that side a way of neighbours leads to one of them. Where the condition does not speak of a quantity,
 * that is at its end.
 */
function ends({ dimensions, lattice }: Space, condition: Condition, side: 'holds' | 'violated', isOn: (point: Point) => boolean): Point[] {
  const away = side === 'holds' ? 'violated' : 'holds';
  const found: Point[] = [];
  const spoken = dimensions.map(({ quantity }) => speaksOf(condition, quantity));
  const hasBeyond = (point: Point) =>
    point.some((rung, axis) => {
      if (!spoken[axis]) return false;
      const next = away === 'holds' ? lattice.stronger(axis, rung) : lattice.weaker(axis, rung);
      return next.some((other) => isOn(point.with(axis, other)));
    });
  const rungs = dimensions.map((dimension, axis) => {
    if (spoken[axis]) return dimension.rungs.map((_, rung) => rung);
    return side === 'holds' ? lattice.weakest[axis] : lattice.strongest[axis];
  });
  for (const point of combinations(rungs)) if (isOn(point) && !hasBeyond(point)) found.push(point);
  return found;
}

/** Of what was to hold the next stronger ones, of what was to be violated the next weaker ones. */
function neighbours(lattice: Lattice, point: Point, side: 'holds' | 'violated'): Point[] {
  return point.flatMap((rung, axis) =>
    (side === 'holds' ? lattice.stronger(axis, rung) : lattice.weaker(axis, rung)).map((next) => point.with(axis, next)),
  );
}
