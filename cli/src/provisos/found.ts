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
import type { Will } from '../check/will.ts';
import { FILE_COLUMNS, written } from '../check/written.ts';
import type { Terminal } from '../terminal.ts';
import { version } from '../version.ts';

type Refused = ProvisosRun['refused'][number];
/** Lines of text, as wide as there is room. */
export type Lines = (options: { readonly style: Style; readonly columns: number }) => readonly string[];

/** What is known beyond what was said. */
export interface Pending {
  /** of the property that is looked at */
  readonly answer: AnswerReport | null;
  readonly lines: Lines;
}

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

  /** What would be written were this the end: what stands written already on the terminal is not written again. */
  will({ answer, lines }: Pending): Pick<Will, 'lines' | 'files'> {
    const answers = answer === null ? this.#answers : [...this.#answers, answer];
    const text = [...this.#text, lines];
    return {
      lines: this.#requested.flatMap(({ format, file }) => {
        if (file !== null) return [];
        return format === 'text' ? [...lines(this.#terminal)] : [...provisosJson(this.#run(true, answers))];
      }),
      files: this.#requested.flatMap(({ format, file }) =>
        file === null ? [] : [{ path: resolve(file), lines: [...this.#lines(format, true, answers, text)] }],
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
    return written(this.#terminal, file, this.#lines(format, interrupted));
  }

  #lines(format: Requested['format'], interrupted: boolean, answers = this.#answers, text = this.#text): Iterable<string> {
    if (format === 'text') return text.flatMap((lines) => lines({ style: plainStyle, columns: FILE_COLUMNS }));
    return provisosJson(this.#run(interrupted, answers));
  }

  #run(interrupted: boolean, answers: readonly AnswerReport[]): ProvisosRun {
    return provisosRun({
      ...this.#source,
      version: version(),
      interrupted,
      answers,
      thresholds: this.#thresholds,
      against: this.#against,
      refused: this.#refused,
      milliseconds: performance.now() - this.#begun,
    });
  }
}
