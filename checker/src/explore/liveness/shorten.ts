/**
 * Lowers the cost of a fair loop as long as it can be lowered: by leaving out a part between two visits of a node, or by replacing a
 * way by one with fewer faults, or as many and fewer steps. The rest of the loop does not inherit fairness from the whole: it may
 * starve what only the part left out took, or what was not enabled there alone. So each candidate is assessed as the whole was, and
 * is kept only if it is fair and accepting itself.
 */
import type { Hop, Ways } from './ways.ts';

/** Nodes looked at for ways of lower cost, and hops of loops asked about: beyond that only parts are left out, and no way is replaced. */
const MOST_NODES = 2_000_000;
const MOST_ASKED = 300_000;

type IsFair = (hops: readonly Hop[]) => boolean;

/** Yields the number of hops looked at since it last did. */
export function* shortened(whole: readonly Hop[], fair: IsFair, ways: Ways): Generator<number, readonly Hop[]> {
  let hops = whole;
  let asked = 0;
  const stillFair = (candidate: readonly Hop[]) => {
    asked += candidate.length;
    return fair(candidate);
  };
  for (;;) {
    yield hops.length;
    const shorter = withoutRound(hops, fair) ?? (yield* lowered(hops, stillFair, ways, () => asked > MOST_ASKED));
    if (shorter === null) return hops;
    hops = shorter;
  }
}

/** The loop without one part between two visits of a node, the longest that can be left out. */
function withoutRound(hops: readonly Hop[], fair: IsFair): readonly Hop[] | null {
  for (let length = hops.length - 1; length > 0; length--) {
    for (let i = 0; i < hops.length; i++) {
      if (hops[i].from !== hops[(i + length) % hops.length].from) continue;
      const rest = turned(hops, i).slice(length);
      if (fair(rest)) return rest;
    }
  }
  return null;
}

function turned(hops: readonly Hop[], first: number): Hop[] {
  return [...hops.slice(first), ...hops.slice(0, first)];
}

interface Saving {
  readonly saved: number;
  readonly hops: readonly Hop[];
}

function* lowered(hops: readonly Hop[], fair: IsFair, ways: Ways, enough: () => boolean): Generator<number, readonly Hop[] | null> {
  const places = new Set(hops.map(({ from }) => from));
  const whole = ways.costOf(hops);
  const savings: Saving[] = [];
  for (let i = 0; i < hops.length; i++) {
    if (ways.work > MOST_NODES) return null;
    const round = turned(hops, i);
    const there = ways.toEach(round[0].from, places, whole);
    yield hops.length;
    for (let length = 1, cost = 0; length <= round.length; length++) {
      cost += ways.costOf([round[length - 1]]);
      const way = there.get(round[length - 1].to);
      if (way !== undefined && way.cost < cost) savings.push({ saved: cost - way.cost, hops: [...way.hops, ...round.slice(length)] });
    }
  }
  savings.sort((a, b) => b.saved - a.saved);
  for (const { hops: candidate } of savings) {
    if (enough()) return null;
    if (fair(candidate)) return candidate;
    yield candidate.length;
  }
  return null;
}
