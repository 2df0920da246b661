/** No construct of the language leaves the compiled machine in silence. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkModel } from '#checker';
import { analysed, modelOf } from '../support/spec.ts';

const MAP_CELLS = `
/// A grow-only counter by gossip, three replicas.
system Counter {
  enum Rep { a, b, c }
  struct Cell(at: Rep, of: Rep)
  type Count = 0..1 limit
  node World {
    counter: map<Cell, Count> = 0
    optional action inc for n in Rep { counter[Cell(at: n, of: n)] += 1 }
    action gossip for n in Rep {
      let o = choose o in Rep
      for v in Rep { counter[Cell(at: o, of: v)] = max(counter[Cell(at: n, of: v)], counter[Cell(at: o, of: v)]) }
    }
  }
  safety Monotone: always (forall n, o in Rep: next(World.counter[Cell(at: n, of: o)]) >= World.counter[Cell(at: n, of: o)])
  safety NeverTwo: always (forall n, o in Rep: next(World.counter[Cell(at: n, of: o)]) == 0)
}
assume Async { timing async }
check Async { Monotone holds  NeverTwo violated }
`;

test('a step property over the cells of a map', () => {
  const { size, properties } = checkModel(modelOf(MAP_CELLS), { now: () => 0 });
  expect(size.interpretedBecause).toBeNull();
  expect(properties.map(({ verdict }) => verdict.status)).toEqual(['holds', 'violated']);
});

const samples = join(import.meta.dirname, '../../samples');
const files = readdirSync(samples, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.proviso'));

test('every sample', () => {
  const slow: string[] = [];
  for (const file of files) {
    for (const plan of analysed(readFileSync(join(samples, file), 'utf8')).checks) {
      const model = plan.runs[0]?.model().model ?? null;
      if (model === null) continue;
      const { size } = checkModel(model, { now: () => 0, blame: false, budget: { maxStates: 20 } });
      if (size.interpretedBecause !== null) slow.push(`${file}, ${plan.assume}: ${size.interpretedBecause}`);
    }
  }
  expect(slow).toEqual([]);
});
