/**
 * What a trace leads to: a state with some property, or a step that breaks something, at a given place. A goal can be
 * both (a model error may be a step's or a state's); the first in the order of steps is then taken.
 */
import type { InitialStep, State, Step } from '../../model/state.ts';
import type { Machine, Successors } from '../machine/machine.ts';
import type { Bits } from '../states/bits.ts';
import type { Place } from './findings.ts';
import { errorOf, type Replay } from './replay.ts';

export interface Goal {
  readonly place: Place;
  /** up to symmetry, where not every state is meant that one of those stands for: which ones are; null where all are */
  readonly among?: ((state: State) => boolean) | null;
  /** the state at `source[offset...]`, of this number, is one to be reached */
  state(source: Int32Array, offset: number, number: number): boolean;
  /** among the successors of one state there is a step of this cost to be taken; null where only states are looked for */
  readonly step: ((successors: Successors, cost: number) => boolean) | null;
  /** the same of one step of the interpreter; `from` is null for an initial step */
  taken(replay: Replay, step: Step | InitialStep, from: State | null): boolean;
}

const never = () => false;

export function predicateGoal(machine: Machine, place: Place, predicate: number, value: boolean): Goal {
  const state = (source: Int32Array, offset: number) => {
    const bits = machine.evaluate(source, offset);
    return bits !== -1 && ((bits >>> predicate) & 1) === (value ? 1 : 0);
  };
  return { place, state, step: null, taken: never };
}

export function deadlineGoal(machine: Machine, place: Place, within: number): Goal {
  return { place, state: (source, offset) => machine.counter(source, offset) > within, step: null, taken: never };
}

export function statesGoal(place: Place, states: Bits, among: Goal['among'] = null): Goal {
  return { place, among, state: (_source, _offset, number) => states.has(number), step: null, taken: never };
}

export function stepGoal(place: Place, predicate: number): Goal {
  return {
    place,
    state: never,
    step(successors, cost) {
      for (let i = 0; i < successors.count; i++) {
        if (successors.cost[i] === cost && ((successors.flags[i] >>> predicate) & 1) === 1) return true;
      }
      return false;
    },
    taken(replay, step, from) {
      if (from === null || step.target.kind !== 'state') return false;
      const broken = replay.broken(from, step.target.state);
      return typeof broken === 'number' && ((broken >>> predicate) & 1) === 1;
    },
  };
}

export function errorGoal(machine: Machine, place: Place): Goal {
  return {
    place,
    state: (source, offset) => machine.evaluate(source, offset) === -1,
    step(successors, cost) {
      for (let i = 0; i < successors.errors; i++) if (successors.errorCost[i] === cost) return true;
      return false;
    },
    taken: (replay, step, from) => errorOf(replay, step, from) !== null,
  };
}
