/**
 * The public result of a run of checks: what every format is made of, and what `--format json` writes as it is. Names and values
 * are as the author writes them.
 *
 * Each `text`, with `story` and `fair`, is English for people and may be reworded in any release. Everything else keeps its name and its
 * meaning as long as `schemaVersion` is the same; more properties may be added, and more words where a word says what kind
 * something is.
 */
import type { Counterexample } from './counterexample-types.ts';
import type { DiagnosticReport, FileProblem, Place } from './text-types.ts';
import type { Largest, OutcomeReport, PointReport, Search, Standing } from './verdict-types.ts';

export type * from './counterexample-types.ts';
export type * from './replay-types.ts';
export type * from './step-types.ts';
export type * from './text-types.ts';
export type * from './verdict-types.ts';

export const SCHEMA_VERSION = 1;

export interface RunReport {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly tool: { readonly name: 'proviso'; readonly version: string };
  readonly summary: Summary;
  /** the user ended the run before everything was checked */
  readonly interrupted: boolean;
  /** the files that were asked for, in the order in which they were checked */
  readonly files: readonly string[];
  /** those of them whose checks are missing, because of what `unreadable` and `diagnostics` tell */
  readonly skipped: readonly string[];
  /** the part of the checks that this run was asked for; null where it was all of them */
  readonly shard: ShardReport | null;
  /** files that are as they were in a revision were left out, and are not among `files`; null where all were checked */
  readonly changed: ChangedReport | null;
  /** null where none was given */
  readonly baseline: BaselineReport | null;
  /** files and folders that could not be read, and why */
  readonly unreadable: readonly FileProblem[];
  /** what is wrong with the texts */
  readonly diagnostics: readonly DiagnosticReport[];
  readonly checks: readonly CheckReport[];
  readonly provisos: readonly ProvisosReport[];
}

/** One of the parts into which `--shard` divides the checks and `provisos` blocks. */
export interface ShardReport {
  /** from 1 */
  readonly index: number;
  readonly count: number;
  /** checks and blocks in this part, and in all parts together */
  readonly checks: number;
  readonly all: number;
  /** the parts belong together where this is the same */
  readonly division: string;
}

export interface ChangedReport {
  /** "HEAD": as it was asked for */
  readonly since: string;
  /** files that were left out */
  readonly unchanged: number;
}

/** The file that says which failures are known. */
export interface BaselineReport {
  readonly file: string;
  /** failures that it knows and that did not come about. `not asked`: the file does not ask that any more */
  readonly gone: readonly (KnownFailure & { readonly why: 'as expected' | 'another verdict' | 'not asked' })[];
}

export interface KnownFailure {
  readonly file: string;
  /** "Counter/Plain/Small/P = 2": system, assumptions, property, point */
  readonly question: string;
  readonly expected: string;
  /** what came of it: a status of a verdict, or `wrong` for a claim of a `provisos` block */
  readonly verdict: string;
}

/** How many verdicts there are of each standing, over all properties and points. */
export interface Summary {
  readonly checks: number;
  readonly expected: number;
  readonly unexpected: number;
  /** unexpected too, but a baseline knows them; not among `unexpected` */
  readonly known: number;
  /** a budget ran out before an answer */
  readonly undecided: number;
  /** the tool cannot check this form of property yet */
  readonly unchecked: number;
  readonly milliseconds: number;
}

/** One `check` of a file. */
export interface CheckReport {
  readonly place: Place;
  readonly system: string;
  readonly assume: string;
  /** the constants that are swept, each with its values as written; empty without a sweep */
  readonly sweep: readonly { readonly name: string; readonly values: string }[];
  /** the searches of all points together */
  readonly search: Search;
  readonly properties: readonly PropertyReport[];
  /** handlers and actions that no run reaches, at any point */
  readonly neverRuns: readonly { readonly role: string; readonly code: string; readonly place: Place }[];
  /** what makes the largest search large, where that was asked for (`--stats`); else the first search that a budget stopped */
  readonly largest: Largest | null;
}

/** One property of a check, at every point of its sweep. */
export interface PropertyReport {
  readonly name: string;
  readonly kind: 'safety' | 'liveness' | 'reachable' | 'scenario';
  /** of its name, where it is declared */
  readonly place: Place;
  /** one for each point; one in all without a sweep */
  readonly outcomes: readonly OutcomeReport[];
}

/** One `provisos` block of a file. */
export interface ProvisosReport {
  readonly place: Place;
  readonly system: string;
  /** the set that is varied */
  readonly assume: string;
  readonly sweep: CheckReport['sweep'];
  readonly claims: readonly ClaimReport[];
  readonly milliseconds: number;
  /** nothing was searched: the result is that of an earlier run */
  readonly remembered: boolean;
}

/** One claim of a block, at every point of its sweep. */
export interface ClaimReport {
  readonly property: string;
  /** `when`: where the condition is false it is violated; `provided`: of that nothing is said */
  readonly word: 'when' | 'provided';
  readonly condition: string;
  readonly place: Place;
  readonly outcomes: readonly ClaimOutcomeReport[];
}

export interface ClaimOutcomeReport {
  readonly point: PointReport;
  readonly standing: Standing;
  /** "violated under a drift of up to 1 tick" */
  readonly text: string;
  /** the bounds of the search within which alone it is right; empty where it is so without any */
  readonly bounds: readonly string[];
  /** assumption sets that the claim is about, and searches that it took */
  readonly sets: number;
  readonly searches: number;
  /** of a claim that is wrong: the set that shows it, "one lost message", and what is true of it, "losses <= 1"; else null */
  readonly set: { readonly text: string; readonly conditions: readonly string[] } | null;
  /** of a set under which the condition is true and the property violated; else null */
  readonly counterexample: Counterexample | null;
}
