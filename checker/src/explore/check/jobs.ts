/**
 * Which searches a check needs. State, step and reachability properties share a search, as many as a machine can watch at
 * once; a deadline and a scenario have a search of their own, because a counter, or how far the run has come, makes states differ.
 */
import { unhandled } from '#grammar';
import type { Expr, Model, Property } from '../../model/ir.ts';
import type { Watch } from '../../model/watch.ts';
import { knowsIn } from '../knowledge/knows.ts';
import type { KnowledgeQuery, KnownPredicate } from '../knowledge/query.ts';
import { atomsIn, Formulas, fromTemporal } from '../liveness/ltl.ts';
import type { LivenessQuery } from '../liveness/query.ts';

export interface Job {
  readonly watch: Watch;
  readonly queries: readonly Query[];
  /** some query needs the whole state graph: the search continues to its end */
  readonly whole: boolean;
  readonly known: readonly KnownPredicate[];
}

/** A property and its parts in the watch. */
export type Query = AlwaysQuery | ReachableQuery | StepQuery | DeadlineQuery | LivenessQuery | KnowledgeQuery;

/** `predicate` must be true everywhere, and `antecedent` somewhere, or the property says nothing. */
interface AlwaysQuery {
  readonly property: Property;
  readonly kind: 'always';
  readonly predicate: number;
  readonly antecedent: number | null;
}

interface ReachableQuery {
  readonly property: Property;
  readonly kind: 'reachable';
  readonly predicate: number;
}

/** `changes` is a step predicate that every step breaks which changes a watched value; null where the claim is that none does. */
interface StepQuery {
  readonly property: Property;
  readonly kind: 'step';
  readonly step: number;
  readonly changes: number | null;
}

interface DeadlineQuery {
  readonly property: Property;
  readonly kind: 'deadline';
  readonly from: number;
  readonly within: number;
}

/** What the search sees in passing, state by state and step by step. */
export type PassingQuery = Exclude<Query, LivenessQuery | KnowledgeQuery>;

export function isInPassing(query: Query): query is PassingQuery {
  return query.kind !== 'liveness' && query.kind !== 'knowledge';
}

/** A claim about what comes about in time: where time stops it says nothing, and the model is at fault. */
export function needsTime({ kind }: Query): boolean {
  return kind === 'liveness' || kind === 'deadline';
}

/** Bits that a machine has for predicates, and for step predicates. */
const BITS = 31;

/** Why a property cannot be checked, or null where it can. */
export function uncheckedReason(property: Property): string | null {
  switch (property.kind) {
    case 'step':
      return property.usesKnowledge ? '`knows` together with `next` cannot be checked yet' : null;
    case 'deadline':
      return property.usesKnowledge ? '`knows` with a deadline cannot be checked yet' : null;
    case 'liveness':
      return room(property) > BITS ? `more than ${BITS} conditions in one property` : null;
    case 'scenario':
      return property.usesKnowledge ? '`knows` in a scenario cannot be checked yet' : null;
    case 'state':
    case 'reachable':
      return null;
    default:
      return unhandled(property);
  }
}

/** Properties that share a search: any that does not make states differ. */
type Shared = Exclude<Property, { readonly kind: 'deadline' | 'scenario' }>;

/** The searches, in the order in which they are made; the first one's size is the check's. There is always one. */
export function jobsFor(properties: readonly Property[]): Job[] {
  const checkable = properties.filter((property) => uncheckedReason(property) === null);
  const deadlines = checkable.filter((property) => property.kind === 'deadline');
  const scenarios = checkable.filter((property) => property.kind === 'scenario');
  const shared = sharedJobs(checkable.filter((property) => property.kind !== 'deadline' && property.kind !== 'scenario'));
  if (checkable.length === 0) return [{ watch: { predicates: [], steps: [], deadline: null }, queries: [], whole: false, known: [] }];
  return [...shared, ...deadlines.map(deadlineJob), ...scenarios.map(scenarioJob)];
}

function sharedJobs(properties: readonly Shared[]): Job[] {
  const jobs: { predicates: Expr[]; steps: Watch['steps'][number][]; queries: Query[] }[] = [];
  for (const property of properties) {
    let job = jobs.at(-1);
    if (job === undefined || job.predicates.length + room(property) > BITS || job.steps.length + 2 > BITS) {
      job = { predicates: [], steps: [], queries: [] };
      jobs.push(job);
    }
    job.queries.push(queryFor(property, job.predicates, job.steps));
  }
  return jobs.map(({ predicates, steps, queries }) => ({
    watch: { predicates: predicates.map(inPassing), steps, deadline: null },
    queries,
    whole: queries.some((one) => !isInPassing(one)),
    known: predicates.flatMap((predicate, bit) => (knowsIn(predicate).length > 0 ? [{ bit, predicate }] : [])),
  }));
}

function inPassing(predicate: Expr): Expr {
  return knowsIn(predicate).length === 0 ? predicate : never(predicate);
}

function never({ span }: Expr): Expr {
  return { op: 'const', value: false, type: { kind: 'bool' }, span };
}

/** Predicates that a property adds, at most. */
function room(property: Shared): number {
  switch (property.kind) {
    case 'liveness':
      return atomsIn(property.formula) + (property.provided === null ? 0 : atomsIn(property.provided));
    case 'state':
    case 'reachable':
    case 'step':
      return 2;
    default:
      return unhandled(property);
  }
}

function queryFor(property: Shared, predicates: Expr[], steps: Watch['steps'][number][]): Query {
  switch (property.kind) {
    case 'state': {
      if (property.usesKnowledge) return { property, kind: 'knowledge' };
      const predicate = predicates.push(property.predicate) - 1;
      const antecedent = property.antecedent === null ? null : predicates.push(property.antecedent) - 1;
      return { property, kind: 'always', predicate, antecedent };
    }
    case 'reachable':
      if (property.usesKnowledge) return { property, kind: 'knowledge' };
      return { property, kind: 'reachable', predicate: predicates.push(property.predicate) - 1 };
    case 'step': {
      const { predicate, watched, claimsNoChange } = property;
      const step = steps.push({ predicate, watched }) - 1;
      const changes = claimsNoChange ? null : steps.push({ predicate: never(predicate), watched }) - 1;
      return { property, kind: 'step', step, changes };
    }
    case 'liveness': {
      const formulas = new Formulas();
      const formula = fromTemporal(formulas, property.formula, predicates);
      const provided = property.provided === null ? null : fromTemporal(formulas, property.provided, predicates);
      const { formula: written } = property;
      const left = written.op === 'leadsTo' && written.left.op === 'state' ? predicates.indexOf(written.left.predicate) : null;
      return { property, kind: 'liveness', formulas, formula, provided, left };
    }
    default:
      return unhandled(property);
  }
}

/** Both conditions are predicates too: one shows vacuity, and where one is a model error the search sees it. */
function deadlineJob(property: Property & { readonly kind: 'deadline' }): Job {
  const { from, to, within } = property;
  return {
    watch: { predicates: [from, to], steps: [], deadline: { from, to, within } },
    queries: [{ property, kind: 'deadline', from: 0, within }],
    whole: false,
    known: [],
  };
}

/** How far the run has come makes states differ, and its end is a state like any that is looked for. */
function scenarioJob(property: Property & { readonly kind: 'scenario' }): Job {
  const over: Expr = { op: 'const', value: false, type: { kind: 'bool' }, span: property.span };
  return {
    watch: { predicates: [over], steps: [], deadline: null, scenario: property },
    queries: [{ property, kind: 'reachable', predicate: 0 }],
    whole: false,
    known: [],
  };
}

/** Some step can cost a fault: faults are assumed, or a node may pause. */
export function canCost(model: Model): boolean {
  const { network, timing } = model;
  const pauses = timing.time && timing.pause.some((bound) => bound === null || !bound.always || bound.max > 0);
  const faults = [network.loss, network.duplication, network.corruption, model.clockSteps].some((fault) => fault !== null);
  return pauses || faults || network.cuts.length > 0 || model.crashes.length > 0;
}
