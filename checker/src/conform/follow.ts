/**
 * Logs that grow. The search goes on from where it was: what was found stays found, and only what looked at the end of a log is looked at
 * again (`ConformSearch.grow`). It forgets what lies far back where it takes much memory (`ConformSearch.shortened`), so that it can go on for
 * days; an event that is then not explained has to be asked about again, from the beginning.
 */
import { lower } from '../analysis/index.ts';
import { answerOf, answersTo, type ConformEvent, type ConformOptions, type ConformSubject, ended } from './conform.ts';
import type { Complete, Sequence } from './event.ts';
import { ConformSearch } from './search.ts';

/** What is new of logs: of each sequence the events behind those that were known. */
export interface Added {
  readonly sequences: readonly Sequence[];
  /** of all that was read by now */
  readonly complete: readonly Complete[];
}

/** `explained`: all that is known. `stuck`: no run explains more. `stopped`: a budget ran out. */
export type FollowedState = 'explained' | 'stuck' | 'stopped';

export interface FollowOptions extends ConformOptions {
  /** bytes of the search above which it forgets what lies far back */
  readonly forgetAbove: number;
  /** events that it keeps then, about */
  readonly keep: number;
}

export class Following {
  readonly #subject: ConformSubject;
  readonly #options: FollowOptions;
  readonly #complete: string;
  readonly #logs: Added;
  #search: ConformSearch;
  #stopped: string | null = null;
  #forgetAbove: number;

  /** `first`: all that is known now */
  constructor(subject: ConformSubject, first: Added, options: FollowOptions) {
    const { model } = lower(subject.analysis, subject.system, subject.assume, subject.constants);
    if (model === null) throw new Error('internal error: logs are compared with no model');
    this.#subject = subject;
    this.#options = options;
    this.#logs = first;
    this.#complete = JSON.stringify(first.complete);
    this.#search = new ConformSearch(model, first, options.timing, { grows: true });
    this.#forgetAbove = options.forgetAbove;
  }

  /** events that are known */
  get events(): number {
    return this.#search.forgotten + this.#search.places.total;
  }

  /** Memory in use, about, in bytes. */
  get bytes(): number {
    return this.#search.bytes;
  }

  /** events that are forgotten */
  get forgotten(): number {
    return this.#search.forgotten;
  }

  /** How many events of each sequence are known. */
  get known(): readonly number[] {
    return this.#search.places.sequences.map(({ length }) => length);
  }

  /** Some run explains so many of each sequence, whatever came behind them. `known`: as it was since when all was explained last. */
  reaches(known: readonly number[]): boolean {
    return this.#search.reaches(known);
  }

  /** False where the search has to begin anew with all that is known: another log, an earlier time, something else of which all is logged. */
  grow({ sequences, complete }: Added): boolean {
    return JSON.stringify(complete) === this.#complete && this.#search.grow(sequences);
  }

  *search(): Generator<ConformEvent, FollowedState> {
    this.#stopped = yield* ended(this.#search, this.#search.places.total, this.#options);
    if (this.#stopped !== null) return 'stopped';
    if (!this.#search.isExplained) return 'stuck';
    if (this.#search.bytes > this.#forgetAbove && this.#search.furthest > 2 * this.#options.keep) {
      this.#search = this.#search.shortened(this.#options.keep);
      this.#forgetAbove = Math.max(this.#options.forgetAbove, 2 * this.#search.bytes);
    }
    return 'explained';
  }

  /** As `conform` answers. Where that is not settled by what is at hand there is none: then all has to be asked about again. */
  *answers(): Generator<ConformEvent, void> {
    const search = this.#search;
    if (search.isExplained) {
      search.end();
      yield* ended(search, search.places.total, { ...this.#options, stop: () => null });
      yield { kind: 'answer', answer: answerOf(this.#subject, search, this.#logs, this.#options, null), last: true };
    } else if (this.#stopped !== null || search.isSettled) {
      const logs = { sequences: search.places.sequences, complete: this.#logs.complete };
      yield* answersTo(this.#subject, search, logs, this.#options, this.#stopped);
    }
  }
}
