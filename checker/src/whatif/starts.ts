/** The initial states of a model, for somebody who begins a run elsewhere. */
import { initialSteps } from '../model/interpreter.ts';
import type { Model } from '../model/ir.ts';
import type { InitialStep } from '../model/state.ts';

/** The number-th of the interpreter's. */
export interface Start {
  readonly number: number;
  readonly step: InitialStep;
}

export interface Starts {
  readonly all: readonly Start[];
  /** there are others */
  readonly isCut: boolean;
}

/** So many, about half of them before the number-th: there may be a billion, and neighbours differ least. */
export function startsOf(model: Model, number: number, most: number): Starts {
  const begin = Math.max(0, number - Math.floor(most / 2));
  const all: Start[] = [];
  let next = 0;
  for (const step of initialSteps(model)) {
    if (all.length === most) return { all, isCut: true };
    if (next >= begin) all.push({ number: next, step });
    next++;
  }
  return { all, isCut: begin > 0 };
}
