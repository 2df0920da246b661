/** `proviso conform FILE --trace LOG`: whether logs of an implementation are those of a run. */
import { resolve } from 'node:path';
import process from 'node:process';
import { type ConformAnswer, type ConformOptions, conform } from '#checker';
import {
  type ConformRun,
  conformJson,
  conformLines,
  conformReport,
  conformRun,
  formatDiagnostic,
  plainStyle,
  plural,
  type Style,
} from '#report';
import type { Call, NamedCall } from '../call.ts';
import { type CheckHost, plainHost } from '../check/host.ts';
import { REASON } from '../check/will.ts';
import { FILE_COLUMNS, written } from '../check/written.ts';
import { type Read, readCall, type Sources } from '../conform/call.ts';
import { type Followed, follow } from '../conform/follow.ts';
import { tracePaths } from '../conform/trace-paths.ts';
import { type ExitCode, exitCodes, worst } from '../exit.ts';
import { statOf } from '../files.ts';
import { openTerminal, type Terminal } from '../terminal.ts';
import { version } from '../version.ts';

/** Steps of the run that are at hand without `--run`. */
const STEPS = 200;

const MIB = 2 ** 20;
/** The process may take so much more than the search, in bytes: less than what it is ended for (supervise.ts), so that there is an answer. */
const PROCESS = 200 * MIB;

/** Milliseconds between two looks at logs that grow. */
const LOOK = 200;
/** Milliseconds in which what one log lacks may come, where there are several. */
const LAG = 1000;

export async function conformTo(call: Call, host: CheckHost = plainHost): Promise<ExitCode> {
  const terminal = openTerminal({ color: call.options.color !== false, quiet: false }, host.device);
  const begun = performance.now();
  const { trace, only } = call.options;
  if (trace !== undefined && only === undefined) return await conformOne(call, terminal, host, begun);
  const named =
    trace === undefined ? namedIn(call) : { problem: '`--only` is about runs that the configuration names: leave it or `--trace` out.' };
  if ('problem' in named) {
    terminal.complain(`proviso: ${named.problem}`);
    return exitCodes.wrongInput;
  }
  const codes: ExitCode[] = [];
  for (const { name, call: one } of named.runs) {
    if (named.runs.length > 1) terminal.say(`${codes.length > 0 ? '\n' : ''}${terminal.style.strong(name)}`);
    // What came of those before counts, wherever this one ends.
    const own: CheckHost = { ...host, keep: (will) => host.keep?.({ ...will, codes: [...codes, ...will.codes] }) };
    // A time that was given is for all of them.
    codes.push(await conformOne(one, terminal, own, call.options.timeout === undefined ? performance.now() : begun));
    const stopped = host.interrupt.code();
    if (stopped !== null) return stopped;
  }
  return worst(codes);
}

/** The runs of a configuration that are meant: of this specification, or all. */
function namedIn({ words, named = [], options }: Call): { readonly runs: readonly NamedCall[] } | { readonly problem: string } {
  const [spec] = words;
  const of = spec === undefined ? named : named.filter((one) => one.spec === resolve(spec));
  const runs = typeof options.only === 'string' ? of.filter(({ name }) => name === options.only) : of;
  if (runs.length === 0 && typeof options.only === 'string' && of.length > 0)
    return { problem: `There is no run \`${options.only}\` in the configuration. There are: ${of.map(({ name }) => name).join(', ')}.` };
  if (runs.length === 0)
    return {
      problem:
        'Which log? Write `--trace run.jsonl`, or name runs as `conform` in proviso.config.json; docs/code.md says what stands in both.',
    };
  if (runs.length > 1 && (options.format !== undefined || options.follow === true))
    return {
      problem:
        typeof options.only === 'string'
          ? `${runs.length} runs are called \`${options.only}\`: give each a \`name\` of its own in the configuration.`
          : `${runs.length} runs are named: write which one with \`--only "${runs[0].name}"\`.`,
    };
  return { runs };
}

async function conformOne(call: Call, terminal: Terminal, host: CheckHost, begun: number): Promise<ExitCode> {
  // An event of logs that were followed was not explained, so all of them are asked about at once.
  let asksAgain: boolean = false;
  // Of spans that grow, by the places of events that are not explained: since when they are known.
  let late: ReadonlyMap<string, number> = new Map();
  for (;;) {
    const begins = performance.now();
    const sizes = sizesOf(call);
    const read = readCall(call, terminal);
    if (typeof read === 'number') return read;
    const told = new Told(read, terminal, call, begun);
    if (!('analysis' in read)) return worst([exitCodes.wrongInput, told.end(null, false)]);
    host.keep?.({ ...told.will(null), open: 1, found: [], codes: [] });
    const options = optionsOf(call, read, host, begun);
    // Spans are put in the order of their clocks first, all of them.
    const goesAlong: boolean = call.options.follow === true && call.options.mapping === undefined && !asksAgain;
    const followed: Followed = goesAlong ? await follow(read, () => tracePaths(call), options, terminal) : 'whole';
    asksAgain = goesAlong && followed === 'whole';
    if (followed === 'again' || asksAgain) continue;
    const answer = followed === 'whole' ? await answered(read, options, told, terminal, host) : followed.answer;
    late = new Map(answer.unexplained.map(({ event: { place } }) => [placeText(place), late.get(placeText(place)) ?? begins]));
    // Where logs are followed, what was late was waited for before.
    const waits = call.options.mapping !== undefined && [...late.values()].every((since) => begins - since < LAG);
    if (followed === 'whole' && call.options.follow === true && (await goesOn(call, answer, waits, sizes, told, terminal, host))) continue;
    terminal.clear();
    host.keep?.({ lines: [], files: [], open: 0, found: [], codes: [] });
    const code = told.end(answer, host.interrupt.happened());
    return host.interrupt.code() ?? worst([code, codeOf(answer)]);
  }
}

function placeText({ file, line }: { readonly file: string; readonly line: number }): string {
  return `${file}:${line}`;
}

/** Waits for more of the logs; false where the answer stands. `waits`: also where an event is not explained, as it may only be early. */
async function goesOn(
  call: Call,
  answer: ConformAnswer,
  waits: boolean,
  sizes: readonly number[],
  told: Told,
  terminal: Terminal,
  host: CheckHost,
): Promise<boolean> {
  if (answer.outcome !== 'conforms') return waits && sizes.length > 1 && (await haveChanged(call, sizes, host, LAG));
  host.keep?.({ ...told.will(answer), open: 1, found: [], codes: [] });
  terminal.progress(`${plural(answer.events, 'event')}, all explained; more is waited for`);
  return await haveChanged(call, sizes, host, Number.POSITIVE_INFINITY);
}

function sizesOf(call: Call): number[] {
  return tracePaths(call).map((path) => statOf(path)?.size ?? 0);
}

/** Waits until some log has another size, at most so long; false also where the caller wants no more. */
async function haveChanged(call: Call, sizes: readonly number[], { interrupt }: CheckHost, most: number): Promise<boolean> {
  for (const begun = performance.now(); performance.now() - begun < most && !interrupt.happened(); ) {
    await new Promise((resume) => setTimeout(resume, LOOK));
    if (!interrupt.happened() && sizesOf(call).some((size, i) => size !== sizes[i])) return true;
  }
  return false;
}

function optionsOf(call: Call, read: Read, { interrupt }: CheckHost, begun: number): ConformOptions {
  const most = call.options['max-memory'] === undefined ? Number.POSITIVE_INFINITY : read.maxMemory + PROCESS;
  const stop = () => {
    if (interrupt.happened()) return 'interrupted';
    if (performance.now() - begun >= read.seconds * 1000) return `the ${read.seconds} s given are used up`;
    return process.memoryUsage.rss() > most ? `the ${read.maxMemory / MIB} MiB of memory given are used up` : null;
  };
  return {
    now: () => performance.now(),
    slice: 60,
    stop,
    maxMemory: read.maxMemory,
    timing: read.timing,
    weaken: call.options.weaken !== false,
    steps: call.options.run === true ? Number.POSITIVE_INFINITY : STEPS,
  };
}

async function answered(read: Read, options: ConformOptions, told: Told, terminal: Terminal, { keep }: CheckHost): Promise<ConformAnswer> {
  let answer: ConformAnswer | null = null;
  for (const event of conform(read, read.read, options)) {
    if (event.kind === 'answer') {
      answer = event.answer;
      if (!event.last) keep?.({ ...told.will(answer), open: 1, found: [], codes: [codeOf(answer)] });
      continue;
    }
    const { explained, events, pairs, weaker } = event;
    terminal.progress(
      `${weaker ? 'weaker assumptions: ' : ''}${explained} of ${plural(events, 'event')}, ${plural(pairs, 'pair')} looked at`,
    );
    // A moment in which Ctrl-C is heard.
    await new Promise(setImmediate);
  }
  if (answer === null) throw new Error('internal error: no answer about the logs');
  return answer;
}

function codeOf({ outcome }: ConformAnswer): ExitCode {
  switch (outcome) {
    case 'conforms':
      return exitCodes.fine;
    case 'unexplained':
      return exitCodes.unexpected;
    case 'undecided':
      return exitCodes.undecided;
    default:
      return outcome satisfies never;
  }
}

interface Layout {
  readonly style: Style;
  readonly columns: number;
}

/** What is written, in every format that is asked for. */
class Told {
  readonly #sources: Sources | Read;
  readonly #terminal: Terminal;
  readonly #call: Call;
  readonly #begun: number;

  constructor(sources: Sources | Read, terminal: Terminal, call: Call, begun: number) {
    this.#sources = sources;
    this.#terminal = terminal;
    this.#call = call;
    this.#begun = begun;
  }

  /** What would be written if it ended here. */
  will(answer: ConformAnswer | null) {
    const { requested } = this.#sources;
    return {
      lines: requested.flatMap(({ format, file }) => (file === null ? [...this.#lines(format, answer, true, this.#terminal)] : [])),
      files: requested.flatMap(({ format, file }) =>
        file === null ? [] : [{ path: resolve(file), lines: [...this.#lines(format, answer, true, IN_FILE)] }],
      ),
    };
  }

  end(answer: ConformAnswer | null, interrupted: boolean): ExitCode {
    let code: ExitCode = exitCodes.fine;
    for (const { format, file } of this.#sources.requested) {
      if (file === null) for (const line of this.#lines(format, answer, interrupted, this.#terminal)) this.#terminal.say(line);
      else if (!written(this.#terminal, file, this.#lines(format, answer, interrupted, IN_FILE))) code = exitCodes.unwritten;
    }
    return code;
  }

  #lines(format: string, answer: ConformAnswer | null, interrupted: boolean, layout: Layout): Iterable<string> {
    return format === 'json' ? conformJson(this.#run(answer, interrupted)) : this.#text(answer, layout);
  }

  #text(answer: ConformAnswer | null, layout: Layout): string[] {
    const { diagnostics, mistakes, moreMistakes, texts } = this.#sources;
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    return [
      ...errors.map((one) => formatDiagnostic(one, { ...layout, text: texts })),
      ...mistakes.map(({ file, line, message }) => `${layout.style.strong(`${file}:${line}`)}: ${layout.style.bad('error')}: ${message}`),
      ...(moreMistakes > 0 ? [`and ${plural(moreMistakes, 'more mistake')} in these logs`] : []),
      ...(answer === null
        ? 'analysis' in this.#sources
          ? [`not decided: ${REASON}`]
          : []
        : conformLines(conformReport(answer, texts), {
            ...layout,
            run: this.#call.options.run === true,
            pending: this.#call.options.weaken !== false && answer.weaker === null,
          })),
    ];
  }

  #run(answer: ConformAnswer | null, interrupted: boolean): ConformRun {
    const { file, logs, diagnostics, mistakes, moreMistakes, texts } = this.#sources;
    return conformRun({
      version: version(),
      interrupted,
      file,
      logs,
      diagnostics,
      mistakes,
      moreMistakes,
      answer: answer === null ? null : conformReport(answer, texts),
      texts,
      milliseconds: performance.now() - this.#begun,
    });
  }
}

const IN_FILE: Layout = { style: plainStyle, columns: FILE_COLUMNS };
