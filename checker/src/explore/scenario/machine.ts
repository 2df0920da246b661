/**
 * A machine whose states know how far the run has come in a scenario: those of another machine, and one word more, the number of a
 * `Progress`. A step of the run leads to one such state, so the search finds as many of them whichever machine is inside.
 *
 * Which step it was, tags say in part. Where that is not enough, the interpreter makes the steps of the kinds in question again, and
 * those that the scenario asks for are found among the others by their tags, costs and targets.
 *
 * The machine inside has no reductions: a scenario names single nodes, and reads fields and parameters that nothing else may read.
 */
import { type FairItem, type FairItems, fairItems, stepTag } from '../../model/fair-items.ts';
import { type Around, steps } from '../../model/interpreter.ts';
import type { Model, Scenario } from '../../model/ir.ts';
import type { State, StepLabel } from '../../model/state.ts';
import { STEP_KINDS } from '../../model/step-kinds.ts';
import { tagKind, tagKinds, tagNumber } from '../../model/tags.ts';
import { OFF } from '../machine/deadline.ts';
import type { FairnessView, Machine } from '../machine/machine.ts';
import { createMachine } from '../machine/machines.ts';
import { SuccessorBatch } from '../machine/successors.ts';
import { isMeant, kindsOf, type Sought, sameValues } from './match.ts';
import { type Awaited, Progress } from './progress.ts';

const NOTHING = { predicates: [], steps: [], deadline: null };

/** `known`: what nodes know, if what has to be true at the end asks. */
export function createScenarioMachine(model: Model, scenario: Scenario, kind: 'compiled' | 'interpreted', known: Around | null): Machine {
  return new ScenarioMachine(createMachine(model, NOTHING, kind), new Progress(model, scenario, known));
}

class ScenarioMachine implements Machine {
  readonly model: Model;
  readonly words: number;
  readonly bounds: readonly string[];
  readonly successors: SuccessorBatch;
  readonly symmetric = [];
  readonly recipe = null;
  readonly dead = null;
  readonly interpretedBecause: string | null;
  readonly ran: Uint8Array;
  readonly memory: Progress;
  readonly #inner: Machine;
  readonly #items: FairItems;
  readonly #packed: Int32Array;

  constructor(inner: Machine, progress: Progress) {
    this.#inner = inner;
    this.memory = progress;
    this.model = inner.model;
    this.words = inner.words + 1;
    this.bounds = inner.bounds;
    this.successors = new SuccessorBatch(this.words, inner.bounds.length);
    this.interpretedBecause = inner.interpretedBecause;
    this.ran = inner.ran;
    this.#items = fairItems(inner.model);
    this.#packed = new Int32Array(inner.words);
    inner.successors.skipSame = false;
  }

  initial(most?: number): boolean {
    const { successors } = this.#inner;
    successors.clear();
    const more = this.#inner.initial(most);
    for (let i = 0; i < successors.count; i++) this.#append(i, this.memory.start, null);
    this.#count();
    return more;
  }

  expand(source: Int32Array, offset: number, which: 'free' | 'faults' | 'all'): void {
    this.#inner.successors.clear();
    this.#inner.expand(source, offset, which);
    const before = source[offset + this.#inner.words];
    const after = this.#progressOf(source, offset, before);
    for (const [i, number] of after.entries()) this.#append(i, number, { source, offset });
    this.#count();
  }

  evaluate(source: Int32Array, offset: number): number {
    const number = this.counter(source, offset);
    return this.memory.isBroken(number) ? -1 : this.memory.isReached(number) ? 1 : 0;
  }

  counter(source: Int32Array, offset: number): number {
    return source[offset + this.#inner.words];
  }

  decode(source: Int32Array, offset: number): State {
    return this.#inner.decode(source, offset);
  }

  encode(state: State, counter: number, target: Int32Array, offset: number): void {
    this.#inner.encode(state, OFF, target, offset);
    target[offset + this.#inner.words] = counter;
  }

  fairness(): FairnessView {
    return this.#inner.fairness();
  }

  /** Its last word is a number that stands for no part of a state. */
  parts(): readonly [] {
    return [];
  }

  readonly orders = 1;

  images(source: Int32Array, offset: number, visit: (words: Int32Array, offset: number) => void): void {
    visit(source, offset);
  }

  /** Any step may bring the run further. */
  changes(): readonly Int32Array[] | null {
    return this.#inner.changes()?.map((change) => Int32Array.from([...change, -1])) ?? null;
  }

  /** One successor of the machine inside. `from`: the state that it comes from. */
  #append(i: number, number: number, from: { readonly source: Int32Array; readonly offset: number } | null): void {
    const { words, cost, flags, tag } = this.#inner.successors;
    const width = this.#inner.words;
    if (from !== null && this.successors.skipSame && tagKind(tag[i]) !== tagKinds.tick && number === from.source[from.offset + width]) {
      let w = 0;
      while (w < width && words[i * width + w] === from.source[from.offset + w]) w++;
      if (w === width) {
        this.successors.same++;
        return;
      }
    }
    const at = this.successors.add(cost[i], flags[i], tag[i]);
    for (let w = 0; w < width; w++) this.successors.words[at + w] = words[i * width + w];
    this.successors.words[at + width] = number;
  }

  /** What is counted beside the successors. */
  #count(): void {
    const { successors } = this.#inner;
    this.successors.cuts += successors.cuts;
    this.successors.forcedCuts += successors.forcedCuts;
    this.successors.bounds.set(successors.bounds);
    for (let i = 0; i < successors.errors; i++) this.successors.addError(successors.errorCost[i]);
    successors.clear();
  }

  /** The number of each successor of the machine inside. */
  #progressOf(source: Int32Array, offset: number, before: number): Int32Array {
    const { count, tag } = this.#inner.successors;
    const numbers = new Int32Array(count).fill(this.memory.advance(before, [], null));
    const awaited = this.memory.awaited(before);
    if (awaited.length === 0 || count === 0) return numbers;
    const state = lazily(() => this.decode(source, offset));
    const unclear = new Set<StepLabel['kind']>();
    const open: number[] = [];
    for (let i = 0; i < count; i++) {
      const target = lazily(() => this.#target(i));
      const found: Awaited[] = [];
      let isOpen = false;
      for (const one of awaited) {
        const answer = this.#isTagOf(one.part.sought, tag[i], state, target);
        if (answer === true) found.push(one);
        else if (answer === null) {
          isOpen = true;
          for (const kind of kindsOf(one.part.sought)) unclear.add(kind);
        }
      }
      if (isOpen) open.push(i);
      else if (found.length > 0) numbers[i] = this.memory.advance(before, found, target());
    }
    if (open.length > 0) this.#askInterpreter(state(), before, [...unclear], open, numbers);
    return numbers;
  }

  #target(i: number): State {
    return this.decode(this.#inner.successors.words, i * this.#inner.words);
  }

  /** Among the steps of these kinds, those that bring it further, found again among the open successors. */
  #askInterpreter(state: State, before: number, kinds: readonly StepLabel['kind'][], open: readonly number[], numbers: Int32Array): void {
    const idle = this.memory.advance(before, [], null);
    const found = new Map<string, number[]>();
    for (const step of steps(this.model, state, kinds)) {
      if (step.target.kind !== 'state') continue;
      const number = this.memory.after(before, state, step, step.target.state);
      if (number === idle) continue;
      this.#inner.encode(step.target.state, OFF, this.#packed, 0);
      const key = keyOf(
        stepTag(this.#items, step.label, () => 0),
        step.cost,
        this.#packed,
      );
      found.set(key, [...(found.get(key) ?? []), number]);
    }
    if (found.size === 0) return;
    const { words, cost, tag } = this.#inner.successors;
    const width = this.#inner.words;
    for (const i of open) {
      const key = keyOf(tag[i], cost[i], words.subarray(i * width, (i + 1) * width));
      const number = found.get(key)?.pop();
      if (number !== undefined) numbers[i] = number;
    }
  }

  /** Whether a step with this tag is the one sought; null where the tag does not say. */
  #isTagOf(sought: Sought, tag: number, from: () => State, to: () => State): boolean | null {
    const kind = tagKind(tag);
    if (kind === tagKinds.item) return this.#isItem(sought, this.#items.list[tagNumber(tag)], to);
    if (kind === tagKinds.tick) return sought.kind === 'tick';
    if (!kindsOf(sought).some((one) => kind === tagKinds[STEP_KINDS[one].tag] || mayBeOther(one, kind))) return false;
    if ('message' in sought && kind !== tagKinds.other && !from().messages.some((m) => isMeant(this.model, sought.message, m)))
      return false;
    return null;
  }

  #isItem(sought: Sought, item: FairItem, to: () => State): boolean | null {
    if (item.kind !== sought.kind) return false;
    if (!('node' in item)) return true;
    if (!('node' in sought) || sought.node !== item.node) return false;
    const pauses = !('pauses' in sought) || !sought.pauses || to().nodes[item.node].suspended !== null;
    if (item.kind === 'act' && sought.kind === 'act')
      return item.action === sought.action && (sought.params === null || sameValues(item.params, sought.params)) && pauses;
    // no guard may hold: then no handler runs
    if (item.kind === 'fire') return null;
    return pauses;
  }
}

/** Steps that no run is forced to take have no item: see fair-items.ts. */
function mayBeOther(kind: StepLabel['kind'], tag: number): boolean {
  return tag === tagKinds.other && STEP_KINDS[kind].tag === 'item';
}

/** The number of a message is the machine's own, and left out. */
function keyOf(tag: number, cost: number, target: Int32Array): string {
  const kind = tagKind(tag);
  return `${kind} ${kind === tagKinds.item ? tagNumber(tag) : ''} ${cost} ${target.join()}`;
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
