/**
 * The claims of a `provisos` block, point by point of its sweep. Where a claim is true at a point of the space, the property has to
 * hold; an exact one also has to be violated where it is false. Since what holds settles all stronger sets and what is violated all
 * weaker ones, only the weakest sets with a true condition are asked, and the strongest with a false one.
 */
import type { AssumedWord, Diagnostic } from '#grammar';
import { type Analysis, chainOf, lower, lowerUnder, type PlannedClaim, type ProvisosPlan } from '../analysis/index.ts';
import type { Model } from '../model/ir.ts';
import type { Verdict } from '../verdict.ts';
import type { Judgement } from './answer.ts';
import { assumptionAt } from './assumption.ts';
import { keyOf, type Lattice, type Point } from './lattice.ts';
import { Oracle, type OracleOptions, type Subject } from './oracle.ts';
import { type Refusal, refusal } from './refusal.ts';
import type { Quantity } from './rung.ts';
import { isTrue, largestNumbers, setAt } from './says.ts';
import { isInfinite, type Space, type SpaceOptions, spaceOf } from './space.ts';

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
}

export type ClaimResult =
  /** `bounds`: those within which alone it was found to hold; `leftOut`: sets under which the model fails */
  | { readonly kind: 'right'; readonly bounds: readonly string[]; readonly leftOut: number }
  /** the condition is true of this set, and the property is violated */
  | {
      readonly kind: 'violated';
      readonly space: Space;
      readonly set: Point;
      readonly verdict: Extract<Verdict, { status: 'violated' }>;
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

/** Sets of a space: more take longer to list than to search. */
const MOST_SETS = 300_000;

export function* checkClaims(analysis: Analysis, plan: ProvisosPlan, options: ClaimsOptions): Generator<ClaimsEvent, void> {
  const frame = chainOf(analysis, plan.assume);
  const diagnostics: Diagnostic[] = [];
  for (const { point, claims } of plan.runs) {
    const constants = new Map(point.map(({ name, value }) => [name, value]));
    const { model, diagnostics: found } = lower(analysis, plan.system, plan.assume, constants);
    diagnostics.push(...found);
    if (model === null) continue;
    const subject: Subject = { analysis, system: plan.system, frame, model, constants };
    const oracles = new Map([false, true].map((infinite) => [infinite, new Oracle(subject, options)]));
    for (const claim of claims) {
      if (options.properties?.includes(claim.property) === false) continue;
      const property = model.properties.find(({ name }) => name === claim.property);
      if (property === undefined) continue;
      const oracle = oracles.get(isInfinite(property))!;
      const space = spaceOf(model, isInfinite(property), spaceOptions(plan, claims));
      const before = oracle.checks;
      const why = refusal(property);
      const work = why === null ? judge(space, claim, subject, oracle, options) : null;
      let result: ClaimResult = { kind: 'refused', why: why ?? 'reachable' };
      for (; work !== null; ) {
        const { done, value } = work.next();
        if (done) {
          result = value;
          break;
        }
        yield { kind: 'progress', plan, checks: oracle.checks, states: oracle.states };
      }
      const outcome = { claim, point, result, sets: space.lattice.size, checks: oracle.checks - before };
      yield { kind: 'claim', plan, outcome };
    }
  }
  yield { kind: 'done', plan, diagnostics };
}

/** 0 to one more than the largest number that any claim compares the quantity with; what none names, up to 1. */
function spaceOptions({ over }: ProvisosPlan, claims: readonly PlannedClaim[]): SpaceOptions {
  const largest = largestNumbers(claims.map(({ condition }) => condition));
  const top = (quantity: Quantity) => Math.min(MOST_TICKS, Math.max(0, ...wordsOf(quantity).map((word) => largest.get(word) ?? 0)) + 1);
  const least = over.includes('least delay') || largest.has('least delay');
  const partings = (['cuts', 'one-way cuts', 'link cuts', 'one-way link cuts'] as const).filter(
    (word) => over.includes(word) || largest.has(word),
  );
  const also = partings.map(
    (word) => ({ cuts: 'two-way', 'one-way cuts': 'one-way', 'link cuts': 'link', 'one-way link cuts': 'one-way link' })[word] as 'two-way',
  );
  const corrupt = over.includes('corruptions') || largest.has('corruptions') ? (['corruptions'] as const) : [];
  return { top, least, also: [...also, ...corrupt], ...(over.length === 0 ? {} : { over: over.map(kindOf) }) };
}

const MOST_TICKS = 12;

function wordsOf(quantity: Quantity): readonly Exclude<AssumedWord, 'no fault' | 'only stops' | 'keeps disk' | 'faults end' | 'fifo'>[] {
  switch (quantity.kind) {
    case 'delay':
      return ['delay', 'least delay'];
    case 'cuts':
      return ['cuts', 'one-way cuts', 'link cuts', 'one-way link cuts'];
    case 'order':
      return [];
    default:
      return [quantity.kind];
  }
}

function kindOf(word: AssumedWord): Quantity['kind'] {
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
    case 'faults end':
      return 'crashes';
    case 'clock step size':
      return 'clock steps';
    case 'fifo':
      return 'order';
    default:
      return word;
  }
}

function* judge(space: Space, claim: PlannedClaim, subject: Subject, oracle: Oracle, options: ClaimsOptions): Generator<void, ClaimResult> {
  const { analysis, system, frame, model, constants } = subject;
  const { lattice } = space;
  if (lattice.size > MOST_SETS) return { kind: 'too large', sets: lattice.size };
  const isClaimed = (point: Point) => isTrue(claim.condition, setAt(space, point, model));
  const { capacity } = model.network;
  const ask = (point: Point) => oracle.ask(space, point, capacity, claim.property, []);
  const bounds = new Set<string>();
  let leftOut = 0;
  let open: ClaimResult | null = null;
  const sides = claim.exact ? (['holds', 'violated'] as const) : (['holds'] as const);
  for (const side of sides) {
    const seen = new Set<string>();
    for (const waiting = ends(lattice, side, isClaimed); waiting.length > 0; ) {
      const point = waiting.pop()!;
      if (seen.has(keyOf(point))) continue;
      seen.add(keyOf(point));
      const reason = options.stop();
      if (reason !== null) return { kind: 'open', space, set: point, reason };
      const judgement: Judgement = yield* ask(point);
      const { verdict } = judgement;
      if (judgement.standing === 'violated' && side === 'holds' && verdict?.status === 'violated') {
        const there = lowerUnder(analysis, system, assumptionAt(space, point, frame, model), constants).model ?? model;
        return { kind: 'violated', space, set: point, verdict, model: there };
      }
      if (judgement.standing === 'holds' && side === 'violated') return { kind: 'holds', space, set: point };
      if (judgement.standing === 'open')
        open ??= { kind: 'open', space, set: point, reason: verdict?.status === 'unknown' ? verdict.reason : 'not decided' };
      if (verdict?.status === 'holds') for (const bound of verdict.bounds) bounds.add(bound);
      if (judgement.standing !== 'wrong') continue;
      leftOut++;
      for (const next of neighbours(lattice, point, side)) if (isClaimed(next) === (side === 'holds')) waiting.push(next);
    }
  }
  return open ?? { kind: 'right', bounds: [...bounds], leftOut };
}

/**
 * Points on one side of the condition with no neighbour beyond on the same side: the weakest at which it is true, or the strongest at which
 * it is false. From each point on that side a way of neighbours leads to one of them.
 */
function ends(lattice: Lattice, side: 'holds' | 'violated', isClaimed: (point: Point) => boolean): Point[] {
  const isOn = (point: Point) => isClaimed(point) === (side === 'holds');
  const away = side === 'holds' ? 'violated' : 'holds';
  const found: Point[] = [];
  for (const point of lattice.points()) if (isOn(point) && !neighbours(lattice, point, away).some(isOn)) found.push(point);
  return found;
}

/** Of what was to hold the next stronger ones, of what was to be violated the next weaker ones. */
function neighbours(lattice: Lattice, point: Point, side: 'holds' | 'violated'): Point[] {
  return point.flatMap((rung, axis) =>
    (side === 'holds' ? lattice.stronger(axis, rung) : lattice.weaker(axis, rung)).map((next) => point.with(axis, next)),
  );
}
