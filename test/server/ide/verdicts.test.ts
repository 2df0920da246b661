import { expect, test } from 'vitest';
import { codeLenses, diagnostics, inlineVerdicts } from '#server';
import { judged, LEASE, snapshot, words } from './fixture.ts';

function checkProblems(text: string, expected: string[]) {
  const looked = judged(snapshot(text));
  expect(diagnostics(looked).map(({ span, severity, message }) => `${severity} «${words(looked, span)}» ${message}`)).toEqual(expected);
}

test('a violation that is expected is reported as information, walked through the text', () => {
  const looked = judged(snapshot(LEASE));
  const found = diagnostics(looked).find(({ severity }) => severity === 'information');
  expect(found?.message).toMatch(/^InTurn fails.*Under Paused, as expected\.$/);
  expect(found?.related.map(({ message }) => message)).toContainEqual(
    expect.stringMatching(/^step \d+, at \d+: Service: Acquire from Client#1/),
  );
});

test('one that is not expected is an error on the property and on the word of the check', () => {
  const looked = judged(snapshot(LEASE.replace('InTurn violated', 'InTurn holds')));
  const errors = diagnostics(looked).filter(({ severity }) => severity === 'error');
  expect(errors.map(({ span }) => words(looked, span))).toEqual(['InTurn', 'holds']);
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
  expect(property.text).toMatch(/^✗ breaks in \d+ steps, 1 fault: Client#1 paused for 2 ticks under Paused, as expected$/);
  expect(check.text).toMatch(/^✓ 1 verdict as expected · [\d,]+ states · 0\.0 s$/);
  expect(looked.text[check.offset]).toBe('\n');
  expect(codeLenses(looked).map(({ title }) => title)).toEqual(['show counterexample', 'find provisos', 'why']);
});

test('a lens stands at its own property, whatever else has the words', () => {
  const system = (name: string) =>
    `system ${name} { node A { x: 0..1 = 0  optional action up { x = 1 } }  safety Zero: always A.x == 0 }\n`;
  const text = `// safety Zero\n${system('S')}${system('T')}assume Calm { timing async }\ncheck Calm of T { Zero violated }\n`;
  const looked = judged(snapshot(text));
  const starts = codeLenses(looked).map(({ span }) => span.start);
  expect([...new Set(starts)]).toEqual([text.lastIndexOf('Zero: ')]);
});
