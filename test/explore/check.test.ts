/** Whole checks of a small model: verdicts, traces, budgets, blame, and the same from both machines. */
import { describe, expect, test } from 'vitest';
import {
  type CheckOptions,
  type CheckResult,
  checkModel,
  createInterpretedMachine,
  type Expr,
  type Model,
  type Property,
  type PropertyResult,
  startCheck,
  type Verdict,
} from '#checker';
import type { Temporal } from '../../checker/src/model/ir.ts';
import { CASES } from '../machine/assumptions.ts';
import { type Assumptions, always, pingPong, span } from '../machine/models.ts';
import { timed } from '../machine/zoo.ts';
import { quorum } from '../machine/zoo-quorum.ts';

const bool = { kind: 'bool' } as const;
const phase = { kind: 'int', lo: 0, hi: 2, limit: null } as const;
const client = { kind: 'node', roles: [0], instances: [0] } as const;
const s: Expr = { op: 'varOf', node: { op: 'const', value: 0, type: client, span }, role: 0, variable: 0, type: phase, span };
const number = (value: number): Expr => ({ op: 'const', value, type: phase, span });
const sIs = (n: number): Expr => ({ op: '==', left: s, right: number(n), type: bool, span });
const not = (of: Expr): Expr => ({ op: 'not', of, type: bool, span });
const both = (left: Expr, right: Expr): Expr => ({ op: 'and', left, right, type: bool, span });
const upServer: Expr = {
  op: 'up',
  node: { op: 'const', value: 1, type: { kind: 'node', roles: [1], instances: [1] }, span },
  type: bool,
  span,
};
const pings: Expr = {
  op: 'countInFlight',
  message: 0,
  args: [],
  from: null,
  to: null,
  type: { kind: 'int', lo: 0, hi: 3, limit: null },
  span,
};
const twoPings: Expr = { op: '>=', left: pings, right: number(2), type: bool, span };
const divided: Expr = {
  op: '==',
  left: { op: '/', left: number(1), right: { op: '-', left: s, right: number(1), type: phase, span }, type: phase, span },
  right: s,
  type: bool,
  span,
};

const base = { word: 'safety', span, nameSpan: span, text: '', usesKnowledge: false } as const;
const safety = (name: string, predicate: Expr, antecedent: Expr | null = null): Property => ({
  ...base,
  name,
  kind: 'state',
  predicate,
  antecedent,
});
const reachable = (name: string, predicate: Expr): Property => ({ ...base, name, word: 'reachable', kind: 'reachable', predicate });
const deadline = (name: string, from: Expr, to: Expr, within: number): Property => ({ ...base, name, kind: 'deadline', from, to, within });
const grows: Property = {
  ...{ ...base, name: 'grows', kind: 'step', watched: [s], claimsNoChange: false },
  predicate: { op: '>', left: { op: 'next', of: s, type: phase, span }, right: s, type: bool, span },
};

const exact = { delay: always(1), pause: always(0), drift: always(0) };
const unlimited = { budget: null, untilStable: false, span };
const lossy: Assumptions = { ...exact, network: { loss: unlimited } };

/** A clock that moves on by a millisecond whenever it is looked at. */
function ticking(): () => number {
  let time = 0;
  return () => time++;
}

function run(assumptions: Assumptions, properties: readonly Property[], options: Partial<CheckOptions> = {}): CheckResult {
  const model: Model = { ...pingPong(assumptions), properties };
  const results = (['interpreted', 'compiled'] as const).map((machine) => checkModel(model, { now: () => 0, machine, ...options }));
  // packed states take other room than interpreted ones
  const [first, second] = results.map((result) => ({
    ...result,
    size: { ...result.size, bytes: 0, compressed: false, interpretedBecause: null },
  }));
  expect(second).toEqual(first);
  return first;
}

function reported({ property, verdict }: PropertyResult): string {
  return `${property}: ${verdictText(verdict)}`;
}

function verdictText(verdict: Verdict): string {
  switch (verdict.status) {
    case 'holds':
      return ['holds', verdict.bounds.length > 0 ? `within ${verdict.bounds}` : '', verdict.vacuous ?? '']
        .filter((text) => text !== '')
        .join(' ');
    case 'violated':
    case 'reached':
      return `${verdict.status} ${verdict.trace.faults}/${verdict.trace.steps.length} ${verdict.trace.steps.map((step) => step.step.label.kind).join(' ')}`;
    case 'error':
      return `error ${verdict.error.message}, ${verdict.trace.faults}/${verdict.trace.steps.length}`;
    case 'unknown':
    case 'unchecked':
      return `${verdict.status} ${verdict.reason}`;
    case 'unreached':
      return 'unreached';
  }
}

test.each(CASES)('%s: the known counts, by both machines', (_, assumptions, states, cut) => {
  const result = run(assumptions, []);
  expect([result.size.states, result.size.cut]).toEqual([states, cut]);
  expect(result.error).toBe(null);
});

describe('verdicts', () => {
  test('state properties: holds, violated with the shortest trace, vacuous', () => {
    const never = safety('never', sIs(2), both(sIs(2), sIs(1)));
    const result = run(exact, [
      safety('range', not(sIs(3))),
      safety('done', not(sIs(2))),
      { ...never, predicate: not(sIs(3)) } as Property,
    ]);
    expect(result.properties.map(reported)).toEqual([
      'range: holds',
      'done: violated 0/3 act deliver deliver',
      'never: holds its condition is never true',
    ]);
    expect(result.exhaustive).toBe(true);
  });

  test('a resent request needs a loss, or a slow network', () => {
    const lost = run(lossy, [reachable('again', twoPings), safety('once', not(both(sIs(1), twoPings)))]);
    expect(lost.properties.map(reported)).toEqual(['again: unreached', 'once: holds']);
    const slow = run({ ...exact, delay: null }, [reachable('again', twoPings)]);
    expect(slow.properties.map(reported)).toEqual(['again: reached 0/4 act tick tick fire']);
  });

  test('step properties', () => {
    expect(run(exact, [grows]).properties.map(reported)).toEqual(['grows: holds']);
    const falls = { ...grows, name: 'falls', predicate: not((grows as { predicate: Expr }).predicate) } as Property;
    expect(run(exact, [falls]).properties.map(reported)).toEqual(['falls: violated 0/1 act']);
    const still = { ...grows, name: 'still', watched: [number(1)] } as Property;
    expect(run(exact, [still]).properties.map(reported)).toEqual(['still: holds no step changes what it is about']);
  });

  test('deadlines count ticks', () => {
    const answered = (within: number) => deadline(`within ${within}`, sIs(1), sIs(2), within);
    expect(run(exact, [answered(1), answered(2), answered(3)]).properties.map(reported)).toEqual([
      'within 1: violated 0/4 act tick deliver tick',
      'within 2: holds',
      'within 3: holds',
    ]);
    expect(run(exact, [deadline('never', sIs(3), sIs(2), 1)]).properties.map(reported)).toEqual([
      'never: holds what it waits from is never true',
    ]);
  });

  test('what a bound cut off is said', () => {
    const result = run({ ...exact, delay: null }, [safety('range', not(sIs(3))), reachable('never', sIs(3))]);
    expect(result.properties.map(reported)).toEqual([
      'range: holds within capacity 3',
      'never: unknown not reached within bounds (capacity 3)',
    ]);
    expect([result.exhaustive, result.bounds, result.neverRan]).toEqual([false, ['capacity 3'], null]);
  });

  test('a model error comes first, for every property', () => {
    const result = run(exact, [safety('range', not(sIs(3))), safety('divided', divided), deadline('late', sIs(1), sIs(2), 0)]);
    expect(result.properties.map(reported)).toEqual(
      ['range', 'divided', 'late'].map((name) => expect.stringMatching(`${name}: error .*, 0/1`)),
    );
    expect(result.error?.trace.steps).toHaveLength(1);
    expect(run(exact, [deadline('late', divided, sIs(2), 0)]).properties.map(reported)).toEqual([
      expect.stringMatching('late: error .*, 0/1'),
    ]);
  });

  test('what cannot be checked says why', () => {
    const conditions = Array.from(
      { length: 32 },
      (_, i) => ({ op: 'state', predicate: { ...sIs(i % 4), span: { ...span, start: i } } }) as const,
    );
    const [first, ...others] = conditions;
    const formula = others.reduce<Temporal>((left, right) => ({ op: 'and', left, right }), first);
    const many: Property = { ...base, word: 'liveness', name: 'many', kind: 'liveness', formula, provided: null };
    expect(run(exact, [many]).properties.map(reported)).toEqual(['many: unchecked more than 31 conditions in one property']);
  });

  test('only the properties asked for', () => {
    const result = run(exact, [safety('range', not(sIs(3))), safety('done', not(sIs(2)))], { properties: ['done'] });
    expect(result.properties.map(({ property }) => property)).toEqual(['done']);
  });

  test('handlers that never ran', () => {
    const { roles, ...rest } = pingPong(exact);
    const [first, second] = roles;
    const model = { ...rest, roles: [{ ...first, actions: first.actions.map((a) => ({ ...a, guard: sIs(5) })) }, second] } as Model;
    expect(checkModel({ ...model, roles: model.roles }, { now: () => 0, machine: 'interpreted' }).neverRan).toEqual([0, 1, 2, 3]);
    // In the answer's time the timer never runs out.
    expect(run(exact, []).neverRan).toEqual([]);
  });
});

describe('blame', () => {
  const crash = (roles: number[]): Model['crashes'][number] => ({
    ...{ mode: 'stop', roles, instances: roles, maxDown: null, mayStayDown: false, upTo: 1, budget: 0, untilStable: false, span },
  });

  test('a fault that a violation needs, and those that it does not', () => {
    const assumptions = { ...lossy, budgets: [{ name: 'crash of Server', limit: 1 }], crashes: [crash([1])] };
    const [{ verdict }] = run(assumptions, [safety('up', upServer)]).properties;
    const { blame } = verdict as Verdict & { status: 'violated' };
    expect(reported({ property: 'up', verdict })).toBe('up: violated 1/1 crash');
    expect(blame).toMatchObject({
      necessary: [{ kind: 'crash', mode: 'stop', roles: ['Server'] }],
      used: [],
      notNeeded: [{ kind: 'loss' }],
    });
  });

  test('a pause is a fault of its role', () => {
    const assumptions = { ...exact, delay: always(0), pause: always(1) };
    const [{ verdict }] = run(assumptions, [deadline('at once', sIs(1), sIs(2), 0)]).properties;
    expect(reported({ property: 'at once', verdict })).toBe('at once: violated 1/2 act tick');
    const { blame } = verdict as Verdict & { status: 'violated' };
    expect(blame).toMatchObject({
      necessary: [],
      used: [{ kind: 'pause', role: 'Server' }],
      notNeeded: [{ kind: 'pause', role: 'Client' }],
    });
  });
});

describe('budgets', () => {
  const properties = [safety('range', not(sIs(3))), safety('done', not(sIs(2)))];
  const model = { ...pingPong({ ...exact, pause: always(1), drift: always(1) }), properties };

  test.each([
    [{ maxStates: 10 }, 'unknown stopped after 10 states'],
    [{ timeout: 2 }, 'unknown stopped after 0 seconds'],
    [{ maxMemory: 2 ** 14 }, 'unknown stopped at 0.02 MiB of memory'],
  ])('%o', (budget, expected) => {
    const result = checkModel(model, { now: ticking(), machine: 'interpreted', budget });
    expect(reported(result.properties[0])).toBe(`range: ${expected}`);
    expect(result.properties[0].verdict).toMatchObject({ budget: true });
    expect(result.exhaustive).toBe(false);
  });

  test('stopping reports the results so far', () => {
    const check = startCheck(model, { now: () => 0 });
    const step = check.step(1);
    expect(step).toMatchObject({ done: false, progress: { depth: expect.any(Number), waiting: expect.any(Number) } });
    while (check.step(1).done === false && !sawDone(check.step(1)));
    const result = check.stop('stopped by the caller');
    expect(result.properties.map(reported)).toEqual(['range: unknown stopped by the caller', 'done: violated 0/3 act deliver deliver']);
    expect(check.step(1)).toEqual({ done: true, result });
  });

  function sawDone(step: ReturnType<ReturnType<typeof startCheck>['step']>): boolean {
    return step.done || step.progress.depth > 4 || step.progress.faults > 0;
  }
});

describe('time stops', () => {
  /** More messages than the capacity takes: a cut step, which is a way out for time where it must be taken. */
  const tooMany: Model['roles'][number]['actions'][number]['body'] = Array.from({ length: 4 }, () => ({
    ...{ kind: 'send', message: 0, args: [], call: null, span },
    to: { op: 'const', value: 1, type: { kind: 'node', roles: [1], instances: [1] }, span },
  }));

  /** The client answers every answer with a new request. */
  function endless(optional: boolean): Model {
    const model = pingPong({ ...exact, delay: always(0) });
    const [first, second] = model.roles;
    const again = first.handlers.map((handler) =>
      handler.trigger.kind === 'message' ? { ...handler, guard: null, body: first.actions[0].body.slice(2) } : handler,
    );
    return { ...model, roles: [{ ...first, handlers: again, actions: first.actions.map((a) => ({ ...a, optional })) }, second] };
  }

  /** A deadline that is met wherever time passes. */
  function soon(model: Model, machine: 'interpreted' | 'compiled'): { bounds: readonly string[]; verdict: Verdict } {
    const properties = [deadline('soon', sIs(1), sIs(2), 9)];
    const { bounds, properties: found } = checkModel({ ...model, properties }, { now: () => 0, machine });
    return { bounds, verdict: found[0].verdict };
  }

  test.each(['interpreted', 'compiled'] as const)('two nodes that answer each other forever in no time (%s)', (machine) => {
    for (const optional of [false, true]) {
      const model = { ...endless(optional), properties: [deadline('soon', sIs(1), sIs(2), 9)] };
      const result = checkModel(model, { now: () => 0, machine });
      expect(result.properties.map(reported)).toEqual([
        'soon: error time stops here: Client and Server keep something due that cannot wait, whatever is done about it, 0/1',
      ]);
    }
  });

  test.each([true, false])('not where nothing is due forever (optional: %s)', (optional) => {
    const model = pingPong({ ...exact, delay: always(0) });
    const roles = model.roles.map((role) => ({ ...role, actions: role.actions.map((action) => ({ ...action, optional })) }));
    for (const machine of ['interpreted', 'compiled'] as const) {
      expect(soon({ ...model, roles }, machine).verdict.status).not.toBe('error');
    }
  });

  test('what an optional action has sent is not forgotten when it is left out', () => {
    const model = pingPong({ ...exact, delay: always(0) });
    const [first, second] = model.roles;
    // Only the optional action sends a request: no timer does.
    const handlers = first.handlers.filter((handler) => handler.trigger.kind === 'message');
    const actions = first.actions.map((action) => ({ ...action, optional: true }));
    for (const machine of ['interpreted', 'compiled'] as const) {
      expect(soon({ ...model, roles: [{ ...first, handlers, actions }, second] }, machine).verdict.status).not.toBe('error');
    }
  });

  test('a cut step counts as a way out only where it must be taken', () => {
    const model = endless(false);
    const [first, second] = model.roles;
    const flood = { ...first.actions[0], id: 4, name: 'flood', optional: true, guard: null, body: tooMany };
    const roles = [{ ...first, actions: [...first.actions, flood] }, second];
    for (const machine of ['interpreted', 'compiled'] as const) {
      const { bounds, verdict } = soon({ ...model, roles }, machine);
      expect(bounds).toEqual(['capacity 3']);
      expect(verdict).toMatchObject({ status: 'error', error: { message: expect.stringMatching(/^time stops here/) } });
    }
  });
});

describe('a system of three nodes', () => {
  const node = (n: number, role: number): Expr => ({ op: 'const', value: n, type: { kind: 'node', roles: [role], instances: [n] }, span });
  const correct: Expr = { op: 'correct', node: node(1, 1), type: bool, span };
  const answers: Expr = { ...pings, message: 1, args: [null, null] } as Expr;
  const few: Expr = { op: '<', left: answers, right: number(2), type: bool, span };
  const either = (left: Expr, right: Expr): Expr => ({ op: 'or', left, right, type: bool, span });

  test.each<[string, Partial<Model>]>([
    ['plain', {}],
    ['several pauses may begin at one tick', { timing: timed(3, { delay: 0, pause: 1, drift: 0 }) }],
    ['losses', { network: { ...quorum({}).network, loss: unlimited } }],
    [
      'Byzantine nodes',
      {
        crashes: [
          {
            ...{ mode: 'byzantine', roles: [1], instances: [1, 2], maxDown: null, mayStayDown: false, upTo: 2, budget: null },
            ...{ untilStable: false, span },
          },
        ],
      },
    ],
  ])('%s', (name, more) => {
    const model = { ...quorum(more), properties: [safety('correct', correct), safety('few', few), safety('either', either(correct, few))] };
    const results = (['interpreted', 'compiled'] as const).map((machine) =>
      checkModel(model, { now: () => 0, machine, budget: { maxStates: 3000 } }),
    );
    expect(results[1].properties).toEqual(results[0].properties);
    const [first, second] = results[0].properties.map(reported);
    expect(first).toMatch(name === 'Byzantine nodes' ? /^correct: violated 1\/0/ : /^correct: (holds|unknown)/);
    expect(second).toBe('few: violated 0/3 act deliver deliver');
  });
});

test('the interpreted machine gives equal states one number', () => {
  const machine = createInterpretedMachine(pingPong(exact), { predicates: [], steps: [], deadline: null });
  machine.initial();
  const state = machine.decode(machine.successors.words, 0);
  const packed = new Int32Array(1);
  machine.encode(JSON.parse(JSON.stringify(state)), -1, packed, 0);
  expect(packed[0]).toBe(machine.successors.words[0]);
});
