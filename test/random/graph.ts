/** The whole graph of a small model, as the interpreter makes it, and chance that is the same for the same text. */
import type { Model } from '#checker';
import { stateKey } from '../../checker/src/explore/machine/state-key.ts';
import { initialSteps, steps } from '../../checker/src/model/interpreter.ts';
import type { InitialStep, State, Step } from '../../checker/src/model/state.ts';
import { MAX_STATES } from './run.ts';

export interface Edge {
  readonly step: Step;
  readonly to: number;
}

export interface Graph {
  readonly states: readonly State[];
  readonly edges: readonly (readonly Edge[])[];
  readonly starts: readonly { readonly state: number; readonly faults: number; readonly step: InitialStep }[];
}

/** Null where it is large, or where the model is wrong somewhere: that comes first. What a bound cuts off is left out. */
export function graphOf(model: Model): Graph | null {
  const states: State[] = [];
  const numbers = new Map<string, number>();
  const number = (state: State) => {
    const key = stateKey(state);
    let found = numbers.get(key);
    if (found === undefined) {
      found = states.push(state) - 1;
      numbers.set(key, found);
    }
    return found;
  };
  const starts: { state: number; faults: number; step: InitialStep }[] = [];
  for (const step of initialSteps(model)) {
    const { target, cost } = step;
    if (target.kind === 'error') return null;
    if (target.kind === 'cut') continue;
    starts.push({ state: number(target.state), faults: cost, step });
  }
  const edges: Edge[][] = [];
  for (let at = 0; at < states.length; at++) {
    if (states.length > MAX_STATES) return null;
    const found: Edge[] = [];
    for (const step of steps(model, states[at])) {
      if (step.target.kind === 'error') return null;
      if (step.target.kind === 'cut') continue;
      found.push({ step, to: number(step.target.state) });
    }
    edges.push(found);
  }
  return { states, edges, starts };
}

export type Random = (below: number) => number;

export function randomFrom(text: string): Random {
  let seed = [...text].reduce((hash, letter) => (Math.imul(hash, 31) + letter.charCodeAt(0)) | 0, 7);
  return (below) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) | 0;
    return ((seed >>> 8) & 0xffff) % below;
  };
}
