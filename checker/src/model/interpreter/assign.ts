/** Assignment into a variable or a part of one: the variable's new value is built around the part. */
import type { AssignTarget, PathStep, Type, Value } from '../ir.ts';
import { rank } from '../values.ts';
import { roleOf } from './bounds.ts';
import { ModelErrorSignal } from './choices.ts';
import { scopeOf, value } from './expressions.ts';
import type { StepRun } from './run.ts';

export function assign(run: StepRun, target: AssignTarget, to: Value): void {
  const { variable } = target;
  if (variable.kind === 'system') {
    const { name, type } = run.model.ghosts[variable.ghost];
    const before = run.state.ghosts[variable.ghost];
    const after = replaced(run, before, target.path, to);
    run.state.ghosts[variable.ghost] = after;
    run.events.push({ kind: 'assigned', node: null, name, before, after, type, ghost: true });
    return;
  }
  const node = variable.kind === 'own' ? run.self : (value(scopeOf(run), variable.node) as number);
  const declared = roleOf(run.model, node).variables[variable.variable];
  const slots = run.state.nodes[node].variables;
  const before = slots[variable.variable];
  const after = replaced(run, before, target.path, to);
  slots[variable.variable] = after;
  run.events.push({ kind: 'assigned', node, name: declared.name, before, after, type: declared.type as Type, ghost: declared.ghost });
}

function replaced(run: StepRun, whole: Value, path: readonly PathStep[], to: Value): Value {
  if (path.length === 0) return to;
  const [step, ...rest] = path;
  const parts = whole as readonly Value[];
  const at = index(run, step, parts);
  const copy = [...parts];
  copy[at] = replaced(run, parts[at], rest, to);
  return copy;
}

function index(run: StepRun, step: PathStep, parts: readonly Value[]): number {
  if (step.kind === 'field') return step.field;
  if (step.kind === 'key') return rank((step.in as Extract<Type, { kind: 'map' }>).key, value(scopeOf(run), step.key));
  const at = value(scopeOf(run), step.index) as number;
  if (at < 0 || at >= parts.length) {
    throw new ModelErrorSignal({ message: `position ${at} of a list of ${parts.length}`, span: step.index.span });
  }
  return at;
}
