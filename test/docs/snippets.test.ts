/** Every Proviso file that the documentation shows has no mistakes, and its verdicts are as it says. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkModel } from '#checker';
import { format } from '#grammar';
import { analysed } from '../support/spec.ts';

const docs = new URL('../../docs/', import.meta.url);

describe.each(['language.md', 'fairness.md', 'coming-from.md'])('%s', (page) => {
  const text = readFileSync(new URL(page, docs), 'utf8');
  const snippets = [...text.matchAll(/^```proviso\n([\s\S]*?)^```/gm)].map(([, snippet], i) => [i + 1, snippet] as const);

  test('has examples', () => {
    expect(snippets.length).toBeGreaterThan(3);
  });

  test.each(snippets)('example %i', (_, snippet) => {
    const { checks } = analysed(snippet);
    const points = checks.flatMap(({ runs }) => runs);
    for (const run of points) {
      const { model, diagnostics } = run.model();
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      if (model === null) continue;
      const found = checkModel(model, { now: () => 0, blame: false });
      for (const { property, verdict } of run.expectations) {
        const status = found.properties.find((one) => one.property === property)?.verdict.status;
        expect([property, status]).toEqual([property, verdict]);
      }
    }
  });

  test.each(snippets)('example %i is in the standard form', (_, snippet) => {
    expect(format('a.proviso', snippet).text).toBe(snippet);
  });
});
