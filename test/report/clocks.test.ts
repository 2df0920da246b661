/** The story names what moved a clock, or holds it where it is: a step, the stabilisation, a restart, its own error. */
import { expect, test } from 'vitest';
import { checkModel } from '#checker';
import { type Reader, stepClauseText, story } from '#report';
import { modelOf } from '../support/spec.ts';

/** The story of the first property, and each step in a clause. */
function told(system: string, assume: string): { story: string; steps: readonly string[] } {
  const spec = `system S { ${system} } assume Z { ${assume} } check Z { }`;
  const model = modelOf(spec);
  const [property] = model.properties;
  const [{ verdict }] = checkModel(model, { properties: [property.name], now: () => 0, blame: false }).properties;
  if (!('trace' in verdict)) throw new Error(verdict.status);
  const { trace } = verdict;
  const reader: Reader = { model, trace, source: (span) => spec.slice(span.start, span.end) };
  return { story: story(reader, property, verdict), steps: trace.steps.map((_, i) => stepClauseText(reader, i)) };
}

/**
 * `saw` is the last reading; `back`: it is less than the one before; `still`: the same, and not 0; `up`: more by 3. What is left
 * of the timer says what time it is: 5 at the start.
 */
const looks = (clock: string, durable = '') => `clock ${clock} until 4 ${clock === 'uptime' ? 'monotonic' : ''}
  node A {
    ${durable} saw: 0..4 = 0
    ghost back: bool = false
    ghost still: bool = false
    ghost up: bool = false
    timer t
    on start { start t for 5 }
    optional action look {
      ghost { back = ${clock}.now < saw  still = saw > 0 and ${clock}.now == saw  up = ${clock}.now == saw + 3 }
      saw = ${clock}.now
    }
  }`;

const AT_ONCE = 'always delay <= 0, pause <= 0';

test('a step', () => {
  expect(told(`${looks('wall')} safety P: never A.back`, 'timing sync { }  clocks { steps up to 1 by 2 }')).toEqual({
    story:
      "P fails: A.back is true. A runs `look`, and saw becomes 1. A's wall is set back by 2 and goes on from 0. Then, at time 1, A runs `look`: saw becomes 0 and back " +
      'becomes true.',
    steps: ['time passes', 'A runs `look`', "A's wall is set back by 2 and goes on from 0", 'A runs `look`'],
  });
});

test('a step forward, and the stabilisation that takes it away', () => {
  const until = `timing { ${AT_ONCE}, drift <= 0, skew <= 0 }  clocks { steps up to 1 by 2 until stable }`;
  expect(told(`${looks('wall')} safety P: never (stable and A.still and A.saw == 2 and A.t.left == 4)`, until)).toEqual({
    story:
      "P fails: the system is stable, A.still is true, A.saw is 2 and A.t.left is 4. A's wall is set forward by 1 and goes on from 2. " +
      'A runs `look`, and saw becomes 2. A runs `look`, and still becomes true. ' +
      "Then, at time 1, the system stabilises, and A's wall is ahead and stands still at 2.",
    steps: [
      'time passes',
      "A's wall is set forward by 1 and goes on from 2",
      'A runs `look`',
      'A runs `look`',
      "the system stabilises, and A's wall is ahead and stands still at 2",
    ],
  });
});

const PARTIAL = `timing partial { eventually skew <= 0; ${AT_ONCE}, drift <= 0 }`;

test('the stabilisation holds a clock that is ahead', () => {
  expect(told(`${looks('wall')} safety P: never (stable and A.still and A.saw == 2 and A.t.left == 4)`, PARTIAL).story).toBe(
    'P fails: the system is stable, A.still is true, A.saw is 2 and A.t.left is 4. No fault is required. A reads wall.now as 2 at true ' +
      "time 0. A runs `look`, and saw becomes 2. A runs `look`, and still becomes true. Then, at time 1, the system stabilises, and A's wall is ahead and stands still at 2.",
  );
});

test('the stabilisation moves a clock that is behind', () => {
  const late = looks('wall').replace('ghost {', 'ghost { late = not stable and wall.now == 0 and t.left == 2 or late and stable ');
  const system = `${late.replace('timer t', 'ghost late: bool = false  timer t')} safety P: never (stable and A.up and A.late)`;
  expect(told(system, PARTIAL).story).toBe(
    'P fails: the system is stable, A.up is true and A.late is true. No fault is required. A reads wall.now as 0 at true time 3. ' +
      "A runs `look`, and late becomes true. The system stabilises, and A's wall catches up to 3. Then, at time 3, A runs `look`: saw becomes 3 and up becomes true.",
  );
});

test('a restart begins a monotonic clock again, and no other', () => {
  const recovers = `timing { ${AT_ONCE}, drift <= 0, skew <= 0 }  fault A { recovery, up to 1 }`;
  expect(told(`${looks('uptime', 'durable')} safety P: never A.back`, recovers).story).toBe(
    'P fails: A.back is true. A runs `look`, and saw becomes 1. A crashes. A restarts, and uptime begins again from 0. Then, at time 1, A runs `look`: saw becomes 0 and ' +
      'back becomes true.',
  );
  expect(told(`${looks('wall', 'durable')} reachable P: A.t.left == 0 and up(A)`, recovers).steps).toContain('A restarts');
});

test('an error of its own', () => {
  const { story: drifts } = told(`${looks('uptime')} safety P: never (A.saw == 3 and A.t.left == 3)`, `timing { ${AT_ONCE}, drift <= 1 }`);
  expect(drifts).toBe(
    'P fails: A.saw is 3 and A.t.left is 3. No fault is required. A reads uptime.now as 3, 2 ticks after its start. Then, at time 2, A ' +
      'runs `look`: saw becomes 3 and up becomes true.',
  );
});
