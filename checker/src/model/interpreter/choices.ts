/**
 * Nondeterminism inside a step. A step is run from its beginning with a script of alternatives; where the script ends,
 * the first alternative is taken. Running it again with the next script, until none is left, gives every path once.
 */
import type { Value } from '../ir.ts';
import type { Choice, ModelError } from '../state.ts';

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
}

/** Runs `run` once for every path of choices, in lexicographic order of the alternatives. */
export function everyPath<T>(run: (choices: Choices) => T): { readonly result: T; readonly choices: readonly Choice[] }[] {
  const paths: { result: T; choices: readonly Choice[] }[] = [];
  let script: number[] | null = [];
  while (script !== null) {
    const choices = new Choices(script);
    const result = run(choices);
    paths.push({ result, choices: choices.made });
    script = nextScript(choices.made);
  }
  return paths;
}

function nextScript(made: readonly Choice[]): number[] | null {
  const script = made.map((choice) => choice.alternative);
  for (let i = made.length - 1; i >= 0; i--) {
    if (made[i].alternative + 1 < made[i].of) return [...script.slice(0, i), made[i].alternative + 1];
  }
  return null;
}
