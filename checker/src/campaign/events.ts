/**
 * The events of a campaign, as data. In order: `planned` once; then for each check and each of its points `started`, any number of
 * `progress` and `found`, `observed` where that was asked for, and one `outcome` for each property; after the last point of a check
 * `done`. A point that used up its share of the time has its outcomes later: once all others had theirs it may be `started` again, and
 * the `done` of its check, and of those behind it, waits for that. A point whose search the budget does not even let begin has its outcomes without `started`; a point whose constants make
 * something wrong has none, and `done` has the diagnostics. A campaign that is interrupted ends after the `done` of the check under way.
 */
import type { Diagnostic } from '#grammar';
import type { CheckPlan, ExpectedAt, RunPlan } from '../analysis/checks.ts';
import type { ObservedVariable } from '../explore/check/observe.ts';
import type { Model } from '../model/ir.ts';
import type { Progress, Trace, Verdict } from '../verdict.ts';
import type { CheckOutcome, Outcome, Point } from './outcome.ts';

/** A check, with those of its points at which something is asked. */
export interface PlannedCheck {
  readonly plan: CheckPlan;
  readonly runs: readonly PlannedRun[];
}

/** One search: a check at one point of its sweep, for the properties that are asked about. */
export interface PlannedRun {
  readonly plan: CheckPlan;
  /** its number among the points of the plan */
  readonly index: number;
  readonly point: Point;
  readonly expectations: readonly ExpectedAt[];
  readonly model: RunPlan['model'];
}

export type CampaignEvent =
  | { readonly kind: 'planned'; readonly checks: readonly PlannedCheck[] }
  | { readonly kind: 'started'; readonly run: PlannedRun; readonly model: Model }
  /** also while the search is over and faults are removed to find those a violation needs */
  | { readonly kind: 'progress'; readonly run: PlannedRun; readonly progress: Progress }
  /**
   * A trace that decides a property, as soon as there is one: before its search has ended, and without blame. An error of the model
   * that the search finds later takes its place, so only `outcome` is final.
   */
  | { readonly kind: 'found'; readonly run: PlannedRun; readonly property: string; readonly verdict: Verdict }
  /** null where the search did not see every state, or where there were too many to look at */
  | {
      readonly kind: 'observed';
      readonly run: PlannedRun;
      readonly model: Model;
      readonly variables: readonly ObservedVariable[] | null;
    }
  | { readonly kind: 'outcome'; readonly run: PlannedRun; readonly outcome: Outcome }
  /**
   * `diagnostics`: what the constants of single points make wrong; `sightings`: of lints, what a search of its own saw happen; `final`: no
   * budget had a part in it and nobody ended it, so it is the same however much is allowed
   */
  | {
      readonly kind: 'done';
      readonly check: PlannedCheck;
      readonly outcome: CheckOutcome;
      readonly diagnostics: readonly Diagnostic[];
      readonly sightings: readonly Sighting[];
      readonly final: boolean;
    };

/** What a lint suspected, with the simplest run in which it happens. */
export interface Sighting {
  readonly diagnostic: Diagnostic;
  readonly assume: string;
  readonly model: Model;
  readonly trace: Trace;
}
