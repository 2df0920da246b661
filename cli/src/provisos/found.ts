/** What a call of `proviso provisos` has found, written in every format that is asked for: text as it is found, the rest at the end. */
import { resolve } from 'node:path';
import type { Diagnostic } from '#grammar';
import {
  type AnswerReport,
  formatDiagnostic,
  type ProvisosRun,
  plainStyle,
  provisosJson,
  provisosRun,
  type Style,
  type Texts,
  type ThresholdsReport,
} from '#report';
import type { Requested } from '../check/formats.ts';
import { writeLines } from '../check/output.ts';
import type { Will } from '../check/will.ts';
import type { Terminal } from '../terminal.ts';
import { version } from '../version.ts';

/** How wide a text in a file is. */
const COLUMNS = 120;

type Refused = ProvisosRun['refused'][number];
/** Lines of text, as wide as there is room. */
export type Lines = (options: { readonly style: Style; readonly columns: number }) => readonly string[];

interface Source {
  readonly file: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: Texts;
}

export class Found {
  readonly #terminal: Terminal;
  readonly #requested: readonly Requested[];
  readonly #source: Source;
  readonly #begun = performance.now();
  readonly #answers: AnswerReport[] = [];
  readonly #thresholds: ThresholdsReport[] = [];
  readonly #refused: Refused[] = [];
  #against: ProvisosRun['against'] = null;
  readonly #text: Lines[] = [];

  constructor(terminal: Terminal, requested: readonly Requested[], { file, diagnostics, texts }: Source) {
    this.#terminal = terminal;
    this.#requested = requested;
    this.#source = { file, diagnostics, texts };
    for (const diagnostic of diagnostics)
      if (diagnostic.severity === 'error') this.say((layout) => [formatDiagnostic(diagnostic, { ...layout, text: texts })]);
  }

  answer(report: AnswerReport, lines: Lines): void {
    this.#answers.push(report);
    this.say(lines);
  }

  thresholds(report: ThresholdsReport, lines: Lines): void {
    this.#thresholds.push(report);
    this.say(lines);
  }

  refused(refused: Refused, lines: Lines): void {
    this.#refused.push(refused);
    this.say(lines);
  }

  /** What was found in the file as it was. */
  compared(against: NonNullable<ProvisosRun['against']>, lines: Lines): void {
    this.#against = against;
    this.say(lines);
  }

  /** Text alone. */
  say(lines: Lines): void {
    this.#text.push(lines);
    if (!this.#requested.some(({ format, file }) => format === 'text' && file === null)) return;
    for (const line of lines(this.#terminal)) this.#terminal.say(line);
  }

  /** What would be written were this the end. */
  will(): Pick<Will, 'lines' | 'files'> {
    const rest = this.#requested.filter(({ format, file }) => format !== 'text' && file === null);
    return {
      lines: rest.flatMap(() => [...provisosJson(this.#run(true))]),
      files: this.#requested.flatMap(({ format, file }) =>
        file === null ? [] : [{ path: resolve(file), lines: [...this.#lines(format, true)] }],
      ),
    };
  }

  /** Returns false where a file could not be written, which has been said. */
  end(interrupted: boolean): boolean {
    return this.#requested.map(({ format, file }) => this.#finish(format, file, interrupted)).every((one) => one);
  }

  #finish(format: Requested['format'], file: string | null, interrupted: boolean): boolean {
    if (file === null) {
      if (format !== 'text') for (const line of this.#lines(format, interrupted)) this.#terminal.say(line);
      return true;
    }
    try {
      writeLines(file, this.#lines(format, interrupted));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      this.#terminal.complain(`proviso: ${file} cannot be written: ${(error as Error).message}`);
      return false;
    }
  }

  #lines(format: Requested['format'], interrupted: boolean): Iterable<string> {
    if (format === 'text') return this.#text.flatMap((lines) => lines({ style: plainStyle, columns: COLUMNS }));
    return provisosJson(this.#run(interrupted));
  }

  #run(interrupted: boolean): ProvisosRun {
    return provisosRun({
      ...this.#source,
      version: version(),
      interrupted,
      answers: this.#answers,
      thresholds: this.#thresholds,
      against: this.#against,
      refused: this.#refused,
      milliseconds: performance.now() - this.#begun,
    });
  }
}
