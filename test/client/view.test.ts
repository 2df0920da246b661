/** What the counterexample view works out by itself: where one stands, what two runs have in common, what is said of a moment. */
import { describe, expect, test } from 'vitest';
import { campaign } from '#checker';
import { checkReport } from '#report';
import { type Counterexample, momentPlaceText, momentTexts, passedText } from '#report/walk';
import { runView } from '#server';
import { aligned, alignmentText, besideMoment } from '../../client/webview/alignment.ts';
import { pictureOf } from '../../client/webview/export.ts';
import { keptMoment } from '../../client/webview/keep.ts';
import { Walk } from '../../client/webview/walk.ts';
import { judged, LEASE, snapshot } from '../server/ide/fixture.ts';
import { bell } from '../support/bell.ts';

function runOf(text: string, property?: string): Counterexample {
  const { run } = runView(judged(snapshot(text)), property === undefined ? {} : { property });
  if (run === null) throw new Error('no run');
  return JSON.parse(JSON.stringify(run.run)) as Counterexample;
}

const LOOP = `system S {
  node A { n: 0..3 = 0  action up when n < 3 { n += 1 }  action again when n == 3 { n = 1 } }
  liveness Ends: eventually always A.n == 1
}
assume Z { timing async }
check Z { Ends violated }
`;

describe('a walk', () => {
  const values = (walk: Walk) => JSON.stringify([walk.moment, walk.values, [...walk.inFlight].map(({ message }) => message)]);

  test('to the end and back leads to the first state; each stop is the same both ways', () => {
    const walk = new Walk(runOf(LEASE));
    const seen = [values(walk)];
    while (walk.moment < walk.last) {
      walk.next(false);
      seen.push(values(walk));
    }
    expect(seen).toHaveLength(walk.stops.length);
    for (const before of seen.toReversed().slice(1)) {
      walk.back(false);
      expect(values(walk)).toBe(before);
    }
    walk.back(false);
    expect([values(walk), walk.hasChanged(0)]).toEqual([seen[0], false]);
  });

  test('what has changed is what the stop before does not hold', () => {
    const walk = new Walk(runOf(LEASE));
    while (walk.moment < walk.last) {
      const before = [...walk.values];
      walk.next(false);
      expect(before.map((value, i) => JSON.stringify(value) !== JSON.stringify(walk.values[i]))).toEqual(
        before.map((_, i) => walk.hasChanged(i)),
      );
    }
  });

  test('ticks that nothing is told of are passed, unless each is asked for', () => {
    const walk = new Walk(runOf(LEASE));
    const each = new Walk(runOf(LEASE));
    while (each.moment < each.last) each.next(true);
    expect(each.last).toBe(walk.last);
    expect(walk.stops.length).toBeLessThan(walk.last + 1);
  });

  test('a loop goes round', () => {
    const walk = new Walk(runOf(LOOP));
    const moments: number[] = [];
    for (let i = 0; i < 8; i++) {
      moments.push(walk.moment);
      walk.next(false);
    }
    expect(moments).toEqual([0, 1, 2, 3, 4, 2, 3, 4]);
    expect(momentPlaceText(walk.run, 4)).toBe('Step 4 of 4, then again from step 2');
  });
});

test('a moment in words', () => {
  const run = runOf(LEASE);
  expect([momentPlaceText(run, 0), momentTexts(run, 0)]).toEqual(['Start, time 0', ['the first state']]);
  const resumed = run.steps.find(({ kind }) => kind === 'resume')!.number;
  expect(momentTexts(run, resumed)[0]).toMatch(/^Client#\d: goes on after the pause .*\(wrong\)$/);
  expect(momentPlaceText(run, resumed)).toMatch(/^Step \d of \d, time \d$/);
  const [tick] = run.replay.moments.flatMap(({ kind }, i) => (kind === 'tick' ? [i + 1] : []));
  expect(passedText(run, tick - 1, tick + 1)).toBe('1 tick passes; then ');
  expect(passedText(run, 0, 1)).toBe('');
});

test('whoever stands at a step stands at it when there is another one before it, and else where both runs are the same', () => {
  const before = runOf(LEASE);
  const more = runOf(
    LEASE.replace(
      'optional action ask when not asking {',
      'ready: bool = false optional action get when not ready { ready = true } optional action ask when not asking and ready {',
    ),
  );
  const worked = before.steps.find(({ kind }) => kind === 'resume')!.number;
  const now = keptMoment(before, worked, more);
  expect(momentTexts(more, now)).toEqual(momentTexts(before, worked));
  expect(now).toBeGreaterThan(worked);
  expect(keptMoment(before, 3, before)).toBe(3);
  expect(keptMoment(before, 5, { ...before, steps: before.steps.filter(({ number }) => number !== 5) })).toBe(4);
});

test('two runs beside each other', () => {
  const run = runOf(LEASE);
  const other = run.steps.filter((_, i) => i !== 2);
  const pairs = aligned(run.steps, other);
  expect(pairs.map(({ left, right }) => [left?.number ?? null, right?.number ?? null])).toEqual(
    run.steps.map(({ number }, i) => [number, i === 2 ? null : number]),
  );
  expect(alignmentText(pairs)).toBe(`Both are the same up to step ${run.steps[1].number}.`);
  expect(alignmentText(aligned(run.steps, run.steps))).toBe('Both runs are the same.');
  expect(aligned(run.steps.slice(0, 2), other.slice(2, 4)).map(({ same }) => same)).toEqual([false, false]);
});

test('somebody in another run goes along with the one in the first, and back', () => {
  const run = runOf(LEASE);
  const other = run.steps.filter((_, i) => i !== 2);
  const lasts = { left: run.replay.moments.length, right: run.replay.moments.length - 1 };
  const pairs = aligned(run.steps, other);
  const beside = run.steps.map(({ number }) => besideMoment(pairs, number, lasts));
  expect(beside[2]).toBe(beside[1]);
  expect(beside.slice(3, -1)).toEqual(run.steps.slice(3, -1).map(({ number }) => number));
  expect([besideMoment(pairs, 0, lasts), besideMoment(pairs, lasts.left, lasts)]).toEqual([0, lasts.right]);
});

test('the run that a node cannot tell from this one is there where the violation is expected too, and stands in the picture', () => {
  const { analysis } = snapshot(bell('violated'));
  const events = [...campaign(analysis.checks, { now: () => 0 })];
  const [outcome] = events.flatMap((event) => (event.kind === 'done' ? [event.outcome] : []));
  const [{ counterexample: run }] = checkReport(outcome, () => bell('violated')).properties[0].outcomes;
  const { node, ...twin } = run!.lookalikes[0];
  expect(node).toBe('Hearer');
  const name = 'What Hearer cannot tell this from';
  const both = pictureOf(run!, { name, run: { ...twin, timed: false }, isDrawn: true });
  expect([both.match(/class="run"/g)?.length, both.match(/<style>/g)?.length, both.includes(`>${name}</text>`)]).toEqual([2, 1, true]);
  expect(pictureOf(run!).match(/class="run"/g)).toHaveLength(1);
});
