/**
 * One run of a step at one node: the state that it works on, the locals, the message it handles, and what was read so
 * far. Readings (`left` of a loose timer, a clock) are chosen when first asked for and then stay for the segment.
 */
import type { Model, Stmt, Value } from '../ir.ts';
import type { Context, Event, State } from '../state.ts';
import type { Choices } from './choices.ts';
import { type Draft, thaw } from './draft.ts';

/** Sees a run of code as it goes; whatever it does, it changes nothing of it. */
export interface Observer {
  /** Names are bound, and the guard holds: the code begins, or goes on after its pause. */
  readonly begins: (run: StepRun) => void;
  /** It is about to run. */
  readonly statement: (run: StepRun, stmt: Stmt) => void;
}

export class StepRun {
  readonly model: Model;
  readonly state: Draft;
  readonly self: number;
  readonly choices: Choices;
  readonly locals: Value[] = [];
  context: Context | null = null;
  /** by timer and key: `${timer}.${key}` */
  readonly lefts = new Map<string, number>();
  /** by clock */
  readonly readings = new Map<number, number>();
  readonly events: Event[] = [];
  /** true while a guard or condition is evaluated: what it reads is recorded */
  recording = false;
  /** null where nobody looks, as in every search */
  observer: Observer | null = null;

  constructor(model: Model, state: State, self: number, choices: Choices) {
    this.model = model;
    this.state = thaw(state);
    this.self = self;
    this.choices = choices;
  }
}
