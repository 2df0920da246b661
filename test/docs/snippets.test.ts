/** Every Proviso file that the documentation shows has no mistakes, and its verdicts are as it says. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkModel } from '#checker';
import { format } from '#grammar';
import { analysed } from '../support/spec.ts';

const docs = new URL('../../docs/', import.meta.url);
const snippetsOf = (page: string) =>
  [...readFileSync(new URL(page, docs), 'utf8').matchAll(/^```proviso\n([\s\S]*?)^```/gm)].map(
    ([, snippet], i) => [i + 1, snippet] as const,
  );
// Those of codes have tests of their own: most of them have a mistake.
const pages = readdirSync(docs).filter((name) => name.endsWith('.md') && snippetsOf(name).length > 0);

test('pages with examples are found', () => {
  expect(pages).toEqual(expect.arrayContaining(['language.md', 'fairness.md', 'coming-from.md']));
});

test('the first example of the README is broken as it says, and what it says to write instead is right', () => {
  const [[, snippet]] = snippetsOf('../README.md');
  const without = snippet.replace(/ *network .*\n/, '');
  expect(without).not.toBe(snippet);
  const verdicts = [snippet, without].map((text) => {
    const { model } = analysed(text).checks[0].runs[0].model();
    return checkModel(model!, { now: () => 0, blame: false }).properties.map(({ property, verdict }) => [property, verdict.status]);
  });
  expect(verdicts).toEqual([[['AtMostOne', 'violated']], [['AtMostOne', 'holds']]]);
});

describe.each(pages)('%s', (page) => {
  const snippets = snippetsOf(page);

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
