/** What is said of a run without end that another program found. */
import { expect, test } from 'vitest';
import {
  checkModel,
  type ForeignLasso,
  type ForeignStep,
  type Model,
  type NoLasso,
  retracedLasso,
  type Trace,
  type Verdict,
} from '#checker';
import { fairItems } from '../../checker/src/model/fair-items.ts';
import { initialSteps, steps as stepsOf } from '../../checker/src/model/interpreter.ts';
import { modelOf } from '../support/spec.ts';

const SPEC = `system Resends {
  message Ask
  message Yes
  node A { done: bool = false  action ask when not done { send Ask to B }  on Yes { done = true } }
  node B { on Ask { reply Yes } }
  liveness Ends: eventually A.done
  liveness Starts: eventually in flight Ask
}
assume Stops { timing async  network { capacity 1, lossy }  fault B { stop, up to 1 } }
assume Lossy { timing async  network { capacity 1, lossy } }
`;

const model = (assume: string) => modelOf(`${SPEC} check ${assume} { }`);

function judged(lasso: ForeignLasso): Verdict | NoLasso {
  const work = retracedLasso(lasso, { now: () => 0, blame: false });
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** The run as another program would tell it. */
function told(of: Model, name: string, { first, steps, loop }: Trace): ForeignLasso {
  const property = of.properties.find((one) => one.name === name)!;
  if (property.kind !== 'liveness') throw new Error(`${name} is no liveness property`);
  const { list, indexOf } = fairItems(of);
  const taken = steps.map(({ step: { label }, state }): ForeignStep => {
    const message = 'message' in label ? { ...label.message, age: 0 } : null;
    return { kind: label.kind, item: list[indexOf(label)] ?? null, message, lost: null, state };
  });
  return { model: of, property, first, steps: taken, loop: loop! };
}

function violation(of: Model, name: string): Trace {
  const { verdict } = checkModel(of, { now: () => 0 }).properties.find(({ property }) => property === name)!;
  if (verdict.status !== 'violated') throw new Error(`${name} is ${verdict.status}`);
  return verdict.trace;
}

const stops = model('Stops');
const lasso = told(stops, 'Ends', violation(stops, 'Ends'));

test('a fair run that breaks the property is a violation', () => {
  expect(judged(lasso)).toMatchObject({ status: 'violated' });
});

test('one that breaks nothing, is not fair or is no run is none', () => {
  const starts = stops.properties.find(({ name }) => name === 'Starts');
  if (starts?.kind !== 'liveness') throw new Error('Starts is no liveness property');
  expect(judged({ ...lasso, property: starts })).toEqual({ why: 'not broken', owed: null });
  // Nothing more happens, though A has something to do.
  expect(judged({ ...lasso, steps: [], loop: 0 })).toEqual({ why: 'unfair', owed: null });
  expect(judged({ ...lasso, steps: lasso.steps.slice(0, -1) })).toEqual({ why: 'no run', owed: null });
  const [first, ...others] = lasso.steps;
  expect(judged({ ...lasso, steps: [{ ...first, kind: 'tick' }, ...others] })).toEqual({ why: 'no run', owed: null });
});

test('of one that owes strong fairness alone it is said what', () => {
  const lossy = model('Lossy');
  // Under the other assumption B is down, here it is up: what A sends is always lost.
  const [asked] = lasso.steps.flatMap(({ message }) => message ?? []);
  const [initial] = initialSteps(lossy);
  if (initial.target.kind !== 'state') throw new Error('there is no first state');
  const start = initial.target.state;
  const after = { ...start, messages: [asked] };
  const item = { kind: 'act', node: 0, action: 0, params: [] } as const;
  const steps: ForeignStep[] = [
    { kind: 'act', item, message: null, lost: null, state: after },
    { kind: 'lose', item: null, message: asked, lost: null, state: start },
  ];
  const property = lossy.properties[0];
  if (property.kind !== 'liveness') throw new Error('the first is no liveness property');
  expect(judged({ model: lossy, property, first: start, steps, loop: 0 })).toMatchObject({ why: 'unfair', owed: { why: 'lost' } });
});

test('what is always corrupted owes that it comes through, not only that it leaves', () => {
  const of = modelOf(`system Garbles {
  message M(a: 0..1)
  node A { action go { send M(0) to B } }
  node B { got: bool = false  on M(a) when a == 0 { got = true }  on M { } }
  liveness Ends: eventually B.got
}
assume Z { timing async  network { capacity 1, corrupting } }
check Z { }`);
  const { list, indexOf } = fairItems(of);
  const [initial] = initialSteps(of);
  const [property] = of.properties;
  if (initial.target.kind !== 'state' || property.kind !== 'liveness') throw new Error('there is no first state, or no liveness');
  let { state } = initial.target;
  const steps = ['act', 'corrupt', 'deliver'].map((kind): ForeignStep => {
    const { label, target } = stepsOf(of, state).find((step) => step.label.kind === kind)!;
    if (target.kind !== 'state') throw new Error(`${kind} leads nowhere`);
    state = target.state;
    return { kind: label.kind, item: list[indexOf(label)] ?? null, message: null, lost: null, state };
  });
  const message = { from: 0, to: 1, message: 0, fields: [0], corrupted: false, call: null, age: 0 };
  expect(judged({ model: of, property, first: initial.target.state, steps, loop: 0 })).toEqual({
    why: 'unfair',
    owed: { why: 'lost', message },
  });
});
