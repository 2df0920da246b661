/** Runs for tests of an implementation: what `proviso tests` writes, as data. */
import { type Goal, loggedRun, type Model, type TestRun, type TestsAnswer } from '#checker';
import { placeOf } from '../diagnostics.ts';
import { injectionsOf } from '../replay/injections.ts';
import { travelsOf } from '../replay/letters.ts';
import { replayOf } from '../replay/replay.ts';
import { itfOf } from '../traces/itf.ts';
import { goalText } from '../words/tests.ts';
import { type Texts, wordsIn } from './places.ts';
import { reportedSteps } from './steps.ts';
import { type GoalReport, TESTS_VERSION, type TestEvent, type TestRunHeader, type TestsSuite } from './tests-types.ts';

/** Kinds of events of which a run in full has all. */
const COMPLETE = [
  ...['start', 'act', 'send', 'receive', 'fire', 'pause', 'resume', 'crash', 'restart', 'clock', 'lose', 'duplicate', 'corrupt'],
  ...['cut', 'heal', 'stabilise', 'tick'],
];

export interface TestsParts {
  readonly version: string;
  readonly file: string;
  readonly answer: TestsAnswer;
  readonly texts: Texts;
  /** the file of each run, by its number from 1 on; null where all is one stream */
  readonly fileOf: ((run: number) => string) | null;
}

export function testsSuite({ version, file, answer, texts, fileOf }: TestsParts): TestsSuite {
  const { system, assume, model, goals, runs, states, bounds, stopped, fails } = answer;
  return {
    tests: TESTS_VERSION,
    tool: { name: 'proviso', version },
    file,
    system,
    assume,
    constants: Object.fromEntries(model.constants.map(({ name, value }) => [name, value])),
    goals: goals.map(({ goal, status, shortest, runs: numbers }) => ({
      ...{ kind: kindOf(goal), text: textOf(model, goal, texts), status, shortest },
      runs: numbers.map((run) => run + 1),
    })),
    runs: runs.map(({ trace: { steps, faults } }, i) => ({
      ...{ number: i + 1, steps: steps.length, faults, file: fileOf === null ? null : fileOf(i + 1) },
    })),
    ...{ states, bounds, stopped, fails },
  };
}

function kindOf(goal: Goal): GoalReport['kind'] {
  return goal.kind === 'edge' ? goal.edge : goal.kind;
}

function textOf(model: Model, goal: Goal, texts: Texts): string {
  return goalText(model, goal, (span) => {
    const text = texts(span.file);
    return text === null ? null : placeOf(text, span.start).line;
  });
}

/** A run as lines of JSON: its header, and a log of it in full, which `proviso conform` reads. */
export function testLines({ answer: { model, goals }, texts }: TestsParts, run: TestRun, number: number): (TestRunHeader | TestEvent)[] {
  const { trace } = run;
  const isTimed = model.timing.time;
  const lasts = trace.steps.at(-1)?.time ?? 0;
  const header: TestRunHeader = {
    ...{ proviso: 1, complete: COMPLETE, run: number, steps: trace.steps.length, faults: trace.faults, lasts: isTimed ? lasts : null },
    meets: run.meets.map((goal) => textOf(model, goals[goal].goal, texts)),
    schedule: injectionsOf(model, trace, travelsOf(model, trace)),
    loop: trace.loop ?? null,
  };
  const events = loggedRun(model, trace).flatMap((entries, step) =>
    entries.map((entry): TestEvent => ({ ...entry, step, at: isTimed ? (step === 0 ? 0 : trace.steps[step - 1].time) : null })),
  );
  return [header, ...events];
}

/** The same as a document of the Informal Trace Format. */
export function testItf(parts: TestsParts, run: TestRun, number: number): object {
  const { answer, texts } = parts;
  const { model, system, assume } = answer;
  const { trace, meets } = run;
  const { steps } = reportedSteps({ model, trace, source: (span) => wordsIn(texts, span) }, null, texts);
  const document = itfOf({ replay: replayOf(model, trace), steps }, `run ${number} of the tests of ${system} under ${assume}`);
  const meta = {
    run: number,
    meets: meets.map((goal) => textOf(model, answer.goals[goal].goal, texts)),
    schedule: injectionsOf(model, trace, travelsOf(model, trace)),
  };
  return { ...document, '#meta': { ...document['#meta'], ...meta } };
}
