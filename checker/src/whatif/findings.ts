/**
 * What a run shows as it goes, one step after the other: safety properties that break, deadlines that pass, what is reachable and now
 * reached. Of liveness, scenarios and what nodes know no single run shows anything as it goes.
 */
import { counterIn, OFF } from '../explore/machine/deadline.ts';
import { brokenSteps } from '../explore/machine/step-watch.ts';
import { holdsIn, ModelErrorSignal } from '../model/interpreter.ts';
import type { Expr, Model, Property } from '../model/ir.ts';
import type { ModelError, State, Step } from '../model/state.ts';
import type { Trace } from '../verdict.ts';

export type Finding =
  | { readonly kind: 'violated' | 'reached'; readonly property: string }
  /** the property has no value here */
  | { readonly kind: 'error'; readonly property: string; readonly error: ModelError };

/** What is known at a state of a run. */
export interface Shown {
  readonly state: State;
  /** what this state or the step to it shows, and the state before did not */
  readonly findings: readonly Finding[];
  /** by property, of those that are about states: what this state shows */
  readonly lasting: ReadonlyMap<string, Finding>;
  /** by property, of deadlines: ticks since its condition held */
  readonly counters: ReadonlyMap<string, number>;
}

/** For each moment of a run, the first state's first. */
export function shownAlong(model: Model, { initial, first, steps }: Trace): Shown[] {
  const all = [shownAtStart(model, initial.target.kind === 'error' ? null : first, first)];
  for (const { step } of steps) all.push(shownAfter(model, all[all.length - 1], step));
  return all;
}

function shownAtStart(model: Model, state: State | null, first: State): Shown {
  const nothing = { state: first, findings: [], lasting: new Map(), counters: new Map() };
  return state === null ? nothing : shownIn(model, nothing, state, false, []);
}

/** After one more step; one that leads nowhere shows nothing. */
export function shownAfter(model: Model, before: Shown, { label, target }: Step): Shown {
  if (target.kind !== 'state') return { ...before, findings: [] };
  const ofStep = judged(model).flatMap((property) =>
    property.kind === 'step' ? stepFinding(model, property, before.state, target.state) : [],
  );
  return shownIn(model, before, target.state, label.kind === 'tick', ofStep);
}

function shownIn(model: Model, before: Shown, state: State, tick: boolean, ofStep: readonly Finding[]): Shown {
  const lasting = new Map<string, Finding>();
  const counters = new Map<string, number>();
  for (const property of judged(model)) {
    const found = lastingFinding(model, property, state, before.counters.get(property.name) ?? OFF, tick, counters);
    if (found !== null) lasting.set(property.name, found);
  }
  const fresh = [...lasting.values()].filter(({ property, kind }) => before.lasting.get(property)?.kind !== kind);
  return { state, findings: [...fresh, ...ofStep], lasting, counters };
}

function judged({ properties }: Model): readonly Property[] {
  return properties.filter(({ usesKnowledge }) => !usesKnowledge);
}

function stepFinding(model: Model, property: Extract<Property, { kind: 'step' }>, from: State, to: State): Finding[] {
  const broken = brokenSteps(model, [property], from, to);
  if (broken instanceof ModelErrorSignal) return [{ kind: 'error', property: property.name, error: broken.error }];
  return broken === 0 ? [] : [{ kind: 'violated', property: property.name }];
}

/** `counters`: the new one of a deadline is put there. */
function lastingFinding(
  model: Model,
  property: Property,
  state: State,
  counter: number,
  tick: boolean,
  counters: Map<string, number>,
): Finding | null {
  switch (property.kind) {
    case 'state':
      return where(model, property.name, property.predicate, state, false, 'violated');
    case 'reachable':
      return where(model, property.name, property.predicate, state, true, 'reached');
    case 'deadline': {
      const now = counterIn(model, property, counter, tick, state);
      if (now instanceof ModelErrorSignal) return { kind: 'error', property: property.name, error: now.error };
      counters.set(property.name, now);
      return now > property.within ? { kind: 'violated', property: property.name } : null;
    }
    default:
      property.kind satisfies 'step' | 'scenario' | 'liveness';
      return null;
  }
}

function where(
  model: Model,
  property: string,
  predicate: Expr,
  state: State,
  value: boolean,
  kind: 'violated' | 'reached',
): Finding | null {
  const holds = holdsIn(model, predicate, state);
  if (holds instanceof ModelErrorSignal) return { kind: 'error', property, error: holds.error };
  return holds === value ? { kind, property } : null;
}
