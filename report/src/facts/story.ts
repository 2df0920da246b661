/**
 * What a counterexample is about, as data: what is wrong at its end, which faults led there, and what came last. Words are
 * made of it in `words/story.ts`.
 */

import type { MessageState, Property, Verdict } from '#checker';
import { unhandled } from '#grammar';
import { type Advice, adviceFor } from './advice.ts';
import { clocksOnceStable, type Misread } from './clocks.ts';
import { type Effects, effectsOf } from './effects.ts';
import { type Changing, changingIn, type Happened, happened, type Letter, letter, type OffBy } from './happened.ts';
import { type Loop, loopOf, type Never, neverComes } from './lasso.ts';
import { type Pause, pausesOf } from './pauses.ts';
import { type Facts, factsOf } from './predicate.ts';
import { nodeName, nodeOf, type Reader, stateAfter, stateBefore, timeBefore } from './reader.ts';
import type { Named } from './values.ts';

export interface Story {
  readonly property: string;
  readonly end: End;
  /** faults, or where none is needed what deviates without being one; the first of them, in order, and how many more there are */
  readonly causes: readonly Cause[];
  readonly moreCauses: number;
  readonly faultNeeded: FaultNeeded;
  /** null where it is among the causes, or where a loop comes last */
  readonly last: Last | null;
  readonly loop: Loop | null;
  readonly doubts: readonly Doubt[];
  /** what to write, where that is clear */
  readonly advice: Advice | null;
}

/** Whether a fault is needed, and where: in this run, or in another one that the verdict rests on. */
export type FaultNeeded = 'in this run' | 'in another run' | 'none';

export type End =
  /** the model itself fails */
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'fails' | 'reached'; readonly facts: Facts }
  | { readonly kind: 'late'; readonly within: number; readonly facts: Facts }
  | { readonly kind: 'never'; readonly never: Never };

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
  | { readonly kind: 'step'; readonly happened: Happened }
  | { readonly kind: 'misread'; readonly node: string; readonly misread: Misread }
  | { readonly kind: 'drift'; readonly node: string; readonly timer: string; readonly offBy: OffBy };

export type Last =
  /** of a run that reaches what it should */
  | { readonly kind: 'length'; readonly steps: number }
  | { readonly kind: 'start' }
  | ({
      readonly kind: 'step';
      readonly time: number;
      /** of a message that was under way for a while */
      readonly underWay: { readonly ticks: number; readonly meanwhile: readonly Happened[] } | null;
      /** a message that is still on its way and matters */
      readonly stillComing: Letter | null;
    } & Changing);

/** The other run that a node cannot tell from this one. */
export interface Doubt {
  readonly node: string;
  readonly steps: number;
  readonly causes: readonly Cause[];
  readonly moreCauses: number;
}

export function storyOf(given: Reader, property: Property, verdict: Verdict): Story {
  const reader: Reader = { ...given, known: 'known' in verdict ? (verdict.known ?? null) : null };
  const { loop } = reader.trace;
  if (property.kind === 'liveness' && verdict.status === 'violated' && loop !== undefined) {
    const stem: Reader = { ...reader, trace: { ...reader.trace, steps: reader.trace.steps.slice(0, loop) } };
    const end: End = { kind: 'never', never: neverComes(reader, property) };
    return { property: property.name, end, ...causesOf(stem, verdict), last: null, loop: loopOf(reader), doubts: [], advice: null };
  }
  const end = endOf(reader, property, verdict);
  return {
    property: property.name,
    end,
    ...causesOf(reader, verdict),
    last: lastOf(reader, property, verdict),
    loop: null,
    doubts: doubtsOf(reader),
    advice: adviceFor(reader, verdict),
  };
}

function doubtsOf(reader: Reader): Doubt[] {
  return (reader.known?.claims ?? []).flatMap(({ node, twin }) => {
    if (twin === null) return [];
    const { causes, moreCauses } =
      twin.faults === 0 ? NO_CAUSES : causesOf({ model: reader.model, source: reader.source, trace: twin }, null);
    return [{ node: nodeName(reader.model, node), steps: twin.steps.length, causes, moreCauses }];
  });
}

// What is wrong at the end

function endOf(reader: Reader, property: Property, verdict: Verdict): End {
  if (verdict.status === 'error') return { kind: 'error', message: verdict.error.message };
  if (property.kind === 'deadline' && verdict.status !== 'reached') {
    return { kind: 'late', within: property.within, facts: factsOf(reader, property.to, stateAfter(reader.trace)) };
  }
  return { kind: verdict.status === 'reached' ? 'reached' : 'fails', facts: endFacts(reader, property) };
}

function endFacts(reader: Reader, property: Property): Facts {
  const { trace } = reader;
  switch (property.kind) {
    case 'state':
    case 'reachable':
      return factsOf(reader, property.predicate, stateAfter(trace));
    case 'step': {
      const last = trace.steps.length - 1;
      return factsOf(reader, property.predicate, stateBefore(trace, last), trace.steps[last].state);
    }
    case 'deadline':
      return factsOf(reader, property.to, stateAfter(trace));
    case 'liveness':
      return { who: [], what: [] };
    default:
      return unhandled(property);
  }
}

// What led there

type Causes = Pick<Story, 'causes' | 'moreCauses' | 'faultNeeded'>;

const MOST_CAUSES = 3;
const MOST_DEVIATIONS = 2;
const NO_CAUSES: Causes = { causes: [], moreCauses: 0, faultNeeded: 'none' };

function causesOf(reader: Reader, verdict: Verdict | null): Causes {
  const { model, trace } = reader;
  const pauses = pausesOf(model, trace);
  const liars = model.instances.filter((_, i) => trace.first.byzantine[i]).map(({ name }) => name);
  const causes: Cause[] = liars.length === 0 ? [] : [{ kind: 'Byzantine', nodes: liars }];
  trace.steps.forEach(({ step: { label, cost } }, index) => {
    for (const pause of pauses) if (pause.first === index) causes.push(pauseCause(reader, pause));
    // What comes last is introduced as such.
    const follows = causes.length > 0 && index !== lastThatTells(reader);
    const tells = (label.kind === 'restart' && follows) || (label.kind === 'stabilise' && follows && movesClocks(reader, index));
    if ((cost > 0 && label.kind !== 'tick') || tells) causes.push({ kind: 'step', happened: happened(reader, index) });
  });
  if (causes.length > 0) {
    return { causes: causes.slice(0, MOST_CAUSES), moreCauses: Math.max(0, causes.length - MOST_CAUSES), faultNeeded: 'in this run' };
  }
  const last = lastThatTells(reader);
  const deviations = trace.steps.flatMap((_, index) => {
    const found = deviation(reader, index);
    // A step of its own is introduced as what came last, if it did.
    return found === null || (found.kind === 'step' && index === last) ? [] : [found];
  });
  return {
    causes: withoutRepeats(deviations).slice(0, MOST_DEVIATIONS),
    moreCauses: 0,
    faultNeeded: needsElsewhere(verdict) ? 'in another run' : 'none',
  };
}

/** A run without a fault may rest on one with a fault: a node would know what it does not know if that one could not be. */
function needsElsewhere(verdict: Verdict | null): boolean {
  if (verdict?.status !== 'violated') return false;
  const { blame, known } = verdict;
  return (blame !== null && blame.necessary.length > 0) || (known?.claims ?? []).some(({ twin }) => twin !== null && twin.faults > 0);
}

/** A clock that reads wrong twice in a row reads wrong once. */
function withoutRepeats(deviations: readonly Cause[]): Cause[] {
  return deviations.filter((one, i) => i === 0 || JSON.stringify(one) !== JSON.stringify(deviations[i - 1]));
}

function movesClocks(reader: Reader, index: number): boolean {
  return clocksOnceStable(reader, index).length > 0;
}

/** What is worth naming though it costs no fault: a clock that is wrong or moves, a timer that does not take its duration. */
function deviation(reader: Reader, index: number): Cause | null {
  const traceStep = reader.trace.steps[index];
  if (traceStep.step.label.kind === 'stabilise' && index !== lastThatTells(reader) && movesClocks(reader, index))
    return { kind: 'step', happened: happened(reader, index) };
  const at = nodeOf(traceStep);
  if (at === null) return null;
  const node = nodeName(reader.model, at);
  const { misread, chosen } = effectsOf(reader, index);
  if (misread.length > 0) return { kind: 'misread', node, misread: misread[0] };
  const what = happened(reader, index);
  if (what.kind === 'fire') return what.offBy === null ? null : { kind: 'step', happened: what };
  const drift = chosen.find((one) => one.kind === 'drift');
  return drift === undefined ? null : { kind: 'drift', node, timer: drift.timer, offBy: drift };
}

function pauseCause(reader: Reader, pause: Pause): Cause {
  const { ticks, waiting } = pause;
  const middleOf = waiting === null ? stepBefore(reader, pause) : null;
  return { kind: 'pause', node: nodeName(reader.model, pause.node), ticks, waiting, middleOf, meanwhile: during(reader, pause) };
}

/** The step that brought the node to the `pause` at which it stands. */
function stepBefore(reader: Reader, { first, node }: Pause): { happened: Happened; seen: Effects['seen'] } | null {
  const index = reader.trace.steps.findLastIndex((step, i) => i < first && nodeOf(step) === node);
  return index < 0 ? null : { happened: happened(reader, index), seen: effectsOf(reader, index).seen };
}

function during(reader: Reader, { first, node: paused }: Pause): Changing[] {
  const { trace } = reader;
  const found: Changing[] = [];
  // The last step of all comes at the end.
  for (let index = first; index < trace.steps.length - 1; index++) {
    const node = nodeOf(trace.steps[index]);
    if (node === paused) break;
    if (node === null || trace.steps[index].step.cost > 0) continue;
    const changing = changingIn(reader, index);
    if (changing.changed.length > 0) found.push({ ...changing, changed: changing.changed.slice(0, 2) });
  }
  return found.slice(-2);
}

// What came last

const MOST_CHANGES = 3;

function lastOf(reader: Reader, property: Property, verdict: Verdict): Last | null {
  const { trace } = reader;
  if (verdict.status === 'reached') return { kind: 'length', steps: trace.steps.length };
  const index = lastThatTells(reader);
  if (index < 0) return trace.steps.length === 0 ? { kind: 'start' } : null;
  const { changed, ...step } = changingIn(reader, index);
  const who = property.kind === 'state' ? factsOf(reader, property.predicate, stateAfter(trace)).who : [];
  return {
    kind: 'step',
    ...step,
    time: timeBefore(trace, index),
    underWay: underWay(reader, index),
    stillComing: stillComing(
      reader,
      index,
      who.flatMap(({ name, value }) => (name === null ? [value] : [])),
    ),
    changed: verdict.status === 'error' ? [] : changed.slice(-MOST_CHANGES),
  };
}

/** When a message that arrives last was sent, where time has passed, and which timers ran out meanwhile: nothing else tells that it was late. */
function underWay(reader: Reader, index: number): { ticks: number; meanwhile: readonly Happened[] } | null {
  const { trace } = reader;
  const { label } = trace.steps[index].step;
  if (label.kind !== 'deliver') return null;
  const { from, to, message } = label.message;
  const sent = trace.steps.findLastIndex(
    ({ step }, i) =>
      i < index &&
      step.events.some((e) => e.kind === 'sent' && e.message.from === from && e.message.to === to && e.message.message === message),
  );
  const ticks = sent < 0 ? 0 : trace.steps[index].time - trace.steps[sent].time;
  if (ticks < 1) return null;
  const meanwhile = trace.steps.flatMap(({ step }, i) =>
    i > sent && i < index && step.label.kind === 'fire' ? [happened(reader, i)] : [],
  );
  return { ticks, meanwhile: meanwhile.slice(-2) };
}

/** The last step that is not a fault: faults have been told. */
function lastThatTells({ trace }: Reader): number {
  const index = trace.steps.length - 1;
  if (index < 0) return -1;
  const { label, cost } = trace.steps[index].step;
  return label.kind === 'tick' || cost > 0 ? -1 : index;
}

/** A timer that runs out while the answer is under way is what timeouts are about; and so is a node that has not heard yet. */
function stillComing({ model, trace }: Reader, index: number, who: readonly string[]): Letter | null {
  const { step, state } = trace.steps[index];
  const { label } = step;
  const sentNow = step.events.flatMap((event) => (event.kind === 'sent' ? [event.message] : []));
  const concerns = (m: MessageState) =>
    label.kind === 'fire' ? m.to === label.node || m.from === label.node : who.includes(nodeName(model, m.to));
  const late = state.messages.find((m) => concerns(m) && !sentNow.some((sent) => sent.to === m.to && sent.message === m.message));
  return late === undefined ? null : letter(model, late);
}
