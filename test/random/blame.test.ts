/**
 * Which faults a violation needs, by the definition: another assumption set lacks each of them alone, as text. What a blame says
 * is needed must hold there, and what it says is not must break there.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Blame, checkModel, type FaultKind, type Model, type Verdict } from '#checker';
import { assumedFaults, keyOf, kindOf, withoutFault } from '../../checker/src/explore/search/faults.ts';
import { refusal } from '../../checker/src/provisos/refusal.ts';
import { assumeText, type GenAssume, type Ground, withoutEach, writeAssume } from './assumptions.ts';
import { atMost, everySpec, runs } from './run.ts';
import { spelt } from './spelling.ts';
import { Tape, tape } from './tape.ts';

/** One asks, the other answers, and both count. What the properties say holds where nothing goes wrong. */
const ASKING = `system Asking {
  message Ask(n: 0..1)
  message Answer
  node A {
    durable asked: 0..1 = 0
    heard: 0..2 = 0
    timer late
    optional action ask when asked == 0 { asked = 1; start late for 2; send Ask(n: 1) to B }
    on Answer when heard < 2 { heard += 1; stop late }
    on late { }
  }
  node B {
    got: 0..2 = 0
    wrong: bool = false
    on Ask(n) when got < 2 { got += 1; if n == 0 { wrong = true }; reply Answer }
  }
  safety Once: always B.got <= 1
  safety OneAnswer: always A.heard <= 1
  safety Underway: never (A.asked == 1 and B.got == 0 and not (in flight Ask))
  safety Right: never B.wrong
  safety Up: always (up(A) and up(B))
  safety Grows: always next(B.got) >= B.got
  safety Settled: always (B.got > 0 implies stable)
  safety Known: always (B.got > 0 implies knows(B, not (in flight Ask)))
  safety Asked: always (A.heard > 0 implies knows(A, B.got > 0))
  safety Soon: A.asked == 1 leads to A.heard > 0 within 2
  liveness Answered: A.asked == 1 leads to A.heard > 0
  liveness Stable: eventually always stable
}`;

/** Who looks at a clock again is not earlier. */
const LOOKING = `system Looking {
  clock wall until 2
  message Ask(n: 0..1)
  node A { seen: 0..2 = 0  back: bool = false  optional action look { let n = wall.now  if n < seen { back = true }  seen = n } }
  node B { seen: 0..2 = 0  optional action look { seen = wall.now } }
  safety Forward: never A.back
  safety Together: always (A.seen <= B.seen + 2)
}`;

const ground = (hasWall: boolean): Ground => {
  const roles = ['A', 'B'].map((name) => ({ name, count: 1, indexed: false }));
  return { roles, exact: false, timed: true, hasWall, hasPayload: true };
};

/** A check of what `A` assumes, and of the same without each kind of fault alone. */
const withEachFaultLeftOut = fc.record({ looks: fc.integer({ min: 0, max: 4 }), values: tape(60) }).map(({ looks, values }) => {
  const hasWall = looks === 0;
  const assume: GenAssume = { ...writeAssume(new Tape(values), ground(hasWall), false, null), capacity: 2 };
  const assumes: [string, GenAssume][] = [['A', assume], ...withoutEach(assume, ground(hasWall).roles)];
  return [
    hasWall ? LOOKING : ASKING,
    ...assumes.flatMap(([name, one]) => assumeText(name, one)).map((line) => spelt(line, 'short')),
    ...assumes.map(([name]) => `check ${name} { }`),
  ].join('\n');
});

const budget = { maxStates: 20_000 };

test('blame is what the check without each kind of fault says', { timeout: 3_600_000 }, () => {
  const seen = { needed: 0, spared: 0, elsewhere: 0, open: 0 };
  let tried = 0;
  everySpec(withEachFaultLeftOut, runs(3, 250), (models) => {
    const all = models.get('A');
    if (all === undefined) return;
    // All that are violated are blamed together. Where the first search was reduced, those for blame are from their first state on.
    const reduceFrom = tried++ % 2 === 0 ? undefined : 1;
    for (const { property, verdict } of checkModel(all, { now: () => 0, budget, reduceFrom }).properties) {
      if (verdict.status !== 'violated' || verdict.blame === null) continue;
      for (const [place, kind] of kindsOf(verdict.blame)) compare(property, verdict, place, kind, models, seen);
    }
  });
  console.log(seen);
  expect(Math.min(seen.needed, seen.spared, seen.elsewhere)).toBeGreaterThan(0);
});

/** Kinds of faults of which every subset is tried. */
const MOST_KINDS = 5;

test('a kind of fault is needed where no subset of the others breaks the property', { timeout: 3_600_000 }, () => {
  const seen = { specs: 0, subsets: 0, needed: 0, spared: 0, open: 0 };
  everySpec(withEachFaultLeftOut, atMost(60, runs(3, 60)), (models) => {
    const all = models.get('A');
    const kinds = all === undefined ? [] : assumedFaults(all);
    if (all === undefined || kinds.length === 0 || kinds.length > MOST_KINDS) return;
    const broken = checkModel(all, { now: () => 0, budget }).properties.flatMap(({ property, verdict }) => {
      const claim = all.properties.find(({ name }) => name === property)!;
      // Of the others nothing follows from one set for another.
      if (verdict.status !== 'violated' || verdict.blame === null || refusal(claim, all) !== null) return [];
      return [{ property, blame: verdict.blame }];
    });
    if (broken.length === 0) return;
    seen.specs++;
    for (const { property, blame } of broken) {
      const standings = subsetsOf(kinds).map((left) => {
        seen.subsets++;
        // The last ones first, since a fault is known by its place among the others.
        const { status } = judged(
          property,
          left.toReversed().reduce((model, source) => withoutFault(model, source), all),
        );
        return { left: new Set(left.map(keyOf)), status };
      });
      for (const source of kinds) {
        const lacking = standings.filter(({ left }) => left.has(keyOf(source))).map(({ status }) => status);
        const isNeeded = blame.necessary.some((kind) => nameOf(kind) === nameOf(kindOf(all, source)));
        const isSpared = [...blame.used, ...blame.notNeeded].some((kind) => nameOf(kind) === nameOf(kindOf(all, source)));
        if (isNeeded && lacking.includes('violated'))
          throw new Error(`${property} is broken without ${keyOf(source)}, which is called needed`);
        if (isSpared && !lacking.includes('violated')) throw new Error(`${property} is broken by no subset without ${keyOf(source)}`);
        if (isNeeded) seen.needed++;
        else if (isSpared) seen.spared++;
        else seen.open++;
      }
    }
  });
  console.log(seen);
  expect(Math.min(seen.needed, seen.spared)).toBeGreaterThan(0);
});

function subsetsOf<T>(all: readonly T[]): T[][] {
  return Array.from({ length: 2 ** all.length }, (_, bits) => all.filter((_, i) => (bits & (1 << i)) !== 0));
}

type Place = keyof Blame;

function kindsOf(blame: Blame): [Place, FaultKind][] {
  const places: Place[] = ['necessary', 'used', 'unsettled', 'notNeeded'];
  return places.flatMap((place) => blame[place].map((kind): [Place, FaultKind] => [place, kind]));
}

function compare(
  property: string,
  { trace }: Verdict & { readonly status: 'violated' },
  place: Place,
  kind: FaultKind,
  models: ReadonlyMap<string, Model>,
  seen: { needed: number; spared: number; elsewhere: number; open: number },
): void {
  const without = models.get(nameOf(kind));
  if (without === undefined) throw new Error(`${nameOf(kind)} is blamed, and not assumed`);
  const again = judged(property, without);
  const isOpen = again.status !== 'holds' && again.status !== 'violated';
  const expected = again.status === 'holds' ? ['necessary'] : again.status === 'violated' ? ['used', 'notNeeded'] : [place];
  if (!expected.includes(place)) throw new Error(`${property} is ${again.status} without ${nameOf(kind)}, which is reported as ${place}`);
  if (isOpen) seen.open++;
  else if (place !== 'necessary') seen.spared++;
  else if (trace.faults === 0) seen.elsewhere++;
  else seen.needed++;
}

/** What makes room in a full network has to be needed with more room as well: with capacities up to 4, of 2. */
function judged(property: string, without: Model): Verdict {
  for (let capacity = without.network.capacity; ; capacity++) {
    const model = { ...without, network: { ...without.network, capacity } };
    const { verdict } = checkModel(model, { now: () => 0, budget, properties: [property], blame: false }).properties[0];
    const isFull = verdict.status === 'holds' && verdict.bounds.includes(`capacity ${capacity}`);
    if (!isFull || capacity === without.network.capacity + 2) return verdict;
  }
}

/** As `withoutEach` names the set that lacks it. */
function nameOf(kind: FaultKind): string {
  switch (kind.kind) {
    case 'crash':
      return `No_crash_${kind.mode}_${[...kind.roles].sort().join('_')}`;
    case 'cuts':
      return `No_cuts_${kind.parting.replace(/[- ]/g, '_')}`;
    case 'pause':
      return `No_pause_${kind.role}`;
    case 'loss':
    case 'duplication':
    case 'corruption':
      return `No_${kind.kind}`;
    case 'clock steps':
      return 'No_clock_steps';
  }
}
