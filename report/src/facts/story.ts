/**
 * What a counterexample is about, as data: what is wrong at its end, what led there, and what came last. Words are
 * made of it in `words/story.ts`.
 */

import type { Expr, MessageState, Property, State, Verdict } from '#checker';
import { unhandled } from '#grammar';
import { type Advice, adviceFor } from './advice.ts';
import { type Cause, causesOf, type FaultNeeded, lastThatTells, NO_CAUSES } from './causes.ts';
import type { Cell } from './cells.ts';
import type { Ends } from './earlier.ts';
import { type Changing, changingIn, type Happened, happened, type Letter, letter } from './happened.ts';
import { type Loop, loopOf } from './lasso.ts';
import { cellsNeverComing, type Never, neverComes, stepsTold } from './never.ts';
import { pausesOf } from './pauses.ts';
import { cellsOf, type Facts, factsOf } from './predicate.ts';
import { nodeName, type Reader, stateAfter, stateBefore, timeBefore } from './reader.ts';

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
  /** of a deadline that is missed: a message that is still on its way */
  readonly awaited: Letter | null;
  readonly doubts: readonly Doubt[];
  /** what to write, where that is clear */
  readonly advice: Advice | null;
}

export type End =
  /** the model itself fails */
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'fails' | 'reached'; readonly facts: Facts }
  | { readonly kind: 'late'; readonly within: number; readonly facts: Facts }
  | { readonly kind: 'never'; readonly never: Never };

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
    const never = neverComes(reader, property);
    const end: End = { kind: 'never', never };
    const cells = cellsNeverComing(reader, property);
    const goesOn = loopOf(reader, cells);
    const causes = causesOf(stem, verdict, { kind: 'waits', cells, told: stepsTold(never), isStuck: goesOn.kind !== 'repeats' }, -1);
    const isInLoop = reader.trace.steps.slice(loop).some(({ step }) => step.cost > 0);
    const faultNeeded = isInLoop ? 'in this run' : causes.faultNeeded;
    return { property: property.name, end, ...causes, faultNeeded, last: null, loop: goesOn, awaited: null, doubts: [], advice: null };
  }
  const end = endOf(reader, property, verdict);
  const ends = verdict.status === 'reached' ? NOTHING : endsOf(reader, property);
  return {
    property: property.name,
    end,
    ...causesOf(reader, verdict, ends, lastThatTells(reader)),
    last: lastOf(reader, property, verdict),
    loop: null,
    awaited: ends.awaited ? letter(reader.model, ends.awaited) : null,
    doubts: doubtsOf(reader),
    advice: adviceFor(reader, verdict),
  };
}

function doubtsOf(reader: Reader): Doubt[] {
  return (reader.known?.claims ?? []).flatMap(({ node, twin }) => {
    if (twin === null) return [];
    const { causes, moreCauses } =
      twin.faults === 0 ? NO_CAUSES : causesOf({ model: reader.model, source: reader.source, trace: twin }, null, NOTHING, -1);
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
  return aboutEnd(reader, property, factsOf) ?? { who: [], what: [] };
}

const NOTHING: Ends = { kind: 'state', cells: [] };

function endsOf(reader: Reader, property: Property): Ends {
  const cells = aboutEnd(reader, property, cellsOf) ?? [];
  if (property.kind === 'deadline') return { kind: 'waits', cells, awaited: awaitedAt(reader, cells) };
  return { kind: property.kind === 'step' ? 'step' : 'state', cells };
}

/** A message in flight to a node that the property is about, or one from it; unless a pause tells what waits. */
function awaitedAt({ model, trace }: Reader, cells: readonly Cell[]): MessageState | null {
  const paused = pausesOf(model, trace).some(({ last }) => last === trace.steps.length - 1);
  const isIts = (node: number) => cells.some((cell) => cell.node === nodeName(model, node));
  const { messages } = stateAfter(trace);
  return paused ? null : (messages.find(({ to }) => isIts(to)) ?? messages.find(({ from }) => isIts(from)) ?? null);
}

/** What `ask` says of the property's predicate at the end of a run; null for a liveness property, which has no end. */
function aboutEnd<T>(reader: Reader, property: Property, ask: (reader: Reader, e: Expr, state: State, next?: State) => T): T | null {
  const { trace } = reader;
  switch (property.kind) {
    case 'state':
    case 'reachable':
      return ask(reader, property.predicate, stateAfter(trace));
    case 'step': {
      const last = trace.steps.length - 1;
      return ask(reader, property.predicate, stateBefore(trace, last), trace.steps[last].state);
    }
    case 'deadline':
      return ask(reader, property.to, stateAfter(trace));
    case 'liveness':
    case 'scenario':
      return null;
    default:
      return unhandled(property);
  }
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
