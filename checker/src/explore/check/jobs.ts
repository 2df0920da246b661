/**
 * Which searches a check needs. State, step and reachability properties share a search, as many as a machine can watch at
 * once; a deadline and a scenario have a search of their own, because a counter, or how far the run has come, makes states differ.
 */
import { unhandled } from '#grammar';
import type { Expr, Model, Property } from '../../model/ir.ts';
import type { Watch } from '../../model/watch.ts';
import type { Along } from '../knowledge/along.ts';
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
  /** what its properties ask of nodes along their runs, where they do: then every state has to be found before */
  readonly along: readonly Expr[];
  /** and once that is done, what came of it */
  readonly knowing: Along | null;
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
  return property.kind === 'liveness' && room(property) > BITS ? `more than ${BITS} conditions in one property` : null;
}

/** Properties that share a search: any that does not make states differ. */
type Shared = Exclude<Property, { readonly kind: 'deadline' | 'scenario' }>;

type Deadline = Property & { readonly kind: 'deadline' };
type Told = Property & { readonly kind: 'scenario' };

/** The searches, in the order in which they are made; the first one's size is the check's. There is always one. */
export function jobsFor(properties: readonly Property[]): Job[] {
  const checkable = properties.filter((property) => uncheckedReason(property) === null);
  const shared: Shared[] = [];
  const knowing: Shared[] = [];
  const deadlines: Deadline[] = [];
  const scenarios: Told[] = [];
  for (const property of checkable) {
    if (property.kind === 'deadline') deadlines.push(property);
    else if (property.kind === 'scenario') scenarios.push(property);
    else if (property.kind === 'step' && property.usesKnowledge) knowing.push(property);
    else shared.push(property);
  }
  const jobs = [...sharedJobs(shared), ...deadlines.map(deadlineJob), ...scenarios.map(scenarioJob), ...sharedJobs(knowing)];
  return jobs.length > 0 ? jobs : [NOTHING];
}

/** A search of every state in which nothing is asked. */
export const NOTHING: Job = {
  watch: { predicates: [], steps: [], deadline: null },
  queries: [],
  whole: false,
  known: [],
  along: [],
  knowing: null,
};

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
    watch: { predicates: predicates.map(inPassing), steps, deadline: null, asked: [...asking(predicates), ...queries.flatMap(askedLater)] },
    queries,
    whole: queries.some((one) => !isInPassing(one)),
    known: predicates.flatMap((predicate, bit) => (knowsIn(predicate).length > 0 ? [{ bit, predicate }] : [])),
    along: asking(steps.flatMap(({ predicate, watched }) => [predicate, ...watched])),
    knowing: null,
  }));
}

/** What is looked at in each state once all are known. */
function askedLater(query: Query): readonly Expr[] {
  if (query.kind !== 'knowledge') return [];
  const { property } = query;
  const antecedent = property.kind === 'state' ? property.antecedent : null;
  return antecedent === null ? [property.predicate] : [property.predicate, antecedent];
}

/** Those that ask what nodes know. */
function asking(expressions: readonly Expr[]): Expr[] {
  return expressions.filter((e) => knowsIn(e).length > 0);
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
      return new Set([property.formula, property.provided].flatMap((of) => (of === null ? [] : [...atomsIn(of)]))).size;
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
function deadlineJob(property: Deadline): Job {
  const { from, to, within } = property;
  return {
    watch: { predicates: [from, to], steps: [], deadline: { from, to, within } },
    queries: [{ property, kind: 'deadline', from: 0, within }],
    whole: false,
    known: [],
    along: asking([from, to]),
    knowing: null,
  };
}

/** How far the run has come makes states differ, and its end is a state like any that is looked for. */
function scenarioJob(property: Told): Job {
  const over: Expr = { op: 'const', value: false, type: { kind: 'bool' }, span: property.span };
  return {
    watch: { predicates: [over], steps: [], deadline: null, scenario: property },
    queries: [{ property, kind: 'reachable', predicate: 0 }],
    whole: false,
    known: [],
    along: asking(property.ways.flatMap(({ then }) => then ?? [])),
    knowing: null,
  };
}

/** Some step can cost a fault: faults are assumed, or a node may pause. */
export function canCost(model: Model): boolean {
  const { network, timing } = model;
  const pauses = timing.time && timing.pause.some((bound) => bound === null || !bound.always || bound.max > 0);
  const faults = [network.loss, network.duplication, network.corruption, model.clockSteps].some((fault) => fault !== null);
  return pauses || faults || network.cuts.length > 0 || model.crashes.length > 0;
}
