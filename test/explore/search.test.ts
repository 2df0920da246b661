/** The order of the search and its traces, over explicit graphs: what is proved here does not depend on any rule of the language. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { errorGoal, predicateGoal, stepGoal } from '../../checker/src/explore/search/goal.ts';
import { someTraceTo, traceTo } from '../../checker/src/explore/search/trace.ts';
import { Levels } from '../../checker/src/explore/states/levels.ts';
import { plainStoreCode } from '../../checker/src/explore/states/plain-store-code.ts';
import { StateStore } from '../../checker/src/explore/states/store.ts';
import { recentStates, storeCode } from '../../checker/src/explore/states/store-text.ts';
import { drain, type Edge, type Graph, places, reported, searchToy, toyReplay } from './toy.ts';

const START: Edge[] = [{ to: 0 }];

describe('order', () => {
  test('fewer faults come before fewer steps', () => {
    // 3 is one fault and one step away, or three free steps.
    const search = searchToy({ starts: START, edges: [[{ to: 3, cost: 1 }, { to: 1 }], [{ to: 2 }], [{ to: 3 }], []] });
    expect(Object.fromEntries(places(search))).toEqual({ 0: '0/0', 1: '0/1', 2: '0/2', 3: '0/3' });
  });

  test('a step that costs two faults is stashed, and what is found more cheaply meanwhile keeps its place', () => {
    const edges: Edge[][] = [
      [
        { to: 1, cost: 2 },
        { to: 2, cost: 1 },
        { to: 4, cost: 3 },
      ],
      [],
      [{ to: 3 }],
      [{ to: 1 }],
      [],
    ];
    const search = searchToy({ starts: START, edges });
    expect(Object.fromEntries(places(search))).toEqual({ 0: '0/0', 1: '1/3', 2: '1/1', 3: '1/2', 4: '3/1' });
  });

  test('initial states that cost faults begin in their layer', () => {
    const search = searchToy({ starts: [{ to: 0 }, { to: 1, cost: 2 }, { to: 2, cost: 1 }], edges: [[], [{ to: 3 }], [], []] });
    expect(Object.fromEntries(places(search))).toEqual({ 0: '0/0', 1: '2/0', 2: '1/0', 3: '2/1' });
  });

  test('every step is counted once, cut ones apart', () => {
    const edges: Edge[][] = [
      [{ to: 0 }, { to: 1 }, { to: 1, cost: 1 }, { to: 'cut' }],
      [
        { to: 0, cost: 2 },
        { to: 'cut', cost: 1 },
      ],
    ];
    const search = searchToy({ starts: START, edges });
    expect([search.store.count, search.transitions, search.cut, search.exhausted]).toEqual([2, 4, 2, true]);
  });

  test('the least model error is kept, also where it is found early and lies late', () => {
    const edges: Edge[][] = [[{ to: 'error', cost: 2 }, { to: 1 }], [{ to: 2 }], [{ to: 'error', cost: 1 }]];
    expect(searchToy({ starts: START, edges }).found.error).toEqual({ faults: 1, steps: 3 });
  });
});

describe('traces', () => {
  const trace = (graph: Graph, goal: 'state' | 'step' | 'error', backward = false) => {
    const search = searchToy(graph, { backward });
    const { machine } = search;
    const goals = {
      state: () => predicateGoal(machine, search.found.firstTrue[0]!, 0, true),
      step: () => stepGoal(search.found.broken[0]!, 0),
      error: () => errorGoal(machine, search.found.error!),
    };
    return reported(drain(traceTo(search, toyReplay(graph), goals[goal]())));
  };

  test('the first of equally cheap paths in the order of steps, whatever order the states were found in', () => {
    // 3 and 4 are both two steps away; the way over 2 comes first.
    const edges: Edge[][] = [[{ to: 2 }, { to: 1 }], [{ to: 3 }], [{ to: 5 }, { to: 4 }], [], [], []];
    const graph = { starts: START, edges, predicates: [(n: number) => n === 3 || n === 4] };
    expect(trace(graph, 'state')).toBe('0 2 4');
    expect(trace(graph, 'state', true)).toBe('0 2 4');
  });

  test('a step that breaks something may lead to a state known long before', () => {
    const edges: Edge[][] = [[{ to: 1 }], [{ to: 2, cost: 1 }], [{ to: 0, breaks: 1 }, { to: 0 }]];
    expect(trace({ starts: START, edges, steps: 1 }, 'step')).toBe('0 1 1>2 0');
  });

  test('a model error of a step, of a state, and of an initial step', () => {
    expect(trace({ starts: START, edges: [[{ to: 1 }], [{ to: 'error', cost: 1 }]] }, 'error')).toBe('0 1 1>error');
    expect(trace({ starts: START, edges: [[{ to: 1 }], []], predicates: [(n) => (n === 1 ? 'error' : true)] }, 'error')).toBe('0 1');
    expect(trace({ starts: [{ to: 0 }, { to: 'error' }], edges: [[]] }, 'error')).toBe('0');
  });

  test('a machine that disagrees with the interpreter is found out', () => {
    const search = searchToy({ starts: START, edges: [[{ to: 1 }], []], predicates: [(n) => n === 1] });
    const other: Graph = { starts: START, edges: [[{ to: 0 }], []] };
    expect(() => drain(traceTo(search, toyReplay(other), predicateGoal(search.machine, search.found.firstTrue[0]!, 0, true)))).toThrow(
      /internal error: no step of the interpreter goes on/,
    );
  });
});

describe('against a plain shortest-path computation', () => {
  const edge = fc.record({ to: fc.nat(11), cost: fc.constantFrom(0, 0, 0, 1, 1, 2, 3) });
  const graphs = fc.record({
    starts: fc.array(fc.record({ to: fc.nat(11), cost: fc.constantFrom(0, 0, 1, 2) }), { minLength: 1, maxLength: 3 }),
    edges: fc.array(fc.array(edge, { maxLength: 4 }), { minLength: 12, maxLength: 12 }),
    backward: fc.boolean(),
  });

  test('every state has its least (faults, steps) and the least sequence of steps', () => {
    fc.assert(
      fc.property(graphs, ({ starts, edges, backward }) => {
        const best = shortest({ starts, edges });
        const graph = { starts, edges, predicates: Array.from({ length: 12 }, (_, n) => (node: number) => node === n) };
        const search = searchToy(graph, { backward });
        const expected = [...best].map(([node, { faults, sequence }]) => [node, `${faults}/${sequence.length - 1}`]);
        expect(Object.fromEntries(places(search))).toEqual(Object.fromEntries(expected));
        for (const [node, { sequence }] of best) {
          const goal = predicateGoal(search.machine, search.found.firstTrue[node]!, node, true);
          const trace = drain(traceTo(search, toyReplay(graph), goal));
          expect(trace.steps.map(({ step }) => step.choices[0].alternative)).toEqual(sequence.slice(1));
          const other = drain(someTraceTo(search, toyReplay(graph), goal));
          expect([other.faults, other.steps.length]).toEqual([trace.faults, trace.steps.length]);
        }
      }),
      { numRuns: 300 },
    );
  });
});

interface Best {
  readonly faults: number;
  /** number of the initial step, then of each step */
  readonly sequence: readonly number[];
}

/** Bellman and Ford: better until nothing gets better. */
function shortest(graph: Graph): Map<number, Best> {
  const best = new Map<number, Best>();
  const offer = (to: Edge['to'], candidate: Best): boolean => {
    const known = best.get(to as number);
    if (known !== undefined && compareBest(known, candidate) <= 0) return false;
    best.set(to as number, candidate);
    return true;
  };
  graph.starts.forEach((start, i) => {
    offer(start.to, { faults: start.cost ?? 0, sequence: [i] });
  });
  for (let better = true; better; ) {
    better = false;
    for (const [node, { faults, sequence }] of [...best]) {
      graph.edges[node].forEach((edge, i) => {
        if (offer(edge.to, { faults: faults + (edge.cost ?? 0), sequence: [...sequence, i] })) better = true;
      });
    }
  }
  return best;
}

function compareBest(a: Best, b: Best): number {
  const first = a.sequence.findIndex((step, i) => step !== b.sequence[i]);
  return a.faults - b.faults || a.sequence.length - b.sequence.length || (first < 0 ? 0 : a.sequence[first] - b.sequence[first]);
}

describe('store', () => {
  test('finds every state again through many growths of the table, and only those', () => {
    const store = new StateStore(3);
    const batch = new Int32Array(3 * 1000);
    for (let n = 0; n < 60_000; n += 500) {
      // Each batch repeats half of the one before.
      for (let i = 0; i < 1000; i++) batch.set([n + i, (n + i) & 7, -(n + i)], i * 3);
      store.insert(batch, 1000);
    }
    expect(store.count).toBe(60_500);
    for (let n = 0; n < store.count; n += 97) {
      expect(store.find(Int32Array.of(9, n, n & 7, -n), 1)).toBe(n);
      expect(store.segment(n)[store.offset(n)]).toBe(n);
    }
    expect(store.find(Int32Array.of(60_500, 60_500 & 7, -60_500), 0)).toBe(-1);
    expect(store.bytes).toBeGreaterThan(60_500 * 16);
  });

  test.each([1, 2, 5, 24, 40])('code with loops does what the unrolled code does, at %i words', (words) => {
    const segments = 2 ** 4;
    const codes = [storeCode(words, 4), plainStoreCode(words, 4)];
    const states = new Int32Array(words * 300).map((_, i) => ((Math.floor(i / words) * 37) % 211) * ((i % words) + 1));
    const reported = codes.map((code) => {
      const stored = Array.from({ length: 300 / segments + 1 }, () => new Int32Array(words * segments));
      const [table, fresh] = [new Int32Array(512), new Int32Array(300)];
      const count = code.insertAndReport(
        states,
        300,
        new Int32Array(300),
        new Int32Array(300),
        fresh,
        table,
        23,
        stored,
        0,
        recentStates(words, code, 'few'),
      );
      const larger = new Int32Array(1024);
      for (let from = 0; from < count; from += 100) code.rehash(larger, 22, stored, from, Math.min(from + 100, count), new Int32Array(100));
      const found = Array.from({ length: 300 }, (_, i) => code.seek(states, i * words, larger, 22, stored));
      expect(found).toEqual([...fresh].map((state) => (state < 0 ? ~state : state)));
      return { count, fresh: [...fresh], table: [...table], larger: [...larger], stored: stored.map((part) => [...part]) };
    });
    expect(reported[0]).toEqual(reported[1]);
    expect(reported[0].count).toBe(211);
  });

  test('what is reported of a state is its number, whether it was found a moment ago or long ago', () => {
    for (const words of [1, 3, 30]) {
      const store = new StateStore(words);
      const batch = new Int32Array(words * 700);
      const stateAt = (round: number, i: number) => (round % 3 === 0 ? round * 211 + (i % 400) : (i * 7 + round) % 997);
      const seen = new Set<number>();
      for (let round = 0; round < 60; round++) {
        for (let i = 0; i < 700; i++) batch.fill(stateAt(round, i), i * words, (i + 1) * words);
        store.insert(batch, 700);
        for (let i = 0; i < 700; i++) {
          const number = store.find(batch, i * words);
          expect(store.fresh[i]).toBe(seen.has(stateAt(round, i)) ? ~number : number);
          seen.add(stateAt(round, i));
        }
      }
      expect(store.count).toBe(seen.size);
    }
  });

  test('a state that a batch holds twice is new once', () => {
    const store = new StateStore(1);
    store.insert(Int32Array.of(5, 6, 5), 3);
    expect([...store.fresh.slice(0, 3)]).toEqual([0, 1, -1]);
  });
});

test('empty levels do not confuse where a state stands', () => {
  const levels = new Levels();
  const ranges: [faults: number, steps: number, start: number, end: number][] = [
    [0, 0, 0, 2],
    [0, 1, 2, 2],
    [1, 0, 2, 2],
    [1, 1, 2, 5],
    [1, 2, 5, 5],
    [2, 0, 5, 6],
  ];
  for (const [faults, steps, start, end] of ranges) levels.open(faults, steps, start).end = end;
  const found = Array.from({ length: 6 }, (_, state) => `${levels.of(state).faults}/${levels.of(state).steps}`);
  expect(found).toEqual(['0/0', '0/0', '1/1', '1/1', '1/1', '2/0']);
  expect(levels.depth).toBe(1);
});
