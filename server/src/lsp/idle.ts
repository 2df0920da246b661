/** What is done when nothing else is: the `provisos` blocks of open files are checked, one after the other. */
import type { Clock } from '../host/host.ts';

/** Milliseconds in which nothing is typed, checked or asked for. */
const IDLE_AFTER = 1_500;

export class Idle {
  readonly #clock: Clock;
  readonly #work: () => void;
  #takeBack: (() => void) | null = null;

  constructor(clock: Clock, work: () => void) {
    this.#clock = clock;
    this.#work = work;
  }

  /** Something happened: the wait begins again. */
  noteWork(): void {
    this.stop();
    this.#takeBack = this.#clock.after(IDLE_AFTER, () => {
      this.#takeBack = null;
      this.#work();
    });
  }

  stop(): void {
    this.#takeBack?.();
    this.#takeBack = null;
  }
}
