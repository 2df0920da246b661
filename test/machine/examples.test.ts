/** Both machines on whole specs: the same graph for the first and last point of every check. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createCompiledMachine, createInterpretedMachine, type Model, type Watch } from '#checker';
import { compareMachines } from '../support/compare.ts';
import { analysed } from '../support/spec.ts';

/** What the properties of the model that are no liveness ask to be watched. */
function watchOf(model: Model): Watch {
  const open = model.properties.filter((p) => !p.usesKnowledge);
  const deadline = open.find((p) => p.kind === 'deadline');
  return {
    predicates: open.flatMap((p) => (p.kind === 'state' || p.kind === 'reachable' ? [p.predicate] : [])),
    steps: open.flatMap((p) => (p.kind === 'step' ? [p] : [])),
    deadline: deadline?.kind === 'deadline' ? deadline : null,
  };
}

describe.each(['failure-detector', 'lease-loop', 'quorum-register'])('%s', (name) => {
  const text = readFileSync(new URL(`../fixtures/${name}.proviso`, import.meta.url), 'utf8');
  test('both machines agree', () => {
    for (const check of analysed(text).checks) {
      for (const run of [check.runs[0], check.runs[check.runs.length - 1]]) {
        const { model } = run.model();
        if (model === null) continue;
        const watch = watchOf(model);
        const found = compareMachines(createInterpretedMachine(model, watch), createCompiledMachine(model, watch), 200);
        expect(found.difference).toBeNull();
      }
    }
  });
});
