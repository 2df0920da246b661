/** Writes a run in every format that is asked for: to the terminal as things become known, to files at the end. */
import { resolve } from 'node:path';
import type { Diagnostic } from '#grammar';
import { type FileProblem, type FormatOptions, formats, plainStyle, type RunParts, type RunReport, runReport, type Writer } from '#report';
import type { Terminal } from '../terminal.ts';
import { version } from '../version.ts';
import type { Requested } from './formats.ts';
import type { Will } from './will.ts';
import { FILE_COLUMNS, written } from './written.ts';

/** What is known of a run apart from what was written before it ended. */
export type RunEnd = Pick<RunReport, 'interrupted' | 'files' | 'skipped' | 'shard' | 'changed'> &
  Pick<RunParts, 'baseline'> & { readonly milliseconds: number };

type CheckReport = RunReport['checks'][number];
type ProvisosReport = RunReport['provisos'][number];

interface Target {
  readonly writer: Writer;
  /** null for the terminal */
  readonly file: string | null;
  /** kept until the end; the terminal keeps nothing */
  readonly lines: string[];
  /** what a will had of it last, and when it may be made again */
  last: { readonly lines: readonly string[]; readonly next: number; readonly took: number; decided: number } | null;
  /** milliseconds in which wills were made */
  spent: number;
}

/** So many times as long as it took nothing is made again. */
const AS_LONG = 20;
/** Milliseconds: what took less is made again at once where a trace has decided something, as the step after that may never end. */
const SOON_MADE = 100;
/** Milliseconds beyond that, of so many, which all of these may take: what is made grows with each of a thousand checks. */
const SOON_SHARE = 10;

export class Output {
  readonly #terminal: Terminal;
  readonly #targets: readonly Target[];
  readonly #text: FormatOptions['text'];
  readonly #seen = new Set<string>();
  readonly #unreadable: FileProblem[] = [];
  readonly #diagnostics: Diagnostic[] = [];
  readonly #checks: CheckReport[] = [];
  readonly #provisos: ProvisosReport[] = [];
  readonly #begun = performance.now();

  private constructor(terminal: Terminal, targets: readonly Target[], text: FormatOptions['text']) {
    this.#terminal = terminal;
    this.#targets = targets;
    this.#text = text;
  }

  static async begin(
    terminal: Terminal,
    requested: readonly Requested[],
    options: Omit<FormatOptions, 'style' | 'columns'>,
  ): Promise<Output> {
    const targets = requested.map(async ({ format, file }): Promise<Target> => {
      const { style, columns } = file === null ? terminal : { style: plainStyle, columns: FILE_COLUMNS };
      const { begin } = await formats[format].load();
      return { writer: begin({ ...options, style, columns }), file, lines: [], last: null, spent: 0 };
    });
    return new Output(terminal, await Promise.all(targets), options.text);
  }

  unreadable(problem: FileProblem): void {
    this.#unreadable.push(problem);
    this.#write((writer) => writer.unreadable(problem));
  }

  /** Each once, however many files import the text that it is about. Returns whether one of them is an error. */
  diagnostics(diagnostics: readonly Diagnostic[]): boolean {
    for (const diagnostic of diagnostics) {
      const key = JSON.stringify([diagnostic.code, diagnostic.span]);
      if (this.#seen.has(key)) continue;
      this.#seen.add(key);
      this.#diagnostics.push(diagnostic);
      this.#write((writer) => writer.diagnostic(diagnostic));
    }
    return diagnostics.some(({ severity }) => severity === 'error');
  }

  check(check: CheckReport): void {
    this.#checks.push(check);
    this.#write((writer) => writer.check(check));
  }

  provisos(provisos: ProvisosReport): void {
    this.#provisos.push(provisos);
    this.#write((writer) => writer.provisos(provisos));
  }

  /** `after`: what else is written of the run. Returns false where a file could not be written, which has been said. */
  end(end: RunEnd, after: (run: RunReport) => boolean = () => true): boolean {
    const run = this.#report(end, []);
    const isDone = after(run);
    const written = this.#targets.map((target) => this.#finish(target, run));
    return written.every((one) => one) && isDone;
  }

  /** What would be written from here on, were these checks the last and the run over; nothing is. */
  will(checks: readonly CheckReport[], end: RunEnd): Pick<Will, 'lines' | 'files'> {
    const report = () => this.#report(end, checks);
    const rest = (target: Target) => this.#rest(target, checks, report);
    return {
      lines: this.#targets.flatMap((target) => (target.file === null ? rest(target) : [])),
      files: this.#targets.flatMap((target) => (target.file === null ? [] : [{ path: resolve(target.file), lines: rest(target) }])),
    };
  }

  /** What is written at the end alone is made anew only where that takes a small part of the time; until then it is what it was. */
  #rest(target: Target, checks: readonly CheckReport[], report: () => RunReport): readonly string[] {
    const { writer, lines, file, last } = target;
    const begun = performance.now();
    const decided = decidedIn(checks);
    const isSoon = decided > (last?.decided ?? 0) && (last?.took ?? 0) < SOON_MADE;
    const mayBe = target.spent < SOON_MADE + (begun - this.#begun) / SOON_SHARE;
    if (last !== null && begun < last.next && !(isSoon && mayBe)) {
      last.decided = Math.min(last.decided, decided);
      return last.lines;
    }
    const made = [...(file === null ? [] : lines), ...checks.flatMap((check) => writer.check(check)), ...writer.end(report())];
    const now = performance.now();
    target.spent += now - begun;
    // Lines on the terminal must follow what stands there already.
    target.last =
      file === null && writer.atEnd !== true ? null : { lines: made, next: now + AS_LONG * (now - begun), took: now - begun, decided };
    return made;
  }

  #report(end: RunEnd, checks: readonly CheckReport[]): RunReport {
    const parts = {
      unreadable: this.#unreadable,
      diagnostics: this.#diagnostics,
      checks: [...this.#checks, ...checks],
      provisos: this.#provisos,
      texts: this.#text,
    };
    return runReport({ ...end, ...parts, version: version() });
  }

  #write(lines: (writer: Writer) => readonly string[]): void {
    for (const target of this.#targets) {
      for (const line of lines(target.writer)) {
        if (target.file === null) this.#terminal.say(line);
        else target.lines.push(line);
      }
    }
  }

  #finish({ writer, file, lines }: Target, run: RunReport): boolean {
    if (file === null) {
      for (const line of writer.end(run)) this.#terminal.say(line);
      return true;
    }
    return written(this.#terminal, file, lines, writer.end(run));
  }
}

/** Outcomes of checks that are not done which a trace has decided. */
function decidedIn(checks: readonly CheckReport[]): number {
  const outcomes = checks.flatMap(({ properties }) => properties.flatMap((property) => property.outcomes));
  return outcomes.filter(({ standing }) => standing !== 'undecided').length;
}
