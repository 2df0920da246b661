/** What led to the end of a run: faults, else deviations that are no faults, and the steps without which the end is not understood. */
import type { Verdict } from '#checker';
import { flowsOut, isPartOf } from './cells.ts';
import { changesAt, type Moved } from './changes.ts';
import { clocksOnceStable, type Misread } from './clocks.ts';
import { type Ends, earlierSteps } from './earlier.ts';
import { type Effects, effectsOf, type Sent } from './effects.ts';
import { type Changing, changingIn, type Happened, happened, type OffBy } from './happened.ts';
import { type Pause, pausesOf } from './pauses.ts';
import { nodeName, nodeOf, type Reader, stateBefore, timeBefore } from './reader.ts';
import type { Named } from './values.ts';

export type Cause =
  | { readonly kind: 'Byzantine'; readonly nodes: readonly string[] }
  | {
      readonly kind: 'pause';
      readonly node: string;
      readonly ticks: number;
      /** what waits meanwhile: `Ping`, `patience` */
      readonly waiting: string | null;
      /** where it stands at a `pause` of its own: the step that brought it there, and what that step looked at */
      readonly middleOf: { readonly happened: Happened; readonly seen: readonly Named[] } | null;
      /** what others did until the node went on, where it changed something */
      readonly meanwhile: readonly Changing[];
    }
  /** `changed`: what it changed that matters; `sent`: what it sent that matters; `time`: null where it does not matter */
  | ({ readonly kind: 'step'; readonly sent: Sent | null; readonly time: number | null } & Changing)
  | { readonly kind: 'misread'; readonly node: string; readonly misread: Misread }
  | { readonly kind: 'drift'; readonly node: string; readonly timer: string; readonly offBy: OffBy };

/** Whether a fault is needed, and where: in this run, or in another one that the verdict rests on. */
export type FaultNeeded = 'in this run' | 'in another run' | 'none';

export interface Causes {
  /** in order; of the faults, or where none is needed of what deviates without being one, the first */
  readonly causes: readonly Cause[];
  /** how many more faults there are */
  readonly moreCauses: number;
  readonly faultNeeded: FaultNeeded;
}

export const NO_CAUSES: Causes = { causes: [], moreCauses: 0, faultNeeded: 'none' };

/** A cause, with the step at which it stands in the run. */
interface At {
  readonly index: number;
  readonly cause: Cause;
  /** steps that it tells too */
  readonly meanwhile?: readonly number[];
}

const MOST_FAULTS = 3;
const MOST_DEVIATIONS = 2;
const MOST_CHANGES = 2;

/** `last`: the step that is introduced as the last one; -1 for none. */
export function causesOf(reader: Reader, verdict: Verdict | null, ends: Ends, last: number): Causes {
  const { model, trace } = reader;
  const liars = model.instances.filter((_, i) => trace.first.byzantine[i]).map(({ name }) => name);
  const faults: At[] = [...(liars.length === 0 ? [] : [{ index: -1, cause: { kind: 'Byzantine' as const, nodes: liars } }])];
  const pauses = pausesOf(model, trace);
  trace.steps.forEach(({ step: { label, cost } }, index) => {
    for (const pause of pauses) if (pause.first === index) faults.push({ index, ...pauseCause(reader, pause) });
    // What comes last is introduced as such.
    const follows = faults.length > 0 && index !== last;
    const isTold = label.kind === 'restart' || label.kind === 'lie' || (label.kind === 'stabilise' && movesClocks(reader, index));
    const tells = follows && isTold;
    if ((cost > 0 && label.kind !== 'tick') || tells) faults.push({ index, cause: stepCause(reader, index, ends) });
  });
  if (faults.length > 0) {
    const all = withEarlier(reader, faults.slice(0, MOST_FAULTS), faults, ends, last);
    return { causes: all, moreCauses: Math.max(0, faults.length - MOST_FAULTS), faultNeeded: 'in this run' };
  }
  const deviations = trace.steps.flatMap((_, index): At[] => {
    const cause = deviation(reader, index, last);
    // A step of its own is introduced as what came last, if it did.
    return cause === null || (cause.kind === 'step' && index === last) ? [] : [{ index, cause }];
  });
  const told = withoutRepeats(deviations).slice(0, MOST_DEVIATIONS);
  return {
    causes: withEarlier(reader, told, [], ends, last),
    moreCauses: 0,
    faultNeeded: needsElsewhere(verdict) ? 'in another run' : 'none',
  };
}

/** `known`: steps that need not be told once more. */
function withEarlier(reader: Reader, told: readonly At[], known: readonly At[], ends: Ends, last: number): Cause[] {
  const steps = new Set(
    [...told, ...known].flatMap(({ index, cause, meanwhile }) => [...(cause.kind === 'step' ? [index] : []), ...(meanwhile ?? [])]),
  );
  const earlier = earlierSteps(reader, ends, last, new Set([...steps, ...(ends.told ?? []), last])).map(({ index, changed, sent }): At => {
    const { happened, node } = changingIn(reader, index);
    const time = ends.awaited === undefined || !reader.model.timing.time ? null : timeBefore(reader.trace, index);
    return { index, cause: { kind: 'step', happened, node, changed, sent, time } };
  });
  return [...told, ...earlier].sort((a, b) => a.index - b.index).map(({ cause }) => cause);
}

/** A run without a fault may rest on one with a fault: a node would know what it does not know if that one could not be. */
function needsElsewhere(verdict: Verdict | null): boolean {
  if (verdict?.status !== 'violated') return false;
  const { blame, known } = verdict;
  return (blame !== null && blame.necessary.length > 0) || (known?.claims ?? []).some(({ twin }) => twin !== null && twin.faults > 0);
}

/** A clock that reads wrong twice in a row reads wrong once. */
function withoutRepeats(deviations: readonly At[]): At[] {
  return deviations.filter(({ cause }, i) => i === 0 || JSON.stringify(cause) !== JSON.stringify(deviations[i - 1].cause));
}

function movesClocks(reader: Reader, index: number): boolean {
  return clocksOnceStable(reader, index).length > 0;
}

/** A fault, or what follows one. Of a crash and a restart it is told what they changed: this is often what the crash is about. */
function stepCause(reader: Reader, index: number, ends: Ends): Cause {
  const { happened: what, node, changed } = changingIn(reader, index);
  const own = what.kind === 'crash' || what.kind === 'restart' ? changedBy(reader, index, what, changed) : [];
  const about = own.filter((moved) => ends.cells.some((cell) => isPartOf(moved, cell)));
  const isWhole = what.kind === 'crash' && what.lost !== null;
  const sure = isWhole || what.kind === 'restart' || about.length > 0;
  const rest = sure ? own : own.filter(({ name }) => flowsOut(reader.model, nodeOf(reader.trace.steps[index])!, name.split('[', 1)[0]));
  const told = isWhole ? own : (about.length > 0 ? about : rest).slice(0, MOST_CHANGES);
  return { kind: 'step', happened: what, node, changed: told, sent: null, time: null };
}

/** A node that stops has nothing any more. */
function changedBy(reader: Reader, index: number, what: Happened, changed: readonly Moved[]): readonly Moved[] {
  if (what.kind !== 'crash') return changed.filter(({ kind }) => kind === 'variable');
  if (what.forGood) return [];
  if (what.lost !== null) return what.lost;
  const { model, trace } = reader;
  const node = nodeOf(trace.steps[index])!;
  return changesAt(model, node, stateBefore(trace, index), trace.steps[index].state, (v) => !v.ghost);
}

/** What is worth naming though it costs no fault: a clock that is wrong or moves, a timer that does not take its duration. */
function deviation(reader: Reader, index: number, last: number): Cause | null {
  const traceStep = reader.trace.steps[index];
  if (traceStep.step.label.kind === 'stabilise' && index !== last && movesClocks(reader, index)) return plainStep(reader, index);
  const at = nodeOf(traceStep);
  if (at === null) return null;
  const node = nodeName(reader.model, at);
  const { misread, chosen } = effectsOf(reader, index);
  if (misread.length > 0) return { kind: 'misread', node, misread: misread[0] };
  const what = happened(reader, index);
  if (what.kind === 'fire') return what.offBy === null ? null : plainStep(reader, index);
  const drift = chosen.find((one) => one.kind === 'drift');
  return drift === undefined ? null : { kind: 'drift', node, timer: drift.timer, offBy: drift };
}

function plainStep(reader: Reader, index: number): Cause {
  const { happened, node } = changingIn(reader, index);
  return { kind: 'step', happened, node, changed: [], sent: null, time: null };
}

function pauseCause(reader: Reader, pause: Pause): Omit<At, 'index'> {
  const { ticks, waiting } = pause;
  const middleOf = waiting === null ? stepBefore(reader, pause) : null;
  const steps = during(reader, pause);
  const meanwhile = steps.map((index) => changingIn(reader, index)).map((c) => ({ ...c, changed: c.changed.slice(0, MOST_CHANGES) }));
  return { cause: { kind: 'pause', node: nodeName(reader.model, pause.node), ticks, waiting, middleOf, meanwhile }, meanwhile: steps };
}

/** The step that brought the node to the `pause` at which it stands. */
function stepBefore(reader: Reader, { first, node }: Pause): { happened: Happened; seen: Effects['seen'] } | null {
  const index = reader.trace.steps.findLastIndex((step, i) => i < first && nodeOf(step) === node);
  return index < 0 ? null : { happened: happened(reader, index), seen: effectsOf(reader, index).seen };
}

function during(reader: Reader, { first, node: paused }: Pause): number[] {
  const { trace } = reader;
  const found: number[] = [];
  // The last step of all comes at the end.
  for (let index = first; index < trace.steps.length - 1; index++) {
    const node = nodeOf(trace.steps[index]);
    if (node === paused) break;
    if (node !== null && trace.steps[index].step.cost === 0 && changingIn(reader, index).changed.length > 0) found.push(index);
  }
  return found.slice(-2);
}

/** The last step that is not a fault: faults have been told. */
export function lastThatTells({ trace }: Reader): number {
  const index = trace.steps.length - 1;
  if (index < 0) return -1;
  const { label, cost } = trace.steps[index].step;
  return label.kind === 'tick' || cost > 0 ? -1 : index;
}
