/** One quantity at a time, all others as the file assumes them: what each needs, and what would fix a violation. */
import type { Effect, Judgement, Row } from './answer.ts';
import type { Frontier } from './frontier.ts';
import { isWithin, type Rung } from './rung.ts';
import { assumedPoint, type Space } from './space.ts';

type Standing = Judgement['standing'];

/** `at`: the space may have got more rungs meanwhile. */
export function* rowOf<E>(space: Space, frontier: Frontier<E>, axis: number): Generator<E, Row> {
  const point = assumedPoint(space);
  const { quantity, rungs, assumed } = space.dimensions[axis];
  const standings: Standing[] = [];
  const here = yield* frontier.standing(point);
  for (const rung of inOrder(space, axis, assumed)) standings[rung] = yield* frontier.standing(point.with(axis, rung));
  return { quantity, assumed: rungs[assumed], effect: effectOf(space, axis, standings, here) };
}

/** The weakest and the strongest first: what they say settles most of those between. */
function inOrder({ lattice, dimensions }: Space, axis: number, assumed: number): number[] {
  const all = dimensions[axis].rungs.map((_, i) => i);
  const ends = [...lattice.weakest[axis], ...lattice.strongest[axis]];
  return [...new Set([assumed, ...ends, ...all])];
}

function effectOf(space: Space, axis: number, standings: readonly Standing[], here: Standing): Effect {
  const { rungs, assumed } = space.dimensions[axis];
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
