/**
 * What a search needs from a machine that knows the rules: successors of packed states, and which predicates are true.
 * Two machines implement this: the interpreter (interpreted.ts) and the compiled one (compiled.ts). The search cannot
 * tell which one it drives, which is what makes them comparable.
 */
import type { DeadValues } from '../../model/dead.ts';
import type { Model } from '../../model/ir.ts';
import type { StatePart } from '../../model/parts.ts';
import type { MessageState, State, Step } from '../../model/state.ts';
import type { Sort } from '../../model/symmetry/sorts.ts';
import type { Watch } from '../../model/watch.ts';
import type { Furthest } from '../../verdict.ts';

/** What `createCompiledMachine` is given: plain data. */
export interface Recipe {
  readonly model: Model;
  readonly watch: Watch;
  readonly options: CompileOptions;
}

export interface CompileOptions {
  /** states that differ only by a permutation of what the model treats as symmetric are made one */
  readonly symmetry?: boolean;
  /** values that nothing can read again are no part of the states (see dead.ts); not for what nodes know, nor for liveness */
  readonly dropDead?: boolean;
  /** with `dropDead`: nor are parts that are dead in some states only, once they are */
  readonly forget?: boolean;
}

export interface Machine {
  readonly model: Model;
  /** 32-bit words of a packed state */
  readonly words: number;
  /** names of the bounds of the search, as verdicts give them; `Successors.bounds` is indexed like this */
  readonly bounds: readonly string[];
  readonly successors: Successors;
  /**
   * Appends initial states to `successors` (cost: their Byzantine nodes): about `most` of those that come next, or all. True as long
   * as there are more; once there are none, the next call begins again.
   */
  initial(most?: number): boolean;
  /**
   * Appends the targets of the steps of the state at `source[offset...]`: those that cost nothing (`free`), those that
   * cost 1 or more (`faults`: faults, and ticks at which a pause begins), or `all`.
   */
  expand(source: Int32Array, offset: number, which: 'free' | 'faults' | 'all'): void;
  /** a bit for each of `Watch.predicates`; -1 where evaluating one of them is a model error */
  evaluate(source: Int32Array, offset: number): number;
  /** the deadline's counter: -1 is off; within + 1 is a violation */
  counter(source: Int32Array, offset: number): number;
  decode(source: Int32Array, offset: number): State;
  encode(state: State, counter: number, target: Int32Array, offset: number): void;
  /** what fairness asks about a state; made when first asked for */
  fairness(): FairnessView;
  /** what a packed state is made of; empty where that is not known */
  parts(): readonly StatePart[];
  /**
   * For each way of stepping, words with the bits that it can change: a state and some image of the target of any of its steps differ in the
   * bits of one of these only. Null where that is not known.
   */
  changes(): readonly Int32Array[] | null;
  /** Visits all packed states that are made one with this one, some perhaps several times: `orders` visits. */
  images(source: Int32Array, offset: number, visit: (words: Int32Array, offset: number) => void): void;
  /** permutations of what is symmetric */
  readonly orders: number;
  /** roles and enums under whose permutations states are identified: `encode` and `successors` give the normal form */
  readonly symmetric: readonly Sort[];
  /** from which another thread makes the same machine; null where it cannot */
  readonly recipe: Recipe | null;
  /** what is not part of the states, since nothing reads it; null where everything is */
  readonly dead: DeadValues | null;
  /** why this is the interpreted machine, which is hundreds of times slower; null for the compiled one */
  readonly interpretedBecause: string | null;
  /** what its states know of the run that leads to them, `counter`; null where they know nothing, or only a deadline's counter */
  readonly memory: Memory | null;
  /** one for each handler and action id: 1 where it has run in some step since the machine was made */
  readonly ran: Uint8Array;
}

/** A number for all that matters of the beginning of a run. */
export interface Memory {
  readonly start: number;
  after(before: number, from: State, step: Step, to: State): number;
  /** how far any run came that was seen */
  furthest(): Furthest;
}

/** The part of packed states that fairness depends on: which of `fairItems` are enabled, and which messages are in flight. */
export interface FairnessView {
  /** words of the answer of `enabled` */
  readonly words: number;
  /**
   * Sets the first `words` words of `into`: a bit for each of `fairItems` that is enabled here, whether or not its node is
   * suspended; then a bit for each instance that is up, correct and not suspended.
   */
  enabled(source: Int32Array, offset: number, into: Int32Array): void;
  /** Fills `classes` and `open` for the messages in flight, in the order of tags; returns how many there are. */
  flight(source: Int32Array, offset: number): number;
  /** for each message its class: sender, receiver, name, payload, corrupted or not, call; not its age */
  readonly classes: Int32Array;
  /** 1 for each message that its receiver leaves undeferred under every reading of clocks and loose timers, or whose receiver is down */
  readonly open: Uint8Array;
  /** a message of that class, of age 0 */
  classOf(number: number): MessageState;
}

/** A growing batch of packed states. Reading is by index; `words` is replaced when it grows. */
export interface Successors {
  /** `count` states of `Machine.words` words each */
  words: Int32Array;
  count: number;
  /** for each state the faults that the step costs */
  cost: Uint8Array;
  /** for each state the step properties that the step breaks; where evaluating one is a model error 0, and `errors` counts it besides */
  flags: Int32Array;
  /** for each state what the step was (see tags.ts) */
  tag: Int32Array;
  /** steps back to the state that they leave, except ticks, are only counted, in `same` */
  skipSame: boolean;
  /** such steps since `clear` */
  same: number;
  /** some state had too many orders of symmetric elements to be put into its normal form: the search has to go without symmetry */
  gaveUp: boolean;
  /** ticks appended since the machine was made */
  ticks: number;
  /** steps that passed a bound of the search, by cost: `cuts` counts them since `clear` */
  cuts: number;
  /** of those the ones that some run must take (see tags.ts) */
  forcedCuts: number;
  /** for each bound of the machine: 1 where it was reached since the machine was made */
  readonly bounds: Uint8Array;
  /** steps that ended in a model error since `clear`, and their costs (`errorCost[0..errors-1]`) */
  errors: number;
  errorCost: Uint8Array;
  /** empties the batch; `bounds` stays */
  clear(): void;
}
