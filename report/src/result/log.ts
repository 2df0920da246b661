/** What came of logs, with all states of the run: see `log-types.ts`. */
import type { ConformAnswer, ExplainedRun, Model } from '#checker';
import type { Span } from '#grammar';
import { lengthIn } from '../facts/length.ts';
import { replayOf } from '../replay/replay.ts';
import { needTexts, stuckText } from '../words/weakening.ts';
import { conformReport } from './conform.ts';
import { queueOf } from './counterexample.ts';
import type { LogReport } from './log-types.ts';
import { type Texts, wordsIn } from './places.ts';
import { reportedSteps } from './steps.ts';
import type { Counterexample } from './types.ts';

/** `pending`: whether the search for weaker assumptions is still under way. */
export function logReport(answer: ConformAnswer, texts: Texts, pending: boolean): LogReport {
  const report = conformReport(answer, texts);
  const { system, assume, outcome, text, events, explained, unexplained } = report;
  const { run, model } = answer;
  return {
    ...{ system, assume, outcome, text, events, explained, unexplained },
    run: run === null ? null : explainedRun(model, run, texts),
    skipped: run?.skipped ?? 0,
    explains: run === null ? [] : [run.begins, ...run.explains].flatMap((all, moment) => all.map(({ place }) => ({ ...place, moment }))),
    stuck: stuckText(report),
    needs: pending ? ['Which assumption would have to give is being looked for.'] : needTexts(report),
  };
}

function explainedRun(model: Model, { trace }: ExplainedRun, texts: Texts): Counterexample {
  const source = (span: Span) => wordsIn(texts, span);
  return {
    length: lengthIn(trace),
    timed: model.timing.time,
    story: '',
    ...reportedSteps({ model, trace, source }, null, texts),
    fair: [],
    lookalikes: [],
    queue: queueOf(model, trace, texts),
    replay: replayOf(model, trace, source),
  };
}
