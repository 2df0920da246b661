/** A lint that was seen to happen, with the run in which it does. */
import type { Sighting } from '#checker';
import type { Diagnostic, Span } from '#grammar';
import { placeOfStep } from '../facts/places.ts';
import type { Reader } from '../facts/reader.ts';
import { plural } from './counts.ts';
import { stepClauseText } from './steps.ts';

/** Steps of the run that are listed; a longer one is listed from its end. */
const MOST_STEPS = 20;

export function sightingDiagnostic({ diagnostic, assume, model, trace }: Sighting, source: (span: Span) => string | null): Diagnostic {
  const reader: Reader = { model, trace, known: null, source };
  const all = trace.steps.map((_, i) => ({
    span: placeOfStep(reader, i) ?? diagnostic.span,
    message: `step ${i + 1}: ${stepClauseText(reader, i)}`,
  }));
  const happens = trace.steps.length === 0 ? 'It happens at the start' : `It happens in ${plural(trace.steps.length, 'step')}`;
  return {
    ...diagnostic,
    why: `${diagnostic.why === undefined ? '' : `${diagnostic.why} `}${happens} under ${assume}.`,
    related: [...(diagnostic.related ?? []), ...all.slice(-MOST_STEPS)],
  };
}
