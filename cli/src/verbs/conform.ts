/** `proviso conform FILE --trace LOG`: whether logs of an implementation are those of a run. */
import { resolve } from 'node:path';
import { type ConformAnswer, conform } from '#checker';
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
import type { Call } from '../call.ts';
import { type CheckHost, plainHost } from '../check/host.ts';
import { REASON } from '../check/will.ts';
import { FILE_COLUMNS, written } from '../check/written.ts';
import { type Read, readCall, type Sources } from '../conform/call.ts';
import { type ExitCode, exitCodes, worst } from '../exit.ts';
import { openTerminal, type Terminal } from '../terminal.ts';
import { version } from '../version.ts';

/** Steps of the run that are at hand without `--run`. */
const STEPS = 200;

export async function conformTo(call: Call, host: CheckHost = plainHost): Promise<ExitCode> {
  const { device, interrupt } = host;
  const terminal = openTerminal({ color: call.options.color !== false, quiet: false }, device);
  const read = readCall(call, terminal);
  if (typeof read === 'number') return read;
  const begun = performance.now();
  const told = new Told(read, terminal, call, begun);
  if (!('analysis' in read)) return worst([exitCodes.wrongInput, told.end(null, false)]);
  host.keep({ ...told.will(null), open: 1, found: [], codes: [] });
  let answer: ConformAnswer | null = null;
  const options = {
    now: () => performance.now(),
    slice: 60,
    stop: () =>
      interrupt.happened()
        ? 'interrupted'
        : performance.now() - begun < read.seconds * 1000
          ? null
          : `the ${read.seconds} s given are used up`,
    maxMemory: read.maxMemory,
    timing: read.timing,
    weaken: call.options.weaken !== false,
    steps: call.options.run === true ? Number.POSITIVE_INFINITY : STEPS,
  };
  for (const event of conform(read, read.read, options)) {
    if (event.kind === 'answer') {
      answer = event.answer;
      if (!event.last) host.keep({ ...told.will(answer), open: 1, found: [], codes: [codeOf(answer)] });
      continue;
    }
    const { explained, events, pairs, weaker } = event;
    terminal.progress(
      `${weaker ? 'weaker assumptions: ' : ''}${explained} of ${plural(events, 'event')}, ${plural(pairs, 'pair')} looked at`,
    );
    // A moment in which Ctrl-C is heard.
    await new Promise(setImmediate);
  }
  terminal.clear();
  host.keep({ lines: [], files: [], open: 0, found: [], codes: [] });
  const code = told.end(answer, interrupt.happened());
  return interrupt.code() ?? worst([code, answer === null ? exitCodes.undecided : codeOf(answer)]);
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
