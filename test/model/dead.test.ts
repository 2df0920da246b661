/** Which values are dead and which are not, rule by rule; and that leaving them out changes nothing but the number of states. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkModel, type Model, startCheck } from '#checker';
import { jobsFor } from '../../checker/src/explore/check/jobs.ts';
import { deadValues, droppedNames, findingDead } from '../../checker/src/model/dead.ts';
import { slow, todays } from '../random/run.ts';
import { bisimilar, checkReduced } from '../support/reduced.ts';
import { analysed, modelOf } from '../support/spec.ts';

const assume = (faults = '') => `assume A { timing async  ${faults} }\ncheck A {}`;

/** A node `N` of this text, and `M`, which sends it messages; what a check of the properties drops. */
function dropped(node: string, properties = '', faults = ''): string[] {
  return droppedOf(`system S { message Go(v: 0..2)  message Ok
    ghost seen: set<0..2> = {}
    node N { ${node} }  node M { z: bool = false  action go when not z { z = true; send Go(v: 1) to N } }
    ${properties} }\n${assume(faults)}`);
}

/** What is dropped; the check of it is the same with and without. */
function droppedOf(text: string): string[] {
  const model = modelOf(text);
  const [{ watch }] = jobsFor(model.properties);
  expect(bisimilar(model, watch, 5000, false)).not.toBeNull();
  checkReduced(model, undefined, false);
  return droppedNames(model, deadValues(model, watch, false)).filter((name) => name !== 'seen');
}

describe('variables', () => {
  it.each([
    ['written only', 'x: 0..2 = 0  on Go(v) { x = v }', '', ['N.x']],
    ['read by a guard', 'x: 0..2 = 0  on Go(v) { x = v }  action a when x == 1 { x = 0 }', '', []],
    ['read by a defer', 'x: 0..2 = 0  defer Go(v) when x == 1  on Go(v) { x = v }', '', []],
    ['read by a property', 'x: 0..2 = 0  on Go(v) { x = v }', 'safety P: always N.x < 2', []],
    ['read by a step property', 'x: 0..2 = 0  on Go(v) { x = v }', 'safety P: always next(N.x) >= N.x', []],
    ['counted up: its range may be left', 'x: 0..2 = 0  on Go(v) { x += 1 }', '', []],
    ['a set that only grows', 'x: set<0..2> = {}  on Go(v) { x += v }', '', ['N.x']],
    ['only copied to what is dead', 'x: 0..2 = 0  y: 0..2 = 0  on Go(v) { y = x; x = v }', '', ['N.x', 'N.y']],
    ['copied to what is read', 'x: 0..2 = 0  y: 0..2 = 0  on Go(v) { y = x; x = v }', 'safety P: always N.y < 2', []],
    ['a key of a map is set', 'x: map<0..2, bool> = false  on Go(v) { x[v] = true }', '', ['N.x']],
    ['a position of a list is set', 'x: list<0..2, 2> = [0]  on Go(v) { x[0] = v }', '', []],
    ['a list of the whole', 'x: list<0..2, 2> = [0]  on Go(v) { x = [v, v] }', '', ['N.x']],
    ['any value at the start', 'x: 0..2 = any  on Go(v) { x = v }', '', ['N.x']],
    ['a ghost', 'ghost g: 0..2 = 0  on Go(v) { ghost { g = v } }', '', ['N.g']],
    ['a ghost that a property reads', 'ghost g: 0..2 = 0  on Go(v) { ghost { g = v } }', 'safety P: always N.g < 2', []],
  ])('%s', (_, node, properties, expected) => {
    expect(dropped(node, properties)).toEqual(expected);
  });

  it('of a system: a ghost is dead unless it is read', () => {
    const text = (properties: string) => `system S { ghost g: 0..2 = 0  node N { z: bool = false
      action a when not z { z = true; ghost { g = 1 } } } ${properties} }\n${assume()}`;
    expect(droppedOf(text(''))).toEqual(['g']);
    expect(droppedOf(text('safety P: always g < 1'))).toEqual([]);
  });
});

describe('a node that has stopped', () => {
  const node = 'durable x: 0..2 = 0  on Go(v) { x = v }  action a when x == 1 { x = 2 }';
  it.each([
    ['its own code does not count', node, '', 'fault N { stop, up to 1 }', ['N.x once it has stopped']],
    ['a property does', node, 'safety P: always N.x < 2', 'fault N { stop, up to 1 }', []],
    ['one that comes back runs its code again', node, '', 'fault N { recovery, up to 1 }', []],
  ])('%s', (_, text, properties, faults, expected) => {
    expect(dropped(text, properties, faults)).toEqual(expected);
  });
});

describe('pauses', () => {
  const sender = 'where the message came from in N after a pause';
  const v = 'v in N after a pause';
  it.each([
    ['nothing is used later', 'on Go(v) { pause }', [v, sender]],
    ['a local is used later', 'y: 0..2 = 0  on Go(v) { pause; y = v }  action a when y == 1 { y = 0 }', [sender]],
    ['a reply uses the sender', 'on Go(v) { pause; reply Ok }', [v]],
    ['a reply after one more pause', 'on Go(v) { pause; pause; reply Ok }', [v]],
    [
      'bound again in each round',
      'on Go(v) { for i in {1, 2} { let w = i; assert w > 0; pause } }',
      [v, 'i in N after a pause', 'w in N after a pause', sender],
    ],
    ['used in a later round', 'on Go(v) { for i in {1, 2} { assert i < v + 2; pause } }', ['i in N after a pause', sender]],
    ['used after the loop', 'on Go(v) { for i in {1, 2} { pause }; assert v < 3 }', ['i in N after a pause', sender]],
    ['used in the other branch', 'on Go(v) { if v == 1 { pause } else { assert v < 2 } }', [v, sender]],
  ])('%s', (_, node, expected) => {
    expect(dropped(node).filter((name) => name.includes('pause'))).toEqual(expected);
  });

  it('whether the message was corrupted is kept where that is asked for later', () => {
    const pause = (rest: string) => {
      const model = modelOf(`system S { message Go(v: 0..1)  node N { y: bool = false
        on Go(v) { pause; ${rest} }  action a when y { y = false } }
        node M { z: bool = false  action go when not z { z = true; send Go(v: 1) to N } } }
        assume A { timing async  network { corrupting up to 1 } }\ncheck A {}`);
      checkReduced(model, undefined, false);
      return deadValues(model, { predicates: [], steps: [], deadline: null }, false).pauses[0];
    };
    expect(pause('y = corrupted')).toEqual({ saves: [true], sender: true, corrupted: false });
    expect(pause('y = true')).toEqual({ saves: [true], sender: true, corrupted: true });
  });

  it('fewer states', () => {
    const model = modelOf(`system S { message Go(v: 0..2)  node N { on Go(v) { pause } }
      node M { n: 0..3 = 0  action go for v in 0..2 when n < 3 { n += 1; send Go(v) to N } } }\n${assume()}`);
    const { full, reduced } = checkReduced(model, undefined, false);
    expect(reduced.size.states).toBeLessThan(full.size.states);
    expect(reduced.dropped).toEqual([v, sender]);
  });
});

describe('timers', () => {
  const text = (node: string) =>
    `system S { node N { timer t  z: bool = false  ${node} } }\nassume A { timing sync { delay <= 1 } }\ncheck A {}`;
  it.each([
    ['without a handler, not read', 'action a when not z { z = true; start t for 2 }', ['N.t']],
    ['read', 'action a when not z { z = true; start t for 2 }  action b when z and t.left == 1 { z = false }', []],
    ['with a handler', 'action a when not z { z = true; start t for 2 }  on t { z = false }', []],
  ])('%s', (_, node, expected) => {
    expect(droppedOf(text(node))).toEqual(expected);
  });
});

describe('the option', () => {
  it('is not used for liveness', () => {
    const model = modelOf(`system S { node N { x: bool = false  z: bool = false
      action a { z = true; x = z } }  liveness L: eventually N.z }\n${assume()}`);
    expect(checkModel(model, { reduceFrom: 0, now: () => 0 }).dropped).toEqual([]);
  });
});

const folder = new URL('../../samples/', import.meta.url);
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.proviso'));

/** The first point of each check: the rest differs in constants only. */
function modelsOf(name: string): Model[] {
  const { checks } = analysed(readFileSync(new URL(name, folder), 'utf8'));
  return checks.flatMap(({ runs }) => runs[0].model().model ?? []);
}

/** All of them in the long run. */
const some = slow ? todays(files, 3) : files.filter((_, i) => i % 9 === 0);

describe.each(some)('samples/%s', (name) => {
  it('comes out the same without its dead values', () => {
    for (const model of modelsOf(name)) {
      for (const { watch, whole } of jobsFor(model.properties)) if (!whole) bisimilar(model, watch, 1000);
      const { properties } = checkModel(model, { now: () => 0, blame: false, budget: { maxStates: 8_000 } });
      if (!properties.some(({ verdict }) => verdict.status === 'unknown' && verdict.budget)) checkReduced(model);
    }
  });
});

describe('a system of many modes', () => {
  const all = (text: (i: number) => string) => Array.from({ length: 8 }, (_, i) => text(i)).join('  ');
  const model = modelOf(`system S {
    node N { ${all((i) => `b${i}: bool = false`)}  v: 0..9 = 0  ${all((i) => `action a${i} when not b${i} { if v == ${i} { b${i} = true } }`)} }
    safety P: always N.v < 10 }\n${assume()}`);

  it('is looked at a part at a time', () => {
    const [{ watch }] = jobsFor(model.properties);
    const parts = [...findingDead(model, watch, true)].length;
    // known from then on
    expect([parts > 2 ** 8, [...findingDead(model, watch, true)]]).toEqual([true, []]);
  });

  it('does not hold up whoever stops the check', () => {
    const check = startCheck({ ...model }, { now: () => 0, reduceFrom: 0, forget: true });
    expect(check.step(1)).toMatchObject({ done: false, progress: { states: 0 } });
    expect(check.stop('enough').properties).toMatchObject([{ verdict: { status: 'unknown', reason: 'enough' } }]);
  });
});
