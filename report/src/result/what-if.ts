/** What can happen next in a run, and a run that is chosen step by step. */
import {
  type Allowed,
  type Choice,
  type EnabledStep,
  enabledAfter,
  type Model,
  type Shown,
  shownAfter,
  shownAlong,
  type Trace,
  type Verdict,
  type Waiting,
  withStep,
} from '#checker';
import { lengthIn } from '../facts/length.ts';
import { nodeName, type Reader } from '../facts/reader.ts';
import { placeOfWaiting } from '../facts/waiting.ts';
import { replayOf } from '../replay/replay.ts';
import { toldText } from '../words/moments.ts';
import { isText } from '../words/steps.ts';
import { becauseText, declaredText } from '../words/waiting.ts';
import { allowedText, findingText, foreseenText, heldText } from '../words/what-if.ts';
import { queueOf } from './counterexample.ts';
import { placeOrNull, type Texts, wordsIn } from './places.ts';
import { reportedLast, reportedSteps } from './steps.ts';
import { faultReport } from './verdict.ts';
import type { AllowedReport, EnabledReport, RunByHand, WaitingReport, WhatIfReport } from './what-if-types.ts';

/** Of so many steps it is told what they do. */
const MOST_TOLD = 300;

/** At the end of the trace. */
export function whatIfReport(model: Model, trace: Trace, texts: Texts): WhatIfReport {
  const { steps, held, waiting } = enabledAfter(model, trace);
  const shown = shownAlong(model, trace);
  const told = steps.slice(0, MOST_TOLD);
  const all = told.map((one) => enabledReport(model, trace, texts, shown[shown.length - 1], one));
  return {
    enabled: toldApart(all, told),
    more: steps.length - told.length,
    held: held.map((one) => heldText(model, one)),
    waiting: together(waiting.map((one) => waitingReport(model, one, texts))),
  };
}

/** What waits at a node for the same is one: for messages of which none is in flight. */
function together(all: readonly WaitingReport[]): WaitingReport[] {
  const groups = Map.groupBy(all, ({ kind, node, text }) => (kind === 'other' ? `${node} ${text}` : null));
  return all.flatMap((one) => {
    const group = one.kind === 'other' ? (groups.get(`${one.node} ${one.text}`) ?? []) : [];
    if (group.length < 2) return [one];
    return one === group[0] ? [{ ...one, what: [...new Set(group.map(({ what }) => what))].join(', '), place: null }] : [];
  });
}

function waitingReport(model: Model, waiting: Waiting, texts: Texts): WaitingReport {
  const { what, because, node } = waiting;
  return {
    kind: what.kind === 'node' ? 'node' : because.kind === 'guard' ? 'guard' : 'other',
    node: nodeName(model, node),
    what: declaredText(model, waiting),
    text: becauseText(model, waiting, (span) => wordsIn(texts, span)),
    place: placeOrNull(texts, placeOfWaiting(model, waiting)),
  };
}

function enabledReport(model: Model, trace: Trace, texts: Texts, shown: Shown, { number, step, allowed }: EnabledStep): EnabledReport {
  const { target } = step;
  return {
    number,
    steps: reportedLast(readerOf(model, withStep(trace, step), texts), texts),
    choices: [],
    allowed: allowed.map((one) => allowedReport(model, one, texts)),
    beyond: target.kind === 'cut' ? target.bound : null,
    error: target.kind === 'error' ? target.error.message : null,
    shows: shownAfter(model, shown, step).findings.map(foreseenText),
  };
}

function allowedReport(model: Model, allowed: Allowed, texts: Texts): AllowedReport {
  const text = allowedText(model, allowed);
  if (allowed.kind === 'pause') return { text, fault: null, left: allowed.most === null ? null : allowed.most - allowed.ticks + 1 };
  const { fault, budget } = allowed;
  return { text, fault: faultReport(fault, texts), left: budget === null ? null : budget.limit - budget.used };
}

/** Steps that are worded alike differ in what is read or chosen on the way. */
function toldApart(all: readonly EnabledReport[], steps: readonly EnabledStep[]): EnabledReport[] {
  const texts = all.map((one) => one.steps.map(toldText).join('; '));
  return all.map((one, i) => {
    const isAlone = texts.indexOf(texts[i]) === texts.lastIndexOf(texts[i]);
    return isAlone ? one : { ...one, choices: steps[i].step.choices.filter(isNumber).map(readText) };
  });
}

/** What a timer or a clock shows; what code picks is told of every step. */
function isNumber({ kind, value }: Choice): boolean {
  return (kind === 'left' || kind === 'clock' || kind === 'drift') && typeof value === 'number';
}

function readText({ kind, name, value }: Choice): string {
  return kind === 'drift' ? `${name} will take ${value}` : isText({ name, value: String(value) });
}

/** A run that someone chose; its last step may be one in which the model itself fails. */
export function runByHand(model: Model, trace: Trace, texts: Texts): RunByHand {
  const last = trace.steps.at(-1)?.step ?? trace.initial;
  const verdict: Verdict | null = last.target.kind === 'error' ? { status: 'error', error: last.target.error, trace } : null;
  const findings = shownAlong(model, trace).flatMap((shown, moment) =>
    shown.findings.map((one) => ({ moment, kind: one.kind, property: one.property, text: findingText(one) })),
  );
  return {
    run: {
      length: lengthIn(trace),
      timed: model.timing.time,
      story: '',
      ...reportedSteps(readerOf(model, trace, texts), verdict, texts),
      fair: [],
      lookalikes: [],
      queue: queueOf(model, trace, texts),
      replay: replayOf(model, trace, (span) => wordsIn(texts, span)),
    },
    findings,
  };
}

function readerOf(model: Model, trace: Trace, texts: Texts): Reader {
  return { model, trace, source: (span) => wordsIn(texts, span) };
}
