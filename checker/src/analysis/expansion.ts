/**
 * Bounds on functions and predicates put in place of their calls. A few lines that call each other twice double with each
 * line, so the expanded size is bounded, and so is the depth: whoever walks the result uses the stack.
 */

/** Functions that call each other in a row. */
export const DEEPEST_CALLS = 100;
/** Operations of one outermost call, everything that it calls included. */
export const LARGEST_EXPANSION = 20_000;
/** Operations of all calls of a system. */
const LARGEST_SYSTEM = 500_000;

export class Expansion {
  #size = 0;
  #total = 0;
  #reported = false;

  /** Called for each operation that is elaborated while something is being inlined. */
  count(): void {
    this.#size++;
    this.#total++;
  }

  /** An outermost call begins. */
  begin(): void {
    this.#size = 0;
  }

  /** Nothing is inlined any more once this has been reported. */
  get isTooLarge(): boolean {
    return this.#reported || this.#size > LARGEST_EXPANSION || this.#total > LARGEST_SYSTEM;
  }

  /** True the first time: one message for a system is enough, since every caller of what is too large is too large. */
  firstReport(): boolean {
    const first = !this.#reported;
    this.#reported = true;
    return first;
  }
}
