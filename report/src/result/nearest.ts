/** What is nearest to what was expected to come about and never does. */
import type { Model, Nearest, NearestPart } from '#checker';
import { lengthIn } from '../facts/length.ts';
import { nearestText, neverText } from '../words/nearest.ts';
import { type Texts, wordsIn } from './places.ts';
import { reportedSteps } from './steps.ts';
import type { NearestReport } from './types.ts';

export function nearestReport(model: Model, { never, missing }: Nearest, texts: Texts): NearestReport {
  const source = (span: Parameters<typeof wordsIn>[1]) => wordsIn(texts, span);
  const told = ({ part, value }: NearestPart) => ({ text: source(part)?.replace(/\s+/g, ' ') ?? '...', value });
  const parts = never.map(told);
  if (missing === null) return { text: neverText(parts), never: parts.map(({ text }) => text), missing: null, steps: [] };
  const part = told(missing);
  const { steps } = reportedSteps({ model, trace: missing.trace, source }, { status: 'reached', trace: missing.trace }, texts);
  return { text: nearestText(part, lengthIn(missing.trace)), never: [], missing: part.text, steps };
}
