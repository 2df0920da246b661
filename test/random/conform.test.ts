/**
 * Logs of runs against the search of `proviso conform`, on systems made at random. A run that is logged in full, thinned at random and spread over
 * files always conforms. A log of which something was changed conforms just where a search of the test's own finds a run: every hidden step
 * and every choice tried on its own, on events as JSON, with none of the code that reads and compares logs.
 */
import { expect, test } from 'vitest';
import type { Model } from '#checker';
import { isNowhere } from '../../checker/src/conform/nowhere.ts';
import { LogFollower, type ReadLogs, readLogs } from '../../checker/src/conform/read.ts';
import { ConformSearch } from '../../checker/src/conform/search.ts';
import { type Graph, graphOf, type Random, randomFrom } from './graph.ts';
import { eventsOf, type Json, stateOf } from './logs.ts';
import { everySpec, firstSeed, runs } from './run.ts';
import { aboutTime, oneAssumption } from './spec.ts';

/** Milliseconds. */
const TICK = 100;

interface Log {
  /** events of each file */
  readonly files: readonly (readonly Json[])[];
  /** kinds of which none is missing */
  readonly complete: readonly string[];
  readonly timed: boolean;
}

const KINDS = ['start', 'act', 'send', 'receive', 'fire', 'pause', 'resume', 'crash', 'restart', 'lose', 'duplicate', 'corrupt'];

// Logs of runs

/** The events of a run, in groups of one step each, with what its nodes hold now and then. */
function loggedRun(model: Model, graph: Graph, random: Random, most: number): Json[][] {
  const start = graph.starts[random(graph.starts.length)];
  const groups = [timed(eventsOf(model, null, start.step), 0, random)];
  let [at, ticks] = [start.state, 0];
  for (let n = random(most); n > 0 && graph.edges[at].length > 0; n--) {
    const { step, to } = graph.edges[at][random(graph.edges[at].length)];
    if (step.label.kind === 'tick') ticks++;
    groups.push(timed(eventsOf(model, graph.states[at], step), ticks, random));
    at = to;
    if (random(3) > 0) continue;
    const { name } = model.instances[random(model.instances.length)];
    groups.push(timed([{ event: 'state', node: name, state: stateOf(model, graph.states[at], name) }], ticks, random));
  }
  // Within a tick time goes on as well.
  let latest = 0;
  for (const event of groups.flat()) {
    latest = Math.max(latest, event.time as number);
    event.time = latest;
  }
  return groups;
}

function timed(events: readonly Json[], ticks: number, random: Random): Json[] {
  const time = ticks * TICK + random(TICK);
  return events.map((event) => ({ ...event, time }));
}

function thinned(event: Json, random: Random): Json {
  const kept = Object.entries(event).flatMap(([key, value]): [string, unknown][] => {
    if (key === 'state' || key === 'fields' || key === 'params') {
      if (event.event !== 'state' && random(2) === 0) return [];
      return [[key, Object.fromEntries(Object.entries(value as Json).filter(() => random(2) === 0))]];
    }
    return REQUIRED.includes(key) || random(2) === 0 ? [[key, value]] : [];
  });
  return Object.fromEntries(kept);
}

const REQUIRED = ['event', 'node', 'message', 'action', 'timer', 'clock'];

function logOf(model: Model, graph: Graph, random: Random, mostFiles = 3, mostSteps = 9): Log {
  const complete = KINDS.filter(() => random(6) === 0);
  const count = 1 + random(mostFiles);
  const files: Json[][] = Array.from({ length: count }, () => []);
  const fileOf = new Map<string, number>();
  for (const group of loggedRun(model, graph, random, mostSteps)) {
    // What one step does may be logged in any order.
    const order = random(2) === 0 || group[0]?.event === 'start' ? group : group.toSorted(() => random(3) - 1);
    for (const event of order) {
      if (!complete.includes(event.event as string) && random(3) === 0) continue;
      const node = String(event.node ?? 'world');
      if (!fileOf.has(node)) fileOf.set(node, random(count));
      files[fileOf.get(node)!].push(thinned(event, random));
    }
  }
  return { files: files.filter((events) => events.length > 0), complete, timed: random(2) === 0 };
}

/** Something is otherwise. */
function changed(model: Model, { files, ...log }: Log, random: Random): Log {
  const all = files.map((events) => events.map((event) => structuredClone(event)));
  if (all.length === 0) return { ...log, files };
  const events = all[random(all.length)];
  const i = random(events.length);
  const event = events[i];
  switch (random(6)) {
    case 0:
      if (i + 1 < events.length) [events[i], events[i + 1]] = [events[i + 1], events[i]];
      break;
    case 1:
      events.splice(i, 0, structuredClone(events[random(events.length)]));
      break;
    case 2:
      events.splice(i, 1);
      break;
    case 3:
      for (const kind of [
        ['pause', 'resume', 'crash', 'restart', 'start'],
        ['lose', 'duplicate', 'corrupt'],
      ])
        if (kind.includes(event.event as string)) event.event = kind[random(kind.length)];
      break;
    default:
      changeLeaf(model, event, random);
  }
  // A time that goes back is a mistake of the log, not of the run.
  for (const one of all) {
    let latest = 0;
    for (const each of one) if (each.time !== undefined) each.time = latest = Math.max(latest, each.time as number);
  }
  return { ...log, files: all.filter((one) => one.length > 0) };
}

function changeLeaf(model: Model, holder: Json, random: Random): void {
  const keys = Object.keys(holder).filter((key) => !['event', 'message', 'action', 'timer', 'clock', 'nodes'].includes(key));
  if (keys.length === 0) return;
  const key = keys[random(keys.length)];
  const value = holder[key];
  if (typeof value === 'boolean') holder[key] = !value;
  else if (typeof value === 'number')
    holder[key] = Math.max(0, value + (random(2) === 0 ? 1 : -1) * (key === 'time' ? TICK * (1 + random(3)) : 1));
  else if (typeof value === 'string') holder[key] = model.instances[random(model.instances.length)].name;
  else if (typeof value === 'object' && value !== null && !Array.isArray(value)) changeLeaf(model, value as Json, random);
}

// The search of the test's own

interface Window {
  readonly from: number;
  readonly to: number;
}

function windowsOf({ files, timed: isTimed }: Log): (Window | null)[][] {
  const start = Math.min(...files.flat().map(({ time }) => (time as number | undefined) ?? Number.POSITIVE_INFINITY));
  return files.map((events) =>
    events.map(({ time }) => {
      if (!isTimed || time === undefined) return null;
      const ticks = ((time as number) - start) / TICK;
      return { from: Math.floor(ticks), to: Math.ceil(ticks) };
    }),
  );
}

/** What is known of it is so. */
function isWithin(known: unknown, full: unknown): boolean {
  if (typeof known !== 'object' || known === null || Array.isArray(known)) return JSON.stringify(known) === JSON.stringify(full);
  if (typeof full !== 'object' || full === null) return false;
  return Object.entries(known).every(([key, value]) => key in full && isWithin(value, (full as Json)[key]));
}

function isAbout({ time: _, ...event }: Json, full: Json): boolean {
  const { nodes, ...known } = event;
  return isWithin(known, full) && (nodes === undefined || JSON.stringify(nodes) === JSON.stringify(full.nodes));
}

interface Point {
  readonly state: number;
  readonly at: readonly number[];
  /** null before time is counted */
  readonly ticks: number | null;
}

/** Some run explains the log. */
function isExplained(model: Model, graph: Graph, log: Log): boolean {
  const { files, complete } = log;
  const windows = windowsOf(log);
  const last = Math.max(0, ...windows.flat().map((window) => window?.to ?? 0));
  const seen = new Set<string>();
  const waiting: Point[] = [];
  const add = (point: Point) => {
    const key = `${point.state} ${point.at.join()} ${point.ticks}`;
    if (seen.has(key)) return;
    seen.add(key);
    waiting.push(point);
  };
  /** the next event of a file is explained now */
  const next = (file: number, at: readonly number[], ticks: number | null): { at: number[]; ticks: number | null }[] => {
    const window = windows[file][at[file]];
    const then = at.with(file, at[file] + 1);
    if (window === null) return [{ at: then, ticks }];
    if (ticks !== null) return ticks >= window.from && ticks <= window.to ? [{ at: then, ticks }] : [];
    return Array.from({ length: window.to - window.from + 1 }, (_, i) => ({ at: then, ticks: window.from + i }));
  };
  const isState = (file: number, at: readonly number[]) => files[file][at[file]]?.event === 'state';
  const holds = (event: Json, state: number) => isWithin(event.state, stateOf(model, graph.states[state], event.node as string));
  /** Every way in which a step explains events: `full`, each of which explains one at most. */
  const through = (
    state: number,
    full: readonly Json[],
    used: readonly number[],
    touched: readonly number[],
    at: readonly number[],
    ticks: number | null,
  ) => {
    const isEnd = touched.length > 0 && at.every((position, file) => position === files[file].length);
    if (isEnd || full.every((one, i) => used.includes(i) || !complete.includes(one.event as string))) add({ state, at, ticks });
    for (const file of files.keys()) {
      const event = files[file][at[file]];
      if (event === undefined) continue;
      if (isState(file, at)) {
        if (touched.includes(file) && holds(event, state))
          for (const one of next(file, at, ticks)) through(state, full, used, touched, one.at, one.ticks);
        continue;
      }
      for (const [i, one] of full.entries())
        if (!used.includes(i) && isAbout(event, one))
          for (const then of next(file, at, ticks)) through(state, full, [...used, i], [...touched, file], then.at, then.ticks);
    }
  };
  const none = files.map(() => 0);
  for (const { state, step } of graph.starts) through(state, eventsOf(model, null, step), [], [], none, null);
  for (let point = waiting.pop(); point !== undefined; point = waiting.pop()) {
    const { state, at, ticks } = point;
    if (at.every((position, file) => position === files[file].length)) return true;
    for (const file of files.keys())
      if (isState(file, at) && holds(files[file][at[file]], state)) for (const one of next(file, at, ticks)) add({ state, ...one });
    for (const { step, to } of graph.edges[state]) {
      // Beyond the last window one tick is as good as another.
      const passed = ticks !== null && step.label.kind === 'tick' ? Math.min(ticks, last) + 1 : ticks;
      through(to, eventsOf(model, graph.states[state], step), [], [], at, passed);
    }
  }
  return false;
}

/** As `proviso conform` has it: `no within bounds` where a bound was reached. Where something is wrong with the log itself, what. */
function conforms(model: Model, { files, complete, timed: isTimed }: Log): boolean | 'no within bounds' | { readonly mistake: string } {
  const texts = files.map((events, i) => ({
    file: `${i}.jsonl`,
    text: [...(i === 0 ? [{ proviso: 1, complete }] : []), ...events].map((one) => `${JSON.stringify(one)}\n`).join(''),
  }));
  const logs = readLogs(model, texts, { timed: isTimed });
  if (logs.mistakes.length > 0) return { mistake: logs.mistakes[0].message };
  const search = new ConformSearch(model, logs, isTimed ? { tick: TICK, clockError: 0 } : null);
  const explaining = search.explain(search.places.total);
  for (;;) {
    const { done, value } = explaining.next();
    if (done) return !value && search.space.bounds.size > 0 ? 'no within bounds' : value;
  }
}

function searched(search: ConformSearch): boolean {
  const explaining = search.explain(search.places.total);
  while (explaining.next().done !== true);
  return search.isExplained;
}

/**
 * The log as it is written, a few lines of some file at a time: after each the search that goes on says what one of all that is known says, and it
 * forgets at times what lies back. How often it could go on.
 */
function grown(model: Model, { files, complete, timed: isTimed }: Log, random: Random): number {
  const lines = files.map((events, i) =>
    [...(i === 0 ? [{ proviso: 1, complete }] : []), ...events].map((one) => `${JSON.stringify(one)}\n`),
  );
  const timing = isTimed ? { tick: TICK, clockError: 0 } : null;
  const follower = new LogFollower(
    model,
    files.map((_, i) => `${i}.jsonl`),
    { timed: isTimed },
  );
  const at = files.map(() => 0);
  /** files by the numbers of their sequences */
  const order: number[] = [];
  let [search, before, count]: [ConformSearch | null, ReadLogs | null, number] = [null, null, 0];
  while (at.some((position, i) => position < lines[i].length)) {
    const file = random(files.length);
    const more = lines[file].slice(at[file], at[file] + 1 + random(3));
    if (more.length === 0) continue;
    at[file] += more.length;
    follower.add(file, more.join(''));
    const added = follower.take();
    if (added.sequences.length > order.length) order.push(file);
    if (added.mistakes.length > 0) return count;
    const known = readLogs(
      model,
      lines.map((all, i) => ({ file: `${i}.jsonl`, text: all.slice(0, at[i]).join('') })),
      { timed: isTimed },
    );
    const isSame = JSON.stringify(before?.complete) === JSON.stringify(known.complete);
    if (search !== null && isSame && search.grow(added.sequences)) count++;
    else search = new ConformSearch(model, { ...known, sequences: order.map((i) => ofFile(known, i)) }, timing, { grows: true });
    before = known;
    const found = searched(search);
    const whole = searched(new ConformSearch(model, known, timing));
    // What was forgotten can only be missed.
    if (found !== whole && !(search.isWhole === false && !found)) expect([found, files, at]).toEqual([whole, files, at]);
    if (found && random(6) === 0 && search.furthest > 3) search = search.shortened(random(3));
  }
  return count;
}

function ofFile({ sequences }: ReadLogs, file: number): ReadLogs['sequences'][number] {
  return sequences.find(([event]) => event.place.file === `${file}.jsonl`) ?? [];
}

/** Of a log in one order: the event that a search did not come past, or any of one that is explained, is found nowhere only where that is so. */
function nowhere(model: Model, { files, complete, timed: isTimed }: Log, isExplained: boolean, random: Random): boolean {
  if (files.length !== 1) return false;
  const text = [{ proviso: 1, complete }, ...files[0]].map((one) => JSON.stringify(one)).join('\n');
  const logs = readLogs(model, [{ file: 'run.jsonl', text }], { timed: isTimed });
  const search = new ConformSearch(model, logs, isTimed ? { tick: TICK, clockError: 0 } : null);
  searched(search);
  const asking = isNowhere(search, isExplained ? random(search.places.total) : search.furthest);
  for (;;) {
    const { done, value } = asking.next();
    if (!done) continue;
    if (value) expect([isExplained, files, complete]).toEqual([false, files, complete]);
    return value;
  }
}

/** One message at most is in flight: what is not explained so for all that is known is never explained. */
function tight(model: Model): Model {
  return { ...model, network: { ...model.network, capacity: 1 } };
}

test.each([
  ['systems', oneAssumption, 8],
  ['systems in which much depends on time', aboutTime, 8],
] as const)('%s', { timeout: 3_600_000 }, (_, specs, count) => {
  const sums = {
    logged: 0,
    events: 0,
    changed: 0,
    explained: 0,
    unexplained: 0,
    wrong: 0,
    several: 0,
    timed: 0,
    tight: 0,
    bounded: 0,
    grown: 0,
  };
  const check = (models: ReadonlyMap<string, Model>, _tally: unknown, text: string) => {
    const random = randomFrom(text);
    for (const model of models.values()) {
      const graph = graphOf(model);
      if (graph === null || graph.starts.length === 0) continue;
      for (let n = 0; n < 4; n++) {
        const log = logOf(model, graph, random);
        // A header needs a file.
        if (log.files.length === 0) continue;
        sums.logged++;
        sums.events += log.files.flat().length;
        if (log.files.length > 1) sums.several++;
        if (log.timed) sums.timed++;
        expect(JSON.stringify([conforms(model, log), log])).toBe(JSON.stringify([true, log]));
        sums.grown += grown(model, log, random);
        for (let m = 0; m < 3; m++) {
          const other = changed(model, log, random);
          if (other.files.length === 0) continue;
          const found = conforms(model, other);
          if (typeof found === 'object') {
            sums.wrong++;
            continue;
          }
          sums.changed++;
          const expected = isExplained(model, graph, other);
          if (m === 0) sums.grown += grown(model, other, random);
          sums[expected ? 'explained' : 'unexplained']++;
          expect(JSON.stringify([found === true, other])).toBe(JSON.stringify([expected, other]));
          const within = conforms(tight(model), other);
          sums[within === 'no within bounds' ? 'bounded' : 'tight']++;
          if (within !== 'no within bounds') expect(JSON.stringify([within, other])).toBe(JSON.stringify([expected, other]));
        }
      }
    }
  };
  everySpec(specs, runs(count, 400), check, firstSeed + 57);
  console.log(sums);
  expect(Math.min(sums.explained, sums.unexplained, sums.several, sums.timed, sums.tight, sums.bounded, sums.grown)).toBeGreaterThan(0);
});

test('an event that no state can bring about is found without looking at all that may have been before', { timeout: 3_600_000 }, () => {
  const sums = { asked: 0, explained: 0, nowhere: 0 };
  const check = (models: ReadonlyMap<string, Model>, _tally: unknown, text: string) => {
    const random = randomFrom(text);
    for (const narrow of models.values()) {
      // Where a bound cuts something off nothing is certain.
      const model = { ...narrow, network: { ...narrow.network, capacity: 6 } };
      const graph = graphOf(model);
      if (graph === null || graph.starts.length === 0) continue;
      const log = logOf(model, graph, random, 1, 30);
      if (log.files.length === 0) continue;
      for (let n = 0; n < 4; n++) {
        const other = changed(model, log, random);
        if (other.files.length === 0 || typeof conforms(model, other) === 'object') continue;
        sums.asked++;
        const expected = isExplained(model, graph, other);
        if (expected) sums.explained++;
        if (nowhere(model, other, expected, random)) sums.nowhere++;
      }
    }
  };
  everySpec(oneAssumption, runs(15, 200), check, firstSeed + 58);
  console.log(sums);
});
