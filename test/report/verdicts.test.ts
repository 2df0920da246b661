/** Verdicts in words: what they hold within, what makes them worthless, which faults they need and where. */
import { expect, test } from 'vitest';
import { checkModel } from '#checker';
import { blameText, type Reader, stepClauseText, story, verdictText } from '#report';
import { modelOf } from '../support/spec.ts';

/** Of the first property: its verdict, its story where it has one, and which faults it needs. */
function told(spec: string): { verdict: string; story: string; blame: string } {
  const model = modelOf(spec);
  const [property] = model.properties;
  const [{ verdict }] = checkModel(model, { properties: [property.name], now: () => 0 }).properties;
  const source: Reader['source'] = (span) => spec.slice(span.start, span.end);
  return {
    verdict: verdictText(verdict),
    story: 'trace' in verdict ? story({ model, trace: verdict.trace, source }, property, verdict) : '',
    blame: verdict.status === 'violated' && verdict.blame !== null ? blameText(verdict.blame, property.name) : '',
  };
}

const votes = (capacity: number, property: string) => `system Votes {
  message Ask
  message Yes
  node C[2] {
    wins: bool = false
    yes: set<R> = {}
    asked: bool = false
    optional action ask when not asked { asked = true; call q = broadcast Ask to R }
    on Yes from r for q { yes += r; if count(yes) >= 2 { wins = true } }
    on Yes { }
  }
  node R[3] { on Ask { reply Yes } }
  safety One: ${property}
}
assume Z { timing async  network { capacity ${capacity} } }
check Z { }`;

// No broadcast to three fits: one state, and nobody ever wins.
test('what is asked of nothing within bounds is said to be so within them', () => {
  const ifWon = 'always (forall c in C: c.wins implies count(c.yes) > 3)';
  expect(told(votes(2, ifWon)).verdict).toBe('holds vacuously within bounds (capacity 2): its condition is never true');
});

test('that something never happens has no condition, whatever the order of its parts', () => {
  const both = 'exists a, b in C where a != b: a.wins and b.wins';
  expect(told(votes(2, `never (${both})`)).verdict).toBe('holds within bounds (capacity 2)');
  const changing = (p: string) => `system S { node A { x: bool = false  y: bool = false  optional action a { x = true } }
    safety P: never (${p}) } assume Z { timing async } check Z { }`;
  expect(told(changing('A.y and A.x')).verdict).toBe('holds');
  expect(told(changing('A.x and A.y')).verdict).toBe('holds');
});

const fixed = (property: string) => `system Fixed {
  node A[2] {
    v: 0..2 = 1
    w: 0..2 = 0
    optional action a { w = 2 }
  }
  safety P: always (${property})
}
assume Z { timing async }
check Z { }`;

test('that nothing changes is a claim of its own', () => {
  expect(told(fixed('next(A#1.v) == A#1.v')).verdict).toBe('holds');
  expect(told(fixed('forall a in A: a.v == next(a.v)')).verdict).toBe('holds');
  expect(told(fixed('next(A#1.v) >= A#1.v')).verdict).toBe('holds vacuously (no step changes what it is about)');
  // v of the other node: not what is claimed of this one
  expect(told(fixed('next(A#1.v) == A#2.v')).verdict).toBe('holds vacuously (no step changes what it is about)');
});

test.each([
  ['capacity 8', 'on start { broadcast M to B }', '', 'capacity 8'],
  ['limit', '', 'limit exists b in B: b.got', 'limit exists b in B: b.got'],
])('bounds that leave no state: %s', (_, start, limit, bound) => {
  const spec = `system Big { message M  node A { ${start} }  node B[9] { got: bool = false  on M { got = true } }
    safety None: always (forall b in B: not b.got) } assume Z { timing async  ${limit} } check Z { }`;
  expect(told(spec).verdict).toBe(`unknown: the bounds leave no state (${bound})`);
});

const answers = (network: string) => `system S {
  message M
  node A { n: 0..1 = 0  on start { send M to B }  on M { n = 1 - n; reply M } }
  node B { on M { reply M } }
  safety X: always A.n <= 1
}
assume Z { timing sync { }  network { ${network} capacity 2 } }
check Z { }`;

test('where time stops, a state is judged all the same', () => {
  expect(told(answers('')).verdict).toBe('holds vacuously (time never passes)');
  expect(told(answers('lossy,')).verdict).toBe('holds');
});

// K holds without faults. The duplicate stands in the other run, which B cannot tell from the one that is shown.
test('a fault of the run that a node cannot tell from this one', () => {
  const spec = `system S { message M  node A { on start { send M to B } }  node B { got: bool = false  on M { got = true } }
    safety K: always (B.got implies knows(B, not (in flight M))) }
    assume Z { timing async  network { duplicating up to 1 } } check Z { }`;
  expect(told(spec)).toEqual({
    verdict: 'violated: no fault, 1 step',
    story:
      'K fails: B.got is true and B does not know `not (in flight M)`. This run has no fault: B receives M from A, and got becomes true. ' +
      'B cannot tell this from the run in which B receives M from A, and a copy of it stays in flight.',
    blame: 'Requires duplication: without it, K holds.',
  });
});

const stable = (property: string, assume: string) => `system S {
  message M
  node A { n: 0..1 = 0  optional action go when n == 0 { n = 1; send M to B } }
  node B { got: bool = false  on M { got = true } }
  ${property}
}
assume Z { ${assume} }
check Z { }`;
const P1 = 'timing sync { delay <= 1 } network { capacity 2, lossy until stable }';

// Without the only thing that ends at a stabilisation there is none, and `stable` is true throughout.
test.each([
  ['safety S1: always stable', P1, 'Requires loss: without it, S1 holds.'],
  ['safety S2: always (B.got implies stable)', P1, 'Requires loss: without it, S2 holds.'],
  ['safety S3: never (A.n == 1 and not B.got and not (in flight M))', P1, 'Requires loss: without it, S3 holds.'],
  ['liveness L1: always stable', P1, 'Requires loss: without it, L1 holds.'],
  ['safety S1: always stable', `${P1} fault A { stop, up to 1, until stable }`, 'A permanent crash of A and loss are not required.'],
  [
    'safety S3: never (A.n == 1 and not B.got and not (in flight M))',
    `${P1} fault A { stop, up to 1, until stable }`,
    'Requires loss: without it, S3 holds. A permanent crash of A is not required.',
  ],
  // A delay that is bounded in the end stabilises without loss too; pauses, bounded by 0 in the end, are possible before.
  [
    'safety S1: always stable',
    'timing partial { eventually delay <= 1 } network { capacity 2, lossy until stable }',
    'Loss, a pause of A and a pause of B are not required.',
  ],
])('%s: what would stabilise without it (%s)', (property, assume, blame) => {
  expect(told(stable(property, assume)).blame).toBe(blame);
});

test('what follows a crash distinguishes two kinds of it', () => {
  const spec = `system Two { node X { n: 0..1 = 0  on restart { n = 1 } }  node Y { }  safety Zero: always X.n == 0 }
    assume Z { timing async  fault X, Y { recovery }  fault X { stop } } check Z { }`;
  expect(told(spec).blame).toBe('Requires a recoverable crash of X or Y: without it, Zero holds. A permanent crash of X is not required.');
});

const roll = (handler: string) => `system Roll {
  message Vote
  message Start
  node Chair { on start { broadcast Start to Member } }
  node Member[2] {
    votes: map<Member, bool> = false
    on Start { broadcast Vote to Member }
    ${handler}
  }
  safety Own: always (forall a, b in Member: a.votes[b] implies a != b)
}
assume LyingChair { timing async  fault Chair { byzantine, up to 1 } }
check LyingChair { }`;

test('where a lie makes the model fail, a guard is what to write', () => {
  expect(told(roll('on Vote from m { votes[m] = true }')).story).toMatch(
    /Then Chair lies to Member#1: Vote\. Chair, being Byzantine, may send Vote at any time; refuse it with a guard: `on Vote from m when m in Member`\.$/,
  );
  const guarded = 'on Vote from m when m in Member { votes[m] = true }';
  expect(told(roll(guarded)).verdict).toBe('holds within bounds (capacity 8)');
  // The sender does not tell what is wrong here.
  const large = `system Rounds { message Go(n: 0..3)  node A[2] { r: 0..1 = 0  on start { broadcast Go(n: 1) to A }  on Go(n: k) { r = k } }
    safety S: always A#1.r <= 1 } assume Z { timing async  fault A { byzantine, up to 1 } } check Z { }`;
  expect(told(large).story).toMatch(/, being Byzantine, may send Go at any time; refuse it with a guard on `on Go`\.$/);
});

/** What is told of the network: the first message is lost at a cut, and the second comes through once that has healed. */
function blameOfCuts(cuts: string): string[] {
  const spec = `system S { message M(k: 1..2)  node A { n: 0..2 = 0  optional action go when n < 2 { n += 1  send M(k: n) to B } }
    node B { got: set<1..2> = {}  on M(k) { got += k } }  node C { }
    reachable R: A.n == 2 and B.got == { 2 } and count(in flight M) == 0 } assume Z { timing async  network { ${cuts} up to 1 } } check Z { }`;
  const model = modelOf(spec);
  const [{ verdict }] = checkModel(model, { now: () => 0 }).properties;
  if (verdict.status !== 'reached') throw new Error(verdict.status);
  const reader: Reader = { model, trace: verdict.trace, source: () => null };
  return verdict.trace.steps.flatMap(({ step }, i) =>
    step.label.kind === 'cut' || step.label.kind === 'heal' ? [stepClauseText(reader, i)] : [],
  );
}

test('which cut begins, and which heals', () => {
  expect(blameOfCuts('cuts')).toEqual(['B is cut off from the others', 'B is back with the others']);
  expect(blameOfCuts('one-way cuts')).toEqual(['what A sends to the others is cut off', 'what A sends to the others gets through again']);
  expect(blameOfCuts('link cuts')).toEqual(['the link between A and B is cut', 'the link between A and B heals']);
  expect(blameOfCuts('one-way link cuts')).toEqual(['the link from A to B is cut', 'the link from A to B heals']);
});
