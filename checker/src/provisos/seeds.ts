/** Where the joint frontier is likely to be, judged by what each quantity alone needs. */
import type { Row } from './answer.ts';
import type { Point } from './lattice.ts';
import { type Rung, sameRung } from './rung.ts';
import { assumedPoint, type Space } from './space.ts';

/**
 * Where the named set holds: all quantities at what each alone may be, which is a weakest set if it holds, since one more of any breaks it
 * already alone; and each alone at what breaks it, all else perfect, which is a smallest break if it is violated, since with less of it
 * the named set holds. Each of these takes one check. Where the named set is violated: that set, and each fix.
 */
export function seedsOf(space: Space, rows: readonly Row[]): Point[] {
  const { dimensions, lattice } = space;
  const assumed = assumedPoint(space);
  const index = (axis: number, rung: Rung) => dimensions[axis].rungs.findIndex((one) => sameRung(one, rung));
  const best = assumed.map((rung, axis) => {
    const effect = rows[axis]?.effect;
    if (effect?.kind === 'needs') return index(axis, effect.upTo[0]);
    return effect?.kind === 'does not matter' || effect?.kind === 'not settled' ? lattice.weakest[axis][0] : rung;
  });
  const perfect = lattice.strongest.map(([rung]) => rung);
  const alone = rows.flatMap(({ effect }, axis) => {
    if (effect.kind === 'needs') return effect.breaksFrom.map((rung) => perfect.with(axis, index(axis, rung)));
    return effect.kind === 'would fix' ? effect.upTo.map((rung) => assumed.with(axis, index(axis, rung))) : [];
  });
  return [best, ...alone];
}
