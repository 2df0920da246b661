import { expect, test } from 'vitest';
import { codeLenses, diagnostics, inlineVerdicts } from '#server';
import { judged, LEASE, snapshot, words } from './fixture.ts';

function checkProblems(text: string, expected: string[]) {
  const looked = judged(snapshot(text));
  expect(diagnostics(looked).map(({ span, severity, message }) => `${severity} «${words(looked, span)}» ${message}`)).toEqual(expected);
}

test('a violation that is expected is a hint at the word of the check, walked through the text', () => {
  const looked = judged(snapshot(LEASE));
  const [found] = diagnostics(looked);
  expect([found.severity, words(looked, found.span)]).toEqual(['hint', 'violated']);
  expect(found?.message).toMatch(/^InTurn fails.*Under Paused, as expected\.$/);
  expect(found?.related.map(({ message }) => message)).toContainEqual(
    expect.stringMatching(/^step \d+, at \d+: Service: Acquire from Client#1/),
  );
});

test('one that is not expected is an error on the property and on the word of the check', () => {
  const looked = judged(snapshot(LEASE.replace('InTurn violated', 'InTurn holds')));
  const errors = diagnostics(looked).filter(({ severity }) => severity === 'error');
  expect(errors.map(({ span }) => words(looked, span))).toEqual(['InTurn', 'holds']);
  // The hover of the property begins with the story, so the steps are told at the check.
  expect(errors[0].related).toEqual([]);
  expect(errors[1].related[0].message).toBe('the property');
  const numbers = errors[1].related.slice(1).map(({ message }) => /^step (\d+)/.exec(message)?.[1]);
  expect(numbers.length).toBeGreaterThan(4);
  expect(numbers).not.toContain(undefined);
});

test('a loop of one that goes on forever is said once', () => {
  const text = `system S { node A { n: 0..1 = 0  action flip { n = 1 - n } }  liveness Rests: eventually always A.n == 0 }
assume Z { timing async }
check Z { Rests violated }
`;
  const [found] = diagnostics(judged(snapshot(text)));
  expect(found.related.map(({ message }) => message)).toEqual(['from here on this repeats forever:', 'step 1: A: flip', 'step 2: A: flip']);
});

const COUNTER = `system S {
  node A { x: 0..2 = 0  y: bool = true  optional action up when x < 2 { x += 1 } optional action no when x > 2 { y = false } }
  safety Both: always A.y and A.x < 2
}
assume Calm { timing sync }
check Calm { Both holds }
`;

test('the part that is false is marked', () => {
  checkProblems(COUNTER, [
    'error «A.x < 2» Both fails: A.x is 2. Under Calm.',
    'error «holds» Both is expected to hold, but: violated: no fault, 2 steps',
  ]);
});

test('code that never runs is faded where every check has seen all there is', () => {
  checkProblems(COUNTER.replace('A.x < 2', 'A.x <= 2').replace('x < 2 {', 'x < 1 {'), [
    "hint «optional action no when x > 2 { y = false }» A's `action no` never runs under Calm: it is not enabled in any reachable state.",
  ]);
});

test('verdicts stand at the ends of lines, and lenses over properties', () => {
  const looked = judged(snapshot(LEASE));
  const [property, check] = inlineVerdicts(looked);
  expect(property).toMatchObject({ text: '✓ Client#1 paused for 2 ticks: breaks as expected', kind: 'expected' });
  expect(check.text).toMatch(/^✓ 1 verdict as expected · [\d,]+ states · 0\.0 s$/);
  expect(looked.text[check.offset]).toBe('\n');
  expect(codeLenses(looked).map(({ title }) => title)).toEqual(['show counterexample', 'debug counterexample', 'find provisos']);
});

test('a verdict says who is to blame first, and no more than there is room for', () => {
  const unexpected = judged(snapshot(LEASE.replace('InTurn violated', 'InTurn holds')));
  expect(inlineVerdicts(unexpected)[0]).toMatchObject({ text: '✗ Client#1 paused for 2 ticks: breaks under Paused', kind: 'bad' });
  const named = judged(
    snapshot(LEASE.replaceAll('Paused', 'PausedForAsLongAsAGarbageCollectionTakes').replace('InTurn violated', 'InTurn holds')),
  );
  expect(inlineVerdicts(named)[0].text).toBe('✗ Client#1 paused for 2 ticks: breaks');
});

test('a lens stands at its own property, whatever else has the words', () => {
  const system = (name: string) =>
    `system ${name} { node A { x: 0..1 = 0  optional action up { x = 1 } }  safety Zero: always A.x == 0 }\n`;
  const text = `// safety Zero\n${system('S')}${system('T')}assume Calm { timing async }\ncheck Calm of T { Zero violated }\n`;
  const looked = judged(snapshot(text));
  const starts = codeLenses(looked).map(({ span }) => span.start);
  expect([...new Set(starts)]).toEqual([text.lastIndexOf('Zero: ')]);
});
