/** Whether logs are those of a run, as a generator that yields what is known: it runs in a thread of its own. */
import {
  type Analysis,
  type ConformAnswer,
  type ConstantValue,
  conform,
  constantsUnder,
  type LogMistake,
  type LogText,
  lower,
  mapSpans,
  mistakeInMapping,
  readLogs,
  type SpanMapping,
  timingFrom,
} from '#checker';
import { logReport, type Texts } from '#report';
import type { CheckBudget, LogSubject, LogsFound, LogsProgress, LogsWanted, NamedText } from './messages.ts';

export type LogsNews = ({ readonly kind: 'progress' } & LogsProgress) | { readonly kind: 'found'; readonly found: LogsFound };

const SLICE_MILLISECONDS = 60;
/** Steps of the run that are at hand, the last ones: of more a diagram shows nothing. */
const STEPS = 300;

/** `errors`: the text of the spec has some. */
export function* conformLogs(
  analysis: Analysis,
  texts: Texts,
  errors: boolean,
  wanted: LogsWanted,
  { seconds, maxMemory }: CheckBudget,
  now: () => number,
): Generator<LogsNews, void> {
  const begin = now();
  const subjects = subjectsIn(analysis);
  const wrong = (problem: string, mistakes: readonly LogMistake[] = [], more = 0): LogsNews => {
    return { kind: 'found', found: { subjects, report: null, problem, mistakes: mistakes.map(brief), more } };
  };
  if (errors) return yield wrong('the specification has errors');
  const subject = subjectOf(analysis, subjects, wanted);
  if (typeof subject === 'string') return yield wrong(subject);
  const constants = constantsOf(analysis, subject, wanted);
  if (typeof constants === 'string') return yield wrong(constants);
  const { model } = lower(analysis, subject.system, subject.assume, constants);
  if (model === null) return yield wrong(`${subject.system} under ${subject.assume} is no model with these constants`);
  const timing = timingFrom(wanted.timing, { tick: 'tick', clockError: 'clockError' });
  if (timing !== null && 'problem' in timing) return yield wrong(timing.problem);
  if (timing !== null && !model.timing.time)
    return yield wrong(`there is no time under ${subject.assume}, so only the order of events counts`);
  const files = eventsIn(wanted);
  if (typeof files === 'string') return yield wrong(files);
  if ('mistakes' in files) return yield wrong(MISTAKES, files.mistakes);
  const read = readLogs(model, files, { timed: timing !== null });
  if (read.mistakes.length > 0) return yield wrong(MISTAKES, read.mistakes, read.more);
  const options = {
    now,
    slice: SLICE_MILLISECONDS,
    stop: () => (now() - begin < seconds * 1000 ? null : `the ${seconds} s given are used up`),
    maxMemory: maxMemory * 2 ** 20,
    timing,
    weaken: true,
    steps: STEPS,
  };
  const found = (answer: ConformAnswer, pending: boolean): LogsNews => {
    const report = logReport(answer, texts, pending);
    return { kind: 'found', found: { subjects, report, pending, milliseconds: now() - begin } };
  };
  for (const event of conform({ analysis, ...subject, constants }, read, options)) {
    if (event.kind === 'answer') yield found(event.answer, !event.last);
    else yield event;
  }
}

/** A log may hold anything, in lines of any length. */
function brief(mistake: LogMistake): LogMistake {
  const { message: text } = mistake;
  return text.length > MOST_CHARACTERS ? { ...mistake, message: `${text.slice(0, MOST_CHARACTERS)}...` } : mistake;
}

/** Of a message. */
const MOST_CHARACTERS = 500;

const MISTAKES = 'the log has mistakes, so nothing was searched';

/** What checks and blocks name, in the order of the text; where there is none, everything. */
function subjectsIn({ checks, provisos, systems, assumes }: Analysis): LogSubject[] {
  const named = [...checks, ...provisos].map(({ system, assume }) => ({ system, assume }));
  const all = named.length > 0 ? named : [...systems.keys()].flatMap((system) => [...assumes.keys()].map((assume) => ({ system, assume })));
  return all.filter((one, i) => all.findIndex(({ system, assume }) => system === one.system && assume === one.assume) === i);
}

/** The first that is meant; logs may be asked about what nothing checks. Or why there is none. */
function subjectOf({ systems, assumes }: Analysis, subjects: readonly LogSubject[], { system, assume }: LogsWanted): LogSubject | string {
  if (system !== null && !systems.has(system)) return `there is no system ${system}`;
  if (assume !== null && !assumes.has(assume)) return `there is no assume ${assume}`;
  const found = subjects.find((one) => (system === null || one.system === system) && (assume === null || one.assume === assume));
  if (found !== undefined) return found;
  const only = system ?? (systems.size === 1 ? [...systems.keys()][0] : null);
  return only === null || assume === null ? 'there is no system with an assume that could be meant' : { system: only, assume };
}

function constantsOf(
  analysis: Analysis,
  { system, assume }: LogSubject,
  { constants }: LogsWanted,
): ReadonlyMap<string, ConstantValue> | string {
  const known = new Map(constantsUnder(analysis, system, assume));
  for (const [name, value] of Object.entries(constants)) {
    const declared = known.get(name);
    if (declared === undefined) return `there is no constant ${name}`;
    if (typeof declared !== typeof value || (typeof value === 'number' && !Number.isSafeInteger(value)))
      return `the constant ${name} is ${declared}, which is not of the kind of ${value}`;
  }
  return new Map(Object.entries(constants));
}

function eventsIn({ logs, mapping }: LogsWanted): readonly LogText[] | { readonly mistakes: readonly LogMistake[] } | string {
  const files = logs.map(({ name, text }): LogText => ({ file: name, text }));
  if (mapping === null) return files;
  const read = mappingIn(mapping);
  if (typeof read === 'string') return read;
  const spans = mapSpans(files, read);
  if (spans.mistakes.length > 0) return spans;
  return spans.logs.length === 0 ? 'no rule of the mapping fits a span of these files' : spans.logs;
}

function mappingIn({ name, text }: NamedText): SpanMapping | string {
  try {
    const json: unknown = JSON.parse(text);
    const mistake = mistakeInMapping(json);
    return mistake === null ? (json as SpanMapping) : `${name}: ${mistake}`;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return `${name}: this is no JSON: ${error.message}`;
  }
}
