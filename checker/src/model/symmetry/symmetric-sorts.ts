/**
 * Which roles and enumerations the model treats as symmetric: exchanging two of their elements everywhere in a run gives a run
 * again. Found from the text, as with scalarsets (Ip and Dill, "Better verification through symmetry", 1996), but nothing
 * has to be declared: an element may be named nowhere, none may stand before another, and what is done for each of them in
 * turn must come to the same in any order. Where that cannot be shown the sort is not symmetric, and the first reason is kept.
 */
import type { Span } from '#grammar';
import type { Model, Role, Variable } from '../ir.ts';
import type { Watch } from '../watch.ts';
import { Asymmetry, requireSymmetric, requireSymmetricAsked, requireSymmetricExpr } from './equivariance.ts';
import { exchanges, replaced, type Sort, sortsOf } from './sorts.ts';

export interface Symmetry {
  /** any permutation of their elements changes nothing */
  readonly symmetric: readonly Sort[];
  readonly reasons: readonly NotSymmetric[];
}

export interface NotSymmetric {
  readonly name: string;
  /** "one of them is named" */
  readonly why: string;
  readonly span: Span | null;
}

export function findSymmetry(model: Model, watch: Watch): Symmetry {
  const symmetric: Sort[] = [];
  const reasons: NotSymmetric[] = [];
  for (const sort of sortsOf(model)) {
    try {
      requireSymmetry(model, watch, sort);
      symmetric.push(sort);
    } catch (reason) {
      if (!(reason instanceof Asymmetry)) throw reason;
      reasons.push({ name: sort.name, why: reason.why, span: reason.span });
    }
  }
  return { symmetric, reasons };
}

function requireSymmetry(model: Model, watch: Watch, sort: Sort): void {
  if (sort.kind === 'role') requireSymmetricAssumptions(model, sort.elements);
  for (const role of model.roles) requireSymmetricRole(model, role, sort);
  for (const ghost of model.ghosts) requireSymmetricVariable(model, ghost, sort);
  for (const { predicate } of model.limits) requireSymmetricExpr(model, predicate, sort);
  for (const predicate of watch.predicates) requireSymmetricExpr(model, predicate, sort);
  for (const { predicate, watched } of watch.steps) for (const e of [predicate, ...watched]) requireSymmetricExpr(model, e, sort);
  for (const asked of watch.asked ?? []) requireSymmetricAsked(model, asked, sort);
  if (watch.deadline !== null) for (const e of [watch.deadline.from, watch.deadline.to]) requireSymmetricExpr(model, e, sort);
}

/** The assumptions are the same for every instance. */
function requireSymmetricAssumptions({ timing, crashes }: Model, elements: readonly number[]): void {
  for (const [name, bounds] of Object.entries({ delay: timing.delay, pause: timing.pause, drift: timing.drift, skew: timing.skew })) {
    const texts = new Set(elements.map((i) => JSON.stringify(bounds[i])));
    if (texts.size > 1) throw new Asymmetry(`their ${name} is not the same`, null);
  }
  for (const { instances, span } of crashes) {
    const struck = elements.filter((i) => instances.includes(i));
    if (struck.length > 0 && struck.length < elements.length) throw new Asymmetry('only some of them may crash', span);
  }
}

function requireSymmetricRole(model: Model, role: Role, sort: Sort): void {
  for (const variable of role.variables) requireSymmetricVariable(model, variable, sort);
  for (const { guard } of [...role.handlers, ...role.defers, ...role.actions]) if (guard !== null) requireSymmetricExpr(model, guard, sort);
  for (const { body } of [...role.handlers, ...role.actions]) requireSymmetric(model, body, sort);
  for (const { params, span } of role.actions) {
    for (const { local, values } of params) {
      const { type } = model.locals[local];
      const own = texts(values);
      const closed = exchanges(sort).every((by) => texts(values.map((v) => replaced(type, sort, by, v))) === own);
      if (!closed) throw new Asymmetry('an action is for some of them only', span);
    }
  }
}

function texts(values: readonly unknown[]): string {
  return values
    .map((value) => JSON.stringify(value))
    .sort()
    .join();
}

function requireSymmetricVariable(model: Model, { initial, wiped }: Variable, sort: Sort): void {
  for (const first of [initial, wiped]) if (first !== null) requireSymmetricExpr(model, first, sort);
}
