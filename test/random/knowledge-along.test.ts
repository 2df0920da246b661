/** What nodes know, asked of steps and within a time, in random systems: against a plain search that knows it from a double loop over all states. */
import { expect, test } from 'vitest';
import { checkModel, type Expr, type Model, ModelErrorSignal, type Property } from '#checker';
import { compareWithPlain, plainSearch } from '../long/plain-search.ts';
import { knowingPlainly, reachable } from '../support/knowledge.ts';
import { aboutTimersAndLies } from './known.ts';
import { stateText } from './lockstep.ts';
import { everySpec, firstSeed, runs } from './run.ts';
import { expectShare } from './shares.ts';
import { aboutKnowledge } from './spec.ts';

const MOST_STATES = 150;

test('what nodes know is asked of steps and within a time', { timeout: 3_600_000 }, () => {
  const seen = { compared: 0, violated: 0, refused: 0 };
  const compareAll = (models: ReadonlyMap<string, Model>) => {
    for (const model of models.values()) compare(model, seen);
  };
  everySpec(aboutKnowledge, runs(15, 100), compareAll, firstSeed + 2);
  everySpec(aboutTimersAndLies, runs(10, 100), compareAll);
  console.log(seen);
  expect(seen.compared).toBeGreaterThan(20);
  expect(seen.violated).toBeGreaterThan(0);
  expectShare(seen.violated, seen.compared, 1 / 20);
  expect(seen.violated).toBeLessThan(seen.compared * 0.95);
});

function compare(written: Model, seen: { compared: number; violated: number; refused: number }): void {
  const predicates = written.properties.flatMap((p) =>
    (p.kind === 'state' || p.kind === 'reachable') && p.usesKnowledge ? [p.predicate] : [],
  );
  const model: Model = { ...written, properties: predicates.flatMap((predicate, i) => alongOf(written, predicate, i)) };
  const all = reachable(model, stateText, MOST_STATES);
  if (all === null || model.properties.length === 0) return;
  const states = [...all.values()];
  const plain = plainly(() => plainSearch(model, 5 * MOST_STATES, knowingPlainly(model, states)));
  if (plain === null) {
    seen.refused++;
    return;
  }
  for (const machine of ['interpreted', 'compiled'] as const) {
    const result = checkModel(model, { machine, now: () => 0, blame: false });
    if (result.error) throw new Error(`${result.error.error.message}: the plain search finds no error`);
    compareWithPlain(model, result, plain, true);
  }
  seen.compared += model.properties.length;
  seen.violated += plain.decided.size;
}

/** Null where a predicate is a model error. */
function plainly<T>(search: () => T): T | null {
  try {
    return search();
  } catch (error) {
    if (error instanceof ModelErrorSignal) return null;
    throw error;
  }
}

/** Steps on which it becomes true, steps on which it becomes false, and how long it can be false. */
function alongOf({ timing }: Model, predicate: Expr, i: number): Property[] {
  const { span } = predicate;
  const type = { kind: 'bool' } as const;
  const not = (of: Expr): Expr => ({ op: 'not', of, type, span });
  const next: Expr = { op: 'next', of: predicate, type, span };
  const base = { word: 'safety', span, nameSpan: span, text: '', usesKnowledge: true } as const;
  const step = { ...base, kind: 'step', watched: [predicate], claimsNoChange: false } as const;
  const late: Property = { ...base, name: `Late${i}`, kind: 'deadline', from: not(predicate), to: predicate, within: 1 };
  return [
    { ...step, name: `Learns${i}`, predicate: not(next) },
    { ...step, name: `Forgets${i}`, predicate: { op: 'implies', left: predicate, right: next, type, span } },
    ...(timing.time ? [late] : []),
  ];
}
