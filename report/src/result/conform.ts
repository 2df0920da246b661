/** The answer of `proviso conform`, with all that a format shows of it. */
import type { Alternative, ConformAnswer, ExplainedRun, LogMistake, Model, Unexplained, Weakening } from '#checker';
import type { Diagnostic } from '#grammar';
import { levelText, term } from '../words/assumed.ts';
import { alternativeText, conformText, differenceValues, neededText } from '../words/conform.ts';
import type { ConformReport, ConformRun, ExplainedRunReport, InsteadReport, UnexplainedReport, WeakeningReport } from './conform-types.ts';
import { type Texts, wordsIn } from './places.ts';
import { diagnosticReport } from './run.ts';
import { reportedSteps } from './steps.ts';
import { SCHEMA_VERSION } from './types.ts';

export interface ConformParts extends Omit<ConformRun, 'schemaVersion' | 'tool' | 'diagnostics' | 'mistakes'> {
  readonly version: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly mistakes: readonly LogMistake[];
  readonly texts: Texts;
}

export function conformRun({ version, diagnostics, mistakes, texts, milliseconds, ...parts }: ConformParts): ConformRun {
  return {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: 'proviso', version },
    ...parts,
    diagnostics: diagnostics.map((one) => diagnosticReport(one, texts)),
    mistakes: mistakes.map(({ file, line, message }) => ({ file, line, text: message })),
    milliseconds: Math.round(milliseconds),
  };
}

export function conformReport(answer: ConformAnswer, texts: Texts): ConformReport {
  const { system, assume, model, events, outcome, explained, run, unexplained, bounds, weaker, stopped, pairs, states } = answer;
  return {
    system,
    assume,
    outcome,
    text: conformText(answer),
    events,
    explained,
    run: run === null ? null : runReport(model, run, texts),
    unexplained: unexplained.map((one) => unexplainedReport(model, one)),
    bounds,
    weaker: weaker === null ? null : weaker.map(weakeningReport),
    stopped,
    pairs,
    states,
  };
}

function runReport(
  model: Model,
  { steps, hidden, ticks, faults, trace, skipped, begins, explains }: ExplainedRun,
  texts: Texts,
): ExplainedRunReport {
  const reported = reportedSteps({ model, trace, source: (span) => wordsIn(texts, span) }, null, texts);
  return {
    length: { steps, faults },
    hidden,
    ticks: model.timing.time ? ticks : null,
    skipped,
    steps: reported.steps.map((step) => ({ ...step, number: step.number + skipped })),
    explains: [begins, ...explains].flatMap((events, i) => events.map(({ place }) => ({ ...place, number: i === 0 ? 0 : skipped + i }))),
  };
}

function unexplainedReport(model: Model, { event, instead, more }: Unexplained): UnexplainedReport {
  return { ...event.place, event: event.text, instead: instead.map((one) => insteadReport(model, one)), more };
}

function insteadReport(model: Model, alternative: Alternative): InsteadReport {
  const { obstacle } = alternative;
  const differences = obstacle.kind === 'different' ? obstacle.differences : [];
  return {
    text: alternativeText(model, alternative),
    why: obstacle.kind,
    differences: differences.map((one) => ({ name: one.name, ...differenceValues(model, one) })),
  };
}

function weakeningReport(weakening: Weakening): WeakeningReport {
  const { changes, explained, of, isLeast } = weakening;
  return {
    text: neededText(weakening),
    changes: changes.map(({ quantity, assumed, needed }) => ({
      quantity: term(quantity),
      assumed: levelText(quantity, assumed),
      needed: levelText(quantity, needed),
    })),
    explained,
    of,
    least: isLeast,
  };
}
