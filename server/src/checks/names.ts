/** Names for several things that would have the same: the second one is #2. */
export class Names {
  readonly #seen = new Map<string, number>();
  readonly #given = new Set<string>();

  of(name: string): string {
    let count = this.#seen.get(name) ?? 0;
    let own: string;
    // Somebody may have called one "x #2" already.
    do own = ++count === 1 ? name : `${name} #${count}`;
    while (this.#given.has(own));
    this.#seen.set(name, count);
    this.#given.add(own);
    return own;
  }
}
