/**
 * The machine that asks the reference interpreter: slow, and right by being so close to it. A packed state is one word,
 * the number of a state that is kept here as it is.
 */

import { type FairItems, fairItems, stepTag } from '../../model/fair-items.ts';
import { holdsIn, initialSteps, ModelErrorSignal, steps } from '../../model/interpreter.ts';
import type { Model } from '../../model/ir.ts';
import { begunBy } from '../../model/ran.ts';
import type { InitialStep, State, Step, StepLabel } from '../../model/state.ts';
import type { Sort } from '../../model/symmetry/sorts.ts';
import { isForced, tagOf } from '../../model/tags.ts';
import type { Watch } from '../../model/watch.ts';
import { boundNames } from './bounds.ts';
import { counterIn, OFF } from './deadline.ts';
import type { FairnessView, Machine } from './machine.ts';
import { PlainFairness } from './plain-fairness.ts';
import { stateKey } from './state-key.ts';
import { brokenSteps } from './step-watch.ts';
import { SuccessorBatch } from './successors.ts';

/** `because`: why the compiled machine does not run instead. */
export function createInterpretedMachine(model: Model, watch: Watch, because = 'it was asked for'): Machine {
  return new InterpretedMachine(model, watch, because);
}

class InterpretedMachine implements Machine {
  readonly model: Model;
  readonly words = 1;
  readonly bounds: readonly string[];
  readonly successors: SuccessorBatch;
  readonly symmetric: readonly Sort[] = [];
  readonly recipe = null;
  readonly dead = null;
  readonly memory = null;
  readonly interpretedBecause: string;
  readonly ran: Uint8Array;
  readonly #watch: Watch;
  readonly #items: FairItems;
  readonly #numbers = new Map<string, number>();
  readonly #states: { readonly state: State; readonly counter: number }[] = [];

  constructor(model: Model, watch: Watch, because: string) {
    this.interpretedBecause = because;
    this.model = model;
    this.#watch = watch;
    this.#items = fairItems(model);
    this.bounds = boundNames(model);
    this.successors = new SuccessorBatch(1, this.bounds.length);
    this.ran = new Uint8Array(handlerCount(model));
  }

  readonly orders = 1;

  images(source: Int32Array, offset: number, visit: (words: Int32Array, offset: number) => void): void {
    visit(source, offset);
  }

  /** Two numbers do not tell whether a step leads from one to the other. */
  changes(): null {
    return null;
  }

  /** initial steps yet to come; null before the first and after the last */
  #starts: ReturnType<typeof initialSteps> | null = null;

  /** Its states are numbers. */
  parts(): readonly [] {
    return [];
  }

  initial(most = Number.POSITIVE_INFINITY): boolean {
    this.#starts ??= initialSteps(this.model);
    for (let n = 0; n < most; n++) {
      const { done, value: step } = this.#starts.next();
      if (done) {
        this.#starts = null;
        return false;
      }
      for (const id of step.ran) this.ran[id] = 1;
      this.#append(step, this.#counter(OFF, false, step), 0, tagOf('other'));
    }
    return true;
  }

  expand(source: Int32Array, offset: number, which: 'free' | 'faults' | 'all'): void {
    const { state, counter } = this.#states[source[offset]];
    for (const step of steps(this.model, state)) {
      if (which !== 'all' && step.cost > 0 !== (which === 'faults')) continue;
      this.#noteRan(step.label);
      const tick = step.label.kind === 'tick';
      const broken =
        step.target.kind === 'state' ? brokenSteps(this.model, this.#watch.steps, state, step.target.state, this.#watch.known) : 0;
      if (broken instanceof ModelErrorSignal) this.successors.addError(step.cost);
      this.#append(step, this.#counter(counter, tick, step), broken instanceof ModelErrorSignal ? 0 : broken, this.#tag(state, step.label));
    }
  }

  evaluate(source: Int32Array, offset: number): number {
    const { state } = this.#states[source[offset]];
    let bits = 0;
    for (const [i, predicate] of this.#watch.predicates.entries()) {
      const holds = holdsIn(this.model, predicate, state, null, this.#watch.known);
      if (holds instanceof ModelErrorSignal) return -1;
      if (holds) bits |= 1 << i;
    }
    return bits;
  }

  counter(source: Int32Array, offset: number): number {
    return this.#states[source[offset]].counter;
  }

  decode(source: Int32Array, offset: number): State {
    return this.#states[source[offset]].state;
  }

  encode(state: State, counter: number, target: Int32Array, offset: number): void {
    target[offset] = this.#number(state, counter);
  }

  #append(step: Step | InitialStep, counter: number | ModelErrorSignal, flags: number, tag: number): void {
    const { target, cost } = step;
    const { successors } = this;
    if (target.kind === 'error' || counter instanceof ModelErrorSignal) successors.addError(cost);
    else if (target.kind === 'cut') {
      successors.cuts++;
      if (isForced(tag)) successors.forcedCuts++;
      successors.bounds[this.bounds.indexOf(target.bound)] = 1;
    } else {
      // `add` may put longer words in place of the old ones, so it comes first
      const at = successors.add(cost, flags, tag);
      successors.words[at] = this.#number(target.state, counter);
    }
  }

  #tag(state: State, label: StepLabel): number {
    return stepTag(this.#items, label, ({ message }) => state.messages.indexOf(message));
  }

  fairness(): FairnessView {
    return new PlainFairness(this.model, (source, offset) => this.decode(source, offset));
  }

  #counter(before: number, tick: boolean, step: Step | InitialStep): number | ModelErrorSignal {
    const { deadline, known } = this.#watch;
    if (deadline === null || step.target.kind !== 'state') return OFF;
    return counterIn(this.model, deadline, before, tick, step.target.state, known);
  }

  #number(state: State, counter: number): number {
    const key = `${counter} ${stateKey(state)}`;
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#states.length;
      this.#numbers.set(key, number);
      this.#states.push({ state, counter });
    }
    return number;
  }

  #noteRan(label: StepLabel): void {
    const id = begunBy(this.model, label);
    if (id !== null) this.ran[id] = 1;
  }
}

function handlerCount(model: Model): number {
  const ids = model.roles.flatMap((role) => [...role.handlers, ...role.actions].map((code) => code.id));
  return Math.max(-1, ...ids) + 1;
}
