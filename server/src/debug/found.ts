/** A run that was found, with all that the debugger asks about it; and what is said where a name is wrong. */
import { type CheckPlan, type Outcome, Questions, type Trace } from '#checker';
import { closest } from '#grammar';
import { checkReport, Stands } from '#report';
import type { Snapshot } from '../ide/snapshot.ts';
import { Refused } from './arguments.ts';
import type { DebuggedRun } from './run.ts';

interface About extends Pick<CheckPlan, 'assume' | 'system' | 'span' | 'sweeps'> {
  readonly under: string;
}

/** `under`: "Paused (P = 2)" */
export function runOf(snapshot: Snapshot, { assume, system, span, sweeps, under }: About, outcome: Outcome): DebuggedRun {
  const { model, verdict, point } = outcome;
  const texts = (file: string) => snapshot.loaded.texts.get(file) ?? null;
  const { properties } = checkReport({ assume, system, span, sweeps, outcomes: [outcome], neverRan: [], ran: [] }, texts);
  const [{ kind, outcomes }] = properties;
  const { counterexample, verdict: reported } = outcomes[0];
  const property = model.properties.find(({ name }) => name === outcome.property);
  if (counterexample === null || property === undefined) throw new Error(`no run of ${outcome.property}`);
  const { trace } = verdict as { readonly trace: Trace };
  return {
    model,
    trace,
    property: outcome.property,
    kind,
    propertySpan: property.nameSpan,
    under,
    verdict: reported,
    error: verdict.status === 'error' ? verdict.error : null,
    // What is made anew at each look is kept.
    counterexample: { ...counterexample, replay: counterexample.replay },
    stands: new Stands(model, trace),
    questions: new Questions(snapshot.analysis, model, new Map(point.map(({ name, value }) => [name, value]))),
    texts,
  };
}

/** `wanted`: null for any */
export function named<T>(
  plans: readonly T[],
  nameOf: (plan: T) => string,
  wanted: string | null,
  word: string,
  what = 'check',
): readonly T[] {
  const found = plans.filter((plan) => wanted === null || nameOf(plan) === wanted);
  if (found.length === 0) throw new Refused(`No ${what} is ${word} \`${wanted}\`.${meant(wanted, plans.map(nameOf))}`);
  return found;
}

export function meant(word: string | null, all: readonly string[]): string {
  const names = [...new Set(all)];
  const best = word === null ? null : closest(word, names);
  if (best !== null) return ` Did you mean \`${best}\`?`;
  return names.length === 0 ? '' : ` There is: ${names.slice(0, 10).join(', ')}${names.length > 10 ? ', ...' : ''}.`;
}
