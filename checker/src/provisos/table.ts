/** One quantity at a time, all others as the file assumes them: what each needs, and what would fix a violation. */
import type { Effect, Judgement, Row } from './answer.ts';
import { isWithin, type Rung } from './rung.ts';
import type { Space } from './space.ts';

type Standing = Judgement['standing'];

/** `standings`: of each rung of the axis, all else as assumed. */
export function rowOf(space: Space, axis: number, standings: readonly Standing[]): Row {
  const { quantity, rungs, assumed } = space.dimensions[axis];
  return { quantity, assumed: rungs[assumed], order: space.order, effect: effectOf(space, axis, standings) };
}

function effectOf(space: Space, axis: number, standings: readonly Standing[]): Effect {
  const { rungs, assumed } = space.dimensions[axis];
  const here = standings[assumed];
  const all = rungs.map((_, i) => i);
  const are = (standing: Standing) => all.filter((rung) => standings[rung] === standing);
  const [good, bad, open] = [are('holds'), are('violated'), are('open')];
  const top = rungs[space.lattice.weakest[axis][0]];
  const within = (a: Rung, b: Rung) => isWithin(a, b, space.order);
  const upTo = good.map((i) => rungs[i]).filter((rung, _, list) => !list.some((other) => other !== rung && within(rung, other)));
  const breaksFrom = bad.map((i) => rungs[i]).filter((rung, _, list) => !list.some((other) => other !== rung && within(other, rung)));
  if (here === 'holds') {
    if (bad.length > 0) return { kind: 'needs', upTo, breaksFrom, slack: !upTo.includes(rungs[assumed]) };
    return open.length > 0 ? { kind: 'not settled', rungs: open.map((i) => rungs[i]) } : { kind: 'does not matter', top };
  }
  if (here === 'violated') {
    if (good.length > 0) return { kind: 'would fix', upTo };
    return open.length > 0 ? { kind: 'not settled', rungs: open.map((i) => rungs[i]) } : { kind: 'no value helps', top };
  }
  return { kind: 'not settled', rungs: [rungs[assumed]] };
}
