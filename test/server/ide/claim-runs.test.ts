/** The run that shows that a claim of a `provisos` block is wrong: in the view, at the claim, in the Test Explorer, and in the debugger. */
import { expect, test } from 'vitest';
import { attached, detached } from '#checker';
import { codeLenses, runPage, runView, type Snapshot, savedScenario, whatIf, withBlocks } from '#server';
import { checkBlock } from '../../../server/src/checks/check-block.ts';
import { fileTests, testPoints } from '../../../server/src/checks/file-tests.ts';
import { subjectOf } from '../../../server/src/checks/subject.ts';
import { resultOf } from '../../../server/src/ide/runs.ts';
import { inProcess } from '../debug/client.ts';
import { judged, snapshot } from './fixture.ts';

const CLAIMS = `system Handover {
  const LIVES = 1
  message Token
  node Holder[2] {
    holds: bool = self == Holder#1
    optional action pass when holds { holds = false; broadcast Token to Holder }
    on Token { holds = true }
  }
  safety AtMostOne: never (exists a, b in Holder where a != b: a.holds and b.holds)
  safety Some: always LIVES > 0
}
assume Copying { timing async  network { duplicating up to 1 } }
check Copying { AtMostOne violated }
provisos Copying for LIVES in 1..2 over duplications, losses {
  AtMostOne holds when duplications<=LIVES
  AtMostOne holds provided losses == 0
  Some holds when true
}
`;

const hash = (parts: readonly string[]) => parts.join('\n');

/** With its blocks checked, as the thread does it. */
function claimed(text: string): Snapshot {
  const view = judged(snapshot(text));
  const { sources, blocks } = subjectOf(view, hash);
  const budget = { maxStates: 100_000, seconds: 60, maxMemory: 512, threads: null };
  return withBlocks(
    view,
    blocks.map(({ index, plan }) => {
      const checking = checkBlock(sources, index, budget, () => performance.now());
      for (;;) {
        const { done, value } = checking.next();
        // What a thread sends is a copy.
        if (done) return { index, plan, data: structuredClone(value) };
      }
    }),
  );
}

const CLAIMED = claimed(CLAIMS);
const WRONG = 'one duplicated message (provisos Copying, LIVES = 1)';

test('the runs of claims stand behind those of checks, each under the set that shows it', () => {
  const { run } = runView(CLAIMED, { property: 'AtMostOne' });
  expect(run?.runs.map(({ under }) => under)).toEqual([
    'Copying',
    WRONG,
    'one duplicated message (provisos Copying, LIVES = 2)',
    `${WRONG}, claim 2`,
    'one duplicated message (provisos Copying, LIVES = 2), claim 2',
  ]);
  const { run: shown } = runView(CLAIMED, { property: 'AtMostOne', under: WRONG });
  expect(shown?.claimed).toEqual({
    condition: 'duplications <= LIVES',
    text: 'AtMostOne holds when duplications <= LIVES: violated under one duplicated message, though the condition is true there',
  });
  expect(shown?.assumed[0].text).toBe('losses <= 0\nduplications <= 1\nand otherwise what Copying says');
  expect([shown?.check.line, shown?.run.length.faults, shown?.standing]).toEqual([15, 1, 'unexpected']);
  expect(shown?.run.steps.every(({ place }) => place === null || place.line < 12)).toBe(true);
});

test('it can be branched from, is a page of its own, and is no scenario', async () => {
  const wanted = { property: 'AtMostOne', under: WRONG, path: null, moment: 1 };
  const next = whatIf(CLAIMED, wanted, hash);
  expect('says' in next ? next.says : next.enabled.length).toBeGreaterThan(1);
  expect(savedScenario(CLAIMED, wanted, hash)).toEqual({
    says: 'it is a run of a claim, and no check has its assumptions',
    isOver: false,
  });
  const page = (await runPage(CLAIMED, wanted, '1'))!;
  expect(page).toContain('AtMostOne holds when duplications &#60;= LIVES at LIVES = 1: violated under one duplicated message');
  expect(page).toContain('<svg');
});

test('its model is made once, so a run by hand goes on from where it stands', () => {
  const [one, other] = [1, 2].map(() => resultOf(CLAIMED, { property: 'AtMostOne', under: WRONG }));
  expect('judged' in one && 'judged' in other && one.judged.outcome.model === other.judged.outcome.model).toBe(true);
});

const ofClaims = (view: Snapshot) => codeLenses(view).flatMap((lens) => ('under' in lens && lens.under !== undefined ? [lens] : []));

test('a lens at each claim that is wrong opens its run, as its test does', () => {
  const own = ofClaims(CLAIMED);
  expect(own.map(({ title, under, span }) => [title, under, CLAIMS.slice(0, span.start).split('\n').length])).toEqual([
    ['show counterexample', WRONG, 15],
    ['debug counterexample', WRONG, 15],
    ['show counterexample', `${WRONG}, claim 2`, 16],
    ['debug counterexample', `${WRONG}, claim 2`, 16],
  ]);
  const subject = subjectOf(CLAIMED, hash);
  const { groups } = fileTests(CLAIMED, subject, { check: () => 'idle', block: () => 'idle' }, null);
  const tests = groups.find(({ kind }) => kind === 'provisos')!.tests.map(({ result }) => [result?.hasRun, result?.under]);
  expect(tests).toEqual([
    [true, WRONG],
    [true, `${WRONG}, claim 2`],
    [false, 'Copying (LIVES = 1)'],
  ]);
});

test('of a long sweep of a claim the claims behind it have their runs too', () => {
  const [{ data }] = claimed(CLAIMS.replace('1..2', '1..12')).blocks!;
  expect(data?.claims.map((outcomes) => outcomes.filter(({ run }) => run !== null).length)).toEqual([10, 10, 0]);
});

test('a block of thousands of points is told at once', () => {
  const view = snapshot(CLAIMS.replace('1..2', '1..1500'));
  const [plan] = view.analysis.provisos;
  const [lead] = CLAIMED.blocks![0].data!.claims[0];
  const claims = plan.runs[0].claims.map(() => plan.runs.map(({ point }, i) => ({ ...lead, point, run: i < 5 ? lead.run : null })));
  const many = withBlocks(view, [{ index: 0, plan, data: { claims, milliseconds: 1 } }]);
  const subject = subjectOf(many, hash);
  const begun = performance.now();
  const group = fileTests(many, subject, { check: () => 'idle', block: () => 'idle' }, null).groups.find(
    ({ kind }) => kind === 'provisos',
  )!;
  const points = testPoints(many, subject, group.id, group.tests[0].id)!;
  expect(points.filter(({ result }) => result?.hasRun === true)).toHaveLength(5);
  expect([points.length, ofClaims(many).length]).toEqual([1500, 6]);
  // It takes some hundredths of a second; who looks at every point for every point is not done by then.
  expect(performance.now() - begun).toBeLessThan(5000);
});

test('its places move with the text', () => {
  const moved = claimed(`// One line more\n\n${CLAIMS}`);
  const [before, after] = [CLAIMED, moved].map((view) => subjectOf(view, hash).blocks[0].identity);
  expect(after.key).toBe(before.key);
  const data = attached(detached(CLAIMED.blocks![0].data!, before.places), after.places);
  const { run } = runView(withBlocks(moved, [{ ...moved.blocks![0], data }]), { property: 'AtMostOne', under: WRONG });
  expect(run).toEqual(runView(moved, { property: 'AtMostOne', under: WRONG }).run);
});

test('the debugger steps it; a claim that is right has no run', async () => {
  const launch = {
    program: 'untitled:Untitled-1',
    text: CLAIMS,
    property: 'AtMostOne',
    claim: 'duplications <= (LIVES)',
    point: { LIVES: 2 },
  };
  const client = inProcess();
  await client.ask('initialize', {});
  await client.ask('launch', { ...launch, noDebug: true });
  expect(client.events[0].body.output).toMatch(/^AtMostOne under one duplicated message \(provisos Copying, LIVES = 2\): violated/);
  const refused = (more: object) => expect(inProcess().ask('launch', { ...launch, ...more })).rejects;
  await refused({ property: 'Some', claim: 'true' }).toThrow('There is no run to debug: Some holds when true: as claimed');
  await refused({ claim: 'duplications <= LIVE' }).toThrow(
    'has the condition `duplications <= LIVE`. Did you mean `duplications <= LIVES`?',
  );
  await refused({ point: { LIVES: 7 } }).toThrow('No claim that this is about has the point LIVES = 7.');
  await refused({ assume: 'Copyin' }).toThrow('No block of provisos is from `Copyin`. Did you mean `Copying`?');
});
