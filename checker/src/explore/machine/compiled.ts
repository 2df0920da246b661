/**
 * The compiled machine: code made for one model and one set of watched predicates, over packed words. It must give what
 * the interpreted machine gives, state by state and step by step.
 */
import { createCodec } from '../../model/codec.ts';
import { changesOf } from '../../model/compile/changes.ts';
import { staysPacked } from '../../model/compile/memory/packed-bag.ts';
import { programText } from '../../model/compile/program.ts';
import { countOrders } from '../../model/compile/symmetry/canonical.ts';
import { Unit } from '../../model/compile/unit.ts';
import { deadValues } from '../../model/dead.ts';
import { fairItems } from '../../model/fair-items.ts';
import type { Model } from '../../model/ir.ts';
import { layOut } from '../../model/layout.ts';
import { partsOf } from '../../model/parts.ts';
import { Unsupported } from '../../model/shapes.ts';
import type { MessageState } from '../../model/state.ts';
import type { Sort } from '../../model/symmetry/sorts.ts';
import { findSymmetry } from '../../model/symmetry/symmetric-sorts.ts';
import type { Watch } from '../../model/watch.ts';
import { boundNames } from './bounds.ts';
import type { CompileOptions, FairnessView, Machine, Recipe } from './machine.ts';
import { SuccessorBatch } from './successors.ts';

export { Unsupported };

interface Program {
  initial(most: number): boolean;
  expand(words: Int32Array, offset: number, which: number): void;
  evaluate(words: Int32Array, offset: number): number;
  enabled(words: Int32Array, offset: number, into: Int32Array): void;
  flight(words: Int32Array, offset: number, slots: Int32Array, open: Uint8Array): number;
  /** puts a packed state into its normal form; null where each state is its own */
  readonly normalise: ((words: Int32Array, offset: number) => void) | null;
  /** visits what each permutation makes of a packed state; null where nothing is symmetric */
  readonly images: ((words: Int32Array, offset: number, visit: (words: Int32Array, offset: number) => void) => void) | null;
}

const WHICH = { all: 0, free: 1, faults: 2 } as const;

/** Throws `Unsupported` where the model has something that cannot be packed: the interpreted machine then takes over. */
export function createCompiledMachine(model: Model, watch: Watch, options: CompileOptions = {}): Machine {
  const { symmetric } = options.symmetry === true ? findSymmetry(model, watch) : { symmetric: [] };
  const recipe = { model, watch, options };
  if (symmetric.length === 0) return createMachine(recipe, symmetric);
  try {
    return createMachine(recipe, symmetric);
  } catch (reason) {
    if (!(reason instanceof Unsupported)) throw reason;
    return createMachine(recipe, []);
  }
}

function createMachine(recipe: Recipe, symmetric: readonly Sort[]): Machine {
  const { model, watch } = recipe;
  const { dropDead, forget = false } = recipe.options;
  const dead = dropDead === true ? deadValues(model, watch, forget) : null;
  const layout = layOut(model, watch.deadline?.within ?? null, dead);
  const codec = createCodec(model, layout);
  const unit = new Unit(model, layout, boundNames(model), staysPacked(model, layout));
  const text = programText(unit, watch, symmetric, dead);
  const successors = new SuccessorBatch(layout.words, unit.bounds.length);
  const ran = new Uint8Array(countBodies(model));
  const program = load(text)(unit.constants, successors, ran);
  return {
    model,
    words: layout.words,
    bounds: unit.bounds,
    successors,
    initial: (most = Number.POSITIVE_INFINITY) => program.initial(most),
    expand: (source, offset, which) => program.expand(source, offset, WHICH[which]),
    evaluate: (source, offset) => program.evaluate(source, offset),
    counter: (source, offset) => codec.counter(source, offset),
    decode: (source, offset) => codec.decode(source, offset),
    encode(state, counter, target, offset) {
      codec.encode(state, counter, target, offset);
      program.normalise?.(target, offset);
    },
    fairness: () => new PackedFairness(model, layout.bag.slotWords, layout.bag.capacity, program, (slot) => codec.message(slot)),
    parts: () => partsOf(model, layout),
    changes: () => changesOf(unit),
    orders: countOrders(symmetric),
    images: (source, offset, visit) => (program.images === null ? visit(source, offset) : program.images(source, offset, visit)),
    symmetric,
    interpretedBecause: null,
    memory: null,
    recipe,
    dead,
    ran,
  };
}

type Load = (constants: readonly unknown[], out: SuccessorBatch, ran: Uint8Array) => Program;

/** Code made from text is refused where a content-security policy says so. */
function load(text: string): Load {
  try {
    return new Function('K', 'out', 'RAN', text) as Load;
  } catch (error) {
    if (error instanceof EvalError) throw new Unsupported('code made at run time is not allowed here');
    throw error;
  }
}

function countBodies(model: Model): number {
  const ids = model.roles.flatMap((r) => [...r.handlers, ...r.actions].map((b) => b.id));
  return Math.max(-1, ...ids) + 1;
}

/** Slots that are kept at hand with their classes: so many, chosen by the high bits of a hash. */
const MET = 2 ** 10;
const MET_SHIFT = 22;

/** Classes are numbered as they are met. */
class PackedFairness implements FairnessView {
  readonly words: number;
  readonly classes: Int32Array;
  readonly open: Uint8Array;
  readonly #program: Program;
  readonly #slots: Int32Array;
  readonly #slotWords: number;
  readonly #message: (slot: Int32Array) => MessageState;
  readonly #numbers = new Map<string, number>();
  /** of some slots that were met the words and the class; -1 for none */
  readonly #met: Int32Array;
  readonly #metClass = new Int32Array(MET).fill(-1);
  readonly #known: MessageState[] = [];

  constructor(model: Model, slotWords: number, capacity: number, program: Program, message: (slot: Int32Array) => MessageState) {
    this.words = (fairItems(model).list.length + model.instances.length + 31) >>> 5;
    this.classes = new Int32Array(capacity);
    this.open = new Uint8Array(capacity);
    this.#program = program;
    this.#slots = new Int32Array(capacity * slotWords);
    this.#met = new Int32Array(MET * slotWords);
    this.#slotWords = slotWords;
    this.#message = message;
  }

  enabled(source: Int32Array, offset: number, into: Int32Array): void {
    this.#program.enabled(source, offset, into);
  }

  flight(source: Int32Array, offset: number): number {
    const count = this.#program.flight(source, offset, this.#slots, this.open);
    const words = this.#slotWords;
    const [slots, met, metClass] = [this.#slots, this.#met, this.#metClass];
    for (let k = 0; k < count; k++) {
      let hash = 0;
      for (let w = k * words; w < (k + 1) * words; w++) hash = Math.imul(hash ^ slots[w], 0x9e3779b1);
      const place = hash >>> MET_SHIFT;
      let w = 0;
      while (w < words && slots[k * words + w] === met[place * words + w]) w++;
      if (w < words || metClass[place] < 0) {
        metClass[place] = this.#numberOf(slots.slice(k * words, (k + 1) * words));
        for (w = 0; w < words; w++) met[place * words + w] = slots[k * words + w];
      }
      this.classes[k] = metClass[place];
    }
    return count;
  }

  #numberOf(slot: Int32Array): number {
    const key = slot.join();
    const number = this.#numbers.get(key) ?? this.#known.push(this.#message(slot)) - 1;
    this.#numbers.set(key, number);
    return number;
  }

  classOf(number: number): MessageState {
    return this.#known[number];
  }
}
