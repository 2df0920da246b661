/** The slow run leaves nothing out: each file that does more there is named, and each that takes turns has its turn every second day. */
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BY_TURNS, DAILY, fileOf, LEFT_TO_SLOW_RUN, offDuty } from '../support/slow-files.ts';

const DAY = 86_400_000;

test('in two days each file that takes turns has one', () => {
  for (const start of [0, 20_785 * DAY, 20_786 * DAY]) {
    const [first, second] = [offDuty(start), offDuty(start + DAY)];
    expect([...first, ...second].toSorted()).toEqual([...BY_TURNS].toSorted());
  }
});

test('what `npm test` leaves out is part of it', () => {
  const named: readonly string[] = [...DAILY, ...BY_TURNS];
  const isPart = (name: string) => named.some((one) => (one.endsWith('/') ? name.startsWith(one) : name === one));
  expect(LEFT_TO_SLOW_RUN.filter((name) => !isPart(name))).toEqual([]);
});

test('what takes a part of its work each day by itself is there daily', () => {
  for (const name of BY_TURNS) expect(readFileSync(fileOf(name), 'utf8'), name).not.toMatch(/todays\(|86_400_000/);
});

test('what is named is there', () => {
  const named = [...DAILY, ...BY_TURNS].map(fileOf);
  expect(new Set(named).size).toBe(named.length);
  for (const file of named) expect(globSync(file.endsWith('/') ? `${file}*.test.ts` : file), file).not.toEqual([]);
});

test('a test that does more in the slow run or the long one is part of one', () => {
  const named = [...DAILY, ...BY_TURNS].map(fileOf);
  const long = readFileSync('test/long/run.ts', 'utf8');
  const does = /process\.env\.PROVISO_(SLOW|RUNS)\b|import \{[^}]*\b(slow|runs|todays|MAX_STATES)\b[^}]*\} from '[./\w]*\/run\.ts'/;
  const files = globSync('test/**/*.test.ts').filter((file) => file !== 'test/architecture/slow-files.test.ts');
  const more = files.filter((file) => does.test(readFileSync(file, 'utf8')));
  expect(more.length).toBeGreaterThan(60);
  const isPart = (file: string) =>
    named.some((one) => (one.endsWith('/') ? file.startsWith(one) : file === one)) || long.includes(`'${file}'`);
  expect(more.filter((file) => !isPart(file))).toEqual([]);
});
