/** A run that a verdict rests on. */
import type { Property, Trace, Verdict } from '#checker';
import { lengthIn } from '../facts/length.ts';
import { nodeName, type Reader } from '../facts/reader.ts';
import { replayOf } from '../replay/replay.ts';
import { whyFair } from '../words/lasso.ts';
import { story } from '../words/story.ts';
import { placeOrNull, type Texts, wordsIn } from './places.ts';
import { reportedSteps } from './steps.ts';
import type { Counterexample } from './types.ts';

type Model = Reader['model'];
export type WithTrace = Extract<Verdict, { readonly trace: Trace }>;

export function counterexampleOf(model: Model, property: Property, verdict: WithTrace, texts: Texts): Counterexample {
  const known = 'known' in verdict ? (verdict.known ?? null) : null;
  const reader: Reader = { model, trace: verdict.trace, source: (span) => wordsIn(texts, span), known };
  return {
    length: lengthIn(verdict.trace),
    timed: model.timing.time,
    story: story(reader, property, verdict),
    ...reportedSteps(reader, verdict, texts),
    fair: verdict.status === 'violated' ? whyFair(reader) : [],
    queue: queueOf(model, verdict.trace, texts),
    lookalikes: (known?.claims ?? []).flatMap(({ node, twin }) => {
      if (twin === null) return [];
      const { steps } = reportedSteps({ model, trace: twin, source: reader.source }, { status: 'reached', trace: twin }, texts);
      return [
        {
          node: nodeName(model, node),
          steps,
          get replay() {
            return replayOf(model, twin, reader.source);
          },
        },
      ];
    }),
    // Made when a format looks at it: the text does not.
    get replay() {
      return replayOf(model, verdict.trace, reader.source);
    },
  };
}

/** A bound of the network is no fault, so nothing else leads to it. */
export function queueOf({ network }: Model, { steps }: Trace, texts: Texts): Counterexample['queue'] {
  const isLost = steps.some(({ step }) => step.events.some((event) => event.kind === 'sent' && event.vanished === 'queue full'));
  return isLost ? placeOrNull(texts, network.queueSpan) : null;
}
