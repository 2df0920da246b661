/** A place in a replay. Everything that looks at a run walks it with this; none of them works out a state of its own. */
import { datumText } from '../facts/datum-text.ts';
import type { Cell, Datum, Replay, Travel } from '../result/types.ts';

/** Values of all cells are kept at every so many moments, so that a jump is as cheap as a step. */
const KEEP = 64;

export class Cursor {
  readonly replay: Replay;
  readonly #kept: (readonly Datum[])[];
  #at = 0;
  #values: Datum[];

  constructor(replay: Replay) {
    this.replay = replay;
    this.#kept = [replay.first];
    this.#values = [...replay.first];
  }

  /** 0 is the first state, n the one behind the n-th step */
  get moment(): number {
    return this.#at;
  }

  get last(): number {
    return this.replay.moments.length;
  }

  /** Ticks since the start. */
  get time(): number {
    return this.#at === 0 ? 0 : this.replay.moments[this.#at - 1].time;
  }

  /** One for each cell. */
  get values(): readonly Datum[] {
    return this.#values;
  }

  /** Cells that the step to this moment changed. */
  get changed(): readonly number[] {
    return this.#at === 0 ? [] : this.replay.moments[this.#at - 1].changed.map(([cell]) => cell);
  }

  /** Messages in flight, in the order in which they were sent. */
  get inFlight(): readonly Travel[] {
    return this.replay.letters.filter(({ sent, left }) => sent <= this.#at && (left === null || left > this.#at));
  }

  /** Throws a RangeError where there is no such moment. */
  to(moment: number): void {
    if (!Number.isInteger(moment) || moment < 0 || moment > this.last) throw new RangeError(`there is no moment ${moment}`);
    const kept = Math.min(Math.floor(moment / KEEP), this.#kept.length - 1);
    if (moment < this.#at || kept * KEEP > this.#at) {
      this.#at = kept * KEEP;
      this.#values = [...this.#kept[kept]];
    }
    while (this.#at < moment) this.#forward();
  }

  /** The next moment; from the last one of a loop round to its beginning. Returns whether there is one. */
  next(): boolean {
    const { loop } = this.replay;
    const end = this.#at === this.last;
    if (end && (loop === null || loop === this.last)) return false;
    this.to(end ? (loop ?? 0) + 1 : this.#at + 1);
    return true;
  }

  /** The moment before. Returns whether there is one. */
  back(): boolean {
    if (this.#at === 0) return false;
    this.to(this.#at - 1);
    return true;
  }

  #forward(): void {
    for (const [cell, value] of this.replay.moments[this.#at].changed) this.#values[cell] = value;
    this.#at++;
    if (this.#at === this.#kept.length * KEEP) this.#kept.push([...this.#values]);
  }
}

/** `Client#1.token`; of what the author has not named with a sign that no name has: `Client#1.$status`, `$cuts`. */
export function cellName({ kind, node, name }: Cell, { nodes }: Replay): string {
  const own = kind === 'status' || kind === 'waits' || kind === 'stable' || kind === 'cuts' ? `$${name}` : name;
  return node === null ? own : `${nodes[node].name}.${own}`;
}

/** What the step to this moment changed, in text. */
export function changesTo(replay: Replay, moment: number): { readonly name: string; readonly value: string }[] {
  const changed = replay.moments[moment - 1]?.changed ?? [];
  return changed.map(([cell, value]) => ({ name: cellName(replay.cells[cell], replay), value: datumText(value) }));
}
