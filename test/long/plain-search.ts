/**
 * A search without any reduction, by breadth, of the interpreter's steps alone: every state as it is, in a map by its text; no
 * symmetry, no dead values, no packing, no order of kinds. What it says is held against a check.
 */

import { isDeepStrictEqual } from 'node:util';
import { type CheckResult, type Expr, evaluate, type Model, type Property, type State, type Verdict } from '#checker';
import { type Around, initialSteps, steps } from '../../checker/src/model/interpreter.ts';
import { stateText } from '../random/lockstep.ts';

interface Cost {
  readonly faults: number;
  readonly steps: number;
}

/** The least cost at which each property is decided; a property that stands in no entry is not. */
export interface PlainResult {
  readonly states: number;
  readonly cut: boolean;
  readonly decided: ReadonlyMap<string, Cost>;
}

type Searched = Exclude<Property, { readonly kind: 'liveness' }>;

/** A state, and how long a deadline has been waited for: -1 not at all. One counter for each deadline of the model. */
interface Place {
  readonly state: State;
  readonly waited: readonly number[];
}

/** Null where there are more states than that, or a model error. `known`: what nodes know, if a property asks. */
export function plainSearch(model: Model, max: number, known: Around | null = null): PlainResult | null {
  const properties = model.properties.filter((p): p is Searched => p.kind !== 'liveness');
  const deadlines = properties.filter((p) => p.kind === 'deadline');
  const decided = new Map<string, Cost>();
  const costs = new Map<string, Cost>();
  /** places to expand, by their number of faults */
  const open: { place: Place; key: string; cost: Cost }[][] = [];
  let cut = false;

  const note = (name: string, cost: Cost) => {
    const known = decided.get(name);
    if (known === undefined || isLess(cost, known)) decided.set(name, cost);
  };
  const holds = (expr: Parameters<typeof evaluate>[1], state: State, next: State | null = null) =>
    evaluate(model, expr, state, next, known) === true;

  const wait = (before: readonly number[], state: State, tick: boolean): number[] =>
    deadlines.map((deadline, i) => {
      const now = tick && before[i] >= 0 ? before[i] + 1 : before[i];
      if (holds(deadline.to, state)) return -1;
      if (now >= 0) return Math.min(now, deadline.within + 1);
      return holds(deadline.from, state) ? 0 : -1;
    });

  const reach = (state: State, waited: readonly number[], cost: Cost) => {
    const key = `${waited} ${stateText(state)}`;
    const known = costs.get(key);
    if (known !== undefined && !isLess(cost, known)) return;
    costs.set(key, cost);
    open[cost.faults] ??= [];
    open[cost.faults].push({ place: { state, waited }, key, cost });
    for (const property of properties) {
      if (property.kind === 'state' && !holds(property.predicate, state)) note(property.name, cost);
      if (property.kind === 'reachable' && holds(property.predicate, state)) note(property.name, cost);
    }
    for (const [i, deadline] of deadlines.entries()) if (waited[i] > deadline.within) note(deadline.name, cost);
  };

  for (const { target, cost } of initialSteps(model)) {
    if (target.kind === 'error') return null;
    if (target.kind === 'cut') cut = true;
    else
      reach(
        target.state,
        wait(
          deadlines.map(() => -1),
          target.state,
          false,
        ),
        { faults: cost, steps: 0 },
      );
  }
  for (let faults = 0; faults < open.length; faults++) {
    const queue = open[faults] ?? [];
    for (let at = 0; at < queue.length; at++) {
      const { place, key, cost } = queue[at];
      if (costs.get(key) !== cost) continue;
      if (costs.size > max) return null;
      for (const step of steps(model, place.state)) {
        const after = { faults: cost.faults + step.cost, steps: cost.steps + 1 };
        if (step.target.kind === 'error') return null;
        if (step.target.kind === 'cut') cut = true;
        else {
          const { state } = step.target;
          for (const property of properties) {
            if (property.kind !== 'step') continue;
            const valueIn = (e: Expr, at: State) => evaluate(model, e, at, null, known);
            const changes = property.watched.some((e) => !isDeepStrictEqual(valueIn(e, place.state), valueIn(e, state)));
            if (changes && !holds(property.predicate, place.state, state)) note(property.name, after);
          }
          reach(state, wait(place.waited, state, step.label.kind === 'tick'), after);
        }
      }
    }
  }
  return { states: costs.size, cut, decided };
}

function isLess(a: Cost, b: Cost): boolean {
  return a.faults < b.faults || (a.faults === b.faults && a.steps < b.steps);
}

/** Throws where a check says otherwise. `knowing`: the plain search knew what nodes know. */
export function compareWithPlain(model: Model, result: CheckResult, plain: PlainResult, knowing = false): void {
  for (const { property, verdict } of result.properties) {
    const declared = model.properties.find(({ name }) => name === property)!;
    if (declared.kind === 'liveness' || (declared.usesKnowledge && !knowing)) continue;
    // Where time stops a deadline has no verdict.
    if (declared.kind === 'deadline' && verdict.status === 'error') continue;
    const told = tell(verdict);
    const expected = expectation(declared, plain);
    if (told !== expected) throw new Error(`${property} (${declared.text}) is ${told}, by a plain search ${expected}`);
  }
}

function tell(verdict: Verdict): string {
  if (!('trace' in verdict))
    return verdict.status === 'holds' ? `holds${verdict.bounds.length > 0 ? ' within bounds' : ''}` : verdict.status;
  return `${verdict.status} at ${verdict.trace.faults} faults, ${verdict.trace.steps.length} steps`;
}

function expectation({ kind, name }: Property, { states, cut, decided }: PlainResult): string {
  const found = decided.get(name);
  if (found !== undefined) return `${kind === 'reachable' ? 'reached' : 'violated'} at ${found.faults} faults, ${found.steps} steps`;
  if (states === 0) return 'unknown';
  if (kind === 'reachable') return cut ? 'unknown' : 'unreached';
  return cut ? 'holds within bounds' : 'holds';
}
