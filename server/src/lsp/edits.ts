/** Files whose texts have changed, and why: those that change one after the other are looked at together. */
import type { Occasion } from '../checks/scheduler.ts';
import type { Clock } from '../host/host.ts';

/** An edit waits for those that follow at once, as long as looking at it takes, but no longer than this. */
const LONGEST_WAIT = 100;

interface EditsOptions {
  /** milliseconds that looking at a text takes */
  readonly cost: () => number;
  /** in the order in which they came */
  readonly look: (waited: readonly (readonly [path: string, why: Occasion])[]) => void;
}

export class Edits {
  readonly #clock: Clock;
  readonly #options: EditsOptions;
  readonly #waiting = new Map<string, Occasion>();
  /** takes back the look at what waits */
  #flush: (() => void) | null = null;
  /** before, edits only wait */
  #begun = false;

  constructor(clock: Clock, options: EditsOptions) {
    this.#clock = clock;
    this.#options = options;
  }

  get size(): number {
    return this.#waiting.size;
  }

  has(path: string): boolean {
    return this.#waiting.has(path);
  }

  forget(path: string): void {
    this.#waiting.delete(path);
  }

  soon(path: string, why: Occasion): void {
    const before = this.#waiting.get(path);
    this.#waiting.set(path, before === 'opened' ? 'opened' : why);
    if (this.#begun) this.#flush ??= this.#clock.after(Math.min(LONGEST_WAIT, this.#options.cost()), () => this.now());
  }

  /** Looks at what waits without waiting for more; before `begin` at nothing. */
  now(): void {
    if (!this.#begun) return;
    this.#flush?.();
    this.#flush = null;
    const waited = [...this.#waiting];
    this.#waiting.clear();
    this.#options.look(waited);
  }

  begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    this.now();
  }
}
