/** Random runs of a check that left something undecided, where the editor shows them. */
import { expect, test } from 'vitest';
import type { Outcome } from '#checker';
import { codeLenses, diagnostics, inlineVerdicts, runView, snapshotOf, withVerdicts } from '#server';
import { fileVerdicts } from '../../../server/src/checks/file-verdicts.ts';
import { Memory } from '../../../server/src/checks/memory.ts';
import type { RandomData, RandomWanted } from '../../../server/src/checks/messages.ts';
import { checkVerdicts, openIn } from '../../../server/src/checks/outcome.ts';
import { randomRuns } from '../../../server/src/checks/random-runs.ts';
import { runCheck } from '../../../server/src/checks/run-check.ts';
import { subjectOf } from '../../../server/src/checks/subject.ts';
import { hover } from '../../../server/src/ide/hover.ts';
import { openOutcomes } from '../../../server/src/ide/random-runs.ts';
import { LARGE } from '../../support/large.ts';

const BUDGET = { maxStates: 2000, seconds: 1000, maxMemory: 512, threads: null };

/** Asked of the check of a text: what is known before the runs, while they go on and after them. `text`: where it is then. */
function tried(text: string, seed = 1) {
  const [snapshot, subject] = subjectIn(text);
  const [{ plan, identity }] = subject.checks;
  const memory = new Memory();
  for (const running = runCheck(plan, { budget: BUDGET, now: () => 0 }); ; ) {
    const { done, value } = running.next();
    if (!done) continue;
    memory.put(identity, value, BUDGET);
    break;
  }
  const data = memory.get(identity, BUDGET)!;
  const wanted: RandomWanted = { check: 0, asked: openIn(checkVerdicts(0, plan, data), plan), seed };
  const found: RandomData[] = [];
  // Simulation has a clock of its own here: the runs are ended when 400 of them are over.
  let clock = 0;
  for (const news of randomRuns(plan, wanted, 1, () => clock)) {
    if (news.kind === 'found') found.push(news.found);
    else if ((news.progress.runs ?? 0) >= 400) clock = 2000;
  }
  const view = (known: { readonly running: boolean; readonly data: RandomData | null } | null) =>
    withVerdicts(snapshot, fileVerdicts(subject, memory, BUDGET, false, null, { of: () => known }));
  return {
    wanted,
    found,
    before: view(null),
    during: view({ running: true, data: null }),
    after: view({ running: false, data: found.at(-1)! }),
  };
}

function subjectIn(text: string) {
  const snapshot = snapshotOf('/s.proviso', text, () => ({ problem: '', details: {} }));
  return [snapshot, subjectOf(snapshot, (parts) => parts.join())] as const;
}

const lines = (view: ReturnType<typeof tried>['after']) => inlineVerdicts(view).map(({ text }) => text);
const offers = (view: ReturnType<typeof tried>['after']) =>
  codeLenses(view).flatMap(({ command, title }) => (command === 'proviso.tryRandomRuns' ? [title] : []));
const { wanted, found, before, during, after } = tried(LARGE);

test('a check that left something undecided offers them, for what they can decide', () => {
  expect(wanted.asked).toEqual([['Quiet', 'Small']]);
  expect(offers(before)).toEqual(['try random runs']);
  expect(lines(before)[3]).toBe('? 3 of 3 verdicts undecided');
  expect(offers(during)).toEqual([]);
  expect(lines(during)[3]).toBe('… trying random runs');
});

test('what they find is a verdict with its run; what they do not stays unknown', () => {
  expect(lines(after)).toEqual([
    '✗ breaks in 18 steps, no fault, under Lossy',
    expect.stringMatching(/^\? unknown · \d+ random runs found nothing$/),
    expect.stringMatching(/^\? unknown: /),
    '✗ 1 of 3 verdicts unexpected',
  ]);
  const { run } = runView(after, { property: 'Quiet' });
  expect(run?.verdict).toMatchObject({ status: 'violated' });
  expect(run?.run.steps.length).toBeGreaterThan(0);
  expect(diagnostics(after).filter(({ severity }) => severity === 'error')).toHaveLength(2);
  // A debugger would search for it, and not find it.
  const titles = codeLenses(after).map(({ title }) => title);
  expect([titles.includes('show counterexample'), titles.includes('debug counterexample')]).toEqual([true, false]);
  expect(offers(after)).toEqual(['try other random runs']);
  expect(
    found.every(({ points }) =>
      points[0].verdicts.every((verdict) => verdict === null || ['violated', 'unknown'].includes(verdict.status)),
    ),
  ).toBe(true);
});

test('the hover says what was not found, what was not reached, and what more runs would come to', () => {
  const text = hover(after, LARGE.indexOf('Small:'))?.text;
  expect(text).toContain('**Random runs**: no random run of ');
  expect(text).toMatch(/at 95% confidence, at most 0\.\d+% of such runs do/);
  expect(text).toMatch(/Of further runs about \d+% come to a state that none came to/);
  expect(text).not.toMatch(/\bholds\b/);
  expect(text).toMatch(/The first 2,\d+ states are multiplied most by /);
});

test('how to go on is said with what the viewer has: the page of the playground neither finds random runs nor has settings', () => {
  const at = LARGE.indexOf('Small:');
  const [page, extension] = [false, true].map(
    (hasCommands) => hover(before, at, { theme: 'light', withProblems: true, hasCommands })?.text ?? '',
  );
  expect(page).toMatch(/To go on: check the file on the command line, .* `proviso simulate` may find/);
  expect(page).not.toMatch(/command:|try random runs/);
  expect(extension).toMatch(/To go on: \[raise the limits .*\]\(command:.* `try random runs` beside the check may find/);
});

test('of many points of a property a model is made for one, to see whether it can be asked', () => {
  const [{ outcome }] = before.verdicts!.checks;
  let made = 0;
  const points = outcome.outcomes.flatMap((one) =>
    Array.from({ length: 100 }, (): Outcome => {
      const { property, verdict, expected, point, size } = one;
      return {
        ...{ property, verdict, expected, point, size },
        get model() {
          made++;
          return one.model;
        },
      };
    }),
  );
  expect([...openOutcomes(points)].map(({ property }) => property)).toEqual(
    ['Quiet', 'Small'].flatMap((name) => Array.from({ length: 100 }, () => name)),
  );
  expect(made).toBe(3);
});

test('a check that has decided everything offers none', () => {
  const small = `system S { node A { n: 0..3 = 0  action go when n < 3 { n += 1 } }  safety P: always A.n <= 3 }
assume Plain { timing async }
check Plain { P holds }
`;
  expect(offers(tried(small).before)).toEqual([]);
});
