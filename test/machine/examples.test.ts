/** Both machines on whole specs: the same graph for the first and last point of every check. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createCompiledMachine, createInterpretedMachine, type Model, type Watch } from '#checker';
import { slow } from '../random/run.ts';
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

/** Both machines from the start of the search, so many states far. */
function agree(text: string, most: number): void {
  for (const { runs } of analysed(text).checks) {
    for (const run of new Set([runs[0], runs[runs.length - 1]])) {
      const { model } = run.model();
      if (model === null) continue;
      const watch = watchOf(model);
      const found = compareMachines(createInterpretedMachine(model, watch), createCompiledMachine(model, watch), most);
      expect(found.difference).toBeNull();
    }
  }
}

const fixtures = new URL('../fixtures/', import.meta.url);

test.each(['failure-detector', 'lease-loop', 'quorum-register'])('%s', (name) => {
  agree(readFileSync(new URL(`${name}.proviso`, fixtures), 'utf8'), 200);
});

const incidents = new URL('../../samples/incidents/', import.meta.url);

test.each(readdirSync(incidents).filter((name) => name.endsWith('.proviso')))('samples/incidents/%s', (name) => {
  agree(readFileSync(new URL(name, incidents), 'utf8'), slow ? 5000 : 100);
});
