/** The faults of test/long/planted.txt fit the code as it is, and docs/testing.md has a row with what notices each. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { plantedFaults } from '../long/planted-faults.ts';

const faults = plantedFaults();

test.each(faults.map((planted) => [planted.fault, planted] as const))('can be planted: %s', (_, { file, find }) => {
  const times = readFileSync(file, 'utf8').split(find).length - 1;
  expect(times, `how often «${find}» stands in ${file}; where the code has changed, test/long/planted.txt has to follow`).toBe(1);
});

test('each has its row, and each row says what noticed', () => {
  const table = readFileSync('docs/testing.md', 'utf8')
    .split('\n')
    .filter((line) => /^\|.*\|.*\|.*\|.*\|.*\|$/.test(line));
  const [, , ...rows] = table.map((line) => line.split(' | ').map((cell) => cell.replace(/^\||\|$/g, '').trim()));
  expect(rows.map(([, fault]) => fault)).toEqual(faults.map(({ fault }) => fault));
  for (const [, fault, , test, noticed] of rows)
    expect([fault, test, noticed]).toEqual([fault, expect.stringMatching(/\w\/\w/), expect.stringMatching(/^(\d+|-)$/)]);
});
