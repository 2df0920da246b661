/**
 * The automata construction: laws of temporal logic that everybody knows hold between automata, and on random formulas and
 * random ultimately periodic words an automaton accepts exactly what the formula's own definition says.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Automaton, toAutomaton } from '../../checker/src/explore/liveness/automaton.ts';
import { type Formula, Formulas } from '../../checker/src/explore/liveness/ltl.ts';
import { ran } from '../support/ran.ts';

const F = new Formulas();
const [p, q, r] = [F.atom(0), F.atom(1), F.atom(2)];
const { G, E, not, and, or, U, R, imp } = {
  G: (f: Formula) => F.always(f),
  E: (f: Formula) => F.eventually(f),
  not: (f: Formula) => F.not(f),
  and: (a: Formula, b: Formula) => F.and(a, b),
  or: (a: Formula, b: Formula) => F.or(a, b),
  U: (a: Formula, b: Formula) => F.until(a, b),
  R: (a: Formula, b: Formula) => F.release(a, b),
  imp: (a: Formula, b: Formula) => F.or(F.not(a), b),
};
const W = (a: Formula, b: Formula) => or(U(a, b), G(a));
const leads = (a: Formula, b: Formula) => G(imp(a, E(b)));

/** A word: letters (sets of true atoms as bits), the last `loop` of which repeat forever. */
interface Word {
  readonly letters: readonly number[];
  readonly loop: number;
}

const after = (word: Word, i: number) => (i + 1 < word.letters.length ? i + 1 : word.letters.length - word.loop);

/** The definition of the logic on a word, by fixpoints over its finitely many positions. */
function satisfied(f: Formula, word: Word): boolean[] {
  const n = word.letters.length;
  const each = (of: (i: number) => boolean) => Array.from({ length: n }, (_, i) => of(i));
  switch (f.op) {
    case 'true':
    case 'false':
      return each(() => f.op === 'true');
    case 'atom':
      return each((i) => ((word.letters[i] >> f.atom) & 1) === (f.negated ? 0 : 1));
  }
  const [left, right] = [satisfied(f.left, word), satisfied(f.right, word)];
  if (f.op === 'and') return each((i) => left[i] && right[i]);
  if (f.op === 'or') return each((i) => left[i] || right[i]);
  let now = each(() => f.op === 'release');
  for (let round = 0; round <= n; round++) {
    const before = now;
    now = each((i) =>
      f.op === 'until' ? right[i] || (left[i] && before[after(word, i)]) : right[i] && (left[i] || before[after(word, i)]),
    );
  }
  return now;
}

/** Some run of the automaton over the word visits every acceptance set forever: a cycle of the product is looked for. */
function accepts(automaton: Automaton, word: Word): boolean {
  const n = word.letters.length;
  const fits = (state: number, i: number) => {
    const { positive, negative } = automaton.states[state];
    return positive.every((a) => (word.letters[i] >> a) & 1) && negative.every((a) => !((word.letters[i] >> a) & 1));
  };
  const next = (node: number) => {
    const [state, i] = [Math.floor(node / n), node % n];
    return automaton.states[state].next.filter((to) => fits(to, after(word, i))).map((to) => to * n + after(word, i));
  };
  const reach = (from: readonly number[]) => {
    const seen = new Set(from);
    for (const node of seen) for (const to of next(node)) seen.add(to);
    return seen;
  };
  const start = reach(automaton.initial.filter((s) => fits(s, 0)).map((s) => s * n));
  return [...start].some((node) => {
    const cycle = [...reach(next(node))].filter((other) => reach(next(other)).has(node));
    if (!cycle.includes(node)) return false;
    return Array.from({ length: automaton.sets }, (_, set) => cycle.some((c) => automaton.states[Math.floor(c / n)].accepting[set])).every(
      Boolean,
    );
  });
}

const WORDS: Word[] = [];
for (let length = 1; length <= 3; length++) {
  // Every word of two letters, and of three letters a sample: laws fail on short words or not at all.
  for (let code = 0; code < 8 ** length; code += length < 3 ? 1 : 5) {
    const letters = Array.from({ length }, (_, i) => (code >> (3 * i)) & 7);
    for (let loop = 1; loop <= length; loop++) WORDS.push({ letters, loop });
  }
}

const language = (f: Formula) => {
  const automaton = ran(toAutomaton(F, f))!;
  return WORDS.map((word) => (accepts(automaton, word) ? '1' : '0')).join('');
};

const EQUAL: [string, Formula, Formula][] = [
  ['not eventually p = always not p', not(E(p)), G(not(p))],
  ['not always p = eventually not p', not(G(p)), E(not(p))],
  ['eventually eventually p', E(E(p)), E(p)],
  ['always always p', G(G(p)), G(p)],
  ['eventually always eventually p', E(G(E(p))), G(E(p))],
  ['always eventually always p', G(E(G(p))), E(G(p))],
  ['always distributes over and', G(and(p, q)), and(G(p), G(q))],
  ['eventually distributes over or', E(or(p, q)), or(E(p), E(q))],
  ['infinitely often distributes over or', G(E(or(p, q))), or(G(E(p)), G(E(q)))],
  ['eventually always distributes over and', E(G(and(p, q))), and(E(G(p)), E(G(q)))],
  ['promises for good are joined', and(and(E(G(p)), q), and(E(G(q)), E(G(r)))), and(E(G(and(p, and(q, r)))), q)],
  ['promises of one of several are joined', or(or(E(p), G(E(q))), or(E(q), G(E(r)))), or(E(or(p, q)), G(E(or(q, r))))],
  ['until absorbs on the left', U(p, U(p, q)), U(p, q)],
  ['until absorbs on the right', U(U(p, q), q), U(p, q)],
  ['until distributes over or on the right', U(p, or(q, r)), or(U(p, q), U(p, r))],
  ['until distributes over and on the left', U(and(p, q), r), and(U(p, r), U(q, r))],
  ['until unfolds', U(p, q), or(q, and(p, U(p, q)))],
  ['until implies eventually', and(U(p, q), E(q)), U(p, q)],
  ['release is dual to until', not(U(p, q)), R(not(p), not(q))],
  ['until is dual to release', not(R(p, q)), U(not(p), not(q))],
  ['release by weak until', R(p, q), W(q, and(p, q))],
  ['weak until by release', W(p, q), R(q, or(p, q))],
  ['until by weak until', U(p, q), and(W(p, q), E(q))],
  ['eventually p or always not p', or(E(p), G(not(p))), F.true],
  ['p and eventually p', and(p, E(p)), p],
  ['p or eventually p', or(p, E(p)), E(p)],
  ['p and always p', and(p, G(p)), G(p)],
  ['p or always p', or(p, G(p)), p],
  ['always p and eventually q', and(G(p), E(q)), and(G(p), U(p, q))],
  ['eventually (p and eventually p)', E(and(p, E(p))), E(p)],
  ['always (p or always p)', G(or(p, G(p))), G(p)],
  ['leads to by never stuck', leads(p, q), not(E(and(p, G(not(q)))))],
  ['leads to itself', leads(p, p), F.true],
  ['leads to is transitive', and(and(leads(p, q), leads(q, r)), leads(p, r)), and(leads(p, q), leads(q, r))],
  ['leads to joins on the left', leads(or(p, q), r), and(leads(p, r), leads(q, r))],
  ['infinitely often p leads to q', and(G(E(p)), leads(p, q)), and(and(G(E(p)), leads(p, q)), G(E(q)))],
  ['true until p', U(F.true, p), E(p)],
  ['false until p', U(F.false, p), p],
  ['p until true', U(p, F.true), F.true],
  ['p until false', U(p, F.false), F.false],
  ['p and not p', and(p, not(p)), F.false],
  ['eventually always p and eventually always not p', and(E(G(p)), E(G(not(p)))), F.false],
  ['release absorbs', R(p, R(p, q)), R(p, q)],
  ['release distributes over and on the right', R(p, and(q, r)), and(R(p, q), R(p, r))],
  ['release distributes over or on the left', R(or(p, q), r), or(R(p, r), R(q, r))],
];

const DIFFERENT: [string, Formula, Formula][] = [
  ['eventually over and', E(and(p, q)), and(E(p), E(q))],
  ['always over or', G(or(p, q)), or(G(p), G(q))],
  ['infinitely often over and', G(E(and(p, q))), and(G(E(p)), G(E(q)))],
  ['eventually always over or', E(G(or(p, q))), or(E(G(p)), E(G(q)))],
  ['infinitely often and eventually always', G(E(p)), E(G(p))],
  ['until over and on the right', U(p, and(q, r)), and(U(p, q), U(p, r))],
  ['until over or on the left', U(or(p, q), r), or(U(p, r), U(q, r))],
  ['until is not commutative', U(p, q), U(q, p)],
  ['until and weak until', U(p, q), W(p, q)],
  ['until and eventually', U(p, q), E(q)],
  ['release and until', R(p, q), U(p, q)],
  ['p and eventually p', p, E(p)],
  ['p and always p', p, G(p)],
  ['eventually and always', E(p), G(p)],
  ['leads to and until', leads(p, q), U(p, q)],
  ['leads to and implication', leads(p, q), imp(E(p), E(q))],
  ['leads to and always implication', leads(p, q), G(imp(p, q))],
  ['leads to reversed', leads(p, q), leads(q, p)],
  ['infinitely often p and q', G(E(p)), G(E(q))],
  ['not of until', not(U(p, q)), U(not(p), not(q))],
  ['nested until', U(p, U(q, r)), U(U(p, q), r)],
  ['a promise and its negation', E(p), E(not(p))],
];

describe('laws of temporal logic', () => {
  test('there are at least 60 of them', () => expect(EQUAL.length + DIFFERENT.length).toBeGreaterThanOrEqual(60));
  test.each(EQUAL)('equal: %s', (_, a, b) => {
    expect(language(a)).toBe(language(b));
  });
  test.each(DIFFERENT)('different: %s', (_, a, b) => expect(language(a)).not.toBe(language(b)));
});

test('an automaton accepts exactly the words that satisfy the formula', () => {
  const formula = fc.letrec<{ f: Formula }>((tie) => ({
    f: fc.oneof(
      { maxDepth: 4 },
      fc.tuple(fc.nat(2), fc.boolean()).map(([a, n]) => F.atom(a, n)),
      fc.tuple(fc.constantFrom('and', 'or', 'until', 'release'), tie('f'), tie('f')).map(([op, a, b]) => F[op as 'and'](a, b)),
      fc.tuple(fc.constantFrom('always', 'eventually', 'not'), tie('f')).map(([op, a]) => F[op as 'not'](a)),
    ),
  })).f;
  const word = fc
    .tuple(fc.array(fc.nat(7), { minLength: 1, maxLength: 5 }), fc.nat())
    .map(([letters, n]): Word => ({ letters, loop: 1 + (n % letters.length) }));
  fc.assert(
    fc.property(formula, word, (f, w) => {
      expect(accepts(ran(toAutomaton(F, f))!, w)).toBe(satisfied(f, w)[0]);
    }),
    { numRuns: process.env.PROVISO_SLOW === '1' ? 20_000 : 1_000, seed: 8 },
  );
});
