/** The scheduler alone, with a clock and a thread that the test plays: any order of events keeps its promises. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CheckPlan } from '#checker';
import { Memory } from '../../../server/src/checks/memory.ts';
import type { CheckBudget, CheckData } from '../../../server/src/checks/messages.ts';
import type { RunEvents, Runner, RunOrder } from '../../../server/src/checks/runner.ts';
import { type Occasion, Scheduler } from '../../../server/src/checks/scheduler.ts';
import type { Subject } from '../../../server/src/checks/subject.ts';

const BUDGET: CheckBudget = { maxStates: 1_000, seconds: 1, maxMemory: 1, threads: null };
const DELAY = 300;

/** What `setTimeout` would do, at times that the test says. */
class Clock {
  now = 0;
  #timers: { readonly at: number; readonly run: () => void }[] = [];

  after = (milliseconds: number, run: () => void) => {
    const timer = { at: this.now + milliseconds, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  pass(milliseconds: number): void {
    const end = this.now + milliseconds;
    for (;;) {
      const [next] = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#timers = this.#timers.filter((other) => other !== next);
      this.now = next.at;
      next.run();
    }
    this.now = end;
  }
}

/** Holds the run until the test lets it end. */
class HeldRunner implements Runner {
  current: { readonly order: RunOrder; readonly events: RunEvents } | null = null;
  readonly begun: string[] = [];

  run(order: RunOrder, events: RunEvents): void {
    if (this.current !== null) throw new Error('two runs at once');
    this.current = { order, events };
    this.begun.push(keyOf(order));
  }

  cancel(): void {
    if (this.current === null) throw new Error('nothing to cancel');
    this.current = null;
  }

  dispose(): void {
    this.current = null;
  }

  end(data: CheckData | 'crash' = dataOf('holds')): void {
    const { events } = this.current!;
    this.current = null;
    if (data === 'crash') events.crashed('killed');
    else events.result(data);
  }

  get key(): string | null {
    return this.current === null ? null : keyOf(this.current.order);
  }
}

/** The checks of a fake file are called what they depend on; its sources say their names. */
function keyOf({ sources, check }: RunOrder): string {
  return sources.texts[check][1];
}

function subject(path: string, keys: readonly string[]): Subject {
  const plan = { runs: [{ expectations: [{}], model: () => ({ model: {}, diagnostics: [] }) }] } as unknown as CheckPlan;
  return {
    path,
    sources: { id: 0, root: path, texts: keys.map((key) => [path, key]), imports: [] },
    checks: keys.map((key, index) => ({ index, plan, identity: { key, places: [] } })),
    blocks: [],
  };
}

function dataOf(status: 'holds' | 'over budget'): CheckData {
  const size = {
    states: 1,
    transitions: 0,
    cut: 0,
    depth: 0,
    faults: 0,
    symmetric: [],
    bytes: 0,
    bytesOnDisk: 0,
    compressed: false,
    interpretedBecause: null,
    whole: true,
    milliseconds: 0,
  };
  const verdict =
    status === 'holds'
      ? ({ status: 'holds', bounds: [], vacuous: null } as const)
      : ({ status: 'unknown', reason: 'stopped', budget: true } as const);
  return { points: [{ verdicts: [verdict], size }], neverRan: [], ran: [], observed: null, diagnostics: [] };
}

function play(onType = true) {
  const clock = new Clock();
  const runner = new HeldRunner();
  const memory = new Memory();
  const crashes: string[] = [];
  const settings = { onType, delay: DELAY, budget: BUDGET };
  const events = { changed: () => {}, began: () => {}, progress: () => {}, crashed: (path: string) => crashes.push(path) };
  const scheduler = new Scheduler({ after: clock.after, runner, memory, settings, events });
  const update = (path: string, keys: string, why: Occasion) => scheduler.update(subject(path, [...keys]), why);
  return { clock, runner, memory, scheduler, crashes, settings, update };
}

describe('one file', () => {
  test('checks begin when a file is opened, one after the other, in its order', () => {
    const { runner, update, scheduler } = play();
    update('a', 'xyz', 'opened');
    expect(runner.key).toBe('x');
    runner.end();
    runner.end();
    runner.end();
    expect(runner.begun).toEqual(['x', 'y', 'z']);
    expect(scheduler.isPending('a')).toBe(false);
  });

  test('after an edit they wait until typing stops', () => {
    const { runner, update, clock } = play();
    update('a', 'x', 'edited');
    clock.pass(DELAY - 1);
    update('a', 'y', 'edited');
    clock.pass(DELAY - 1);
    expect(runner.begun).toEqual([]);
    clock.pass(1);
    expect(runner.key).toBe('y');
  });

  test('an edit ends the run that it outdates, and no other', () => {
    const { runner, update, clock } = play();
    update('a', 'xy', 'opened');
    update('a', 'xz', 'edited');
    expect(runner.key).toBe('x');
    update('a', 'wz', 'edited');
    expect(runner.key).toBe(null);
    clock.pass(DELAY);
    expect(runner.begun).toEqual(['x', 'w']);
  });

  test('what is known does not run again', () => {
    const { runner, update, clock } = play();
    update('a', 'x', 'opened');
    runner.end();
    update('a', 'y', 'edited');
    update('a', 'x', 'edited');
    clock.pass(DELAY);
    expect(runner.begun).toEqual(['x']);
  });

  test('a check that was over its budget runs again under another budget only', () => {
    const { runner, update, scheduler, settings } = play();
    update('a', 'x', 'opened');
    runner.end(dataOf('over budget'));
    update('a', 'x', 'opened');
    expect(runner.key).toBe(null);
    scheduler.configure({ ...settings, budget: { ...BUDGET, maxStates: 2_000 } });
    expect(runner.key).toBe('x');
  });

  test('where the thread dies on a check the others go on, and it is tried again when asked for', () => {
    const { runner, update, scheduler, crashes } = play();
    update('a', 'xy', 'opened');
    runner.end('crash');
    expect(runner.key).toBe('y');
    runner.end();
    expect([crashes, scheduler.isPending('a')]).toEqual([['a'], false]);
    scheduler.checkNow('a');
    expect(runner.key).toBe('x');
  });

  test('where checks run only when asked for, typing starts none', () => {
    const { runner, update, scheduler, clock } = play(false);
    update('a', 'x', 'opened');
    update('a', 'y', 'edited');
    clock.pass(DELAY);
    expect([runner.begun, scheduler.isPending('a')]).toEqual([[], false]);
    scheduler.checkNow('a');
    expect(runner.key).toBe('y');
  });

  test('what was asked for stays asked for though the file is opened, and ends with what an edit outdates', () => {
    const { runner, update, scheduler } = play(false);
    update('a', 'xyz', 'background');
    scheduler.checkNow('a');
    expect(runner.key).toBe('x');
    update('a', 'xyz', 'opened');
    expect([runner.key, scheduler.isPending('a')]).toEqual(['x', true]);
    update('a', 'xvz', 'edited');
    runner.end();
    expect([runner.key, scheduler.isPending('a')]).toEqual(['z', true]);
    runner.end(dataOf('over budget'));
    expect([runner.key, scheduler.isPending('a')]).toEqual([null, false]);
    // It was asked for once.
    scheduler.configure({ onType: false, delay: DELAY, budget: { ...BUDGET, maxStates: 2_000 } });
    expect(runner.begun).toEqual(['x', 'z']);
  });

  test('stopped, nothing more of it runs until it is asked for', () => {
    const { runner, update, scheduler } = play();
    update('a', 'xy', 'opened');
    scheduler.stop('a');
    expect([runner.key, scheduler.isPending('a')]).toEqual([null, false]);
    scheduler.checkNow('a');
    expect(runner.key).toBe('x');
  });
});

describe('several files', () => {
  test('the file that was edited last comes first', () => {
    const { runner, update, clock } = play();
    update('a', 'x', 'opened');
    update('b', 'y', 'opened');
    expect(runner.key).toBe('y');
    update('a', 'z', 'edited');
    clock.pass(DELAY);
    expect(runner.key).toBe('z');
    runner.end();
    expect(runner.key).toBe('y');
  });

  test('what nobody looks at waits for the rest', () => {
    const { runner, update } = play();
    update('a', 'x', 'opened');
    update('b', 'y', 'background');
    expect(runner.key).toBe('x');
    runner.end();
    expect(runner.key).toBe('y');
  });

  test('two files that ask the same are answered by one run', () => {
    const { runner, update, scheduler } = play();
    update('a', 'x', 'opened');
    update('b', 'x', 'background');
    scheduler.close('a');
    expect(runner.begun).toEqual(['x']);
    runner.end();
    expect(scheduler.isPending('b')).toBe(false);
  });
});

const PATHS = ['a', 'b', 'c'];
const path = fc.constantFrom(...PATHS);
const keys = fc.uniqueArray(fc.constantFrom(...'uvwxyz'), { maxLength: 4 });
const event = fc.oneof(
  fc.record({
    kind: fc.constant('update' as const),
    path,
    keys,
    why: fc.constantFrom<Occasion>('opened', 'edited', 'changed', 'background'),
  }),
  fc.record({ kind: fc.constantFrom('close', 'focus', 'checkNow', 'stop'), path }),
  fc.record({ kind: fc.constant('pass' as const), milliseconds: fc.integer({ min: 0, max: 2 * DELAY }) }),
  fc.record({ kind: fc.constantFrom('holds', 'over budget', 'crash') }),
  fc.record({ kind: fc.constant('budget' as const), maxStates: fc.constantFrom(1_000, 2_000) }),
);

test('whatever happens in whatever order: one run at a time, wanted and unknown; and in the end all is answered', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      const { clock, runner, memory, scheduler, settings, crashes } = play();
      const files = new Map<string, readonly string[]>();
      let budget = BUDGET;
      let died = 0;
      for (const one of events) {
        const begunBefore = runner.begun.length;
        if (one.kind === 'update') {
          files.set(one.path, one.keys);
          scheduler.update(subject(one.path, one.keys), one.why);
        } else if (one.kind === 'pass') clock.pass(one.milliseconds);
        else if (one.kind === 'budget') {
          budget = { ...BUDGET, maxStates: one.maxStates };
          scheduler.configure({ ...settings, budget });
        } else if ('path' in one) {
          if (one.kind === 'close') files.delete(one.path);
          scheduler[one.kind as 'close'](one.path);
        } else if (runner.current !== null) {
          if (one.kind === 'crash') died++;
          runner.end(one.kind === 'crash' ? 'crash' : dataOf(one.kind as 'holds'));
        }
        const { key } = runner;
        if (key !== null) {
          expect([...files.values()].some((all) => all.includes(key))).toBe(true);
          if (runner.begun.length > begunBefore) expect(memory.has({ key, places: [] }, budget)).toBe(false);
        }
        expect(crashes.length).toBe(died);
      }
      for (const [at, all] of files) {
        scheduler.update(subject(at, all), 'opened');
        clock.pass(DELAY);
      }
      for (let runs = 0; runner.current !== null && runs < 50; runs++) runner.end();
      for (const [at, all] of files) {
        expect(scheduler.isPending(at)).toBe(false);
        expect(all.filter((key) => !memory.has({ key, places: [] }, budget))).toEqual([]);
      }
    }),
    { numRuns: process.env.PROVISO_SLOW === '1' ? 20_000 : 1_000 },
  );
});
