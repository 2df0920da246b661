/** What tests made from a model should come past: each handler, each kind of fault, each two of them, and the edges of properties. */

import { uncheckedReason } from '../explore/check/jobs.ts';
import { assumedFaults, type FaultSource, kindOf } from '../explore/search/faults.ts';
import type { Expr, Model, Property } from '../model/ir.ts';
import type { FaultKind } from '../verdict.ts';

/** What some run should do. */
export type Goal =
  /** a handler or an action begins; `name`: of an action its own, of a handler how the author calls it */
  | { readonly kind: 'handler'; readonly role: string; readonly name: string; readonly id: number }
  /** code goes on after a `pause` of its own */
  | { readonly kind: 'resume'; readonly role: string; readonly point: number }
  | { readonly kind: 'fault'; readonly fault: FaultKind }
  /** both in one run, in any order */
  | { readonly kind: 'pair'; readonly faults: readonly [FaultKind, FaultKind] }
  | { readonly kind: 'edge'; readonly property: string; readonly edge: Edge };

/**
 * Where a property begins to say something, or is decided. `antecedent`: what it requires first has become true (of a deadline, what has to
 * lead to something); `changes`: what a property of steps watches changes; `violated`; `reached`.
 */
export type Edge = 'antecedent' | 'changes' | 'violated' | 'reached';

/** What decides an edge: a state, a step, or only a search of its own. */
export type EdgeTest =
  | { readonly kind: 'state'; readonly predicate: Expr; readonly value: boolean }
  | { readonly kind: 'changes'; readonly watched: readonly Expr[] }
  | { readonly kind: 'step'; readonly watched: readonly Expr[]; readonly predicate: Expr }
  | { readonly kind: 'search' };

export interface Goals {
  readonly list: readonly Goal[];
  /** numbers of goals by the id of a handler or action, by the pause point, by the kind of fault */
  readonly handlers: readonly number[];
  readonly points: readonly number[];
  readonly faults: readonly FaultSource[];
  readonly faultGoals: readonly number[];
  /** the goal of two kinds of faults, by the numbers of both */
  pair(a: number, b: number): number;
  readonly edges: readonly { readonly goal: number; readonly property: Property; readonly edge: Edge; readonly test: EdgeTest }[];
}

/** `properties`: edges of these alone; of all unless given. */
export function goalsOf(model: Model, properties: ReadonlySet<string> | null): Goals {
  const list: Goal[] = [];
  const add = (goal: Goal) => list.push(goal) - 1;
  const handlers: number[] = [];
  for (const role of model.roles) {
    for (const { id, title } of role.handlers) handlers[id] = add({ kind: 'handler', role: role.name, name: title, id });
    for (const { id, name } of role.actions) handlers[id] = add({ kind: 'handler', role: role.name, name, id });
  }
  const points = model.pausePoints.map(({ role }, point) => add({ kind: 'resume', role: model.roles[role].name, point }));
  const faults = assumedFaults(model);
  const kinds = faults.map((source) => kindOf(model, source));
  const faultGoals = kinds.map((fault) => add({ kind: 'fault', fault }));
  const pairs = kinds.map((one, a) => kinds.slice(0, a).map((other) => add({ kind: 'pair', faults: [other, one] })));
  const edges = model.properties
    .filter(({ name }) => properties === null || properties.has(name))
    .flatMap((property) =>
      edgesOf(property).map((one) => ({ ...one, property, goal: add({ kind: 'edge', property: property.name, edge: one.edge }) })),
    );
  return { list, handlers, points, faults, faultGoals, pair: (a, b) => (a > b ? pairs[a][b] : pairs[b][a]), edges };
}

function edgesOf(property: Property): { readonly edge: Edge; readonly test: EdgeTest }[] {
  if (uncheckedReason(property) !== null) return [];
  const bySearch = { kind: 'search' } as const;
  switch (property.kind) {
    case 'state': {
      if (property.usesKnowledge) return [{ edge: 'violated', test: bySearch }];
      const { predicate, antecedent } = property;
      const before = antecedent === null ? [] : [{ edge: 'antecedent', test: becomes(antecedent, true) } as const];
      return [...before, { edge: 'violated', test: becomes(predicate, false) }];
    }
    case 'step': {
      if (property.usesKnowledge) return [{ edge: 'violated', test: bySearch }];
      const { predicate, watched, claimsNoChange } = property;
      const broken = { edge: 'violated', test: { kind: 'step', watched, predicate } } as const;
      return claimsNoChange ? [broken] : [{ edge: 'changes', test: { kind: 'changes', watched } }, broken];
    }
    case 'reachable':
      return [{ edge: 'reached', test: property.usesKnowledge ? bySearch : becomes(property.predicate, true) }];
    case 'scenario':
      return [{ edge: 'reached', test: bySearch }];
    case 'deadline':
      if (property.usesKnowledge) return [{ edge: 'violated', test: bySearch }];
      return [
        { edge: 'antecedent', test: becomes(property.from, true) },
        { edge: 'violated', test: bySearch },
      ];
    case 'liveness': {
      const { formula } = property;
      const before =
        formula.op === 'leadsTo' && formula.left.op === 'state'
          ? [{ edge: 'antecedent', test: becomes(formula.left.predicate, true) } as const]
          : [];
      return [...before, { edge: 'violated', test: bySearch }];
    }
    default:
      return property satisfies never;
  }
}

function becomes(predicate: Expr, value: boolean): EdgeTest {
  return { kind: 'state', predicate, value };
}
