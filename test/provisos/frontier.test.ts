/** The frontier over lattices made at random, whose predicate is known at every point. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Frontier, type Standing } from '../../checker/src/provisos/frontier.ts';
import { keyOf, Lattice, type Point } from '../../checker/src/provisos/lattice.ts';
import { everyCase, runs } from '../random/run.ts';

/** A chain of so many rungs, or (negative) two chains above a strongest rung that do not compare. */
const axis = fc.constantFrom(2, 3, 4, 5, -2, -3).map((size) => {
  if (size > 0) return { size, isWithin: (a: number, b: number) => a <= b };
  const side = (rung: number) => (rung === 0 ? -1 : rung % 2);
  return { size: 1 - 2 * size, isWithin: (a: number, b: number) => a === 0 || (side(a) === side(b) && a <= b) };
});

interface Case {
  readonly lattice: Lattice;
  /** violated at these points and at all weaker ones */
  readonly breaks: readonly Point[];
  readonly odd: ReadonlyMap<string, 'open' | 'wrong'>;
}

const cases = (withOdd: boolean) =>
  fc
    .array(axis, { minLength: 1, maxLength: 4 })
    .map((axes) => new Lattice(axes))
    .chain((lattice) => {
      const point = fc.tuple(...lattice.axes.map(({ size }) => fc.nat(size - 1)));
      const odd = fc.array(fc.tuple(point, fc.constantFrom('open' as const, 'wrong' as const)), { maxLength: withOdd ? 4 : 0 });
      return fc
        .record({ breaks: fc.array(point, { maxLength: 4 }), odd })
        .map((made): Case => ({ lattice, breaks: made.breaks, odd: new Map(made.odd.map(([p, kind]) => [keyOf(p), kind])) }));
    });

function search({ lattice, breaks, odd }: Case): { frontier: Frontier<void>; asked: number } {
  let asked = 0;
  const frontier = new Frontier<void>(lattice, function* (point): Generator<void, Standing> {
    asked++;
    yield* [];
    return odd.get(keyOf(point)) ?? truth({ lattice, breaks }, point);
  });
  for (const _ of frontier.complete(() => false));
  return { frontier, asked };
}

function truth({ lattice, breaks }: Pick<Case, 'lattice' | 'breaks'>, point: Point): 'holds' | 'violated' {
  return breaks.some((bad) => lattice.isWithin(bad, point)) ? 'violated' : 'holds';
}

const keys = (points: readonly Point[]) => points.map(keyOf).sort();

test('all weakest points that hold and all smallest that break, with few questions', () => {
  everyCase(
    fc.property(cases(false), (made) => {
      const { lattice, breaks } = made;
      const { frontier, asked } = search(made);
      const all = [...lattice.points()];
      const holding = all.filter((point) => truth(made, point) === 'holds');
      expect(keys(frontier.weakest)).toEqual(keys(lattice.maximal(holding)));
      expect(keys(frontier.smallest)).toEqual(keys(lattice.minimal(breaks.map((p) => [...p]))));
      const rungs = lattice.axes.reduce((sum, { size }) => sum + size, 0);
      expect(asked).toBeLessThanOrEqual((frontier.weakest.length + frontier.smallest.length) * rungs + 1);
    }),
    runs(500, 20_000),
  );
});

test('open and wrong points settle no other, and nothing that is said of the rest is wrong', () => {
  everyCase(
    fc.property(cases(true), (made) => {
      const { frontier } = search(made);
      for (const point of made.lattice.points()) {
        const known = frontier.known(point);
        if (known !== null) expect(known).toBe(truth(made, point));
        else {
          const beyondOpen = frontier.open.some((open) => made.lattice.isWithin(open, point));
          expect(made.odd.has(keyOf(point)) || beyondOpen).toBe(true);
        }
      }
    }),
    runs(500, 20_000),
  );
});

/** At the points beyond those that fail a simpler run may break the property first: at one in three of them it does. */
test('what is weaker than a point at which a step fails is not queried one by one, and all that holds is found', () => {
  everyCase(
    fc.property(cases(false), fc.array(fc.nat(1000), { minLength: 1, maxLength: 3 }), (made, places) => {
      const { lattice } = made;
      const all = [...lattice.points()];
      const fails = places.map((place) => all[place % all.length]);
      const isBeyond = (point: Point) => fails.some((other) => lattice.isWithin(other, point));
      const isFirst = (point: Point) => all.indexOf(point) % 3 === 0;
      const standing = (point: Point): Standing => {
        const here = truth(made, point);
        return isBeyond(point) && !(here === 'violated' && isFirst(all.find((other) => keyOf(other) === keyOf(point))!)) ? 'wrong' : here;
      };
      const query = function* (point: Point): Generator<void, Standing> {
        yield* [];
        return standing(point);
      };
      const frontier = new Frontier<void>(lattice, query, { failsBeyond: () => true });
      for (const _ of frontier.complete(() => false));
      expect(keys(frontier.weakest)).toEqual(keys(lattice.maximal(all.filter((point) => standing(point) === 'holds'))));
      for (const point of all) {
        if (frontier.known(point) !== null || frontier.wrong.some((wrong) => keyOf(wrong) === keyOf(point))) continue;
        expect(isBeyond(point)).toBe(true);
      }
      expect(frontier.undecided(1)).toEqual([]);
    }),
    runs(40, 5000),
  );
});

/** By hand: one rung of four chains fails. Of the 375 points beyond it few are asked. */
test('a region that fails takes few questions', () => {
  const chain = { size: 5, isWithin: (a: number, b: number) => a <= b };
  const lattice = new Lattice([chain, chain, chain, chain]);
  const asked = new Set<string>();
  const query = function* (point: Point): Generator<void, Standing> {
    asked.add(keyOf(point));
    yield* [];
    return point[1] >= 2 ? 'wrong' : 'holds';
  };
  const frontier = new Frontier<void>(lattice, query, { failsBeyond: () => true });
  for (const _ of frontier.complete(() => false));
  expect(keys(frontier.weakest)).toEqual(['4,1,4,4']);
  expect(keys(lattice.minimal(frontier.failing))).toEqual(['0,2,0,0']);
  expect(asked.size).toBeLessThan(20);
});
