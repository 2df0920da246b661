/** What is nearest to what was expected to come about and never does. */
import { heldBack, type Model, type Nearest, type NearestPart, type NearestRun, type Property } from '#checker';
import { lengthIn } from '../facts/length.ts';
import { nearestRunText, nearestText, neverText } from '../words/nearest.ts';
import { heldBackText } from '../words/waiting.ts';
import { type Texts, wordsIn } from './places.ts';
import { reportedSteps } from './steps.ts';
import type { NearestReport } from './types.ts';

export function nearestReport(model: Model, property: Property, nearest: Nearest, texts: Texts): NearestReport {
  if (nearest.kind === 'run') return runReport(model, property, nearest, texts);
  const { never, missing } = nearest;
  const source = (span: Parameters<typeof wordsIn>[1]) => wordsIn(texts, span);
  const told = ({ part, value }: NearestPart) => ({ text: source(part)?.replace(/\s+/g, ' ') ?? '...', value });
  const parts = never.map(told);
  if (missing === null) return { text: neverText(parts), never: parts.map(({ text }) => text), missing: null, steps: [] };
  const part = told(missing);
  const { steps } = reportedSteps({ model, trace: missing.trace, source }, { status: 'reached', trace: missing.trace }, texts);
  return { text: nearestText(part, lengthIn(missing.trace)), never: [], missing: part.text, steps };
}

function runReport(model: Model, property: Property, nearest: NearestRun, texts: Texts): NearestReport {
  const { trace, missing, isNever } = nearest;
  const source = (span: Parameters<typeof wordsIn>[1]) => wordsIn(texts, span);
  const steps = trace === null ? [] : reportedSteps({ model, trace, source }, { status: 'reached', trace }, texts).steps;
  const length = trace === null ? null : lengthIn(trace);
  // What happens in no run is held back by more than what is told of one state.
  const held = property.kind === 'scenario' && isNever !== true ? heldBack(model, property, nearest) : [];
  const whys = held.map((one) => heldBackText(model, one, source));
  return {
    text: [nearestRunText(nearest, length), ...whys].join(' '),
    never: isNever === true ? [missing.text] : [],
    missing: missing.text,
    steps,
  };
}
