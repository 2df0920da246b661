/** Results of checks as plain data: every property at every point, and whether that was expected. */
import { type Span, unhandled } from '#grammar';
import type { CheckPlan, ExpectedVerdict, RunPlan } from '../analysis/checks.ts';
import type { Growth } from '../explore/check/growth.ts';
import type { Multiplier } from '../explore/check/multipliers.ts';
import type { Model } from '../model/ir.ts';
import type { NotSymmetric } from '../model/symmetry/symmetric-sorts.ts';
import type { Size, Verdict } from '../verdict.ts';

/** A point of a sweep: a value for each swept constant, in declared order. */
export type Point = RunPlan['sweep'];

/** One property at one point of a sweep. */
export interface Outcome {
  readonly property: string;
  readonly point: Point;
  readonly expected: ExpectedVerdict;
  /** as in `ExpectedAt` */
  readonly upTo?: number;
  readonly verdict: Verdict;
  readonly size: Size;
  readonly model: Model;
}

/** One `check` of a file. */
export interface CheckOutcome {
  readonly assume: string;
  readonly system: string;
  readonly span: Span;
  readonly sweeps: CheckPlan['sweeps'];
  readonly outcomes: readonly Outcome[];
  /** handlers and actions that no run reaches, at any point */
  readonly neverRan: readonly CodePlace[];
  /** handlers and actions that ran at a point whose search saw every state; where each did, all others are in `neverRan` */
  readonly ran: readonly CodePlace[];
  /** what makes the largest search large, where that was asked for; or else the first that a budget stopped */
  readonly largest?: Multiplied;
}

export interface Multiplied {
  readonly point: Point;
  readonly states: number;
  /** the search was stopped, and only so many states were looked at, its first ones */
  readonly first?: number;
  /** timers of all nodes together, and nodes */
  readonly timers: number;
  readonly nodes: number;
  /** the greatest first */
  readonly multipliers: readonly Multiplier[];
  /** roles whose nodes could not be shown symmetric */
  readonly notSymmetric: readonly NotSymmetric[];
  /** of a search that was stopped: how the states grow with its bounds; absent where nothing is known */
  readonly growth?: Growth;
  /** what was left out of the states */
  readonly dropped?: readonly string[];
}

/** The size of a search that was never begun. */
export const nothingSearched: Size = {
  states: 0,
  transitions: 0,
  cut: 0,
  depth: 0,
  faults: 0,
  symmetric: [],
  bytes: 0,
  bytesOnDisk: 0,
  compressed: false,
  interpretedBecause: null,
  whole: false,
  milliseconds: 0,
};

/** A handler or action. */
export interface CodePlace {
  readonly role: string;
  /** "on Refused", "action ask" */
  readonly title: string;
  readonly span: Span;
}

/** A point whose search is over; null where it did not see every state. */
interface SearchedPoint {
  readonly model: Model;
  readonly neverRan: readonly number[] | null;
}

/**
 * What never ran at any point; nothing where the search of some point did not see everything. `on start` and `on restart`
 * are left out: whether they run is the assumption's business.
 */
export function deadCode(points: readonly SearchedPoint[]): CodePlace[] {
  if (points.length === 0 || points.some(({ neverRan }) => neverRan === null)) return [];
  return codeOf(points[0].model, (id) => points.every(({ neverRan }) => neverRan!.includes(id)));
}

/** What ran at some point whose search saw everything, without the same. */
export function liveCode(points: readonly SearchedPoint[]): CodePlace[] {
  const whole = points.flatMap(({ neverRan }) => (neverRan === null ? [] : [neverRan]));
  return whole.length === 0 ? [] : codeOf(points[0].model, (id) => whole.some((neverRan) => !neverRan.includes(id)));
}

function codeOf({ roles }: Model, wanted: (id: number) => boolean): CodePlace[] {
  return roles.flatMap((role) => [
    ...role.handlers
      .filter(({ id, trigger }) => wanted(id) && trigger.kind !== 'start' && trigger.kind !== 'restart')
      .map(({ title, span }) => ({ role: role.name, title, span })),
    ...role.actions.filter(({ id }) => wanted(id)).map(({ name, span }) => ({ role: role.name, title: `action ${name}`, span })),
  ]);
}

/** `undecided`: a budget ran out; `unchecked`: the tool cannot check this form yet, which is neither good nor bad. */
export type Standing = 'as expected' | 'unexpected' | 'undecided' | 'unchecked';

/**
 * A property that holds within bounds, or vacuously, holds. An error of the model is never expected, nor is an unknown
 * that no budget explains.
 */
export function standing({ expected, verdict }: Pick<Outcome, 'expected' | 'verdict'>): Standing {
  switch (verdict.status) {
    case 'holds':
    case 'violated':
    case 'reached':
    case 'unreached':
      return verdict.status === expected ? 'as expected' : 'unexpected';
    case 'unknown':
      return verdict.budget ? 'undecided' : 'unexpected';
    case 'error':
      return 'unexpected';
    case 'unchecked':
      return 'unchecked';
    default:
      return unhandled(verdict);
  }
}
