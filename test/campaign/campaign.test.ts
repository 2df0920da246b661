/** The events of campaigns: their order, what interrupts them, what the budgets and the policy of blame do. */
import { describe, expect, test } from 'vitest';
import { type CampaignEvent, type CampaignOptions, campaign, eachAtMost, oneDeadline, runToEnd } from '#checker';
import { analysed } from '../support/spec.ts';

/** Up to N ticks of a counter, over a network that may lose. `Low` breaks from N = 3 on, at the third step. */
const COUNTER = `system Counter {
  const N = 4
  message Tick
  node Source { sent: 0..N = 0  action emit when sent < N { sent += 1; send Tick to Sink } }
  node Sink { seen: 0..N = 0  on Tick { seen += 1 }  on start {} }
  safety Low: always Source.sent < 3
  safety Behind: always Sink.seen <= Source.sent
}
assume Plain { timing async  network { capacity 4 } }
assume Lossy { timing async  network { lossy, capacity 4 } }
`;

/** As `COUNTER`, beside three nodes that go round: ten times ten times ten as many states. */
const LARGE = COUNTER.replace('safety Low', 'node Other[3] { turn: 0..9 = 0  action go { turn = (turn + 1) % 10 } }\n  safety Low');

/** A clock that moves on whenever it is read, so that every slice is as short as slices get. */
function slowClock(): () => number {
  let time = 0;
  return () => (time += 1_000);
}

function events(checks: string, options: Partial<CampaignOptions> = {}, system = COUNTER): CampaignEvent[] {
  return [...campaign(analysed(system + checks).checks, { now: () => 0, ...options })];
}

/** "planned", "started N = 2", "outcome Low holds", "done Plain" */
function words(event: CampaignEvent): string {
  switch (event.kind) {
    case 'planned':
      return `planned ${event.checks.map(({ plan, runs }) => `${plan.assume} ${runs.length}`).join(', ')}`;
    case 'found':
      return `found ${event.property} ${event.verdict.status}`;
    case 'outcome':
      return `outcome ${event.outcome.property} ${event.outcome.verdict.status}`;
    case 'done':
      return `done ${event.check.plan.assume}`;
    case 'started':
      return `started ${event.run.point.map(({ name, value }) => `${name} = ${value}`).join(', ')}`.trimEnd();
    case 'progress':
    case 'observed':
      return event.kind;
  }
}

const SWEPT = 'check Plain for N in 2..3 { Low holds when N < 3  Behind holds }\ncheck Lossy { Low violated  Behind holds }';

describe('order', () => {
  test('each check, each point, one outcome for each expectation', () => {
    expect(
      events(SWEPT)
        .map(words)
        .filter((event) => !/^(progress|found)/.test(event)),
    ).toEqual([
      'planned Plain 2, Lossy 1',
      'started N = 2',
      'outcome Low holds',
      'outcome Behind holds',
      'started N = 3',
      'outcome Low violated',
      'outcome Behind holds',
      'done Plain',
      'started',
      'outcome Low violated',
      'outcome Behind holds',
      'done Lossy',
    ]);
  });

  test('only the properties that are asked for, and no point at which none is', () => {
    const reported = events(`${SWEPT}\ncheck Plain { Behind holds }`, { properties: ['Low'] }).map(words);
    expect(reported.filter((event) => !/^(progress|found)/.test(event))).toEqual([
      'planned Plain 2, Lossy 1, Plain 0',
      'started N = 2',
      'outcome Low holds',
      'started N = 3',
      'outcome Low violated',
      'done Plain',
      'started',
      'outcome Low violated',
      'done Lossy',
      'done Plain',
    ]);
  });

  test('a violation is reported when it is found, while the search goes on for the other property', () => {
    const reported = events('check Plain { Low violated  Behind holds }', { now: slowClock() }, LARGE).map(words);
    const found = reported.indexOf('found Low violated');
    expect(reported.filter((event) => event.startsWith('found'))).toEqual(['found Low violated']);
    expect(reported.slice(found)).toContain('progress');
    expect(reported.slice(-3)).toEqual(['outcome Low violated', 'outcome Behind holds', 'done Plain']);
  });

  test('the values of variables, where they are asked for, before the outcomes', () => {
    const reported = events('check Plain { Low violated  Behind holds }', { observe: 1_000 });
    const observed = reported.flatMap((event) => (event.kind === 'observed' ? [event.variables?.map(({ values }) => values)] : []));
    expect(observed).toEqual([
      [
        [0, 1, 2, 3, 4],
        [0, 1, 2, 3, 4],
      ],
    ]);
    expect(reported.map(words).indexOf('observed')).toBeLessThan(reported.map(words).indexOf('outcome Low violated'));
  });

  test('none of the values where there are more states than may be looked at', () => {
    // Each pair of `seen` <= `sent` is a state: 6 where N is 2, 10 where it is 3.
    const reported = events(SWEPT, { observe: 12 }).flatMap((event) => (event.kind === 'observed' ? [event.variables === null] : []));
    expect(reported).toEqual([false, true, true]);
  });

  test('a point whose constants make something wrong has no outcomes; the diagnostics come with the check', () => {
    // The last of 65 points, which are too many to be looked at before anything runs.
    const wide = `system Wide { const N = 1  node Node { on start {} }  safety Nothing: always true }
      assume Capacity { timing async  network { capacity N + 1 } }
      check Capacity for N in 0..64 { Nothing holds }`;
    const reported = events('', {}, wide);
    const done = reported.at(-1);
    expect(done?.kind === 'done' && done.diagnostics.map(({ why }) => why)).toEqual([expect.stringContaining('N = 64')]);
    expect(reported.filter(({ kind }) => kind === 'outcome')).toHaveLength(64);
  });
});

describe('interrupting', () => {
  test('ends the search under way with what is known, and begins no other', () => {
    let interrupted = false;
    const reported: string[] = [];
    const checks = analysed(LARGE + SWEPT).checks;
    for (const event of campaign(checks, { now: slowClock(), interrupted: () => interrupted })) {
      reported.push(words(event));
      if (event.kind === 'found') interrupted = true;
      if (event.kind === 'done') expect(event.outcome.outcomes.at(-1)?.verdict).toMatchObject({ status: 'unknown', reason: 'interrupted' });
    }
    expect(reported.filter((event) => event !== 'progress')).toEqual([
      'planned Plain 2, Lossy 1',
      'started N = 2',
      'outcome Low holds',
      'outcome Behind holds',
      'started N = 3',
      'found Low violated',
      'outcome Low violated',
      'outcome Behind unknown',
      'done Plain',
    ]);
  });

  test('before anything began there is the plan alone', () => {
    expect(events(SWEPT, { interrupted: () => true }).map(words)).toEqual(['planned Plain 2, Lossy 1']);
  });

  test('between two events the caller may simply stop asking', () => {
    const running = campaign(analysed(`${COUNTER}${SWEPT}`).checks, { now: () => 0 });
    expect(running.next().value?.kind).toBe('planned');
    expect(running.return().done).toBe(true);
    expect(running.next().done).toBe(true);
  });
});

describe('budgets', () => {
  test('after the deadline there are outcomes without a start', () => {
    let time = 0;
    const now = () => time++;
    const reported = events(SWEPT, { now, slice: 1, budgets: oneDeadline({}, now, 0, 'the time given is used up') });
    const outcomes = reported.flatMap((event) => (event.kind === 'outcome' ? [event.outcome.verdict] : []));
    expect(outcomes).toHaveLength(6);
    expect(outcomes.at(-1)).toEqual({ status: 'unknown', reason: 'the time given is used up', budget: true });
    expect(reported.map(words).slice(-3)).toEqual(['outcome Low unknown', 'outcome Behind unknown', 'done Lossy']);
    expect(reported.map(words)).not.toContain('started');
  });

  describe('points share the time', () => {
    const system = `system Up { const K = 1  node N { n: 0..K = 0  action up when n < K { n += 1 } }  safety Small: always N.n <= K }
      assume Plain { timing async }
      check Plain for K in {100000} { Small holds }
      check Plain for K in 3..5 { Small holds }`;

    /** Each slice takes 10 ms; the first is of 500 states, and each next one twice as large. */
    function within(given: number, each = Infinity): string[] {
      let time = 0;
      const now = () => time;
      const budgets = eachAtMost(oneDeadline({}, now, given, 'the time given is used up'), now, each, 'the time of a search is used up');
      const all: string[] = [];
      for (const event of campaign(analysed(system).checks, { now, slice: 1, budgets })) {
        if (event.kind === 'progress') time += 10;
        else all.push(event.kind === 'outcome' ? `${words(event)} ${JSON.stringify(event.outcome.point[0].value)}` : words(event));
      }
      return all;
    }

    const small = [3, 4, 5].flatMap((n) => [`started K = ${n}`, `outcome Small holds ${n}`]);

    test('what some leave goes to those that need more, and checks are reported in order', () => {
      const again = ['started K = 100000', 'outcome Small holds 100000', 'done Plain', 'done Plain'];
      expect(within(240)).toEqual(['planned Plain 1, Plain 3', 'started K = 100000', ...small, ...again]);
    });

    test('where too little is left nothing is begun again', () => {
      expect(within(60)).toEqual([
        'planned Plain 1, Plain 3',
        'started K = 100000',
        ...small,
        'outcome Small unknown 100000',
        'done Plain',
        'done Plain',
      ]);
    });

    test('a search that has a time of its own ends then, is not begun again, and is told at once', () => {
      for (const given of [240, Infinity]) {
        const cut = ['started K = 100000', 'outcome Small unknown 100000', 'done Plain'];
        expect(within(given, 30)).toEqual(['planned Plain 1, Plain 3', ...cut, ...small, 'done Plain']);
      }
    });
  });

  test('a point that was not searched leaves open what never runs', () => {
    const dead = SWEPT.replace(/\ncheck Lossy.*/, '');
    const text = COUNTER.replace('on start {}', 'action idle when seen > N - 1 and seen < N {}  on start {}') + dead;
    const neverRan = (options: Partial<CampaignOptions>) =>
      runToEnd(campaign(analysed(text).checks, { now: () => 0, ...options }))[0].neverRan.map(({ title }) => title);
    expect(neverRan({})).toEqual(['action idle']);
    let asked = 0;
    const budgets = () => ({ budget: {}, over: () => (asked++ === 0 ? null : 'over'), time: Infinity });
    expect(neverRan({ budgets })).toEqual([]);
  });

  test('the policy is asked before each search, with the number of those to come', () => {
    const asked: number[] = [];
    const budgets = (searches: number) => {
      asked.push(searches);
      return { budget: searches === 2 ? { maxStates: 5 } : {}, over: () => null, time: Infinity };
    };
    const reported = events(SWEPT, { properties: ['Behind'], budgets });
    const outcomes = reported.flatMap((event) => (event.kind === 'outcome' ? [event.outcome.verdict.status] : []));
    expect(asked).toEqual([3, 2, 1]);
    expect(outcomes).toEqual(['holds', 'unknown', 'holds']);
  });
});

describe('blame', () => {
  const blamed = (checks: string, options: Partial<CampaignOptions> = {}) =>
    events(checks, options).flatMap((event) =>
      event.kind === 'outcome' && event.outcome.verdict.status === 'violated' ? [event.outcome.verdict.blame !== null] : [],
    );

  test('is worked out unless each violation is expected', () => {
    expect(blamed('check Lossy { Low violated }', { properties: ['Low'] })).toEqual([false]);
    expect(blamed('check Lossy { Low holds }', { properties: ['Low'] })).toEqual([true]);
    expect(blamed('check Lossy { Low violated  Behind holds }')).toEqual([true]);
  });

  test('always, or never', () => {
    expect(blamed('check Lossy { Low violated }', { properties: ['Low'], blame: 'always' })).toEqual([true]);
    expect(blamed('check Lossy { Low holds }', { blame: 'never' })).toEqual([false]);
  });
});

test('statistics are of the largest search of a check', () => {
  const [check] = runToEnd(campaign(analysed(COUNTER + SWEPT).checks, { now: () => 0, statistics: true }));
  expect(check.largest?.point).toEqual([{ name: 'N', value: 3 }]);
  expect(check.largest?.multipliers.length).toBeGreaterThan(0);
});
