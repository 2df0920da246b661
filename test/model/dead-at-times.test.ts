/** What is dead in some modes of a node, or of messages, rule by rule; and that leaving it out changes nothing but the number of states. */
import { describe, expect, it } from 'vitest';
import { type CheckOptions, startCheck } from '#checker';
import { jobsFor } from '../../checker/src/explore/check/jobs.ts';
import { deadValues, droppedNames } from '../../checker/src/model/dead.ts';
import { bisimilar, checkReduced } from '../support/reduced.ts';
import { modelOf } from '../support/spec.ts';

/** Of a reader `R` that asks two servers; what is dropped, without what two servers say alike. */
function dropped(reader: string, properties = '', assume = 'timing async  network { capacity 3 }'): string[] {
  const model = modelOf(`system S { message Ask  message Told(v: 0..1)
    node R { ${reader} }
    node Server[2] { v: 0..1 = 0  action set when v == 0 { v = 1 }  on Ask { reply Told(v) } }
    ${properties} }\nassume A { ${assume} }\ncheck A {}`);
  const [{ watch }] = jobsFor(model.properties);
  const states = bisimilar(model, watch, 5000);
  expect(states).not.toBeNull();
  checkReduced(model);
  const names = droppedNames(model, deadValues(model, watch, true));
  if (names.length > 0) expect(states!.reduced).toBeLessThan(states!.full);
  return names;
}

const IGNORED = 'what Told says once it does nothing at R';

describe('messages that do nothing any more', () => {
  const asks =
    'busy: bool = false  n: 0..2 = 0  action ask when not busy and n < 2 { busy = true; n += 1; call c = broadcast Ask to Server }';
  it.each([
    ['answers to an older call', `${asks}  on Told(v) from s for c when busy { assert v < 2 and s in Server; busy = false }`, [IGNORED]],
    [
      'also where a handler without code takes them',
      `${asks}  on Told(v) from s for c { assert v < 2 and s in Server; busy = false }  on Told {}`,
      [IGNORED],
    ],
    [
      'not where that handler does something',
      `${asks}  on Told(v) from s for c { assert v < 2 and s in Server; busy = false }  on Told from s { assert s in Server }`,
      [],
    ],
    [
      'not where the guard may hold again',
      `busy: bool = false  action ask when not busy { busy = true; broadcast Ask to Server }  on Told(v) from s when busy { assert v < 2 and s in Server; busy = false }`,
      [],
    ],
    [
      'where the guard never holds again',
      `${asks.replace('n < 2', 'n < 1')}  on Told(v) from s when n == 0 { assert v < 2 and s in Server }`,
      [IGNORED],
    ],
    [
      'not where they are deferred',
      `${asks}  defer Told when busy  on Told(v) from s for c { assert v < 2 and s in Server; busy = false }`,
      [],
    ],
  ])('%s', (_, reader, expected) => {
    expect(dropped(reader).filter((name) => name === IGNORED)).toEqual(expected);
  });

  it('are kept where they are counted', () => {
    const reader = `${asks}  on Told(v) from s for c when busy { assert v < 2 and s in Server; busy = false }`;
    expect(dropped(reader, 'safety P: always count(in flight Told) < 4')).not.toContain(IGNORED);
  });
});

describe('what a receiver never looks at', () => {
  const asks = 'n: 0..1 = 0  action ask when n == 0 { n = 1; broadcast Ask to Server }';
  it.each([
    ['a field, and who sent it', `${asks}  on Told { n = 0 }`, ['Told.v at R', 'who sent Told to R']],
    ['who sent it', `${asks}  on Told(v) { assert v < 2; n = 0 }`, ['who sent Told to R']],
    ['a field', `${asks}  on Told from s { assert s in Server; n = 0 }`, ['Told.v at R']],
    ['neither', `${asks}  on Told(v) from s { assert v < 2 and s in Server; n = 0 }`, []],
  ])('%s', (_, reader, expected) => {
    expect(dropped(reader).filter((name) => name.includes('Told'))).toEqual(expected);
  });
});

describe('values of a mode', () => {
  const take = 'on Told(v) from s when busy and s in Server';
  it.each([
    [
      'written before it is read again',
      `busy: bool = false  x: 0..1 = 0  action ask when not busy { busy = true; x = 0; broadcast Ask to Server }  ${take} { x = max(x, v); busy = x == 0 }`,
      ['R.x at times'],
    ],
    [
      'read again',
      `busy: bool = false  x: 0..1 = 0  action ask when not busy { busy = true; broadcast Ask to Server }  ${take} { x = max(x, v); busy = x == 0 }`,
      [],
    ],
    [
      'read after a pause',
      `busy: bool = false  x: 0..1 = 0  action ask when not busy { busy = true; pause; busy = x == 0; x = 0; broadcast Ask to Server }  ${take} { x = v; busy = false }`,
      [],
    ],
  ])('%s', (_, reader, expected) => {
    expect(dropped(reader, '', 'timing async  network { capacity 2 }').filter((name) => name.startsWith('R.'))).toEqual(expected);
  });
});

it('a timer that is only read is the same when it has run out and when it is off', () => {
  const names = dropped(
    'timer t  z: bool = false  action a when not z { z = true; start t for 1 }  action b when z and t.left == 0 { z = false }',
    '',
    'timing sync { delay <= 1 }',
  );
  expect(names).toContain('R.t once it has run out');
});

it('readings are still chosen anew in each step', () => {
  const model = modelOf(`system S { clock wall until 2
    node N { ghost g: bool = false  x: bool = true
      optional action ask { ghost { g = enabled(N.late) } }
      optional action late when x and wall.now > 1 { x = true } }
    safety P: always N.g }
assume A { timing { eventually delay <= 0, pause <= 0; eventually skew <= 0 } }
check A {}`);
  const [{ watch }] = jobsFor(model.properties);
  expect(bisimilar(model, watch, 5000)).not.toBeNull();
});

it('what decides between a model error and a cut is read where every way ends', () => {
  const model = modelOf(`system S { type N = 0..2 limit
    node R { n: N = 0  x: 0..1 = 0
      action set for b in 0..1 when n < 2 { x = b; n += 1 }
      action bad when n == 2 { assert x == 0; n = n + 1 } } }
assume A { timing async }\ncheck A {}`);
  expect(bisimilar(model, { predicates: [], steps: [], deadline: null }, 100)).not.toBeNull();
  checkReduced(model);
});

it('a condition of what nothing reads is part of no mode', () => {
  const reader = `busy: bool = false  c: bool = false  d: bool = false  x: 0..1 = 0
    action flip { c = not c }  action ask for b in 0..1 when not busy { busy = true; x = b }
    action finish when busy { busy = false; assert x < 2; d = if c then true else false }`;
  expect(dropped(reader)).toEqual(expect.arrayContaining(['R.c', 'R.d', 'R.x at times']));
});

it('whether an action is enabled in the middle of a step is read of what the node has then', () => {
  const model = modelOf(`system S { node R { busy: bool = false  x: 0..9 = 0  ghost g: bool = false
    action ask for b in 0..1 when not busy { busy = true; x = b }
    action finish when busy { busy = false; ghost { g = enabled(R.late) }; x = 0 }
    optional action late when not busy and x == 1 { busy = false } }
  safety P: never R.g }
assume A { timing async }\ncheck A {}`);
  const [{ watch }] = jobsFor(model.properties);
  expect(bisimilar(model, watch, 100)).not.toBeNull();
  checkReduced(model);
});

it('what a variable of a mode is made of is read, though nothing reads that variable before it is written again', () => {
  const model = modelOf(`system S { node R { mode: 0..2 = 0  c: bool = false  x: bool = false
    action ask for b in {false, true} when mode == 0 { x = b; mode = 1 }
    action mid when mode == 1 { c = x; mode = 2 }
    action finish when mode == 2 { c = false; if c { assert false }; mode = 0 } } }
assume A { timing async }\ncheck A {}`);
  expect(bisimilar(model, { predicates: [], steps: [], deadline: null }, 100)).not.toBeNull();
  checkReduced(model);
});

it('values are not told of what is left out at times', () => {
  const model = modelOf(`system S { node R { busy: bool = false  x: 1..3 = 2
    action ask for b in 2..3 when not busy { busy = true; x = b }  action finish when busy { busy = false; assert x < 4 } } }
assume A { timing async }\ncheck A {}`);
  const observed = (options: Partial<CheckOptions>) => {
    const check = startCheck(model, { now: () => 0, ...options });
    while (!check.step(1000).done);
    for (const looking = check.observe(1000); ; ) {
      const { done, value } = looking.next();
      if (done) return value!.map(({ values }) => values);
    }
  };
  const busy = [false, true];
  expect(observed({})).toEqual([busy, [2, 3]]);
  expect(observed({ reduceFrom: 0, forget: true })).toEqual([busy]);
});
