/**
 * Whether a condition is true at the points of a space, for who asks about thousands of them. A term of a condition hangs on the rungs of the quantities that it is
 * about alone (`isAbout`), so it is evaluated once for each combination of these, and so is the whole condition. What comes out is what `isTrue` says of the set at
 * the point.
 */
import { unhandled } from '#grammar';
import type { Amount, Condition } from '../analysis/claims.ts';
import type { Model } from '../model/ir.ts';
import type { Point } from './lattice.ts';
import { type AssumptionSet, amount, compare, isAbout, isTrue, product, setAt, speaksOf, type Term } from './says.ts';
import type { Space } from './space.ts';

type At<T> = (point: Point) => T;

export function truthIn(space: Space, condition: Condition, model: Model): At<boolean> {
  const axes = space.dimensions.map(({ quantity }) => speaksOf(condition, quantity));
  return once(space, axes, truth(condition, { space, model }));
}

interface Asked {
  readonly space: Space;
  readonly model: Model;
}

function truth(condition: Condition, asked: Asked): At<boolean> {
  switch (condition.kind) {
    case 'and': {
      const [left, right] = [truth(condition.left, asked), truth(condition.right, asked)];
      return (point) => left(point) && right(point);
    }
    case 'or': {
      const [left, right] = [truth(condition.left, asked), truth(condition.right, asked)];
      return (point) => left(point) || right(point);
    }
    case 'implies': {
      const [left, right] = [truth(condition.left, asked), truth(condition.right, asked)];
      return (point) => !left(point) || right(point);
    }
    case 'not': {
      const of = truth(condition.of, asked);
      return (point) => !of(point);
    }
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '==':
    case '!=': {
      const { kind } = condition;
      const [left, right] = [number(condition.left, asked), number(condition.right, asked)];
      return (point) => compare(kind, left(point), right(point));
    }
    case 'truth':
    case 'no fault':
    case 'only stops':
    case 'keeps disk':
    case 'fifo':
    case 'faults end':
      return term(condition, (set) => isTrue(condition, set), asked);
    default:
      return unhandled(condition);
  }
}

function number(of: Amount, asked: Asked): At<number> {
  switch (of.kind) {
    case 'number':
      return () => of.value;
    case 'assumed':
      return term(of, (set) => amount(of, set), asked);
    case '+': {
      const [left, right] = [number(of.left, asked), number(of.right, asked)];
      return (point) => left(point) + right(point);
    }
    case '-': {
      const [left, right] = [number(of.left, asked), number(of.right, asked)];
      return (point) => left(point) - right(point);
    }
    case '*': {
      const [left, right] = [number(of.left, asked), number(of.right, asked)];
      return (point) => product(left(point), right(point));
    }
    case 'min': {
      const args = of.args.map((arg) => number(arg, asked));
      return (point) => Math.min(...args.map((arg) => arg(point)));
    }
    case 'max': {
      const args = of.args.map((arg) => number(arg, asked));
      return (point) => Math.max(...args.map((arg) => arg(point)));
    }
    default:
      return unhandled(of);
  }
}

function term<T>(of: Term, evaluate: (set: AssumptionSet) => T, { space, model }: Asked): At<T> {
  const axes = space.dimensions.map(({ quantity }) => isAbout(of, quantity));
  return once(space, axes, (point) => evaluate(setAt(space, point, model)));
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
