/** States that cannot lead to a marked one are passed over without making their steps, and no trace is another one for that. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCompiledMachine, type Model } from '#checker';
import { canCost, jobsFor } from '../../checker/src/explore/check/jobs.ts';
import { decidedAt, goalOf } from '../../checker/src/explore/check/verdicts.ts';
import { replayOf } from '../../checker/src/explore/search/replay.ts';
import { Search } from '../../checker/src/explore/search/search.ts';
import { SourceFilter } from '../../checker/src/explore/search/sources.ts';
import { traceTo } from '../../checker/src/explore/search/trace.ts';
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

/** Looked for until everything has been seen; `blind`: nothing is known of what steps change. */
function traced(model: Model, name: string, blind: boolean) {
  const job = jobsFor(model.properties.filter((property) => property.name === name))[0];
  const compiled = createCompiledMachine(model, job.watch);
  let expanded = 0;
  const machine = {
    ...compiled,
    changes: () => (blind ? null : compiled.changes()),
    expand(...rest: Parameters<typeof compiled.expand>) {
      expanded += 1;
      compiled.expand(...rest);
    },
  };
  // biome-ignore lint/correctness/useYield: nothing is found out between levels
  const levelDone = function* () {
    return false;
  };
  const search = new Search(machine, job.watch, { faults: canCost(model), noteTime: false, levelDone });
  for (const _ of search.run());
  const [query] = job.queries;
  if (query.kind !== 'reachable') throw new Error('not a goal');
  const making = traceTo(search, replayOf(model, job.watch), goalOf(search, query, decidedAt(search, query)!));
  expanded = 0;
  for (;;) {
    const { done, value } = making.next();
    if (done) return { trace: value, expanded };
  }
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
      assume: 'assume A { timing sync { delay <= 1, pause Client <= 1 }  network { capacity 3 }  fault Client { recovery, up to 1 } }',
      less: 1.5,
    },
  ];
  test.each(cases)('$file', ({ file, goal, assume, less }) => {
    const text = peer(file).replace('\n  safety ', `\n  reachable Goal: ${goal}\n  safety `);
    const model = modelOf(`${text}\n${assume}\ncheck A { Goal reached }\n`);
    const [all, some] = [traced(model, 'Goal', true), traced(model, 'Goal', false)];
    expect(some.trace).toEqual(all.trace);
    expect(some.expanded).toBeLessThan(all.expanded / less);
  });
});
