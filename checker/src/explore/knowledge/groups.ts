/** The reachable states as one node distinguishes them: a group is all states that look the same to it. */
export class Groups {
  /** of each state its group; -1 where the node sees nothing */
  readonly #of: Int32Array;
  readonly #numbers = new Map<string, number>();
  #starts = new Int32Array(0);
  #members = new Int32Array(0);

  constructor(states: number) {
    this.#of = new Int32Array(states);
  }

  get count(): number {
    return this.#numbers.size;
  }

  get bytes(): number {
    return 4 * (this.#of.length + this.#starts.length + this.#members.length);
  }

  put(state: number, view: string | null): void {
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

  /** The group of all states that look so; -1 where none does. */
  find(view: string): number {
    return this.#numbers.get(view) ?? -1;
  }

  /** The states of a group in ascending order, which is search order. */
  members(group: number): Int32Array {
    return this.#members.subarray(this.#starts[group], this.#starts[group + 1]);
  }

  #numberOf(view: string): number {
    let number = this.#numbers.get(view);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(view, number);
    }
    return number;
  }
}
