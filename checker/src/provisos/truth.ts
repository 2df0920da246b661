/**
 * Whether a condition is true at the points of a space, for who asks about thousands of them. A term of a condition hangs on the rungs of the quantities that it is
 * about alone (`isAbout`), so it is evaluated once for each combination of these, and so is the whole condition. What comes out is what `isTrue` says of the set at
 * the point.
 */
import type { Condition } from '../analysis/claims.ts';
import type { Model } from '../model/ir.ts';
import type { Point } from './lattice.ts';
import type { Quantity } from './rung.ts';
import { type AssumptionSet, isAbout, isTrueBy, setAt, speaksOf, type Term } from './says.ts';
import type { Space } from './space.ts';

type At<T> = (point: Point) => T;

export function truthIn(space: Space, condition: Condition, model: Model): At<boolean> {
  const axesOf = (isSuch: (quantity: Quantity) => boolean) => space.dimensions.map(({ quantity }) => isSuch(quantity));
  const terms = new Map<Term, At<unknown>>();
  const termAt = <T>(point: Point, of: Term, evaluate: (set: AssumptionSet) => T): T => {
    const known =
      terms.get(of) ??
      once(
        space,
        axesOf((quantity) => isAbout(of, quantity)),
        (at) => evaluate(setAt(space, at, model)),
      );
    terms.set(of, known);
    return known(point) as T;
  };
  const axes = axesOf((quantity) => speaksOf(condition, quantity));
  return once(space, axes, (point) => isTrueBy(condition, (of, evaluate) => termAt(point, of, evaluate)));
}

/** Worked out once for each combination of the rungs of these axes, on which alone it hangs. */
function once<T>({ dimensions }: Space, axes: readonly boolean[], of: At<T>): At<T> {
  let size = 1;
  const strides = dimensions.flatMap(({ rungs }, axis) => {
    if (!axes[axis]) return [];
    const stride = size;
    size *= rungs.length;
    return [{ axis, stride }];
  });
  const known = new Array<T | undefined>(size);
  return (point) => {
    let place = 0;
    for (const { axis, stride } of strides) place += stride * point[axis];
    const answer = known[place] ?? of(point);
    known[place] = answer;
    return answer;
  };
}
