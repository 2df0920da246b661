/** Which roles and enumerations are symmetric, and why others are not. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkModel, startCheck } from '#checker';
import { findSymmetry } from '../../checker/src/model/symmetry/symmetric-sorts.ts';
import { watchOf } from '../random/lockstep.ts';
import { modelOf } from '../support/spec.ts';
import { sameVerdicts } from '../support/symmetry.ts';

interface Parts {
  readonly worker?: string;
  readonly hub?: string;
  readonly system?: string;
  readonly property?: string;
  readonly assume?: string;
}

/** A hub and three workers, with something added. */
function spec({ worker = '', hub = '', system = '', property = 'always (count(Worker) == 3)', assume = 'timing async' }: Parts): string {
  return `system S {
  enum Colour { red, green }
  message Go(n: 0..1)
  message Report(n: 0..1, by: Worker?)
  ${system}
  node Hub {
    seen: set<Worker> = {}
    last: Worker? = none
    per: map<Worker, 0..2> = 0
    on Report(n: n, by: b) from w { seen += w }
    optional action ask { broadcast Go(n: 1) to Worker }
    ${hub}
  }
  node Worker[3] {
    busy: bool = false
    peer: Worker? = none
    on Go(n: n) { reply Report(n: n, by: self) }
    ${worker}
  }
  safety P: ${property}
}
assume A { ${assume} }
check A { P holds }`;
}

function symmetricIn(parts: Parts): { readonly symmetric: readonly string[]; readonly why: string } {
  const model = modelOf(spec(parts));
  const { symmetric, reasons } = findSymmetry(model, watchOf(model));
  if (symmetric.length > 0) sameVerdicts({ ...model, network: { ...model.network, capacity: 2 } });
  return { symmetric: symmetric.map(({ name }) => name), why: reasons.find(({ name }) => name === 'Worker')?.why ?? '' };
}

describe('workers are symmetric', () => {
  test.each<[string, Parts]>([
    ['as they stand', {}],
    ['where they are chosen', { hub: 'action pick { let w = choose w in Worker\n last = w }' }],
    ['where an action is for each of them', { hub: 'action pick for w in Worker { last = w }' }],
    ['where they are keys', { hub: 'action mark for w in Worker when per[w] < 2 { per[w] = 2 }' }],
    ['where a `for` sends to each', { hub: 'action all { for w in Worker { send Go(n: 0) to w } }' }],
    ['where a `for` writes at its own key', { hub: 'action all { for w in Worker { per[w] = 1 } }' }],
    ['where a `for` gathers', { hub: 'action all { for w in Worker { if per[w] == 0 { seen += w } } }' }],
    ['where a property goes through them', { property: 'always (forall a, b in Worker: a != b or not a.busy or b.busy)' }],
    ['where they are counted', { property: 'always (count(w in Worker where w.busy) < 2)' }],
    ['under crashes of all', { assume: 'timing async\n fault Worker { recovery, up to 1 }' }],
    ['under cuts', { assume: 'timing async\n network { cuts up to 1 }' }],
    ['with links in order', { assume: 'timing async\n network { fifo }' }],
  ])('%s', (_, parts) => {
    expect(symmetricIn(parts)).toEqual({ symmetric: ['Worker'], why: '' });
  });
});

describe('workers are not symmetric', () => {
  test.each<[string, Parts, string]>([
    ['one is named in code', { hub: 'action one { send Go(n: 0) to Worker#2 }' }, 'one of them is named'],
    ['one is named in a property', { property: 'always (not Worker#1.busy)' }, 'one of them is named'],
    [
      'they are ordered',
      { worker: 'action low when peer == none and self < Worker#3 { let w = choose w in Worker where self <= w\n peer = w }' },
      'their order is asked for',
    ],
    ['the least is taken', { hub: 'action low when count(seen) > 0 { last = min(seen) }' }, 'their order is asked for'],
    ['an action is for some', { hub: 'action pick for w in { Worker#1, Worker#2 } { last = w }' }, 'an action is for some of them only'],
    [
      'the last one stays',
      { hub: 'action all { for w in Worker { last = w } }' },
      'a `for` takes them one after another, and the last one stays',
    ],
    [
      'a round builds on another',
      { hub: 'n: 0..7 = 0\n action all when n == 0 { for w in Worker { n = if n > 3 then 0 else n + 1 } }' },
      'a `for` takes them one after another, and a round builds on the one before',
    ],
    [
      'it is left in the middle',
      { hub: 'action all { for w in Worker { send Go(n: 0) to w\n pause } }' },
      'a `for` takes them one after another, and can be suspended between two',
    ],
    [
      'what is asked of each may fail',
      { hub: 'xs: list<0..1, 2> = []\n action all when exists w in Worker: first(xs) == per[w] { last = none }' },
      'what is asked of each of them may end the step',
    ],
  ])('where %s', (_, parts, why) => {
    const found = symmetricIn(parts);
    expect(found.symmetric).not.toContain('Worker');
    expect(found.why).toBe(why);
  });
});

test('an enumeration none of whose members is named is symmetric', () => {
  const system = 'message Paint(c: Colour)';
  const worker = 'colour: Colour? = none\n on Paint(c: c) { colour = c }';
  const hub = 'optional action paint for w in Worker, c in Colour { send Paint(c: c) to w }';
  const property = 'always (forall a, b in Worker: a.colour == none or a.busy or a.colour == b.colour or b.colour != none or not b.busy)';
  expect(symmetricIn({ system, worker, hub, property }).symmetric).toEqual(['Worker', 'Colour']);
  expect(symmetricIn({ system, worker, hub, property: 'always (forall a in Worker: a.colour != red or not a.busy)' }).symmetric).toEqual([
    'Worker',
  ]);
});

/** Each once made the search up to symmetry say something else than the search of every state, or took it without end. */
describe('the search up to symmetry says what the search of every state says', () => {
  const picked = 'last: Worker? = none  optional action pick for w in Worker when last == none { last = w  send Go to w }';
  const ghosts = (worker: string, property: string) =>
    `system S { message Go  node Hub { ${picked} }  node Worker[3] { ${worker} }  safety A: ${property} } assume A { timing async } check A { }`;
  const timers = (body: string, property: string) =>
    `system S { node Hub { timer t[Worker]  last: Worker? = none
      optional action pick for w in Worker when last == none { last = w }
      optional action all when last != none { for w in Worker { ${body} } } }
      node Worker[3] { }  safety A: never (${property}) } assume A { timing sync } check A { }`;
  test.each<[string, string]>([
    [
      'a round asks whether timers of others run',
      timers('if not (exists v in Worker: t[v].running) { start t[w] for 2 }', 'exists w in Worker: Hub.last == w and Hub.t[w].running'),
    ],
    [
      'a round reads its own variable by the name of its node',
      ghosts(
        'ghost g: map<Worker, 0..3> = 0  on Go { ghost { for w in Worker { g[w] = if exists v in Worker: w.g[v] > 0 then 1 else 2 } } }',
        'never (exists w in Worker: w.g[w] == 1)',
      ),
    ],
    [
      'a round writes its own variable by the name of its node',
      ghosts(
        'ghost g: map<Worker, 0..3> = 0  on Go { ghost { for w in Worker { g[w] = 1  w.g = 2 } } }',
        'never (exists w in Worker: count(v in Worker where w.g[v] == 1) == 1)',
      ),
    ],
    [
      'a round gathers from the variable of another node',
      ghosts(
        'ghost g: set<0..3> = {}  on Go { ghost { for w in Worker { g = w.g | { if w == self then 1 else 2 } } } }',
        'never (exists w in Worker: count(w.g) == 1 and 2 in w.g)',
      ),
    ],
    [
      'nodes stop that name others',
      `system S { node Worker[3] { durable peer: Worker = self  durable n: 0..1 = 0
        optional action a when n == 0 { let w = choose v in Worker where v != self
          peer = w  n = 1 }
        optional action b when peer != self and n == 1 { n = 0 } }
        reachable R: exists v, w in Worker where v != w: not up(v) and not up(w) and w.n == 1 and v.n == 0 }
        assume A { timing async  fault Worker { stop, up to 2 } } check A { }`,
    ],
    [
      'of two pauses only one keeps the sender',
      `system S { message Go(v: 0..1)  message Ask  message Ok
        node Worker[3] { x: bool = false  n: 0..2 = 0
          optional action go when n == 0 { n = 1  broadcast Go(v: 0) to Worker }
          on Go { pause; x = corrupted }
          on Ask { pause; reply Ok }
          optional action ask when n == 1 { n = 2  broadcast Ask to Worker } }
        reachable R: exists w in Worker: w.x }
        assume A { timing async  network { corrupting up to 1, capacity 2 } } check A { }`,
    ],
  ])('where %s', (_, text) => {
    sameVerdicts(modelOf(text));
  });

  test('where few of many nodes differ, without trying every order of the others', () => {
    const text = `system S { message Ping
      node Client[14] { sent: bool = false
        optional action ask for c in Client when not sent { sent = true  send Ping to c }
        on Ping { } }
      safety P: never (exists c in Client: c.sent and not up(c)) }
      assume A { timing async  network { capacity 2 } } check A { }`;
    const { properties, size } = checkModel(modelOf(text), { reduceFrom: 0, now: () => 0, budget: { maxStates: 200 } });
    expect(properties).toHaveLength(1);
    expect(size.symmetric).toEqual(['Client']);
  });

  test('where too many orders would have to be tried, without symmetry', () => {
    const text = `system S {
      node Client[12] { peer: Client? = none
        optional action pair for c in Client when peer == none and c != self { peer = c } }
      reachable Paired: forall c in Client: c.peer != none }
      assume A { timing async } check A { }`;
    const check = startCheck(modelOf(text), { reduceFrom: 0, now: () => 0, budget: { maxStates: 3000 } });
    const step = check.step(Number.MAX_SAFE_INTEGER);
    expect(step.done && step.result.size.symmetric).toEqual([]);
    expect(check.notSymmetric()).toEqual([
      { name: 'Client', why: 'a state would have to be tried in too many orders of them', span: null },
    ]);
  });
});

test('the values that variables take are those of every state', () => {
  const system = 'ghost first: Worker? = none';
  const worker = 'optional action greet for w in Worker when peer == none { peer = w  busy = true  ghost { first = self } }';
  const property =
    'never (exists a, b in Worker where a != b: a.peer == b and b.peer == a and Hub.last == a and first == a and Hub.per[a] > 2)';
  const model = modelOf(spec({ system, worker, property }));
  const observed = (reduceFrom: number) => {
    const check = startCheck({ ...model, network: { ...model.network, capacity: 1 } }, { reduceFrom, now: () => 0 });
    const step = check.step(Number.MAX_SAFE_INTEGER);
    const values = [...drained(check.observe(100_000))!];
    return { symmetric: step.done ? step.result.size.symmetric : null, values };
  };
  const [every, reduced] = [observed(Infinity), observed(0)];
  expect(reduced.symmetric).toEqual(['Worker']);
  // what nothing reads is not observed up to symmetry
  const kept = every.values.filter((one) => reduced.values.some(({ role, variable }) => role === one.role && variable === one.variable));
  expect(reduced.values).toEqual(kept);
  expect(reduced.values.some(({ values }) => values.length === 4)).toBe(true);
});

function drained<T>(work: Generator<number, T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

test('two-phase commit with nine managers: of 10,340,352 states 2,232 are left, and 285 without what is dead at times', () => {
  const peer = readFileSync(new URL('../peers/two-phase-commit.proviso', import.meta.url), 'utf8');
  const members = Array.from({ length: 9 }, (_, i) => `m${i + 1}`).join(', ');
  const text = peer
    .slice(0, peer.indexOf('assume '))
    .replace(/ *const MANAGERS = .*\n/, '')
    .replace('type Manager = 1..MANAGERS', `enum Manager { ${members} }`)
    .replaceAll('1..MANAGERS', 'Manager')
    .replace('== MANAGERS', '== count(Manager)');
  const model = modelOf(`${text} assume A { timing async } check A { Consistent holds }`);
  for (const [forget, states] of [
    [false, 2232],
    [true, 285],
  ] as const) {
    const { properties, size } = checkModel(model, { reduceFrom: 0, forget, now: () => 0 });
    expect(properties[0].verdict.status).toBe('holds');
    expect(size).toMatchObject({ states, symmetric: ['Manager'] });
  }
});
