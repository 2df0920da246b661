/**
 * A run that another program found, given as its states: the interpreter follows it, and it is made as simple as a small search around it
 * can. So nothing is shown that is no run.
 */
import type { CheckOptions } from '../explore/check/check.ts';
import { newControl } from '../explore/check/control.ts';
import { isInPassing, jobsFor, type PassingQuery } from '../explore/check/jobs.ts';
import { machineFor } from '../explore/check/machine-for.ts';
import { runCheck } from '../explore/check/run-check.ts';
import { decided } from '../explore/check/verdicts.ts';
import { OFF } from '../explore/machine/deadline.ts';
import type { Machine } from '../explore/machine/machine.ts';
import { errorAtEnd, errorOf, type Replay, replayOf } from '../explore/search/replay.ts';
import type { Model } from '../model/ir.ts';
import type { InitialStep, State, Step } from '../model/state.ts';
import type { Verdict } from '../verdict.ts';
import { decides, type Found } from './findings.ts';
import { follow } from './follow.ts';
import { leaned } from './lean.ts';
import { shortened } from './shorten.ts';
import type { Path } from './walk.ts';

/** What was found is looked for by a search of so many states, which finds the simplest run; else the given one is shortened. */
const SEARCH_STATES = 50_000;

export interface ForeignRun {
  readonly model: Model;
  readonly states: readonly State[];
  /** the property that it violates, or reaches; null: the model errs in the step after the last of the states */
  readonly property: string | null;
}

/** Yields the number of states looked at since it last did; returns null where the states are no run that does this. */
export function* retraced({ model, states, property }: ForeignRun, options: CheckOptions): Generator<number, Verdict | null> {
  const properties = model.properties.filter(({ name, usesKnowledge }) => (property === null ? !usesKnowledge : name === property));
  const job = jobsFor(properties).find(({ queries }) => property === null || queries.some((query) => query.property.name === property));
  if (job === undefined) return null;
  const query = job.queries.find((one): one is PassingQuery => isInPassing(one) && one.property.name === property);
  const machine = machineFor(model, job.watch, options.machine ?? 'compiled');
  const replay = replayOf(model, job.watch, machine.memory);
  const run = pathOf(machine, replay, query ?? 'error', states);
  if (run === null) return null;
  if (run.found !== 'error') {
    const simplest = yield* searched(model, run.found.property.name, options);
    if (simplest !== null) return simplest;
  }
  const { found } = run;
  const lean = (yield* leaned(machine, replay, found, follow(machine, replay, found, run.path))) ?? run.path;
  const trace = follow(machine, replay, found, yield* shortened(machine, found, lean));
  return found === 'error' ? { status: 'error', error: errorAtEnd(replay, trace), trace } : decided(found, trace);
}

/** The verdict of a small search, where it finds the same. */
export function* searched(model: Model, property: string, options: CheckOptions): Generator<number, Verdict | null> {
  const { now, machine, blame, budget, upTo } = options;
  const small: CheckOptions = { now, machine, blame, upTo, properties: [property], budget: { ...budget, maxStates: SEARCH_STATES } };
  const { properties } = yield* runCheck(model, small, newControl(now()));
  const [{ verdict }] = properties;
  return verdict.status === 'violated' || verdict.status === 'reached' ? verdict : null;
}

interface Point {
  readonly state: State;
  readonly counter: number;
}

/** The states packed, with what each step costs; null where there is no such step, or the end does not do what was found. */
function pathOf(
  machine: Machine,
  replay: Replay,
  wanted: Found,
  states: readonly State[],
): { readonly path: Path; readonly found: Found } | null {
  const packed: Int32Array[] = [];
  const costs: number[] = [];
  let point: Point | null = null;
  let flags = 0;
  let errs = false;
  for (const state of states) {
    const steps: readonly (Step | InitialStep)[] = point === null ? [...replay.initial()] : replay.steps(point.state);
    const target = packedState(machine, { state, counter: OFF });
    const fits = steps.filter(
      (step) => step.target.kind === 'state' && isSame(packedState(machine, { state: step.target.state, counter: OFF }), target),
    );
    if (fits.length === 0) return null;
    const step: Step | InitialStep = fits.reduce((best, one) => (one.cost < best.cost ? one : best));
    const broken = point === null ? 0 : replay.broken(point.state, state);
    flags = typeof broken === 'number' ? broken : 0;
    errs = typeof broken !== 'number';
    point = { state, counter: replay.counter(point, step, state) };
    packed.push(packedState(machine, point));
    costs.push(step.cost);
  }
  const path = { states: packed, costs };
  if (wanted !== 'error' && decides(machine, wanted, packed[packed.length - 1], 0, flags)) return { path, found: wanted };
  return errs ? { path, found: 'error' } : erring(machine, replay, path, point);
}

/** The same run where its last state errs, or a step from it. */
function erring(machine: Machine, replay: Replay, { states, costs }: Path, last: Point | null): { path: Path; found: Found } | null {
  const at = states[states.length - 1];
  if (at !== undefined && machine.evaluate(at, 0) === -1) return { path: { states, costs }, found: 'error' };
  const steps: readonly (Step | InitialStep)[] = last === null ? [...replay.initial()] : replay.steps(last.state);
  const failing = steps.filter((step) => step.target.kind === 'error' && errorOf(replay, step, last?.state ?? null) !== null);
  if (failing.length === 0) return null;
  return { path: { states, costs: [...costs, Math.min(...failing.map(({ cost }) => cost))] }, found: 'error' };
}

function packedState(machine: Machine, { state, counter }: Point): Int32Array {
  const words = new Int32Array(machine.words);
  machine.encode(state, counter, words, 0);
  return words;
}

function isSame(a: Int32Array, b: Int32Array): boolean {
  return a.every((word, i) => word === b[i]);
}
