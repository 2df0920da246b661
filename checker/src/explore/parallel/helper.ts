/**
 * A thread that helps with a search: it makes the same machine from the same recipe, then waits in shared memory for one
 * command after another. Between searches, and to hear that the store stands elsewhere now, it goes back to its messages.
 */
import { unhandled } from '#grammar';
import { createCompiledMachine } from '../machine/compiled.ts';
import { commands, control } from '../states/shared.ts';
import { recentStates, storeCode } from '../states/store-text.ts';
import { Expander } from './expander.ts';
import type { Begin, HelperMessage } from './messages.ts';
import { Producer } from './producer.ts';

/** What is done with each message that the thread gets. A call may last as long as the search: it ends when there is mail. */
export function createHelper(): (message: HelperMessage) => void {
  let helper: Helper | Producer | null = null;
  return (message) => {
    switch (message.kind) {
      case 'begin':
        helper = new Helper(message);
        break;
      case 'ahead':
        helper = new Producer(message);
        break;
      case 'parts':
        if (helper instanceof Helper) helper.expander.use(message.parts);
        break;
      case 'segments':
        if (helper instanceof Producer) helper.use(message);
        break;
      default:
        return unhandled(message);
    }
    helper?.wait();
  };
}

class Helper {
  readonly expander: Expander;
  readonly #control: Int32Array;
  readonly #finish: () => void;
  /** the last command that was heard */
  #generation = 0;

  constructor(begin: Begin) {
    const { recipe, segmentBits, noteTime } = begin;
    const machine = createCompiledMachine(recipe.model, recipe.watch, recipe.options);
    const code = storeCode(machine.words, segmentBits);
    if (code.parallel === null) throw new Error('internal error: a helper without code made at run time');
    this.#control = new Int32Array(begin.control);
    const results = new Float64Array(begin.results);
    const outbox = { words: new Int32Array(begin.outbox.words), faults: new Int32Array(begin.outbox.faults) };
    const { watch } = recipe;
    this.expander = new Expander(
      { machine, watch, code: code.parallel, segmentBits, noteTime, control: this.#control, results, outbox },
      recentStates(machine.words, code, 'many'),
    );
    const [bounds, ran] = [new Uint8Array(begin.bounds), new Uint8Array(begin.ran)];
    this.#finish = () => {
      this.expander.reportSpare();
      bounds.set(machine.successors.bounds);
      ran.set(machine.ran);
    };
    Atomics.add(this.#control, control.ready, 1);
  }

  /** Carries out commands until one says that there is mail. */
  wait(): void {
    for (;;) {
      Atomics.wait(this.#control, control.generation, this.#generation);
      const generation = Atomics.load(this.#control, control.generation);
      if (generation === this.#generation) continue;
      this.#generation = generation;
      const command = Atomics.load(this.#control, control.command);
      if (command === commands.level) this.expander.reset();
      if (command === commands.level || command === commands.goOn) {
        for (const _ of this.expander.work());
        this.#finish();
      }
      Atomics.add(this.#control, control.done, 1);
      Atomics.notify(this.#control, control.done);
      if (command === commands.listen) return;
    }
  }
}
