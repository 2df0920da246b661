/**
 * `proviso tests` on systems made at random, and on all samples: each run is one by the interpreter and by `conform`, meets what it is said to meet, and is
 * as its trace in ITF and its schedule say. On small systems a search of the test's own knows which goals some run meets, in how few steps, and
 * what all of them cost at least.
 */
import { readdirSync, readFileSync } from 'node:fs';
import type fc from 'fast-check';
import { expect, test } from 'vitest';
import { BEGIN, type GoalResult, type Model, readLogs, type TestsAnswer, testsOf } from '#checker';
import { type TestsParts, testItf, testLines } from '#report';
import { ConformSearch } from '../../checker/src/conform/search.ts';
import { graphOf } from './graph.ts';
import { eventsOf } from './logs.ts';
import { everySpec, firstSeed, read, runs, slow, todays } from './run.ts';
import { aboutKnowledge, aboutLiveness, aboutTime, oneAssumption } from './spec.ts';
import { isMet, leastCost, meetingIn, shortestTo, wrongInRun } from './tests-of.ts';

function answered(model: Model, maxStates: number): TestsAnswer {
  const options = { now: () => performance.now(), slice: 1000, stop: () => null, maxStates, steps: 60, properties: null };
  for (const event of testsOf(model, options)) if (event.kind === 'answer') return event.answer;
  throw new Error('no answer');
}

/** Kinds of steps and of injections that came up. */
type Seen = Map<string, number>;

function note(seen: Seen, what: string): void {
  seen.set(what, (seen.get(what) ?? 0) + 1);
}

/** All that is said of its runs is so. */
function checkRuns(answer: TestsAnswer, text: string, seen: Seen): void {
  const { model, goals, runs: all } = answer;
  const parts: TestsParts = { version: '0', file: 'spec.proviso', answer, texts: () => text, fileOf: null };
  for (const [number, { goal, status, shortest, runs: numbers }] of goals.entries()) {
    same([goal, status, numbers.length > 0], [goal, status, status === 'met']);
    for (const run of numbers) {
      expect(all[run].meets).toContain(number);
      expect(all[run].trace.steps.length).toBeGreaterThanOrEqual(shortest ?? 0);
    }
  }
  for (const [i, run] of all.entries()) {
    expect(wrongInRun(model, run.trace)).toBe(null);
    if (run.trace.loop !== undefined) note(seen, 'loop');
    for (const [number, { goal }] of goals.entries()) {
      const isSaid = run.meets.includes(number);
      // Of what only a search decides, the other runs are not asked.
      if (!isSaid && goal.kind === 'edge' && bySearch(model, goal.property, goal.edge)) continue;
      const judged = isMet(model, goal, run.trace);
      if (judged !== 'not known') same([goal, judged], [goal, isSaid]);
    }
    checkLines(parts, i, seen);
    checkItf(parts, i);
  }
}

function bySearch(model: Model, name: string, edge: string): boolean {
  const property = model.properties.find((one) => one.name === name)!;
  return property.usesKnowledge || (edge !== 'antecedent' && ['deadline', 'liveness', 'scenario'].includes(property.kind));
}

const ALWAYS = ['lose', 'duplicate', 'corrupt', 'crash', 'cut', 'clock', 'lie'];

function checkLines(parts: TestsParts, number: number, seen: Seen): void {
  const { model, runs: all } = parts.answer;
  const { trace } = all[number];
  const lines = testLines(parts, all[number], number + 1);
  const [header, ...events] = JSON.parse(JSON.stringify(lines));
  const from = [trace.first, ...trace.steps.map(({ state }) => state)];
  const expected = [eventsOf(model, null, trace.initial), ...trace.steps.map(({ step }, i) => eventsOf(model, from[i], step))];
  const said = (event: { [key: string]: unknown }) => {
    const { state: _, step: __, at: ___, ...rest } = event;
    return JSON.stringify(rest, (_key, value) =>
      isEmpty(value) ? undefined : isPlain(value) ? Object.fromEntries(Object.entries(value).sort()) : value,
    );
  };
  for (const [step, own] of expected.entries())
    same(events.filter((event: { step: number }) => event.step === step).map(said), own.map(said));
  for (const kind of ALWAYS)
    expect([
      kind,
      header.schedule
        .flatMap((one: Injected) => (one.inject === kind ? [one.inject === 'lie' || 'nth' in one ? one.until : one.after + 1] : []))
        .sort(),
    ]).toEqual([kind, trace.steps.flatMap(({ step: { label } }, i) => (label.kind === kind ? [i + 1] : [])).sort()]);
  for (const { inject } of header.schedule) note(seen, inject);
  // What is held back is handed over at the end of that, and not before.
  const handed = (one: Injected) => ['hold', 'duplicate', 'lose'].includes(one.inject);
  for (const hold of (header.schedule as Injected[]).filter(({ inject }) => inject === 'hold'))
    for (const other of (header.schedule as Injected[]).filter((one) => handed(one) && isOfSame(one, hold))) {
      const isWithin = (other.until ?? Infinity) > hold.after && (other.until ?? Infinity) < (hold.until ?? Infinity);
      same([hold, other, isWithin], [hold, other, false]);
    }
  const logs = readLogs(model, [{ file: 'run.jsonl', text: lines.map((line) => `${JSON.stringify(line)}\n`).join('') }], { timed: false });
  expect(logs.mistakes).toEqual([]);
  const search = new ConformSearch(model, logs, null);
  const explaining = search.explain(search.places.total);
  for (let step = explaining.next(); !step.done; ) step = explaining.next();
  same([search.furthest, JSON.stringify(events[search.furthest])], [events.length, undefined]);
}

/** What differs stands in the message. */
function same(found: unknown, expected: unknown): void {
  const text = (one: unknown) => JSON.stringify(one, (_, part) => part ?? null);
  if (text(found) !== text(expected)) throw new Error(`found ${text(found)}\nexpected ${text(expected)}`);
}

interface Injected {
  readonly inject: string;
  readonly after: number;
  readonly until?: number | null;
  readonly message?: string;
  readonly from?: string;
  readonly to?: string;
  readonly nth?: number;
}

function isOfSame(a: Injected, b: Injected): boolean {
  return a.message === b.message && a.from === b.from && a.to === b.to && a.nth === b.nth;
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
  return isPlain(value) && Object.keys(value).length === 0;
}

/** As https://apalache-mc.org/docs/adr/015adr-trace.html has it. */
function checkItf(parts: TestsParts, number: number): void {
  const run = parts.answer.runs[number];
  const document = JSON.parse(JSON.stringify(testItf(parts, run, number + 1)));
  const { vars, states, loop } = document;
  expect(states).toHaveLength(run.trace.steps.length + 1);
  expect(new Set(vars).size).toBe(vars.length);
  for (const [i, { '#meta': meta, ...state }] of states.entries()) {
    expect(meta.index).toBe(i);
    expect(Object.keys(state).sort()).toEqual([...vars].sort());
    same([state, isItf(state)], [state, true]);
  }
  expect(loop).toBe(run.trace.loop);
  if (loop !== undefined) expect(loop).toBeLessThan(states.length);
}

/** Numbers are big integers: those of JSON are none of ITF. */
function isItf(value: unknown): boolean {
  if (typeof value === 'boolean' || typeof value === 'string') return true;
  if (Array.isArray(value)) return value.every(isItf);
  if (!isPlain(value)) return false;
  const entries = Object.entries(value);
  const [[key, of] = ['', null]] = entries;
  if (!entries.some(([name]) => name.startsWith('#'))) return entries.every(([, one]) => isItf(one));
  if (entries.length > 1) return false;
  if (key === '#bigint') return typeof of === 'string' && /^-?\d+$/.test(of);
  if (key === '#map') return Array.isArray(of) && of.every((pair) => Array.isArray(pair) && pair.length === 2 && isItf(pair));
  return (key === '#set' || key === '#tup') && Array.isArray(of) && isItf(of);
}

interface Sums {
  systems: number;
  runs: number;
  steps: number;
  /** goals that are known by both searches */
  goals: number;
  never: number;
  /** systems of which the least cost is known */
  compared: number;
  cost: number;
  least: number;
  worst: number;
  atLeast: number;
}

/** What no run meets, and how short and cheap runs can be. Of goals that a search of its own decides nothing. */
function checkBounds(answer: TestsAnswer, sums: Sums): void {
  const { model, goals, runs: all, bounds, fails } = answer;
  const graph = graphOf(model);
  if (graph === null || graph.starts.length === 0 || fails) return;
  const list = goals.map(({ goal }) => goal);
  const asked = list.flatMap((goal, number) => (goal.kind === 'edge' && bySearch(model, goal.property, goal.edge) ? [] : [number]));
  const meeting = meetingIn(model, graph, list, asked);
  const shortest = shortestTo(list, meeting);
  for (const number of asked) {
    const { goal, status, shortest: found } = goals[number];
    const known = shortest.get(number) ?? null;
    const isOpen = status === 'open' && bounds.length > 0;
    same([goal, status, found], [goal, known !== null ? 'met' : isOpen ? 'open' : 'unreachable', known]);
    sums.goals++;
    if (status === 'unreachable') sums.never++;
  }
  if (asked.length < list.length && goals.some((one: GoalResult, number) => one.status === 'met' && !asked.includes(number))) return;
  const cost = all.reduce((sum, { trace }) => sum + BEGIN + trace.steps.length, 0);
  const least = leastCost(list, meeting, new Set(shortest.keys()), BEGIN, slow ? 200_000 : 1000);
  if (least === null || least === 0) return;
  expect(cost).toBeGreaterThanOrEqual(least);
  sums.compared++;
  sums.cost += cost;
  sums.least += least;
  sums.worst = Math.max(sums.worst, cost / least);
  if (cost === least) sums.atLeast++;
}

test.each([
  ['systems', oneAssumption, 4],
  ['systems in which much depends on time', aboutTime, 4],
  ['liveness', aboutLiveness, 3],
  ['what nodes know', aboutKnowledge, 3],
] satisfies [string, fc.Arbitrary<string>, number][])('%s', { timeout: 3_600_000 }, (_, specs, count) => {
  const seen: Seen = new Map();
  const sums: Sums = { systems: 0, runs: 0, steps: 0, goals: 0, never: 0, compared: 0, cost: 0, least: 0, worst: 1, atLeast: 0 };
  const check = (models: ReadonlyMap<string, Model>, _tally: unknown, text: string) => {
    for (const model of models.values()) {
      const answer = answered(model, slow ? 3000 : 300);
      sums.systems++;
      sums.runs += answer.runs.length;
      sums.steps += answer.runs.reduce((sum, { trace }) => sum + trace.steps.length, 0);
      checkRuns(answer, text, seen);
      if (answer.stopped === null) checkBounds(answer, sums);
    }
  };
  everySpec(specs, runs(count, 2000), check, firstSeed + 71);
  console.log(sums, Object.fromEntries(seen));
  expect(sums.runs).toBeGreaterThan(0);
});

test.runIf(slow)('samples', { timeout: 3_600_000 }, () => {
  const seen: Seen = new Map();
  for (const folder of ['samples', 'samples/incidents'])
    for (const name of todays(
      readdirSync(folder).filter((one) => one.endsWith('.proviso')),
      3,
    )) {
      const text = readFileSync(`${folder}/${name}`, 'utf8');
      for (const model of read(text).models.values()) {
        const answer = answered(model, 1000);
        checkRuns(answer, text, seen);
      }
    }
  console.log(Object.fromEntries(seen));
});
