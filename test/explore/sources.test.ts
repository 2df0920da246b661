/** States that cannot lead to a marked one are passed over without making their steps, and no trace is another one for that. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCompiledMachine, type Model, type Trace } from '#checker';
import { canCost, jobsFor } from '../../checker/src/explore/check/jobs.ts';
import { decidedAt, goalOf } from '../../checker/src/explore/check/verdicts.ts';
import type { CompileOptions } from '../../checker/src/explore/machine/machine.ts';
import { replayOf } from '../../checker/src/explore/search/replay.ts';
import type { RoomOptions } from '../../checker/src/explore/search/room.ts';
import { Search } from '../../checker/src/explore/search/search.ts';
import { SourceFilter } from '../../checker/src/explore/search/sources.ts';
import { traceTo } from '../../checker/src/explore/search/trace.ts';
import { TreeStore } from '../../checker/src/explore/states/tree-store.ts';
import { MemoryDisk } from '../support/disk.ts';
import { modelOf } from '../support/spec.ts';

test('what agrees with a state of the set but for one mask is found, and hardly anything else', () => {
  const words = 3;
  const word = fc.noBias(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }));
  const list = fc.array(word, { minLength: words, maxLength: words }).map((some) => Int32Array.from(some));
  const narrow = fc
    .record({ w: fc.nat(words - 1), bits: fc.nat(255), shift: fc.nat(24) })
    .map(({ w, bits, shift }) => Int32Array.from({ length: words }, (_, i) => (i === w ? bits << shift : 0)));
  let [others, passed] = [0, 0];
  fc.assert(
    fc.property(
      fc.array(narrow, { minLength: 1, maxLength: 20 }),
      fc.array(list, { minLength: 1, maxLength: 50 }),
      list,
      (masks, set, change) => {
        const filter = SourceFilter.of(words, masks)!;
        filter.clear(set.length);
        for (const state of set) filter.add(state, 0);
        for (const [i, state] of set.entries()) {
          const mask = masks[i % masks.length];
          const source = state.map((one, w) => one ^ (change[w] & mask[w]));
          expect([...filter.among(source, 0, 1)]).toEqual([0]);
          others += 1;
          passed += filter.among(
            state.map((one) => one ^ 0x5555_5555),
            0,
            1,
          ).length;
        }
      },
    ),
    { numRuns: 100 },
  );
  expect(passed).toBeLessThan(others / 5);
});

const peer = (name: string) => readFileSync(new URL(`../peers/${name}.proviso`, import.meta.url), 'utf8').split('\ncheck')[0];

interface Ways {
  readonly options?: CompileOptions;
  readonly room?: RoomOptions;
}

interface Making {
  readonly trace: Trace;
  /** states whose steps were made again */
  readonly expanded: number;
}

/** Everything is looked for once; the trace is made by turns, of what the machine says that steps change, by what `said` makes of that. */
function traced(model: Model, { options = {}, room = {} }: Ways = {}) {
  const job = jobsFor(model.properties.filter(({ name }) => name === 'Goal'))[0];
  const compiled = createCompiledMachine(model, job.watch, options);
  let [expanded, said] = [0, compiled.changes];
  const machine = {
    ...compiled,
    changes: () => said(),
    expand(...rest: Parameters<typeof compiled.expand>) {
      expanded += 1;
      compiled.expand(...rest);
    },
  };
  // biome-ignore lint/correctness/useYield: nothing is found out between levels
  const levelDone = function* () {
    return false;
  };
  const search = new Search(machine, job.watch, { faults: canCost(model), noteTime: false, levelDone, ...room });
  for (const _ of search.run());
  const [query] = job.queries;
  if (query.kind !== 'reachable') throw new Error('not a goal');
  const goal = goalOf(search, query, decidedAt(search, query)!);
  const make = (by: typeof said = compiled.changes): Making => {
    [expanded, said] = [0, by];
    for (const making = traceTo(search, replayOf(model, job.watch), goal); ; ) {
      const { done, value } = making.next();
      if (done) return { trace: value, expanded };
    }
  };
  return { search, make, blind: () => make(() => null) };
}

describe('the same trace, for fewer steps that are made again', () => {
  const cases = [
    {
      file: 'two-phase-commit',
      goal: 'forall m in 1..MANAGERS: Database.phase[m] == committed',
      assume: 'assume A { timing async  MANAGERS = 6 }',
      less: 5,
    },
    {
      file: 'fenced-lock',
      goal: 'Storage.newest == 2 and (exists c in Client: not up(c))',
      assume: 'assume A { timing sync { delay <= 1 }  network { capacity 3 }  fault Client { recovery, up to 1 } }',
      less: 1.2,
    },
  ];
  test.each(cases)('$file', ({ file, goal, assume, less }) => {
    const text = peer(file).replace('\n  safety ', `\n  reachable Goal: ${goal}\n  safety `);
    const { make, blind } = traced(modelOf(`${text}\n${assume}\ncheck A { Goal reached }\n`));
    const [all, some] = [blind(), make()];
    expect(some.trace).toEqual(all.trace);
    expect(some.expanded).toBeLessThan(all.expanded / less);
  });
});

/** Four boxes, each of which takes a number and then is done; so are the words of a state many enough to be compressed. */
const BOXES = `
system Boxes {
  node Box[4] {
    number: 0..9 = 0
    done: bool = false
    far: 0..60000 = 0
    optional action take for n in 1..9 when number == 0 { number = n  far = n * 6000 }
    optional action finish when number > 0 and not done { done = true }
  }
  reachable Goal: forall c in Box: c.done and (c.number == 3 or c.number == 8)
}
assume A { timing async }
check A { Goal reached }
`;

describe('where states are kept elsewhere, or are made one', () => {
  const model = modelOf(BOXES);
  const symmetric = { symmetry: true };
  const { search, make, blind } = traced(model, { options: symmetric });
  const [all, some] = [blind(), make()];

  test('symmetric states', () => {
    expect(search.machine.orders).toBe(24);
    expect(some.trace).toEqual(all.trace);
    expect(some.expanded).toBeLessThan(all.expanded);
  });

  test('compressed', () => {
    const compressed = traced(model, { options: symmetric, room: { compress: 'always' } });
    expect(compressed.search.store).toBeInstanceOf(TreeStore);
    expect(compressed.make()).toEqual(some);
  });

  test('on disk', () => {
    const onDisk = traced(model, { options: symmetric, room: { disk: { disk: new MemoryDisk(), from: 4000, most: 2000 } } });
    expect(onDisk.search.room.isOnDisk).toBe(true);
    expect(onDisk.make()).toEqual(some);
  });

  test('where steps change what they were not known to change, all steps are made again', () => {
    const none = make(() => [new Int32Array(search.machine.words)]);
    expect(none.trace).toEqual(all.trace);
    expect(none.expanded).toBeGreaterThanOrEqual(all.expanded);
  });
});
