/** The steps of a run, as the rows of its table show them. */
import type { Verdict } from '#checker';
import { type Span, unhandled } from '#grammar';
import type { Moved } from '../facts/changes.ts';
import type { Happened, Letter } from '../facts/happened.ts';
import { placeOfStep } from '../facts/places.ts';
import { nodeName, type Reader, stateBefore } from '../facts/reader.ts';
import { type Row, rowsOf, rowsOfLast, type What } from '../facts/rows.ts';
import { whatText } from '../words/rows.ts';
import { changeText, valueText } from '../words/steps.ts';
import { placeOrNull, type Texts } from './places.ts';
import type { ChangeReport, MessageReport, StepKind, StepReport } from './types.ts';

export interface ReportedSteps {
  readonly steps: readonly StepReport[];
  readonly loopStart: number | null;
}

export function reportedSteps(reader: Reader, verdict: Verdict | null, texts: Texts): ReportedSteps {
  const rows = rowsOf(reader, verdict);
  const loop = rows.findIndex(({ what }) => what.kind === 'loop');
  return {
    steps: rows.filter(({ what }) => what.kind !== 'loop').map((row) => stepReport(row, reader, texts)),
    loopStart: loop < 0 ? null : loop,
  };
}

/** The last step by itself: see `rowsOfLast`. */
export function reportedLast(reader: Reader, texts: Texts): StepReport[] {
  return rowsOfLast(reader).map((row) => stepReport(row, reader, texts));
}

function stepReport(row: Row, { model, trace }: Reader, texts: Texts): StepReport {
  const { time, node, what, isFault, step } = row;
  const traceStep = step < 0 ? undefined : trace.steps[step];
  return {
    kind: kindOf(what),
    time: model.timing.time ? time : null,
    node,
    text: whatText(what),
    fault: isFault,
    message: messageIn(what),
    changes: changesIn(row),
    place: traceStep === undefined ? null : placeOrNull(texts, placeOfRow(row, { model, trace })),
    number: step + 1,
  };
}

/** Of a pause that of the code which waits, if it stands at a pause of its own. */
function placeOfRow({ what, node, step }: Row, reader: Pick<Reader, 'model' | 'trace'>): Span | null {
  if (what.kind === 'step') return placeOfStep(reader, step);
  if (what.kind !== 'pause') return null;
  const { model, trace } = reader;
  const suspended = stateBefore(trace, step).nodes.find((_, i) => nodeName(model, i) === node)?.suspended ?? null;
  return suspended === null ? null : model.pausePoints[suspended.point].span;
}

function kindOf(what: What): StepKind {
  switch (what.kind) {
    case 'step':
      return what.happened.kind;
    case 'time':
      return 'tick';
    case 'start':
    case 'pause':
    case 'not received':
    case 'error':
      return what.kind;
    case 'loop':
      throw new Error('a loop is no step');
    default:
      return unhandled(what);
  }
}

function messageIn(what: What): MessageReport | null {
  if (what.kind === 'not received') return messageReport(what.message);
  const letter = what.kind === 'step' ? letterIn(what.happened) : null;
  return letter === null ? null : messageReport(letter);
}

function letterIn(happened: Happened): Letter | null {
  return 'message' in happened ? happened.message : null;
}

function messageReport({ message, fields, from, to }: Letter): MessageReport {
  return { name: message, fields, from, to };
}

/** First values that the model leaves open, what the step changed, and timers that ran out as time passed. */
function changesIn({ what, changed, node }: Row): ChangeReport[] {
  const open = what.kind === 'start' ? what.values : [];
  const ranOut = what.kind === 'time' ? what.ranOut : [];
  return [
    ...open.map((one): ChangeReport => {
      return { kind: node === null ? 'ghost' : 'variable', node, name: one.name, from: null, to: one.value, text: valueText(one) };
    }),
    ...changed.map((change) => changeReport(change, node)),
    ...ranOut.map((one): ChangeReport => {
      return { kind: 'timer', node: one.node, name: one.timer, from: '1', to: '0', text: `${one.node}.${one.timer} runs out` };
    }),
  ];
}

function changeReport(change: Moved, at: string | null): ChangeReport {
  const { kind, node, name, from, to } = change;
  return { kind, node, name, from, to, text: changeText(change, at) };
}
