/** What a run of checks came to, as plain data: every property at every point, and whether that was expected. */
import type { Model, Size, Verdict } from '#checker';
import type { Span } from '#grammar';

export type Expected = 'holds' | 'violated' | 'reached' | 'unreached';

export type Point = readonly { readonly name: string; readonly value: number | boolean }[];

/** One property at one point of a sweep. */
export interface Outcome {
  readonly property: string;
  readonly point: Point;
  readonly expected: Expected;
  readonly verdict: Verdict;
  readonly size: Size;
  readonly model: Model;
}

/** One `check` of a file. */
export interface CheckOutcome {
  readonly assume: string;
  readonly system: string;
  readonly span: Span;
  /** "P in 0..3, MARGIN in 1..3"; empty where nothing is swept */
  readonly sweep: string;
  readonly outcomes: readonly Outcome[];
}

/** `undecided`: a budget ran out; `unchecked`: the tool cannot check this form yet, which is neither good nor bad. */
export type Standing = 'as expected' | 'unexpected' | 'undecided' | 'unchecked';

/**
 * A property that holds within bounds, or vacuously, holds. An error of the model is never expected, nor is an unknown
 * that no budget explains.
 */
export function standing({ expected, verdict }: Pick<Outcome, 'expected' | 'verdict'>): Standing {
  if (verdict.status === 'unchecked') return 'unchecked';
  if (verdict.status === 'unknown') return verdict.budget ? 'undecided' : 'unexpected';
  return verdict.status === expected ? 'as expected' : 'unexpected';
}
