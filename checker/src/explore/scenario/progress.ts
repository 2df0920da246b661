/**
 * How far a run has come in a scenario. Its steps stand in the run in their order, with any others between; so which of the run's steps
 * are taken for them is a choice, and all choices are followed at once: for each way (a choice of values of its names) the positions
 * that some choice has come to. Position p means that the first p steps are found.
 *
 * A position stays once it is reached: the next step may come any time later. Only before a step `at once` is it lost with the next
 * step of the run; such a first step is the first one of the run. So those that stay are all up to some position, but for the others, and a pair says it: the furthest that stays,
 * and those reached just now that do not. Ticks are counted one by one, as steps of their own: of at least k ticks since the step
 * before, k are found soonest after where that step was found first.
 *
 * Each such set of positions has a number, which is part of the states of the search.
 */
import { type Around, holdsIn, ModelErrorSignal } from '../../model/interpreter.ts';
import type { Model, Scenario } from '../../model/ir.ts';
import type { State, Step } from '../../model/state.ts';
import type { Furthest } from '../../verdict.ts';
import type { Memory } from '../machine/machine.ts';
import { isSought, type Sought } from './match.ts';

/** A step of one way, or one of its ticks. */
export interface Part {
  readonly sought: Sought;
  /** of the scenario as it is written */
  readonly step: number;
}

/** A way and a position in it. */
export interface Awaited {
  readonly way: number;
  readonly position: number;
  readonly part: Part;
}

interface Positions {
  readonly stays: number;
  /** in ascending order */
  readonly fleeting: readonly number[];
}

/** before a first step `at once` no position stays */
const NOWHERE = -1;

const START = 0;
/** some choice has come to the end */
const REACHED = 1;
/** what has to be true at the end could not be evaluated: an error of the model */
const BROKEN = 2;

export class Progress implements Memory {
  readonly start = START;
  readonly #model: Model;
  readonly #scenario: Scenario;
  readonly #known: Around | null;
  readonly #ways: readonly (readonly Part[])[];
  /** by way, in ascending order: positions before a step `at once` */
  readonly #beforeFleeting: readonly (readonly number[])[];
  readonly #numbers = new Map<string, number>();
  readonly #sets: (readonly Positions[])[] = [];
  readonly #awaited: (readonly Awaited[])[] = [];
  readonly #idle: number[] = [];
  /** steps of some way that were found one after the other */
  #furthest = 0;
  /** a way came to its end, and what has to be true there was false */
  #isMissed = false;

  /** `known`: what nodes know, if what has to be true at the end asks. */
  constructor(model: Model, scenario: Scenario, known: Around | null = null) {
    this.#model = model;
    this.#scenario = scenario;
    this.#known = known;
    this.#ways = scenario.ways.map(({ steps }) => steps.flatMap(partsOf));
    this.#beforeFleeting = this.#ways.map((parts) => parts.flatMap((_, p) => (p > 0 && parts[p].sought.atOnce ? [p - 1] : [])));
    this.#number(this.#ways.map((_, way) => (this.#isFleeting(way, 0) ? { stays: NOWHERE, fleeting: [0] } : { stays: 0, fleeting: [] })));
    // the two that follow stand for no set
    this.#sets.push([], []);
  }

  isReached(number: number): boolean {
    return number === REACHED;
  }

  isBroken(number: number): boolean {
    return number === BROKEN;
  }

  /** What would bring it further from here. */
  awaited(number: number): readonly Awaited[] {
    this.#awaited[number] ??=
      number === REACHED || number === BROKEN ? [] : this.#sets[number].flatMap((at, way) => this.#awaitedIn(at, way));
    return this.#awaited[number];
  }

  after(before: number, from: State, step: Step, to: State): number {
    const found = this.awaited(before).filter(({ part }) => isSought(this.#model, part.sought, step.label, from, to));
    return this.advance(before, found, to);
  }

  /** After a step of the run that is each of these; `to`: the state behind it. */
  advance(before: number, found: readonly Awaited[], to: State | null): number {
    if (before === REACHED || before === BROKEN) return before;
    if (found.length === 0) {
      this.#idle[before] ??= this.#next(before, found, null);
      return this.#idle[before];
    }
    return this.#next(before, found, to);
  }

  furthest(): Furthest {
    if (this.#ways.length === 0) return { steps: 0, of: this.#scenario.steps.length, missing: { kind: 'way', ...this.#scenario.steps[0] } };
    const { steps: written, then } = this.#scenario;
    const of = written.length;
    if (this.#isMissed && then !== null)
      return { steps: of, of, missing: { kind: 'then', text: then.text, event: then.text, span: then.span } };
    return { steps: this.#furthest, of, missing: { kind: 'step', ...written[this.#furthest] } };
  }

  #awaitedIn({ stays, fleeting }: Positions, way: number): Awaited[] {
    const parts = this.#ways[way];
    // From any other that stays the next one stays already.
    const staying = this.#beforeFleeting[way].filter((p) => p < stays && !this.#isFleeting(way, p));
    return [...staying, ...(stays === NOWHERE ? [] : [stays]), ...fleeting]
      .filter((p) => p < parts.length)
      .map((position) => ({ way, position, part: parts[position] }));
  }

  #isFleeting(way: number, position: number): boolean {
    return this.#ways[way][position]?.sought.atOnce === true;
  }

  #next(before: number, found: readonly Awaited[], to: State | null): number {
    const sets = this.#sets[before].map(({ stays }): { stays: number; fleeting: number[] } => ({ stays, fleeting: [] }));
    let isReached = false;
    for (const { way, position } of found) {
      const next = position + 1;
      if (next === this.#ways[way].length) {
        const holds = this.#endsWell(way, to);
        if (holds === null) return BROKEN;
        if (holds) isReached = true;
        else this.#isMissed = true;
      } else if (this.#isFleeting(way, next)) sets[way].fleeting.push(next);
      else sets[way].stays = Math.max(sets[way].stays, next);
    }
    return isReached ? REACHED : this.#number(sets);
  }

  /** null where it has no value */
  #endsWell(way: number, to: State | null): boolean | null {
    const { then } = this.#scenario.ways[way];
    if (then === null || to === null) return true;
    const holds = holdsIn(this.#model, then, to, null, this.#known);
    return holds instanceof ModelErrorSignal ? null : holds;
  }

  #number(sets: readonly Positions[]): number {
    const key = sets.map(({ stays, fleeting }) => [stays, ...fleeting].join(' ')).join();
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#sets.push(sets) - 1;
    this.#numbers.set(key, number);
    for (const [way, { stays, fleeting }] of sets.entries()) this.#noteFurthest(way, Math.max(0, stays, ...fleeting));
    return number;
  }

  #noteFurthest(way: number, position: number): void {
    this.#furthest = Math.max(this.#furthest, this.#ways[way][position].step);
  }
}

function partsOf(one: Scenario['ways'][number]['steps'][number], step: number): Part[] {
  if (one.kind !== 'ticks') return [{ sought: one, step }];
  return Array<Part>(one.ticks).fill({ sought: { kind: 'tick', atOnce: false }, step });
}
