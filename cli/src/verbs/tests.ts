/** `proviso tests FILE`: runs for tests of an implementation. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { lower, type Model, type TestsAnswer, testsOf } from '#checker';
import { formatDiagnostic, jsonText, plural, type TestsParts, type Texts, testItf, testLines, testsLines, testsSuite } from '#report';
import { type Call, many, positive } from '../call.ts';
import { isHeapNearlyFull } from '../check/heap.ts';
import { type CheckHost, plainHost } from '../check/host.ts';
import { written } from '../check/written.ts';
import { type ExitCode, exitCodes, worst } from '../exit.ts';
import { constantsOf, missing, readSpec, subjectsOf } from '../subjects.ts';
import { didYouMean } from '../suggest.ts';
import { openTerminal, type Terminal } from '../terminal.ts';
import { version } from '../version.ts';
import { TESTS, TESTS_FORMATS } from './tests-spec.ts';

/** In the folder of `--out`. */
const SUITE = 'tests.json';

interface Asked {
  readonly file: string;
  readonly model: Model;
  readonly texts: Texts;
  readonly properties: ReadonlySet<string> | null;
  readonly isItf: boolean;
  readonly folder: string | null;
  readonly seconds: number;
  readonly maxStates: number;
  readonly steps: number;
}

export async function writeTests(call: Call, host: CheckHost = plainHost): Promise<ExitCode> {
  const quiet = call.options.quiet === true;
  const terminal = openTerminal({ color: call.options.color !== false, quiet }, host.device);
  const begun = performance.now();
  const asked = askedBy(call, terminal);
  if (typeof asked === 'number') return asked;
  host.keep?.({ lines: [], files: [], open: 1, found: [], codes: [] });
  const answer = answered(asked, terminal, host, begun);
  terminal.clear();
  const { folder, isItf, file, texts } = asked;
  const parts: TestsParts = {
    ...{ version: version(), file, answer, texts },
    fileOf: folder === null ? null : (run) => `run-${run}.${isItf ? 'itf.json' : 'jsonl'}`,
  };
  if (folder === null) {
    for (const line of streamLines(parts, isItf)) terminal.say(line);
  } else if (!inFolder(parts, isItf, folder, terminal)) return worst([host.interrupt.code() ?? exitCodes.fine, exitCodes.unwritten]);
  // What is said of the runs must not stand among them.
  const tell = (line: string) => (folder === null ? terminal.complain(line) : terminal.say(line));
  if (!quiet) for (const line of testsLines(testsSuite(parts), terminal)) tell(line);
  const isOpen = answer.goals.some(({ status }) => status === 'open');
  return host.interrupt.code() ?? (isOpen ? exitCodes.undecided : exitCodes.fine);
}

function answered(
  { model, properties, seconds, maxStates, steps }: Asked,
  terminal: Terminal,
  { interrupt }: CheckHost,
  begun: number,
): TestsAnswer {
  const stop = () => {
    if (interrupt.happened()) return 'interrupted';
    if (isHeapNearlyFull()) return 'there is not enough memory';
    return performance.now() - begun >= seconds * 1000 ? `the ${seconds} s given are used up` : null;
  };
  for (const event of testsOf(model, { now: () => performance.now(), slice: 60, stop, maxStates, steps, properties })) {
    if (event.kind === 'answer') return event.answer;
    const { states, found, goals, covering } = event;
    terminal.progress(
      `${plural(states, 'state')} looked at, runs to ${found} of ${plural(goals, 'goal')}${covering ? '; a few are chosen' : ''}`,
    );
  }
  throw new Error('internal error: no answer about tests');
}

function* streamLines(parts: TestsParts, isItf: boolean): Generator<string, void> {
  yield jsonText(testsSuite(parts));
  for (const lines of runLines(parts, isItf)) yield* lines;
}

function* runLines(parts: TestsParts, isItf: boolean): Generator<string[], void> {
  for (const [i, run] of parts.answer.runs.entries())
    yield isItf ? [jsonText(testItf(parts, run, i + 1))] : testLines(parts, run, i + 1).map((line) => jsonText(line));
}

/** Returns false where it cannot be written, which has been said. */
function inFolder(parts: TestsParts, isItf: boolean, folder: string, terminal: Terminal): boolean {
  try {
    removeOlder(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    terminal.complain(`proviso: ${folder} cannot be written: ${(error as Error).message}`);
    return false;
  }
  let run = 0;
  for (const lines of runLines(parts, isItf)) if (!written(terminal, join(folder, parts.fileOf!(++run)), lines)) return false;
  return written(terminal, join(folder, SUITE), [jsonText(testsSuite(parts), 2)]);
}

/** Runs of an earlier call: there may have been more of them. What is said of them goes first, so that it never speaks of files that are not there. */
function removeOlder(folder: string): void {
  const older = suiteIn(folder);
  if (older === null) return;
  const names = Array.isArray(older.runs) ? older.runs.map((run: { readonly file?: unknown } | null) => run?.file) : [];
  rmSync(join(folder, SUITE));
  for (const name of readdirSync(folder)) if (/^run-\d+\.(jsonl|itf\.json)$/.test(name) && names.includes(name)) rmSync(join(folder, name));
}

/** What an earlier call wrote there about its runs; null where nothing is there that can be read. What somebody else wrote is empty. */
function suiteIn(folder: string): { readonly tests?: unknown; readonly runs?: unknown } | null {
  try {
    const found: unknown = JSON.parse(readFileSync(join(folder, SUITE), 'utf8'));
    return typeof found === 'object' && found !== null && 'tests' in found && 'goals' in found ? found : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return null;
  }
}

/** Where it cannot be had, that has been said, and here is the code to end with. */
function askedBy(call: Call, terminal: Terminal): Asked | ExitCode {
  const wrong = (problem: string) => {
    terminal.complain(`proviso: ${problem}`);
    return exitCodes.wrongInput;
  };
  const numbers = [positive(call, 'timeout', 'seconds'), positive(call, 'max-states', 'states'), positive(call, 'steps', 'steps')];
  for (const one of numbers) if (one !== null && typeof one === 'object') return wrong(one.problem);
  const [seconds, maxStates, steps] = numbers.map((one) => (typeof one === 'number' ? one : null));
  const { format = 'jsonl', out } = call.options;
  if (typeof format !== 'string' || !Object.hasOwn(TESTS_FORMATS, format))
    return wrong(
      `There is no format \`${String(format)}\`.${didYouMean(String(format), Object.keys(TESTS_FORMATS))} The formats are ${Object.keys(TESTS_FORMATS).join(', ')}.`,
    );
  if (out === '') return wrong('`--out` needs the name of a folder, such as `--out tests`.');
  if (typeof out === 'string' && suiteIn(out)?.tests === undefined && existsSync(join(out, SUITE)))
    return wrong(`${join(out, SUITE)} was not written by \`proviso tests\`: choose another folder, or delete it.`);
  const spec = readSpec(call, 'tests', terminal);
  if (typeof spec === 'number') return spec;
  const { found, analysis, diagnostics, texts } = spec;
  const subjects = diagnostics.some(({ severity }) => severity === 'error') ? null : subjectsOf(call, analysis);
  if (subjects !== null && 'problem' in subjects) return wrong(subjects.problem);
  const [subject, second] = subjects?.subjects ?? [];
  if (second !== undefined) return wrong(`Tests of which system? Write \`--system ${subject.system}\` or \`--system ${second.system}\`.`);
  const constants = subject === undefined ? null : constantsOf(call, analysis, [subject]);
  if (constants !== null && 'problem' in constants) return wrong(constants.problem);
  const lowered = constants === null ? null : lower(analysis, subject.system, subject.assume, constants.constants);
  if (lowered?.model == null) {
    const errors = [...diagnostics, ...(lowered?.diagnostics ?? [])].filter(({ severity }) => severity === 'error');
    for (const one of errors) terminal.complain(formatDiagnostic(one, { ...terminal, text: texts }));
    return exitCodes.wrongInput;
  }
  const names = lowered.model.properties.map(({ name }) => name);
  const properties = many(call, 'property');
  for (const name of properties) if (!names.includes(name)) return wrong(missing('property', name, names).problem);
  return {
    file: found.path,
    model: lowered.model,
    texts,
    properties: properties.length === 0 ? null : new Set(properties),
    isItf: format === 'itf',
    folder: typeof out === 'string' ? out : null,
    seconds: seconds ?? TESTS.seconds,
    maxStates: maxStates ?? TESTS.states,
    steps: steps ?? TESTS.steps,
  };
}
