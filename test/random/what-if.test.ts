/**
 * Runs chosen step by step, on systems made at random: what is offered are the interpreter's steps, and whatever is chosen, the state is one
 * that a search of the compiled machine reaches. As a scenario each run is found again in itself.
 */
import { expect, test } from 'vitest';
import {
  beginningOf,
  enabledAfter,
  type Model,
  type Path,
  pathOf,
  RunCursor,
  runAlong,
  type State,
  type StepLabel,
  shownAlong,
  startsOf,
  type Value,
  valueIn,
  type Waiting,
} from '#checker';
import { type ScenarioText, scenarioOf, whatIfReport } from '#report';
import { Progress } from '../../checker/src/explore/scenario/progress.ts';
import { holdsIn, steps } from '../../checker/src/model/interpreter.ts';
import { count } from '../support/count.ts';
import { type Random, randomFrom } from './graph.ts';
import { everySpec, firstSeed, MAX_STATES, read, runs } from './run.ts';
import { oneAssumption } from './spec.ts';

/** Steps that can be taken, the number of one of them; null where there is none. */
function chosen(model: Model, path: Path, random: Random): number | null {
  const trace = runAlong(model, path);
  if (trace === null) throw new Error('no such run');
  const state = trace.steps.at(-1)?.state ?? trace.first;
  const { steps: offered, waiting } = enabledAfter(model, trace);
  expect(offered.map(({ step }) => step)).toEqual(steps(model, state));
  expectWaiting(
    model,
    state,
    waiting,
    offered.map(({ step }) => step.label),
  );
  const open = offered.filter(({ step }) => step.target.kind === 'state');
  return open.length === 0 ? null : open[random(open.length)].number;
}

test('whatever is chosen, the search gets there', { timeout: 3_600_000 }, () => {
  const sums = { walks: 0, steps: 0, faults: 0, scenarios: 0, starts: 0 };
  const check = (models: ReadonlyMap<string, Model>, _: unknown, text: string) => {
    const random = randomFrom(text);
    for (const model of models.values()) {
      const { keys, machine, errors } = count(model, 'compiled', { max: MAX_STATES });
      if (keys.size === 0 || keys.size > MAX_STATES || errors > 0) continue;
      let path: Path = { start: 0, steps: [] };
      if (runAlong(model, path) === null) continue;
      for (let n = 0; n < 8; n++) {
        const number = chosen(model, path, random);
        if (number === null) break;
        path = { ...path, steps: [...path.steps, number] };
      }
      const trace = runAlong(model, path)!;
      const packed = new Int32Array(machine.words);
      for (const { state } of trace.steps) {
        machine.encode(state, -1, packed, 0);
        expect(keys.has(packed.join())).toBe(true);
      }
      expect(pathOf(model, trace, trace.steps.length)).toEqual(path);
      expectSameByCursor(model, path, random);
      sums.starts += startsOf(model, path.start, 5).all.length - 1;
      // A number of no step is no run, from whichever end one counts.
      for (const number of [-1, 0.5, 1e6]) expect(runAlong(model, { ...path, steps: [number] })).toBe(null);
      // What is said to break is false there.
      for (const { state, lasting } of shownAlong(model, trace))
        for (const property of model.properties)
          if (property.kind === 'state' && !property.usesKnowledge)
            expect(lasting.get(property.name)?.kind === 'violated').toBe(holdsIn(model, property.predicate, state) === false);
      const { enabled } = whatIfReport(model, trace, () => text);
      expect(enabled.every((one) => one.steps.length > 0)).toBe(true);
      sums.walks++;
      sums.steps += trace.steps.length;
      sums.faults += trace.faults;
      const scenario = scenarioOf({ model, trace, source: () => null });
      if (scenario.steps.length > 0 && isFound(text, model, scenario, trace)) sums.scenarios++;
    }
  };
  everySpec(oneAssumption, runs(20, 300), check, firstSeed + 83);
  expect(Math.min(sums.walks, sums.steps, sums.faults, sums.scenarios, sums.starts, guards.seen)).toBeGreaterThan(0);
});

/**
 * Of a node that runs and does not stand at a pause each action either comes next or waits, each handler of a message either takes one, or waits,
 * or another takes its messages; the parts of a guard that are said to be false are so, and a guard that is said to hold nothing back is true.
 */
function expectWaiting(model: Model, state: State, waiting: readonly Waiting[], labels: readonly StepLabel[]): void {
  for (const { index: node, role: r } of model.instances) {
    const own = waiting.filter((one) => one.node === node);
    const { status, suspended } = state.nodes[node];
    if (status !== 'up' || state.byzantine[node] || suspended !== null) {
      expect(own.every(({ what }) => what.kind === 'node')).toBe(true);
      continue;
    }
    for (const action of model.roles[r].actions.keys()) {
      const comes = labels.some((label) => label.kind === 'act' && label.node === node && label.action === action);
      expect(own.filter(({ what }) => what.kind === 'action' && what.action === action)).toHaveLength(comes ? 0 : 1);
    }
    for (const [handler, { trigger, guard }] of model.roles[r].handlers.entries()) {
      if (trigger.kind !== 'message') continue;
      const takes = labels.some((label) => label.kind === 'deliver' && label.message.to === node && label.handler === handler);
      const held = own.filter(({ what }) => what.kind === 'handler' && what.handler === handler);
      if (takes) expect(held).toEqual([]);
      const isThere = state.messages.some(({ to, message }) => to === node && message === trigger.message);
      if (!isThere) expect(held.map(({ because }) => because.kind)).toEqual(['no message']);
      else if (!takes && guard === null && held.length > 0) expect(held[0].because.kind).not.toBe('guard');
    }
    for (const { what, because } of own) {
      if (because.kind !== 'guard') continue;
      expect(because.parts.length).toBeGreaterThan(0);
      if (what.kind !== 'action') continue;
      const { params } = model.roles[r].actions[what.action];
      for (const { part, wanted, elements } of because.parts) {
        const locals: Value[] = [];
        for (const [i, { local }] of params.entries()) locals[local] = what.params[i];
        for (const { local, value } of elements) locals[local] = value;
        const situation = { state, self: node, locals, context: null, lefts: new Map(), readings: new Map() };
        // What looks at a clock or a timer has a value in a step alone, even where it can show one thing only.
        const looks = /"op":"(clock|left)"/.test(JSON.stringify(part));
        if (!because.anyReading && !looks) expect(valueIn(model, part, situation)).toBe(!wanted);
        guards.seen++;
      }
    }
  }
}

const guards = { seen: 0 };

const cursor = new RunCursor();

/** Whatever way somebody goes, on, back, or elsewhere, the cursor has what following the whole path from its beginning gives. */
function expectSameByCursor(model: Model, path: Path, random: Random): void {
  const whole = runAlong(model, path)!;
  for (let i = 0; i < 12; i++) {
    const steps = path.steps.slice(0, random(path.steps.length + 1));
    // Also where it leads nowhere, and from every initial state.
    const other = { start: random(3) === 0 ? random(4) : path.start, steps: random(2) === 0 ? steps : [...steps, random(5)] };
    expect(cursor.along(model, other)).toEqual(runAlong(model, other));
    const length = random(path.steps.length + 1);
    expect(cursor.pathOf(model, whole, length)).toEqual(pathOf(model, whole, length));
    expect(cursor.pathOf(model, beginningOf(whole, length), length)).toEqual(pathOf(model, whole, length));
  }
}

/** The text with the scenario in it is sound, and says of the run that the scenario is in it. */
function isFound(text: string, { assume }: Model, { steps: lines }: ScenarioText, trace: ReturnType<typeof runAlong> & object): boolean {
  const at = text.lastIndexOf('}', text.indexOf('\nassume'));
  const more = `${text.slice(0, at)}\n  scenario Saved {\n${lines.join('\n')}\n  }\n${text.slice(at)}`;
  const { models, errors } = read(more);
  expect(errors.map(({ message }) => message)).toEqual([]);
  const model = models.get(assume)!;
  const saved = model.properties.find(({ name }) => name === 'Saved');
  if (saved?.kind !== 'scenario') throw new Error('no scenario');
  const progress = new Progress(model, saved);
  let at_ = progress.start;
  let from = trace.first;
  for (const { step, state } of trace.steps) {
    at_ = progress.after(at_, from, step, state);
    from = state;
  }
  expect(progress.isReached(at_)).toBe(true);
  return true;
}
