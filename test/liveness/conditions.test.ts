/** Properties with many conditions, or that promise much: what says the same is asked once, and what is too much is said, at no other's cost. */
import { describe, expect, test } from 'vitest';
import { checkModel, type Model, type Property } from '#checker';
import { toAutomaton } from '../../checker/src/explore/liveness/automaton.ts';
import { atomsIn, Formulas } from '../../checker/src/explore/liveness/ltl.ts';
import { slow } from '../random/run.ts';
import { ran } from '../support/ran.ts';
import { modelOf } from '../support/spec.ts';

/** Peers that tell each other news, of which some may be lost. */
const gossip = (peers: number, losses: number, properties: string) =>
  modelOf(`system Gossip {
  message News
  node Peer[${peers}] {
    has: bool = self == Peer#1
    told: bool = false
    action tell when has and not told { told = true; broadcast News to Peer }
    on News { has = true }
  }
  ${properties}
}
assume Network { timing async network { capacity 4, lossy up to ${losses} } }
check Network {}`);

type Liveness = Extract<Property, { kind: 'liveness' }>;

const conditionsOf = ({ properties }: Model) =>
  properties.flatMap((property) => (property.kind === 'liveness' ? [atomsIn((property as Liveness).formula).size] : []));

const statuses = (model: Model) =>
  Object.fromEntries(
    checkModel(model, { now: () => 0, blame: false }).properties.map(({ property, verdict }) => [property, verdict.status]),
  );

describe('conditions that say the same are one', () => {
  test('of each of several nodes', () => {
    const model = gossip(5, 0, 'liveness All: forall p, q in Peer: (p.has leads to q.has and up(q))');
    expect(conditionsOf(model)).toEqual([10]);
  });

  test('whatever the names are that they bind, and only where they do not differ in more', () => {
    const model = gossip(
      3,
      0,
      `let heard(p: Peer) = count(q in Peer where q == p and q.has) == 1
  liveness Same: (eventually (exists a in Peer: heard(a))) and (eventually (exists b in Peer: heard(b)))
  liveness Other: (eventually (exists a, b in Peer: a.has and b.told)) and (eventually (exists a, b in Peer: b.has and a.told))
  liveness Apart: (eventually Peer#1.has) and (eventually Peer#2.has) and (eventually Peer#1.told)`,
    );
    expect(conditionsOf(model)).toEqual([1, 2, 3]);
  });

  test('five peers have 50 by pairs, of which ten differ: each verdict is that of the pairs alone', () => {
    const pairs = [1, 2, 3].flatMap((p) => [1, 2, 3].map((q) => [p, q]));
    const each = pairs.map(([p, q]) => `liveness From${p}To${q}: Peer#${p}.has leads to Peer#${q}.told`).join('\n  ');
    for (const losses of [0, 2]) {
      const { All, ...alone } = statuses(gossip(3, losses, `liveness All: forall p, q in Peer: (p.has leads to q.told)\n  ${each}`));
      expect(Object.keys(alone)).toHaveLength(9);
      expect(All).toBe(Object.values(alone).includes('violated') ? 'violated' : 'holds');
      expect(All).toBe(losses === 0 ? 'holds' : 'violated');
    }
    const model = gossip(5, 4, 'liveness All: forall p, q in Peer: (p.has leads to q.has)');
    const { verdict } = checkModel(model, { now: () => 0, blame: false }).properties[0];
    expect(verdict).toMatchObject({ status: 'violated', trace: { faults: 4 } });
  });
});

describe('what promises much', () => {
  test('is followed where promises for good can be joined', () => {
    const properties = 'liveness Told: eventually Peer#1.told provided forall p in Peer: (eventually always up(p))';
    expect(statuses(gossip(4, 0, properties))).toEqual({ Told: 'holds' });
    const F = new Formulas();
    const places = (n: number) => {
      const promises = Array.from({ length: n }, (_, i) => F.eventually(F.always(F.atom(i))));
      return ran(
        toAutomaton(
          F,
          promises.reduce((a, b) => F.and(a, b)),
        ),
      )!.states.length;
    };
    expect(places(12)).toBe(places(1));
  });

  test('is given up where there are too many ways to keep its promises', () => {
    const F = new Formulas();
    const again = Array.from({ length: 16 }, (_, i) => F.always(F.eventually(F.atom(i)))).reduce((a, b) => F.and(a, b));
    expect(ran(toAutomaton(F, again, 5000))).toBeNull();
  });

  test.runIf(slow)('is unknown where it is too much, and the others are decided before', { timeout: 120_000 }, () => {
    const model = modelOf(`system Many {
  message News
  node Peer[16] {
    has: bool = self == Peer#1
    told: bool = false
    action tell when has and not told { told = true; send News to Peer#(index(self) % 16 + 1) }
    on News { has = true }
  }
  liveness Again: eventually Peer#1.told provided forall p in Peer: (always eventually p.told)
  liveness Heard: forall p in Peer: (eventually p.has)
}
assume Async { timing async }
check Async {}`);
    const results = checkModel(model, { now: () => 0, blame: false }).properties;
    expect(results.map(({ property, verdict }) => [property, verdict.status])).toEqual([
      ['Again', 'unknown'],
      ['Heard', 'holds'],
    ]);
    expect(results[0].verdict).toMatchObject({ reason: 'it asks for too many things at once: make several properties of it' });
  });
});
