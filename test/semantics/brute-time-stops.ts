/**
 * Where time stops, by its definition on the whole state graph of the interpreter: from such a state no tick and no step that
 * a bound cuts can be reached without a fault, a lie, an optional action, the restart of a node that may stay down or a heal of a cut that may stay.
 */
import { checkModel, type Expr, type Model, type Property } from '#checker';
import { initialSteps, steps } from '../../checker/src/model/interpreter.ts';
import type { State, Step } from '../../checker/src/model/state.ts';
import { mayStay } from '../liveness/cuts.ts';
import { stateText } from '../random/lockstep.ts';

interface Vertex {
  readonly state: State;
  faults: number;
  steps: number;
  readonly edges: { readonly to: number; readonly cost: number; readonly forced: boolean }[];
  /** a tick, or a forced step that is cut */
  out: boolean;
}

/**
 * `none`, or the fewest faults and steps to a state where time stops, and what is said of a state property that is true everywhere;
 * null where it cannot be said: too large, or a model error.
 */
export function timeStopByHand(model: Model, max: number): string | null {
  const graph = graphOf(model, max);
  if (graph === null) return null;
  const { vertices, ticks } = graph;
  const states = vertices.length === 0 ? 'unknown' : ticks ? 'holds' : 'holds vacuously';
  const free = vertices.map((v) => v.out);
  for (let changed = true; changed; ) {
    changed = false;
    for (const [i, v] of vertices.entries()) {
      if (free[i] || !v.edges.some(({ to, forced }) => forced && free[to])) continue;
      free[i] = changed = true;
    }
  }
  const stuck = vertices.filter((_, i) => !free[i]);
  if (stuck.length === 0) return `none; ${states}`;
  const [least] = stuck.sort((a, b) => a.faults - b.faults || a.steps - b.steps);
  return `${least.faults} faults, ${least.steps} steps; ${states}`;
}

/** What the checker says, in the same words. */
export function timeStopReported(model: Model, machine: 'interpreted' | 'compiled'): string {
  const [late, always] = checkModel({ ...model, properties: [everyDeadlineMet, alwaysTrue] }, { now: () => 0, machine }).properties;
  const states = always.verdict.status === 'holds' && always.verdict.vacuous !== null ? 'holds vacuously' : always.verdict.status;
  const { verdict } = late;
  if (verdict.status !== 'error') return `none; ${states}`;
  if (!verdict.error.message.startsWith('time stops here')) return verdict.error.message;
  return `${verdict.trace.faults} faults, ${verdict.trace.steps.length} steps; ${states}`;
}

const span = { file: '', start: 0, end: 0 };
const bool = (value: boolean): Expr => ({ op: 'const', value, type: { kind: 'bool' }, span });

/** Only what comes about in time has time stops looked for; this one never waits, so its search ends with the last state. */
const everyDeadlineMet: Property = {
  ...{ name: 'EveryDeadlineMet', word: 'safety', span, nameSpan: span, text: '', usesKnowledge: false },
  ...{ kind: 'deadline', from: bool(false), to: bool(true), within: 0 },
};

const alwaysTrue: Property = {
  ...{ name: 'AlwaysTrue', word: 'safety', span, nameSpan: span, text: '', usesKnowledge: false },
  ...{ kind: 'state', predicate: bool(true), antecedent: null },
};

function graphOf(model: Model, max: number): { vertices: Vertex[]; ticks: boolean } | null {
  let ticks = false;
  const vertices: Vertex[] = [];
  const numbers = new Map<string, number>();
  const number = (state: State): number => {
    const key = stateText(state);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, vertices.length);
    vertices.push({ state, faults: Infinity, steps: Infinity, edges: [], out: false });
    return vertices.length - 1;
  };
  const open: number[] = [];
  const reach = (to: number, faults: number, count: number) => {
    const v = vertices[to];
    if (v.faults < faults || (v.faults === faults && v.steps <= count)) return;
    v.faults = faults;
    v.steps = count;
    open.push(to);
  };
  for (const { target, cost } of initialSteps(model)) {
    if (target.kind === 'error') return null;
    if (target.kind === 'state') reach(number(target.state), cost, 0);
  }
  for (let i = 0; i < vertices.length; i++) {
    if (i > max) return null;
    for (const step of steps(model, vertices[i].state)) {
      if (step.target.kind === 'error') return null;
      const forced = isForced(model, step);
      const tick = step.label.kind === 'tick';
      if (step.target.kind === 'cut') vertices[i].out ||= forced;
      else {
        vertices[i].out ||= tick;
        ticks ||= tick;
        vertices[i].edges.push({ to: number(step.target.state), cost: step.cost, forced });
      }
    }
  }
  while (open.length > 0) {
    const at = vertices[open.shift()!];
    for (const { to, cost } of at.edges) reach(to, at.faults + cost, at.steps + 1);
  }
  return { vertices, ticks };
}

function isForced(model: Model, { label }: Step): boolean {
  switch (label.kind) {
    case 'deliver':
    case 'fire':
    case 'resume':
    case 'tick':
    case 'stabilise':
      return true;
    case 'act':
      return !model.roles[model.instances[label.node].role].actions[label.action].optional;
    case 'restart':
      return !model.crashes.some((fault) => fault.mayStayDown && fault.instances.includes(label.node));
    case 'heal':
      return !mayStay(model, label.cut);
    default:
      return false;
  }
}
