/**
 * Nondeterminism inside a step. A step is run from its beginning with a script of alternatives; where the script ends,
 * the first alternative is taken. Running it again with the next script, until none is left, gives every path once.
 */
import type { Type, Value } from '../ir.ts';
import type { Choice, ModelError } from '../state.ts';
import { cardinality, valueAt } from '../values.ts';

/** The model did something that it must not do; never leaves the interpreter but as a `Target` of kind `error`. */
export class ModelErrorSignal extends Error {
  readonly error: ModelError;
  constructor(error: ModelError) {
    super(error.message);
    this.error = error;
  }
}

/** The step passes a bound of the search. */
export class CutSignal extends Error {
  readonly bound: string;
  constructor(bound: string) {
    super(bound);
    this.bound = bound;
  }
}

export class Choices {
  readonly made: Choice[] = [];
  readonly #script: readonly number[];

  constructor(script: readonly number[]) {
    this.#script = script;
  }

  /** One of `alternatives` (at least one), in the order in which they are preferred. */
  choose(kind: Choice['kind'], name: string, alternatives: readonly Value[]): Value {
    const alternative = this.#script[this.made.length] ?? 0;
    const value = alternatives[alternative];
    this.made.push({ kind, name, alternative, of: alternatives.length, value });
    return value;
  }

  /** One of the values of a type, which may be too many to be listed. */
  chooseValue(kind: Choice['kind'], name: string, type: Type): Value {
    const alternative = this.#script[this.made.length] ?? 0;
    const value = valueAt(type, alternative);
    this.made.push({ kind, name, alternative, of: cardinality(type), value });
    return value;
  }
}

export interface ChosenPath<T> {
  readonly result: T;
  readonly choices: readonly Choice[];
}

/** Runs `run` once for every path of choices, in lexicographic order of the alternatives, each when it is asked for. */
export function* eachPath<T>(run: (choices: Choices) => T): Generator<ChosenPath<T>, void> {
  let script: number[] | null = [];
  while (script !== null) {
    const choices = new Choices(script);
    yield { result: run(choices), choices: choices.made };
    script = nextScript(choices.made);
  }
}

/** All of them at once. */
export function everyPath<T>(run: (choices: Choices) => T): ChosenPath<T>[] {
  return [...eachPath(run)];
}

function nextScript(made: readonly Choice[]): number[] | null {
  const script = made.map((choice) => choice.alternative);
  for (let i = made.length - 1; i >= 0; i--) {
    if (made[i].alternative + 1 < made[i].of) return [...script.slice(0, i), made[i].alternative + 1];
  }
  return null;
}
