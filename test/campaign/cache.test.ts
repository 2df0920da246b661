/** A result that is remembered is the result of a search: to the last place of the last step, however the text has moved. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import { expect, test } from 'vitest';
import { analyse, type CheckOutcome, campaign, load, type ResultCache, runToEnd } from '#checker';
import { everySpec, firstSeed, runs, slow } from '../random/run.ts';
import { oneAssumption } from '../random/spec.ts';
import { written } from '../support/formats.ts';

class InMemory implements ResultCache {
  readonly known = new Map<string, Uint8Array>();
  hits = 0;

  hash(parts: readonly string[]): string {
    return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  }

  get(key: string): unknown {
    const data = this.known.get(key);
    if (data !== undefined) this.hits += 1;
    return data === undefined ? null : deserialize(data);
  }

  put(key: string, data: unknown): boolean {
    this.known.set(key, serialize(data));
    return true;
  }
}

function outcomes(text: string, cache: ResultCache | null): CheckOutcome[] {
  const loaded = load('spec.proviso', text, () => ({ problem: 'nothing to import', details: {} }));
  const { checks } = analyse(loaded);
  return runToEnd(campaign(checks, { now: () => 0, blame: 'always', ...(cache === null ? {} : { cache }) }));
}

/** What a reader sees of them, without that it was remembered. */
function seen(text: string, checks: readonly CheckOutcome[]): string {
  return written('json', { text, checks })
    .replaceAll('"remembered":true', '"remembered":false')
    .replaceAll('"remembered": true', '"remembered": false');
}

/** The same with other places everywhere. */
const moved = (text: string) => `// One line more.\n\n${text.replaceAll('\n', '\n  ')}`;

function agrees(text: string, cache: InMemory): void {
  const plain = seen(text, outcomes(text, null));
  expect(seen(text, outcomes(text, cache))).toBe(plain);
  const before = cache.hits;
  expect(seen(text, outcomes(text, cache))).toBe(plain);
  const elsewhere = moved(text);
  expect(seen(elsewhere, outcomes(elsewhere, cache))).toBe(seen(elsewhere, outcomes(elsewhere, null)));
  expect(cache.hits - before).toBeGreaterThan(1);
}

test.runIf(slow)('incidents', { timeout: 120_000 }, () => {
  const folder = new URL('../../samples/incidents/', import.meta.url);
  for (const name of readdirSync(folder).filter((file, i) => file.endsWith('.proviso') && i % 5 === 0)) {
    agrees(readFileSync(new URL(name, folder), 'utf8'), new InMemory());
  }
});

test('random systems, which share a store', { timeout: 3_600_000 }, () => {
  const cache = new InMemory();
  everySpec(
    oneAssumption,
    runs(10, 1000),
    (_, __, text) => {
      const plain = seen(text, outcomes(text, null));
      expect(seen(text, outcomes(text, cache))).toBe(plain);
      expect(seen(text, outcomes(text, cache))).toBe(plain);
    },
    firstSeed + 51,
  );
  expect(cache.hits).toBeGreaterThan(0);
});

const SPEC = `system Counter {
  node Client { n: 0..3 = 0  action count when n < 3 { n += 1 } }
  safety Small: always Client.n <= 2
  safety InRange: always Client.n <= 3
}
assume Plain { timing async }
check Plain { Small violated }
`;

test('what changes the meaning is another question', () => {
  const cache = new InMemory();
  outcomes(SPEC, cache);
  for (const [from, to] of [
    ['n <= 2', 'n <= 1'],
    ['n += 1', 'n = 3'],
    ['timing async', 'timing sync { delay <= 1 }'],
    ['= 0  action', '= 1  action'],
  ]) {
    const { hits } = cache;
    outcomes(SPEC.replace(from, to), cache);
    expect([to, cache.hits]).toEqual([to, hits]);
  }
  outcomes(SPEC.replace('Small violated', 'Small holds'), cache);
  expect(cache.hits).toBe(1);
});

test('what a budget left undecided is not remembered', () => {
  const cache = new InMemory();
  const { checks } = analyse(load('spec.proviso', SPEC, () => ({ problem: '', details: {} })));
  const budgets = () => ({ budget: { maxStates: 2 }, over: () => null, time: Infinity });
  runToEnd(campaign(checks, { now: () => 0, cache, budgets }));
  expect(cache.known.size).toBe(0);
});

test('what time cut short is not remembered, even if it is a verdict', () => {
  const cache = new InMemory();
  const { checks } = analyse(load('spec.proviso', SPEC.replace(/ {2}safety InRange.*\n/, ''), () => ({ problem: '', details: {} })));
  // Over as soon as something has been found: the trace that is there is one of the simplest, perhaps not the least.
  let found = false;
  const budgets = () => ({ budget: {}, over: () => (found ? 'the time is up' : null), time: 1000 });
  for (const event of campaign(checks, { now: () => 0, slice: 0, cache, budgets })) if (event.kind === 'found') found = true;
  expect([found, cache.known.size]).toEqual([true, 0]);
});
