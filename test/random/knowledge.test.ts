/** What nodes know in random systems: the checker's tables, on both machines, against a double loop over all states. */
import { expect, test } from 'vitest';
import { checkModel, type Model } from '#checker';
import { ModelErrorSignal } from '../../checker/src/model/interpreter.ts';
import { knowledgeOf, plainly, reachable, stateOf } from '../support/knowledge.ts';
import { aboutTimersAndLies } from './known.ts';
import { canonical, stateText } from './lockstep.ts';
import { everySpec, firstSeed, read, runs } from './run.ts';
import { aboutKnowledge } from './spec.ts';
import { checkBoth } from './verdicts.ts';

const MOST_STATES = 150;

interface Seen {
  judged: number;
  true: number;
  errors: number;
  uncertain: number;
}

test('a node knows what holds wherever it might be', { timeout: 3_600_000 }, () => {
  const seen: Seen = { judged: 0, true: 0, errors: 0, uncertain: 0 };
  const tally = everySpec(
    aboutKnowledge,
    runs(15, 60),
    (models) => {
      for (const model of models.values()) compare(model, seen);
    },
    firstSeed,
  );
  console.log(`${tally.specs} specs, ${tally.refused} refused`, seen);
  expect(seen.judged).toBeGreaterThan(tally.specs * 10);
  expect(seen.true).toBeGreaterThan(seen.judged / 20);
  expect(seen.true).toBeLessThan(seen.judged * 0.95);
});

test('so it is of timers that nobody reads, and of nodes that lie', { timeout: 3_600_000 }, () => {
  const seen: Seen = { judged: 0, true: 0, errors: 0, uncertain: 0 };
  const tally = everySpec(aboutTimersAndLies, runs(13, 150), (models) => {
    for (const model of models.values()) compare(model, seen);
  });
  console.log(`${tally.specs} specs, ${tally.refused} refused`, seen);
  expect(tally.refused).toBe(0);
  expect(seen.judged).toBeGreaterThan(tally.specs * 20);
  expect(seen.true).toBeGreaterThan(seen.judged / 20);
});

function compare(model: Model, seen: Seen): void {
  const all = reachable(model, stateText, MOST_STATES);
  if (all === null) return;
  const states = [...all.values()];
  const properties = model.properties.flatMap((p) => (p.kind === 'state' || p.kind === 'reachable' ? [p] : []));
  const plain = properties.map(({ predicate }) => {
    const texts = [...all].map(([text, state]) => [text, plainly(model, states, predicate, state)] as const);
    return new Map(texts);
  });
  verdictsAgree(model, plain);
  for (const machine of ['interpreted', 'compiled'] as const) {
    const { search, knowledge } = knowledgeOf(model, machine);
    expect(search.store.count).toBe(states.length);
    for (const [i, { name, text, predicate }] of properties.entries()) {
      for (let state = 0; state < search.store.count; state++) {
        const judged = knowledge.judge(predicate, state);
        const expected = plain[i].get(stateText(stateOf(search, state)));
        seen.judged++;
        if (judged.value === true) seen.true++;
        if (!judged.certain) seen.uncertain++;
        if (judged.value instanceof ModelErrorSignal) seen.errors++;
        if (told(judged.value) === told(expected)) continue;
        throw new Error(
          `${name}: ${text} is ${told(judged.value)} in ${stateText(stateOf(search, state))}, where ${told(expected)} is right (${machine})`,
        );
      }
    }
  }
}

/** Both machines give the same verdicts, traces, claims and second runs; and they are decided as the double loop decides. */
function verdictsAgree(model: Model, plain: readonly ReadonlyMap<string, boolean | ModelErrorSignal>[]): void {
  const result = checkBoth(model);
  const known = (['compiled', 'interpreted'] as const).map((machine) =>
    canonical(checkModel(model, { machine, now: () => 0 }).properties.map(({ verdict }) => ('known' in verdict ? verdict.known : null))),
  );
  expect(known[0]).toBe(known[1]);
  for (const [i, { verdict }] of result.properties.entries()) {
    if (verdict.status === 'error') continue;
    const positive = model.properties[i].kind === 'reachable';
    const decided = [...plain[i].values()].includes(positive);
    // Where a limit leaves no state, nothing is known of any.
    const none = plain[i].size === 0;
    const words = none ? ['unknown'] : decided ? [positive ? 'reached' : 'violated'] : positive ? ['unreached', 'unknown'] : ['holds'];
    if (!words.includes(verdict.status)) throw new Error(`${model.properties[i].text}: ${verdict.status}, not ${words}`);
  }
}

/** With one message in flight at most, nobody ever gets one: A would know that. Few random systems are so. */
const BEYOND = `system Beyond {
  message M
  node A { optional action go { send M to B  send M to B } }
  node B { got: bool = false  on M { got = true } }
  safety Known: always knows(A, not B.got)
}
assume Z { timing async  network { capacity 2 } }
check Z { }`;

test('what is certain within bounds stays so beyond them', { timeout: 3_600_000 }, () => {
  const seen = { certain: 0, uncertain: 0, changed: 0 };
  everySpec(
    aboutKnowledge,
    runs(80, 400),
    (models) => {
      for (const model of models.values()) widen(model, seen);
    },
    firstSeed + 1,
  );
  for (const model of read(BEYOND).models.values()) widen(model, seen);
  console.log(seen);
  expect(seen.certain).toBeGreaterThan(100);
  expect(seen.uncertain).toBeGreaterThan(100);
  expect(seen.changed).toBeGreaterThan(0);
});

/** The same system with fewer messages allowed in flight, and as it is: what was certain with fewer must be so with all. */
function widen(model: Model, seen: { certain: number; uncertain: number; changed: number }): void {
  const narrow = { ...model, network: { ...model.network, capacity: 1 } };
  const wide = { ...model, limits: [] };
  if (reachable(wide, stateText, 2 * MOST_STATES) === null) return;
  const [within, beyond] = [narrow, wide].map((each) => knowledgeOf(each, 'compiled'));
  if (within.search.cut === 0) return;
  const there = new Map(Array.from({ length: beyond.search.store.count }, (_, i) => [stateText(stateOf(beyond.search, i)), i]));
  for (const p of model.properties) {
    if (p.kind !== 'state' && p.kind !== 'reachable') continue;
    for (let state = 0; state < within.search.store.count; state++) {
      const text = stateText(stateOf(within.search, state));
      const judged = within.knowledge.judge(p.predicate, state);
      const same = told(beyond.knowledge.holds(p.predicate, there.get(text)!)) === told(judged.value);
      if (!judged.certain) seen.uncertain++;
      else seen.certain++;
      if (!same) seen.changed++;
      if (judged.certain && !same) throw new Error(`${p.text} was certainly ${told(judged.value)} in ${text}`);
    }
  }
}

function told(value: boolean | ModelErrorSignal | undefined): string {
  return value instanceof ModelErrorSignal ? 'a model error' : String(value);
}
