/**
 * Known counts and verdicts under cuts of every kind, and of a search whose bounds leave no state; worked out independently of
 * this implementation. As in test/machine/conformance.test.ts: no reductions, and states reachable from the unstable initial
 * state where something stabilises. A violation is compared by its faults and steps.
 */
import { describe, expect, test } from 'vitest';
import { checkModel, type Model } from '#checker';
import { count } from '../support/count.ts';
import { modelOf } from '../support/spec.ts';

/** Two nodes are asked, and each answers. X: A waits for an answer that is not on its way, with no question on its way either. */
const TWO_ASKED = `system L {
  message P
  message Q
  node A {
    a: 0..3 = 0
    optional action go when a == 0 { a = 1; send P to B; send P to C }
    on Q { a += 1 }
  }
  node B { on P { reply Q } }
  node C {
    c: bool = false
    on P { c = true; reply Q }
  }
  safety X: never (A.a == 1 and not in flight P and not in flight Q)
}`;

/** A asks in every tick until it is answered. X: never answered, and no answer on its way. L: answered in the end. */
const ASKED_AGAIN = `system Y {
  message P
  message Q
  node A {
    a: bool = false
    timer t
    on start { start t for 1; send P to B }
    on t when not a { start t for 1; send P to B }
    on Q { a = true }
  }
  node B {
    b: bool = false
    on P { b = true; reply Q }
  }
  safety X: never (B.b and not A.a and not in flight Q)
  liveness L: eventually A.a
}`;

const LIMITED = `system I {
  node A {
    x: 0..1 = any
    optional action up when x == 0 { x = 1 }
  }
  safety X: never A.x == 1
}`;

type Expected = readonly [assume: string, states: number, x: string, l?: string];

const TWO_ASKED_CASES: readonly Expected[] = [
  ['cuts up to 1', 76, '1, 2'],
  ['one-way cuts up to 1', 109, '1, 2'],
  ['link cuts up to 1', 67, 'holds'],
  ['one-way link cuts up to 1', 100, 'holds'],
  ['link cuts up to 2', 144, '2, 5'],
  ['link cuts up to 2 at most 2 at once', 194, '2, 3'],
  ['link cuts up to 2 at most 2 at once until stable', 242, '2, 3'],
  ['cuts up to 2 at most 2 at once', 213, '1, 2'],
  ['one-way link cuts up to 2 at most 2 at once', 443, '2, 3'],
  ['link cuts at most 3 at once', 160, '2, 3'],
  ['cuts up to 1, link cuts up to 1', 272, '1, 2'],
  ['cuts up to 1 at most 2 at once until stable, link cuts up to 1 at most 2 at once', 592, '1, 2'],
];

const ASKED_AGAIN_CASES: readonly Expected[] = [
  ['link cuts', 16, '1, 2', 'holds'],
  ['link cuts up to 1', 20, '1, 2', 'holds'],
  ['link cuts may stay', 16, '1, 2', 'violated'],
  ['link cuts up to 1 may stay', 20, '1, 2', 'violated'],
  ['link cuts up to 1 until stable may stay', 33, '1, 2', 'holds'],
  ['one-way link cuts up to 1 may stay', 26, '1, 2', 'violated'],
];

describe.each(['interpreted', 'compiled'] as const)('%s machine', (machine) => {
  test.each(TWO_ASKED_CASES)('two are asked: %s', (assume, states, x) => {
    const model = assumed(TWO_ASKED, `network { ${assume} }`);
    expect(count(model, machine, { fromUnstable: model.stabilises })).toMatchObject({ states, cut: 0 });
    expect(verdict(model, machine, 'X')).toBe(x);
  });

  test.each(ASKED_AGAIN_CASES)('one is asked again: %s', (assume, states, x, l) => {
    const model = assumed(ASKED_AGAIN, `network { ${assume} }`);
    expect(count(model, machine, { fromUnstable: model.stabilises })).toMatchObject({ states, cut: 0 });
    expect(verdict(model, machine, 'X')).toBe(x);
    expect(verdict(model, machine, 'L').split(',')[0]).toBe(l);
  });
});

function assumed(system: string, items: string): Model {
  return modelOf(`${system} assume Z { timing sync { }  ${items} } check Z { }`);
}

/** `holds`, or the faults and steps of the violation; of a lasso only that it is one. */
function verdict(model: Model, machine: 'interpreted' | 'compiled', property: string): string {
  const found = checkModel(model, { now: () => 0, machine, blame: false }).properties.find((p) => p.property === property);
  if (found?.verdict.status !== 'violated') return found?.verdict.status ?? 'none';
  const { trace } = found.verdict;
  return trace.loop === undefined ? `${trace.faults}, ${trace.steps.length}` : 'violated';
}

describe.each(['interpreted', 'compiled'] as const)('%s machine: an initial state over a bound is cut', (machine) => {
  test.each([
    ['limit A.x <= 0', 1, 1, 'holds'],
    ['limit A.x < 0', 0, 0, 'unknown'],
  ])('%s', (limit, states, cut, x) => {
    const model = assumed(LIMITED, limit);
    const found = checkModel(model, { now: () => 0, machine });
    expect(found.size).toMatchObject({ states, cut });
    expect(verdict(model, machine, 'X')).toBe(x);
  });
});

/** Three say hello to one another once, and note from whom nothing came. */
const HELLO = `system Pair {
  message Hello
  node Server[3] {
    missed: set<Server> = { s for s in Server where s != self }
    done: bool = false
    timer go
    timer late
    on start { start go for 1 }
    on go { broadcast Hello to Server; start late for 2 }
    on Hello from s { missed -= s }
    on late { done = true }
  }
  reachable BothEnds: exists a, b in Server where a != b: a.done and b.done and b in a.missed and a in b.missed
  reachable OneEnd: exists a, b in Server where a != b: a.done and b in a.missed
  reachable OnlyTheLink: exists a, b in Server where a != b: a.done and b.done and a.missed == { b } and b.missed == { a }
}`;

// One direction of one link is not enough for both of its ends to miss each other.
test.each([
  ['link cuts', ['reached', 'reached', 'reached']],
  ['one-way link cuts', ['unreached', 'reached', 'unreached']],
  ['one-way link cuts up to 2 at most 2 at once', ['reached', 'reached', 'reached']],
])('a link that is broken while both ends reach a third: %s', (cuts, expected) => {
  const model = modelOf(
    `${HELLO} assume Z { timing sync { delay <= 1 }  network { ${cuts.includes('up to') ? cuts : `${cuts} up to 1`} } } check Z { }`,
  );
  const { properties } = checkModel(model, { now: () => 0, machine: 'compiled', blame: false });
  expect(properties.map(({ verdict }) => verdict.status)).toEqual(expected);
});
