/** The reachable states as one node tells them apart: a group is all states that look the same to it. */
import { mayRead, type View } from './views.ts';

export class Groups {
  /** of each state its group; -1 where the node sees nothing */
  readonly #of: Int32Array;
  readonly #numbers = new Map<string, number>();
  readonly #views: View[] = [];
  /** groups whose views differ in no more than what is left of timers */
  readonly #families = new Map<string, number[]>();
  readonly #alike = new Map<number, readonly number[]>();
  #starts = new Int32Array(0);
  #members = new Int32Array(0);

  constructor(states: number) {
    this.#of = new Int32Array(states);
  }

  get count(): number {
    return this.#views.length;
  }

  get bytes(): number {
    return 4 * (this.#of.length + this.#starts.length + this.#members.length);
  }

  put(state: number, view: View | null): void {
    this.#of[state] = view === null ? -1 : this.#numberOf(view);
  }

  /** After the last state. */
  close(): void {
    const sizes = new Int32Array(this.count);
    let seen = 0;
    for (const group of this.#of) {
      if (group < 0) continue;
      sizes[group]++;
      seen++;
    }
    this.#starts = new Int32Array(this.count + 1);
    for (let group = 0; group < this.count; group++) this.#starts[group + 1] = this.#starts[group] + sizes[group];
    this.#members = new Int32Array(seen);
    const next = this.#starts.slice();
    this.#of.forEach((group, state) => {
      if (group >= 0) this.#members[next[group]++] = state;
    });
  }

  of(state: number): number {
    return this.#of[state];
  }

  /** The states of a group in ascending order, which is search order. */
  members(group: number): Int32Array {
    return this.#members.subarray(this.#starts[group], this.#starts[group + 1]);
  }

  /** The groups that the node may take this one for, itself among them: more only where a timer tells nothing exact. */
  alike(group: number): readonly number[] {
    const { key, lefts } = this.#views[group];
    if (lefts.length === 0) return [group];
    let found = this.#alike.get(group);
    if (found === undefined) {
      found = this.#families.get(key)!.filter((other) => mayRead(lefts, this.#views[other].lefts));
      this.#alike.set(group, found);
    }
    return found;
  }

  #numberOf(view: View): number {
    const { key, lefts } = view;
    const text = lefts.length === 0 ? key : `${key}${JSON.stringify(lefts)}`;
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.#views.push(view) - 1;
      this.#numbers.set(text, number);
      if (lefts.length > 0) this.#family(key).push(number);
    }
    return number;
  }

  #family(key: string): number[] {
    let family = this.#families.get(key);
    if (family === undefined) {
      family = [];
      this.#families.set(key, family);
    }
    return family;
  }
}
