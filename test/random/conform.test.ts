/**
 * Logs of runs against the search of `proviso conform`, on systems made at random. A run that is logged in full, thinned at random and spread over
 * files always conforms. A log of which something was changed conforms just where a search of the tests' own finds a run.
 */
import { expect, test } from 'vitest';
import type { Model } from '#checker';
import { isNowhere } from '../../checker/src/conform/nowhere.ts';
import { LogFollower, type ReadLogs, readLogs } from '../../checker/src/conform/read.ts';
import { ConformSearch } from '../../checker/src/conform/search.ts';
import { isExplained } from './explained.ts';
import { graphOf, type Random, randomFrom } from './graph.ts';
import { changed, type Log, logOf, TICK } from './logged.ts';
import { everySpec, firstSeed, runs } from './run.ts';
import { aboutTime, oneAssumption } from './spec.ts';

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
  let search: ConformSearch | null = null;
  let before: ReadLogs | null = null;
  let [count, found] = [0, false];
  while (at.some((position, i) => position < lines[i].length)) {
    const file = random(files.length);
    const more = lines[file].slice(at[file], at[file] + 1 + random(3));
    if (more.length === 0) {
      // Nothing new was written anywhere.
      if (search?.grow(order.map(() => []))) expect(searched(search)).toBe(found);
      continue;
    }
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
    found = searched(search);
    const whole = searched(new ConformSearch(model, known, timing));
    // What was forgotten can only be missed.
    if (found !== whole && !(search.isWhole === false && !found)) expect([found, files, at]).toEqual([whole, files, at]);
    if (found && random(6) === 0 && search.furthest > 3) search = search.shortened(random(3));
  }
  // A run that ends inside a step is given too.
  if (search?.isExplained === true) {
    search.end();
    expect([searched(search), search.furthest]).toEqual([true, search.places.total]);
  }
  return count;
}

function ofFile({ sequences }: ReadLogs, file: number): ReadLogs['sequences'][number] {
  return sequences.find(([event]) => event.place.file === `${file}.jsonl`) ?? [];
}

/** Of a log in one order: the event that a search did not come past, or any of one that is explained, is found nowhere only where that is so. */
function nowhere(model: Model, { files, complete, timed: isTimed }: Log, isExplained: boolean, random: Random): boolean {
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
    for (const model of models.values()) {
      const graph = graphOf(model);
      if (graph === null || graph.starts.length === 0) continue;
      const log = logOf(model, graph, random, { mostFiles: 1, mostSteps: 40, complete: 5 });
      const [events = []] = log.files;
      if (events.length < 8) continue;
      for (let n = 0; n < 12; n++) {
        // What comes first is of no account.
        const late = events.length - 3;
        const end = changed(model, { ...log, files: [events.slice(late)] }, random).files[0] ?? [];
        const other = { ...log, files: [[...events.slice(0, late), ...end]] };
        if (typeof conforms(model, other) === 'object') continue;
        sums.asked++;
        const expected = isExplained(model, graph, other);
        if (expected) sums.explained++;
        if (nowhere(model, other, expected, random)) sums.nowhere++;
      }
    }
  };
  everySpec(oneAssumption, runs(15, 200), check, firstSeed + 258);
  console.log(sums);
  expect(Math.min(sums.explained, sums.nowhere)).toBeGreaterThan(0);
});
