/** Random assumptions about cuts alone, for a small system in which much depends on them: random systems have too few of them. */
import fc from 'fast-check';
import { Tape, tape } from './tape.ts';

const KINDS = ['link cuts', 'one-way link cuts', 'cuts', 'one-way cuts'] as const;

interface Cuts {
  readonly kind: (typeof KINDS)[number];
  /** null is unlimited */
  readonly upTo: number | null;
  readonly atOnce: number;
  readonly mayStay: boolean;
  readonly untilStable: boolean;
}

/** One asks again until it has an answer of each of the others, who are symmetric. */
function retrying(others: number): string {
  return `system Retrying {
  message Ask
  message Answer
  node A {
    heard: set<B> = {}
    action ask when count(heard) < ${others} { broadcast Ask to B }
    on Answer from b { heard += b }
  }
  node B[${others}] {
    asked: bool = false
    on Ask { asked = true; reply Answer }
  }
  liveness Heard: eventually count(A.heard) == ${others}
  liveness Told: (exists b in B: b.asked) leads to count(A.heard) > 0
  safety Both: always (count(b in B where b.asked) != 1)
  safety Silent: never (A.heard == {} and (forall b in B: b.asked) and count(in flight Answer) == 0)
}`;
}

/** One other node, which is enough for cuts of every kind and for two at once. */
export const underCuts = fc.record({ values: tape(16) }).map(({ values }) => written(1, values));

/** Two others, who can change places. */
export const amongSymmetric = fc.record({ values: tape(16) }).map(({ values }) => written(2, values));

/** `Strong` lies within `Weak`: there cuts are more, more at once, of more kinds, for longer, or may stay. */
export const moreCuts = fc.record({ values: tape(24) }).map(({ values }) => {
  const from = new Tape(values);
  const others = 1 + from.below(2);
  const strong = someCuts(from, false);
  let weak = strong;
  for (let more = 1 + from.below(2); more > 0; more--) weak = weaken(from, weak);
  return [retrying(others), assume('Strong', false, strong), assume('Weak', false, weak), 'check Strong { }', 'check Weak { }'].join('\n');
});

function written(others: number, values: readonly number[]): string {
  const from = new Tape(values);
  const async = from.chance(1, 2);
  const crash = others === 1 && from.chance(1, 4) ? `fault B { recovery, up to 1${from.pick(['', ', may stay down'])} }` : '';
  return [retrying(others), assume('A', async, someCuts(from, async, others === 1 ? 4 : 2), crash), 'check A { }'].join('\n');
}

/** `others` in so many of 6 cases: further kinds. */
function someCuts(from: Tape, async: boolean, others = 2): Cuts[] {
  const first = from.below(KINDS.length);
  return KINDS.filter((_, i) => i === first || from.chance(others, 6)).map((kind) => ({
    kind,
    upTo: from.pick([null, 1, null, 2]),
    atOnce: from.pick([1, 2]),
    mayStay: from.chance(1, 2),
    untilStable: !async && from.chance(1, 4),
  }));
}

function weaken(from: Tape, cuts: readonly Cuts[]): Cuts[] {
  const absent = KINDS.filter((kind) => cuts.every((one) => one.kind !== kind));
  if (absent.length > 0 && from.chance(1, 4))
    return [...cuts, { kind: from.pick(absent), upTo: 1, atOnce: 1, mayStay: false, untilStable: false }];
  const at = from.below(cuts.length);
  return cuts.map((one, i) => (i === at ? weaker(from, one) : one));
}

function weaker(from: Tape, cuts: Cuts): Cuts {
  switch (from.below(4)) {
    case 0:
      return { ...cuts, atOnce: cuts.atOnce + 1 };
    case 1:
      return { ...cuts, mayStay: true };
    case 2:
      return { ...cuts, untilStable: false };
    default:
      return { ...cuts, upTo: cuts.upTo === null ? null : cuts.upTo + 1 };
  }
}

function assume(name: string, async: boolean, cuts: readonly Cuts[], crash = ''): string {
  const words = cuts.map(({ kind, upTo, atOnce, mayStay, untilStable }) => {
    const budget = upTo === null ? '' : ` up to ${upTo}`;
    return `${kind}${budget}${atOnce === 1 ? '' : ` at most ${atOnce} at once`}${mayStay ? ' may stay' : ''}${untilStable ? ' until stable' : ''}`;
  });
  return `assume ${name} {\n  timing ${async ? 'async' : '{ }'}\n  network { ${[...words, 'queue 1 per link'].join(', ')} }\n  ${crash}\n}`;
}
