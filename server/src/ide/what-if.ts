/**
 * What can happen next in the run of a view, and a run that someone goes along step by step. It comes as a path, which the interpreter
 * follows; the cursor keeps where somebody stands, and changes no answer. A path is good for the model that it was made for, whatever the
 * text around it has become.
 */
import { beginningOf, type Model, type Path, RunCursor, type Trace, withoutPlaces } from '#checker';
import { type FindingReport, runByHand, type StartsReport, startsReport, type WhatIfReport, whatIfReport } from '#report';
import { traceOf } from './judged.ts';
import { aboutRun, type RunView, textsOf } from './run-view.ts';
import { find, type Named, type RunWanted, resultOf } from './runs.ts';
import type { Snapshot } from './snapshot.ts';

/** A run by numbers: see the checker's `Path`. */
export interface RunPath extends Path {
  /** a name of the model that it is a run of */
  readonly model: string;
}

/** A moment of the run that a verdict rests on, or, where `path` is given, of that one. */
export interface MomentWanted extends RunWanted {
  readonly path: RunPath | null;
  readonly moment: number;
}

export type Hash = (parts: readonly string[]) => string;

/** What can happen at a moment. */
export interface WhatIfView extends WhatIfReport {
  /** of the run up to there */
  readonly path: RunPath;
  /** the step with which the run goes on, among the enabled ones; null at its end */
  readonly next: number | null;
  /** where else it could begin; null behind the first state */
  readonly starts: StartsReport | null;
}

/** A run by hand, and what stands beside it in a view. */
export interface HandView extends RunView {
  readonly path: RunPath;
  readonly findings: readonly FindingReport[];
  /** how many of its first steps are those of the run that the verdict rests on; null where that is no more */
  readonly shared: number | null;
  /** it begins in another initial state than that run */
  readonly otherStart: boolean;
}

/** `isOver`: the model is another one now. */
export interface NoRun {
  readonly says: string;
  readonly isOver: boolean;
}

export function whatIf(snapshot: Snapshot, wanted: MomentWanted, hash: Hash, cursor = new RunCursor()): WhatIfView | NoRun {
  const found = runUpTo(snapshot, wanted, hash, cursor);
  if ('says' in found) return found;
  const { model, trace, path, next } = found;
  const starts = path.steps.length === 0 ? startsReport(model, trace, path.start) : null;
  return { ...whatIfReport(model, trace, textsOf(snapshot)), path, next, starts };
}

export function handView(snapshot: Snapshot, wanted: RunWanted, path: RunPath, hash: Hash, cursor = new RunCursor()): HandView | NoRun {
  const found = runUpTo(snapshot, { ...wanted, path, moment: path.steps.length }, hash, cursor);
  if ('says' in found) return found;
  const { judged, runs, model, trace } = found;
  const { run, findings } = runByHand(model, trace, textsOf(snapshot));
  const of = traceOf(judged.outcome);
  const own = of === null ? null : cursor.pathOf(model, of, Math.min(of.steps.length, path.steps.length));
  return {
    ...aboutRun(snapshot, judged, runs).about,
    blame: null,
    run,
    findings,
    path,
    shared: own === null ? null : sharedSteps(own, path),
    otherStart: own !== null && own.start !== path.start,
  };
}

export interface UpTo {
  readonly judged: Named;
  readonly runs: readonly Named[];
  readonly model: Model;
  /** its first steps, and no loop */
  readonly trace: Trace;
  readonly path: RunPath;
  /** the step that the run takes then; null at its end */
  readonly next: number | null;
}

/** The run up to the moment. */
export function runUpTo(snapshot: Snapshot, { path, moment, ...wanted }: MomentWanted, hash: Hash, cursor: RunCursor): UpTo | NoRun {
  const found = path === null ? find(snapshot, wanted) : resultOf(snapshot, wanted);
  if ('says' in found) return { says: found.says, isOver: false };
  const { judged, runs } = found;
  const { model } = judged.outcome;
  const name = nameOf(model, hash);
  if (path !== null && path.model !== name) return { says: 'the system or what is assumed has changed', isOver: true };
  const whole = path === null ? traceOf(judged.outcome) : cursor.along(model, path);
  if (whole === null) return { says: 'there is no such run', isOver: true };
  const { start, steps } = path ?? cursor.pathOf(model, whole, moment + 1);
  const upTo = { start, steps: steps.slice(0, moment), model: name };
  return { judged, runs, model, trace: beginningOf(whole, moment), path: upTo, next: steps[moment] ?? null };
}

function sharedSteps({ start, steps }: Path, path: RunPath): number {
  if (start !== path.start) return 0;
  const parts = steps.findIndex((step, i) => step !== path.steps[i]);
  return parts < 0 ? steps.length : parts;
}

const names = new WeakMap<Model, string>();

/** Properties are no part of it, nor where it is written: what can happen does not depend on either. */
function nameOf(model: Model, hash: Hash): string {
  let name = names.get(model);
  if (name === undefined) {
    const { properties: _, locals: __, ...rest } = model;
    name = hash([withoutPlaces(rest).text]);
    names.set(model, name);
  }
  return name;
}
