/** Where someone stands in a run. */
import { type Counterexample, Cursor, type Datum, sameDatum, stopsOf } from '#report/walk';

export class Walk {
  readonly run: Counterexample;
  readonly stops: readonly number[];
  readonly #cursor: Cursor;
  /** values at the stop before the one at hand */
  #before: readonly Datum[] = [];

  constructor(run: Counterexample) {
    this.run = run;
    this.stops = stopsOf(run);
    this.#cursor = new Cursor(run.replay);
    this.to(0);
  }

  get moment(): number {
    return this.#cursor.moment;
  }

  get last(): number {
    return this.#cursor.last;
  }

  get values(): readonly Datum[] {
    return this.#cursor.values;
  }

  /** The stop before the moment at hand. */
  get stopBefore(): number {
    return this.stops.findLast((stop) => stop < this.moment) ?? 0;
  }

  get inFlight() {
    return this.#cursor.inFlight;
  }

  /** Since the stop before: whether the value of a cell is another one. */
  hasChanged(cell: number): boolean {
    return this.moment > 0 && !sameDatum(this.#before[cell], this.values[cell]);
  }

  before(cell: number): Datum {
    return this.#before[cell];
  }

  to(moment: number): void {
    const wanted = Math.min(Math.max(moment, 0), this.last);
    this.#cursor.to(this.stops.findLast((stop) => stop < wanted) ?? 0);
    this.#before = [...this.#cursor.values];
    this.#cursor.to(wanted);
  }

  /** `each`: ticks that nothing is told of as well. Behind the end of a loop comes its first step. */
  next(each: boolean): void {
    const { loop } = this.run.replay;
    if (this.moment === this.last) {
      if (loop !== null && loop < this.last) this.to(this.stops.find((stop) => stop > loop) ?? this.last);
      return;
    }
    this.to(each ? this.moment + 1 : (this.stops.find((stop) => stop > this.moment) ?? this.last));
  }

  back(each: boolean): void {
    this.to(each ? this.moment - 1 : (this.stops.findLast((stop) => stop < this.moment) ?? 0));
  }
}
