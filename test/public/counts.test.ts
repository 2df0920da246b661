/** Public specifications have as many states as their authors publish: the rows of docs/coming-from.md are counted again. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkModel, type Model } from '#checker';
import { format } from '#grammar';
import { analysed } from '../support/spec.ts';

const slow = process.env.PROVISO_SLOW === '1';
/** The ordinary run counts no more states than these. */
const MOST_QUICK = 25_000;

const page = readFileSync(new URL('../../docs/coming-from.md', import.meta.url), 'utf8');
const rows = [...page.matchAll(/^\| \[([\w-]+)\]\(\.\.\/test\/public\/[\w-]+\.proviso\)(?:, (\w+) = (\d+))? \| ([\d,]+) \|/gm)].map(
  ([, name, constant, value, states]) => ({ name, constant, value: Number(value), states: Number(states.replaceAll(',', '')) }),
);

function textOf(name: string): string {
  return readFileSync(new URL(`${name}.proviso`, import.meta.url), 'utf8');
}

test('every specification of the folder has its row', () => {
  const files = readdirSync(new URL('.', import.meta.url)).filter((file) => file.endsWith('.proviso'));
  expect(new Set(rows.map(({ name }) => `${name}.proviso`))).toEqual(new Set(files));
});

describe.each([...new Set(rows.map(({ name }) => name))])('%s', (name) => {
  test('is in the standard form', () => {
    expect(format('a.proviso', textOf(name)).text).toBe(textOf(name));
  });

  const counted = rows.filter((row) => row.name === name);
  test.skipIf(counted.every(({ states }) => states > MOST_QUICK && !slow))('its verdicts are as expected', { timeout: 120_000 }, () => {
    for (const { model, expectations } of pointsOf(textOf(name))) {
      const { properties } = checkModel(model, { now: () => 0, blame: false });
      const found = expectations.map(({ property }) => ({
        property,
        verdict: properties.find((one) => one.property === property)?.verdict.status,
      }));
      expect(found).toEqual(expectations.map(({ property, verdict }) => ({ property, verdict })));
    }
  });

  for (const { constant, value, states } of counted) {
    test.skipIf(states > MOST_QUICK && !slow)(
      `has ${states} states${constant === undefined ? '' : ` at ${constant} = ${value}`}`,
      { timeout: 300_000 },
      () => {
        const text = textOf(name);
        const set = constant === undefined ? text : text.replace(new RegExp(`const ${constant} = \\d+`), `const ${constant} = ${value}`);
        const [{ model }] = pointsOf(set.replace(/^check Async for \w+ in [^{]*/m, 'check Async '));
        const { size, exhaustive } = checkModel(model, { now: () => 0, blame: false, reduceFrom: Infinity });
        expect({ states: size.states, exhaustive }).toEqual({ states, exhaustive: true });
      },
    );
  }
});

function pointsOf(text: string) {
  return analysed(text).checks.flatMap(({ runs }) =>
    runs.map((run) => {
      const { model, diagnostics } = run.model();
      if (model === null) throw new Error(diagnostics.map(({ message }) => message).join('; '));
      return { model: model as Model, expectations: run.expectations };
    }),
  );
}
