/** `proviso check --shard`: the shards together are the whole, and no check is in two. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { load } from '#checker';
import { divided, divisionOf, shardOf, type Times, type Unit, unitOf } from '../../cli/src/check/shard.ts';
import { analysed } from '../../cli/src/check/spec-file.ts';
import { proviso, removeFolders } from './proviso.ts';

afterAll(removeFolders);

const samples = join(import.meta.dirname, '../../samples');

function unitsOf(text: string, file: string): Unit[] {
  const sources = load(file, text, () => ({ problem: 'none', details: {} }));
  return analysed({ path: file, folder: '.' }, sources).file.parts.flatMap((part) => unitOf(part, []) ?? []);
}

function sizes(units: readonly Pick<Unit, 'name' | 'size'>[], count: number, times: Times): number[] {
  const weights = Array<number>(count).fill(0);
  for (const [i, shard] of divided(units, count, times).entries()) weights[shard - 1] += times.get(units[i].name) ?? units[i].size;
  return weights;
}

describe('the division', () => {
  const files = readdirSync(samples, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.proviso'));
  const units = files.flatMap((file) => unitsOf(readFileSync(join(samples, file), 'utf8'), file));

  test('gives each check of the samples to one shard, none of which is much larger than another', () => {
    expect(units.length).toBeGreaterThan(100);
    const largest = Math.max(...units.map(({ size }) => size));
    for (const count of [1, 2, 3, 7, 1000]) {
      const shards = divided(units, count, new Map());
      expect(shards.every((shard) => Number.isInteger(shard) && shard >= 1 && shard <= count)).toBe(true);
      const weights = sizes(units, count, new Map());
      expect(Math.max(...weights) - Math.min(...weights)).toBeLessThanOrEqual(largest);
      if (count <= units.length) expect(new Set(shards).size).toBe(count);
    }
  });

  const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const unit = fc.record({ name, size: fc.integer({ min: 1, max: 20 }) });
  const times = fc.array(fc.tuple(name, fc.integer({ min: 0, max: 1000 }))).map((pairs): Times => new Map(pairs));

  test('does not depend on the order of the files, and is as even as what is longest allows', () => {
    fc.assert(
      fc.property(fc.uniqueArray(unit, { selector: (one) => one.name }), fc.integer({ min: 1, max: 6 }), times, (all, count, known) => {
        const shards = divided(all, count, known);
        expect(shards.length).toBe(all.length);
        expect(shards.every((shard) => shard >= 1 && shard <= count)).toBe(true);
        const backwards = divided([...all].reverse(), count, known).reverse();
        expect(backwards).toEqual(shards);
        expect(divisionOf([...all].reverse(), [...shards].reverse())).toBe(divisionOf(all, shards));
      }),
    );
  });

  test('balances by the times that are known; what is not known counts by its size', () => {
    const all = ['a', 'b', 'c', 'd'].map((one) => ({ name: one, size: 1 }));
    const known = new Map(Object.entries({ a: 900, b: 300, c: 300, d: 300 }));
    expect(sizes(all, 2, known)).toEqual([900, 900]);
    expect(divided([...all, { name: 'e', size: 3 }], 2, known)).toEqual([1, 1, 2, 1, 2]);
  });
});

const FILES = {
  'a.proviso': `system A {
  node Client { n: 0..3 = 0  action count when n < 3 { n += 1 } }
  safety Small: always Client.n <= 2
  safety InRange: always Client.n <= 3
}
assume Plain { timing async }
assume Stops { timing async  fault Client { stop, up to 1 } }
check Plain { Small violated }
check Stops { Small violated }
`,
  'b.proviso': `system B {
  node Client { n: 0..3 = 0  action count when n < 3 { n += 1 } }
  safety Small: always Client.n <= 2
}
assume Plain { timing async }
check Plain { Small holds }
`,
};

function checksOf(text: string): string[] {
  const { checks } = JSON.parse(text) as { checks: { place: { file: string }; assume: string }[] };
  return checks.map(({ place, assume }) => `${place.file} ${assume}`);
}

test('three runs are one', () => {
  const { folder, out: whole } = proviso(['check', '--format', 'json'], FILES);
  const parts = [1, 2, 3].map((i) => proviso(['check', '--shard', `${i}/3`, '--format', 'json'], folder));
  expect(parts.flatMap(({ out }) => checksOf(out)).sort()).toEqual(checksOf(whole).sort());
  expect(new Set(parts.map(({ out }) => JSON.parse(out).shard.division)).size).toBe(1);
  expect(parts.map(({ code }) => code).sort()).toEqual([0, 0, 1]);
  expect(JSON.parse(whole).shard).toBe(null);
});

test('a shard with nothing in it is fine and says so; files without a check are not', () => {
  const { folder, out, code } = proviso(['check', '--shard', '4/4'], FILES);
  expect({ code, out }).toEqual({ code: 0, out: 'Shard 4 of 4: nothing to check, since the other shards have all 3 checks.\n' });
  expect(proviso(['check', '--shard', '1/4'], folder).out).toContain('Shard 1 of 4: 1 of 3 checks.\n');
  const formats = ['junit', 'sarif', 'markdown', 'html'];
  proviso(['check', '--shard', '4/4', ...formats.map((format) => `--format=${format}=${format}`)], folder);
  for (const format of formats)
    expect([format, /shard[- ]4[- ]of[- ]4/i.test(readFileSync(join(folder, format), 'utf8'))]).toEqual([format, true]);
  const none = proviso(['check', '--shard', '1/2'], { 'a.proviso': 'assume Plain { timing async }\n' });
  expect(none).toMatchObject({ code: 2, err: expect.stringContaining('There is no `check`') });
});

test('by the times of an earlier run', () => {
  const { folder } = proviso(['check', '--format', 'json=times.json'], FILES);
  const parts = [1, 2].map((i) => proviso(['check', '--shard', `${i}/2`, '--times', 'times.json', '--format', 'json'], folder));
  expect(parts.flatMap(({ out }) => checksOf(out)).length).toBe(3);
});

const here = (name: string) => join(import.meta.dirname, name);

test.each([
  [{ shard: '0/3' }, 'from `--shard 1/4` to `--shard 4/4`'],
  [{ shard: '4/3' }, '`--shard 4/3`: write which of how many'],
  [{ shard: 'one' }, '`--shard one`: write which of how many'],
  [{ times: ['a.json'] }, 'write `--shard 1/4` as well'],
  [{ shard: '1/2', times: [here('shard.test.ts')] }, 'cannot be read: Unexpected token'],
  [{ shard: '1/2', times: [here('none.json')] }, 'cannot be read: ENOENT'],
  [{ shard: '1/2', times: [here('../../package.json')] }, 'There are no times in'],
])('%j is explained', (options, message) => {
  expect(shardOf({ words: [], options })).toEqual({ problem: expect.stringContaining(message) });
});
