/** Liveness that is shown up to symmetry, by hand. */
import { expect, test } from 'vitest';
import { type CheckOptions, checkModel, type Model } from '#checker';
import { canonical } from '../random/lockstep.ts';
import { modelOf } from '../support/spec.ts';

const check = (model: Model, options: Partial<CheckOptions> = {}) => checkModel(model, { now: () => 0, blame: false, ...options });

const told = ({ properties, bounds, neverRan, timeNeverPasses }: ReturnType<typeof check>) =>
  canonical({ properties, bounds, neverRan, timeNeverPasses });

/** S says whose turn it is, from one node to another. */
const rounds = (nodes: number, actions: string) => `system Rounds {
  node N[${nodes}] {}
  node S {
    at: N? = none
    over: bool = false
    action begin for n in N when at == none { at = n }
    ${actions}
    action end for n in N when n == at { over = true }
  }
  liveness Ends: eventually S.over
}
assume A { timing async }
check A { }`;

test.each([2, 3])('among %i nodes: a turn that is passed on forever need never end', (nodes) => {
  // Each `end` is enabled while its node has the turn only, so none is for good. Up to symmetry there is one state in which somebody has it, in
  // which the `end` of whoever has it is enabled, and a step from there to itself, which makes of that name another one.
  const model = modelOf(rounds(nodes, 'action pass for n in N when at != none and n != at { at = n }'));
  const [full, reduced] = [check(model), check(model, { reduceFrom: 0 })];
  expect(full.properties).toMatchObject([{ verdict: { status: 'violated', trace: { faults: 0 } } }]);
  expect(full.size.states).toBe(1 + 2 * nodes);
  expect(told(reduced)).toBe(told(full));
});

test('a turn that is kept ends, which three states of seven show', () => {
  // Whoever has the turn keeps it, so that its `end` stays enabled, and nothing else is.
  const { properties, size } = check(modelOf(rounds(3, '')), { reduceFrom: 0 });
  expect(properties).toMatchObject([{ verdict: { status: 'holds' } }]);
  expect(size).toMatchObject({ states: 3, symmetric: ['N'] });
});

test('what three nodes that change places starve', () => {
  // A node at 2 stays there until its `end`. Another one rises from 0 to 3 and falls again, so that of levels 2, 1, 0 and 3, 2, 1, in which nodes are
  // in order of their levels, each of the three has one place in the one state and another in the other: their permutation is no exchange.
  const model = modelOf(`system Rising {
    node N[3] {
      a: 0..3 = any
      action rise when a == 0 { a = 3 }
      action fall when a == 3 { a = 0 }
      action end when a == 2 { a = 1 }
    }
    liveness Ends: eventually (forall n in N: n.a != 2)
  }
  assume A { timing async }
  check A { }`);
  const [full, reduced] = [check(model), check(model, { reduceFrom: 0 })];
  expect(full.size.states).toBe(4 ** 3);
  // Three levels of four, in any order, with repetition.
  expect(reduced.size).toMatchObject({ states: 20, symmetric: ['N'] });
  expect(told(reduced)).toBe(told(full));
  expect(full.properties).toMatchObject([{ verdict: { status: 'holds' } }]);
});

// What is known where a search ends midway, or begins again

/** `Begun` holds and so does `Never`, which is shown up to symmetry; `Ends` is violated, as above. */
const BOTH = rounds(3, 'action pass for n in N when at != none and n != at { at = n }').replace(
  'liveness Ends',
  'liveness Begun: eventually S.at != none\n  safety Never: always (not S.over or S.at != none)\n  liveness Ends',
);

test('what was shown up to symmetry stays known where the search of every state is ended', () => {
  const model = modelOf(BOTH);
  const statuses = (maxStates: number) =>
    check(model, { reduceFrom: 0, budget: { maxStates } }).properties.map(({ property, verdict }) => `${property} ${verdict.status}`);
  // Three states up to symmetry, seven in all.
  expect(statuses(3)).toEqual(['Begun holds', 'Never holds', 'Ends unknown']);
  expect(statuses(2)).toEqual(['Begun unknown', 'Never unknown', 'Ends unknown']);
  expect(statuses(7)).toEqual(['Begun holds', 'Never holds', 'Ends violated']);
});

test('a type that the normal form has no room for is searched without symmetry', () => {
  // More than 16 bits for each element of the set.
  const model = modelOf(`system Wide {
    struct Wide(who: N, more: list<0..0, 17>)
    node N[2] {
      seen: set<Wide> = {}
      done: bool = false
      action end when not done { done = true }
    }
    liveness Ends: eventually (forall n in N: n.done)
  }
  assume A { timing async }
  check A { }`);
  const { properties, size } = check(model, { reduceFrom: 0 });
  expect(properties).toMatchObject([{ verdict: { status: 'holds' } }]);
  expect(size).toMatchObject({ states: 4, symmetric: [] });
});
