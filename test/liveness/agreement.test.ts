/** Verdicts of liveness properties are those of a plain fixpoint, on systems made at random; every lasso is fair. */
import { expect, test } from 'vitest';
import { checkModel, evaluate, type Model, type State } from '#checker';
import { underCuts } from '../random/cuts.ts';
import { everySpec, runs } from '../random/run.ts';
import { expectShare } from '../random/shares.ts';
import { aboutLiveness } from '../random/spec.ts';
import { explicitGraph, formOf, isBroken, readsTime } from './plain.ts';

const seen = { violated: 0, holds: 0, unknown: 0, loops: 0, longest: 0 };

function compare(model: Model, max = 150): boolean {
  const plain = readsTime(model) ? null : explicitGraph(model, max);
  if (plain === null) return false;
  for (const machine of ['compiled', 'interpreted'] as const) {
    const { properties } = checkModel(model, { machine, now: () => 0, blame: false });
    for (const { property, verdict } of properties) {
      const declared = model.properties.find(({ name }) => name === property)!;
      if (verdict.status === 'error' || declared.kind !== 'liveness') continue;
      const form = formOf(model, declared.formula);
      if (form === null) continue;
      const { provided } = declared;
      const inTheEnd =
        provided?.op === 'eventually' && provided.of.op === 'always' && provided.of.of.op === 'state' ? provided.of.of.predicate : null;
      if (provided !== null && inTheEnd === null) continue;
      const broken = isBroken(model, plain, form, inTheEnd && ((state: State) => evaluate(model, inTheEnd, state) === true));
      if (broken !== (verdict.status === 'violated')) {
        throw new Error(
          `${property} (${declared.text}) is ${verdict.status} in the ${machine} machine; the fixpoint says ${broken ? 'broken' : 'not broken'}`,
        );
      }
      note(verdict.status, 'trace' in verdict ? verdict.trace.steps.length - (verdict.trace.loop ?? 0) : null);
    }
  }
  return true;
}

function note(status: string, loop: number | null): void {
  if (status === 'violated' || status === 'holds' || status === 'unknown') seen[status]++;
  if (loop === null) return;
  if (loop > 0) seen.loops++;
  seen.longest = Math.max(seen.longest, loop);
}

test('the verdict is that of a plain fixpoint', { timeout: 3_600_000 }, () => {
  const tally = everySpec(aboutLiveness, runs(55, 1000), (models, counts) => {
    for (const model of models.values()) if (compare(model)) counts.whole += 1;
  });
  console.log(`${tally.specs} specs, ${tally.refused} refused, ${tally.whole} compared`, seen);
  expect(tally.whole).toBeGreaterThan(0);
  expectShare(tally.whole, tally.specs, 1 / 4);
  expect(seen.loops).toBeGreaterThan(20);
});

test('so it is under cuts that may stay, that heal, and of several at once', { timeout: 3_600_000 }, () => {
  const before = { ...seen };
  const tally = everySpec(underCuts, runs(18, 250), (models, counts) => {
    for (const model of models.values()) if (compare(model, 1500)) counts.whole += 1;
  });
  console.log(`${tally.specs} specs, ${tally.refused} refused, ${tally.whole} compared`, before, seen);
  expect(tally.whole).toBeGreaterThan(0);
  expectShare(tally.whole, tally.specs, 1 / 2);
  expect(Math.min(seen.violated - before.violated, seen.holds - before.holds)).toBeGreaterThan(20);
});
