/** A thread that makes steps ahead (see ahead.ts): it takes portions as long as there are any, and then waits in shared memory. */
import { createCompiledMachine } from '../machine/compiled.ts';
import { type Crew, makePortion } from './ahead.ts';
import type { BeginAhead, Segments } from './messages.ts';
import { ahead, placesIn } from './portions.ts';

export class Producer {
  readonly #crew: Crew;
  #segments: readonly Int32Array[] = [];
  #version = 0;

  constructor({ recipe, segmentBits, control, buffers, shape }: BeginAhead) {
    const machine = createCompiledMachine(recipe.model, recipe.watch, recipe.options);
    machine.successors.skipSame = false;
    this.#crew = {
      words: new Int32Array(control),
      ready: new Int32Array(buffers.ready),
      places: placesIn(machine, buffers, shape),
      portion: shape.portion,
      segmentBits,
    };
  }

  /** The states stand here now. */
  use({ version, segments }: Segments): void {
    this.#version = version;
    this.#segments = segments.map((segment) => new Int32Array(segment));
  }

  /** Makes portions until there is mail: that states stand elsewhere was sent before it was said here. */
  wait(): void {
    const { words } = this.#crew;
    for (;;) {
      const signal = Atomics.load(words, ahead.signal);
      if (Atomics.load(words, ahead.over) === 1 || !this.#isCurrent()) return;
      if (this.makeOne()) continue;
      Atomics.add(words, ahead.waiting, 1);
      Atomics.wait(words, ahead.signal, signal);
      Atomics.sub(words, ahead.waiting, 1);
    }
  }

  /** False where there is no portion to be made. */
  makeOne(): boolean {
    return makePortion(this.#crew, this.#segments, () => this.#isCurrent());
  }

  #isCurrent(): boolean {
    return Atomics.load(this.#crew.words, ahead.version) === this.#version;
  }
}
