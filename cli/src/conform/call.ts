/** What a call of `proviso conform` asks for. */
import {
  type Analysis,
  type ConstantValue,
  type LogMistake,
  type LogText,
  type LogTiming,
  lower,
  mapSpans,
  mistakeInMapping,
  type ReadLogs,
  readLogs,
  type SpanMapping,
  timingFrom,
} from '#checker';
import type { Diagnostic } from '#grammar';
import type { Texts } from '#report';
import { type Call, positive } from '../call.ts';
import { formatsOf, type Requested } from '../check/formats.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { readText, shown, statOf } from '../files.ts';
import { constantsOf, type Problem, readSpec, type Subject, subjectsOf } from '../subjects.ts';
import type { Terminal } from '../terminal.ts';
import { CONFORM_SECONDS } from '../verbs/conform-spec.ts';
import { tracePaths } from './trace-paths.ts';

/** What was read of the files, and what is wrong with them. */
export interface Sources {
  readonly file: string;
  /** as they are shown */
  readonly logs: readonly string[];
  readonly requested: readonly Requested[];
  readonly diagnostics: readonly Diagnostic[];
  readonly mistakes: readonly LogMistake[];
  readonly moreMistakes: number;
  readonly texts: Texts;
}

export interface Read extends Sources, Subject {
  readonly analysis: Analysis;
  readonly constants: ReadonlyMap<string, ConstantValue>;
  readonly read: ReadLogs;
  readonly timing: LogTiming | null;
  readonly seconds: number;
  /** bytes */
  readonly maxMemory: number;
}

const MEMORY = 1024;
const MIB = 2 ** 20;
const LARGEST_LOG = 256 * MIB;

/** What the call asks for; where it cannot be had, that has been said, and here is the code to end with. Of files with mistakes only what they are. */
export function readCall(call: Call, terminal: Terminal): Read | Sources | ExitCode {
  const wrong = (problem: string) => {
    terminal.complain(`proviso: ${problem}`);
    return exitCodes.wrongInput;
  };
  const [seconds, memory] = [positive(call, 'timeout', 'seconds'), positive(call, 'max-memory', 'MiB')];
  for (const limit of [seconds, memory]) if (limit !== null && typeof limit === 'object') return wrong(limit.problem);
  const requested = formatsOf(call);
  if ('problem' in requested) return wrong(requested.problem);
  const other = requested.find(({ format }) => format !== 'text' && format !== 'json');
  if (other !== undefined) return wrong(`What comes of logs is written as text or json, and not as ${other.format}.`);
  const timing = timingOf(call);
  if (timing !== null && 'problem' in timing) return wrong(timing.problem);
  const paths = tracePaths(call);
  if (paths.length === 0) return wrong('Which log? Write `--trace run.jsonl`; docs/code.md says what stands in it.');
  const folder = paths.find((path) => statOf(path)?.isDirectory());
  if (folder !== undefined) return wrong(`${shown(folder)}: no file in this folder ends in .jsonl, so there is no log.`);
  const spec = readSpec(call, 'conform', terminal);
  if (typeof spec === 'number') return spec;
  const { found, analysis, diagnostics, texts } = spec;
  const logs = paths.map(shown);
  const sources: Sources = { file: found.path, logs, requested, diagnostics, mistakes: [], moreMistakes: 0, texts };
  if (diagnostics.some(({ severity }) => severity === 'error')) return sources;
  const subject = subjectOf(call, analysis);
  if ('problem' in subject) return wrong(subject.problem);
  const constants = constantsOf(call, analysis, [subject]);
  if ('problem' in constants) return wrong(constants.problem);
  const { model, diagnostics: more } = lower(analysis, subject.system, subject.assume, constants.constants);
  if (model === null) return { ...sources, diagnostics: [...diagnostics, ...more] };
  if (timing !== null && !model.timing.time)
    return wrong(`\`--tick\`: there is no time under ${subject.assume}, so only the order of events counts.`);
  const files: LogText[] = [];
  for (const [i, path] of paths.entries()) {
    const content = call.options.follow === true && isEmpty(path) ? { text: '' } : readText(path, LARGEST_LOG);
    if ('problem' in content) return wrong(`${logs[i]}: ${content.problem}`);
    const { text } = content;
    // A line without an end is still being written.
    files.push({ file: logs[i], text: call.options.follow === true ? text.slice(0, text.lastIndexOf('\n') + 1) : text });
  }
  const mapping = mappingOf(call);
  if (mapping !== null && 'problem' in mapping) return wrong(mapping.problem);
  const spans = mapping === null ? { logs: files, mistakes: [] } : mapSpans(files, mapping);
  if (spans.mistakes.length > 0) return { ...sources, mistakes: spans.mistakes };
  if (mapping !== null && spans.logs.length === 0) return wrong('No rule of the mapping fits a span of these files: there is no event.');
  const read = readLogs(model, spans.logs, { timed: timing !== null });
  if (read.mistakes.length > 0) return { ...sources, mistakes: read.mistakes, moreMistakes: read.more };
  return {
    ...sources,
    ...subject,
    analysis,
    constants: constants.constants,
    read,
    timing,
    seconds: typeof seconds === 'number' ? seconds : call.options.follow === true ? Number.POSITIVE_INFINITY : CONFORM_SECONDS,
    maxMemory: (typeof memory === 'number' ? memory : MEMORY) * MIB,
  };
}

function isEmpty(path: string): boolean {
  return statOf(path)?.size === 0;
}

function mappingOf({ options: { mapping } }: Call): SpanMapping | Problem | null {
  if (typeof mapping !== 'string') return null;
  const content = readText(mapping);
  const name = shown(mapping);
  if ('problem' in content) return { problem: `${name}: ${content.problem}` };
  try {
    const json: unknown = JSON.parse(content.text);
    const mistake = mistakeInMapping(json);
    return mistake === null ? (json as SpanMapping) : { problem: `${name}: ${mistake}` };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { problem: `${name}: this is no JSON: ${error.message}` };
  }
}

/** One system has the logs. */
function subjectOf(call: Call, analysis: Analysis): Subject | Problem {
  const found = subjectsOf(call, analysis);
  if ('problem' in found) return found;
  const [first, second] = found.subjects;
  if (second === undefined) return first;
  return { problem: `Which system are these logs of? Write \`--system ${first.system}\` or \`--system ${second.system}\`.` };
}

function timingOf({ options: { tick, 'clock-error': error } }: Call): LogTiming | Problem | null {
  const written = { tick: typeof tick === 'string' ? tick : undefined, clockError: typeof error === 'string' ? error : undefined };
  return timingFrom(written, { tick: '--tick', clockError: '--clock-error' });
}
