/** How many checks an answer takes, and what of them is remembered. */
import { expect, test } from 'vitest';
import type { ResultCache } from '#checker';
import { chainOf, lowerUnder } from '../../checker/src/analysis/index.ts';
import { assumptionAt } from '../../checker/src/provisos/assumption.ts';
import { kindOf } from '../../checker/src/provisos/claims.ts';
import { Oracle } from '../../checker/src/provisos/oracle.ts';
import { spaceOf, withRung } from '../../checker/src/provisos/space.ts';
import { slow, todays } from '../random/run.ts';
import { claiming } from '../support/claims-page.ts';
import { analysed } from '../support/spec.ts';
import { ASKS_AGAIN, answers, type Narrowed, options, sample, sentences } from './asked.ts';

class Remembered implements ResultCache {
  readonly known = new Map<string, unknown>();
  readonly hash = (parts: readonly string[]) => JSON.stringify(parts);
  readonly get = (key: string) => this.known.get(key) ?? null;
  readonly put = (key: string, data: unknown) => this.known.set(key, structuredClone(data)).has(key);
}

test.each([
  ['failure-detector', 'FailureDetector', 'Sync', 'Accurate', ['crashes', 'losses', 'duplications'] as const],
  ['fencing-tokens', 'FencingTokens', 'Stops', 'Unique', ['crashes', 'losses', 'duplications', 'order'] as const],
  ['crash-recovery', 'CrashRecovery', 'Returns', 'MemoryKeeps', ['crashes'] as const],
])('few checks decide all sets: %s', (name, system, assume, property, over) => {
  const [{ joint, space, checks }] = answers(sample(name), system, assume, { over, properties: [property] });
  const { weakest, smallest, open } = joint!;
  expect(open).toEqual([]);
  expect(checks).toBeLessThanOrEqual(3 * (weakest.length + smallest.length) + 2 * space.dimensions.length);
});

/** By hand: two nodes that stop are down together, and restart nothing; two that come back have restarted twice, as one after the other. */
test('an answer is known again by what the set says, and not by its place in a ladder', () => {
  const analysis = analysed(`system Restarts {
  ghost often: 0..9 = 0
  node Node { begun: bool = false  action begin when not begun { begun = true  ghost { often = often + 1 } } }
  safety Once: never often == 3
}
assume Calm { timing async }
check Calm { Once holds }
`);
  const { model } = analysis.checks[0].runs[0].model();
  const oracle = new Oracle(
    { analysis, system: 'Restarts', frame: chainOf(analysis, 'Calm'), model: model!, constants: new Map() },
    options,
  );
  const space = spaceOf(model!, false, { over: ['crashes'] });
  const standings = (['stop', 'recovery'] as const).map((mode) => {
    const longer = withRung(space, 0, { kind: 'crash', mode, most: 2, down: null });
    const asking = oracle.query(longer, { point: [longer.dimensions[0].rungs.length - 1], capacity: 8, property: 'Once', others: [] });
    let step = asking.next();
    while (!step.done) step = asking.next();
    return step.value.standing;
  });
  expect(standings).toEqual(['holds', 'violated']);
});

test('what the named set says of a system is what every other set says of it', () => {
  const timers = `system Backoff {
  message Ping
  node A {
    timer wait
    timer again
    on start { start wait for 2 }
    on wait { start wait for min(wait.left + 3, 5)  start again for max(1, wait.left) }
    on again { broadcast Ping to B }
  }
  node B[2] { heard: bool = false  on Ping { heard = true } }
  safety Heard: never exists b in B: b.heard
}
assume Calm { timing sync { delay <= 1 } }
check Calm { Heard holds }
`;
  for (const analysis of [analysed(timers), sample('token-ring'), sample('two-phase-commit')]) {
    const named = analysis.checks[0].runs[0].model().model!;
    const { system, assume, properties } = named;
    const space = spaceOf(named, true);
    const names = properties.map(({ name }) => name);
    for (const ends of [space.lattice.strongest, space.lattice.weakest]) {
      const set = assumptionAt(
        space,
        ends.map(([rung]) => rung),
        chainOf(analysis, assume),
        named,
      );
      const [alone, beside] = [null, named].map((sibling) => lowerUnder(analysis, system, set, new Map(), names, sibling));
      expect(beside).toEqual(alone);
    }
  }
});

test('a search that was stopped goes on: what was decided is remembered, and the answer is the same', () => {
  const analysis = analysed(ASKS_AGAIN);
  const cache = new Remembered();
  const ask = (more: Narrowed) => answers(analysis, 'Asks', 'Calm', { over: ['crashes', 'losses'], ...more })[0];
  const whole = ask({});
  let left = 20;
  const stopped = ask({ cache, stop: () => (left-- > 0 ? null : 'interrupted') });
  expect(stopped.stopped).toBe('interrupted');
  expect(cache.known.size).toBeGreaterThan(0);
  const rest = ask({ cache });
  expect(rest.remembered).toBeGreaterThan(0);
  expect(sentences(rest)).toEqual(sentences(whole));
  const again = ask({ cache });
  expect(again).toMatchObject({ checks: whole.checks, remembered: whole.checks });
  // What a number of states left undecided is known as such for that number alone.
  const kept = new Remembered();
  const [first, second, more] = [5, 5, 6].map((maxStates) => ask({ cache: kept, remembersOpen: true, maxStates }));
  expect([first.remembered, second.remembered]).toEqual([0, first.checks]);
  expect(more.remembered).toBeLessThan(more.checks);
});

/** Milliseconds for one answer; what is not decided by then is counted apart. */
const ANSWER_TIME = 12_000;

test.runIf(slow)('few checks decide what the samples vary in their blocks', { timeout: 3_600_000 }, () => {
  const sums = { answers: 0, sets: 0, checks: 0, raised: 0 };
  const [stopped, many]: string[][] = [[], []];
  for (const { file, analysis } of todays(claiming(), 6)) {
    for (const { system, assume, over, runs } of analysis.provisos) {
      const [{ point, claims }] = runs;
      for (const property of new Set(claims.map((claim) => claim.property))) {
        const end = performance.now() + ANSWER_TIME;
        const [answer] = answers(analysis, system, assume, {
          set: Object.fromEntries(point.map(({ name, value }) => [name, value])),
          now: () => performance.now(),
          stop: () => (performance.now() < end ? null : 'no more time'),
          timeout: ANSWER_TIME,
          properties: [property],
          ...(over.length === 0 ? {} : { over: over.map(kindOf) }),
        });
        if (answer === undefined) continue;
        const { checks, points, raisedTo, joint, space } = answer;
        if (answer.stopped !== null) {
          stopped.push(`${file} ${property}`);
          continue;
        }
        sums.answers++;
        sums.sets += points;
        sums.checks += checks;
        if (raisedTo !== null) sums.raised++;
        const few = 3 * ((joint?.weakest.length ?? 0) + (joint?.smallest.length ?? 0)) + 2 * space.dimensions.length;
        // With a larger capacity all is asked again.
        if (checks > few && raisedTo === null) many.push(`${file} ${property}: ${checks} checks, not ${few}`);
      }
    }
  }
  console.log(sums, stopped);
  expect(many).toEqual([]);
  expect(stopped.length).toBeLessThan(3);
});
