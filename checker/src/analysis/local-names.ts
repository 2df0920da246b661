/**
 * The local names in scope, as a chain that shares its tail: a handler with thousands of `let`s needs one link for each, where
 * copying a map for each would take the square of that.
 */
export class LocalNames {
  static readonly none: LocalNames = new LocalNames(null, '', -1);

  readonly #outer: LocalNames | null;
  readonly #name: string;
  readonly #local: number;

  private constructor(outer: LocalNames | null, name: string, local: number) {
    this.#outer = outer;
    this.#name = name;
    this.#local = local;
  }

  /** These names and one more, which hides an outer one of the same name. */
  with(name: string, local: number): LocalNames {
    return new LocalNames(this, name, local);
  }

  get(name: string): number | undefined {
    for (let at: LocalNames = this; at.#outer !== null; at = at.#outer) if (at.#name === name) return at.#local;
    return undefined;
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  /** Each name once, innermost first. */
  keys(): string[] {
    const found = new Set<string>();
    for (let at: LocalNames = this; at.#outer !== null; at = at.#outer) found.add(at.#name);
    return [...found];
  }
}
