/** Which runs there are to look at: those that the verdicts of checks rest on, and those that show that a claim of a `provisos` block is wrong. */
import { type Analysis, lowerUnder, type Model, nothingSearched, type Outcome, type PlannedClaim, type ProvisosPlan } from '#checker';
import { pointText, verdictText } from '#report';
import { claimOutcomes } from './block-verdicts.ts';
import { judgedOf, rank, traceOf, under } from './judged.ts';
import type { Snapshot } from './snapshot.ts';
import type { ClaimData, ClaimRun } from './verdicts.ts';

/** Which run is wanted. What is left out is chosen: the property at `offset`, then the most important of the file; the most important run. */
export interface RunWanted {
  readonly system?: string;
  readonly property?: string;
  readonly offset?: number;
  /** the assumption set and the point of the sweep, as `Named.under` has them */
  readonly under?: string;
}

/** A result of a property, and what rests on it. */
export interface Named {
  readonly system: string;
  /** the set of the file: of a claim that which its block varies */
  readonly assume: string;
  readonly outcome: Outcome;
  /** "Paused (P = 2)", of a claim "one lost message (provisos Paused, P = 2)": unique among the results of the property */
  readonly under: string;
  readonly of: Source;
}

export type Source =
  /** its number in the file, from 0 */
  { readonly kind: 'check'; readonly check: number } | OfClaim;

export type NamedClaim = Named & { readonly of: OfClaim };

export interface OfClaim {
  readonly kind: 'claim';
  readonly plan: ProvisosPlan;
  readonly claim: PlannedClaim;
  readonly data: WrongClaim;
}

/** A claim that a run shows to be wrong, at one point. */
export interface WrongClaim extends ClaimData {
  readonly run: ClaimRun;
  readonly set: NonNullable<ClaimData['set']>;
}

export type Found =
  | { readonly judged: Named; readonly runs: readonly Named[] }
  | { readonly property: string | null; readonly says: string };

export function find(snapshot: Snapshot, wanted: RunWanted): Found {
  const about = aboutOf(snapshot, wanted);
  const all = ranked(snapshot, about);
  const runs = all.filter(({ outcome }) => traceOf(outcome) !== null);
  const judged = runs.find((one) => one.under === wanted.under) ?? runs[0];
  if (judged === undefined) return { property: about?.property ?? null, says: whyNone(snapshot, all[0] ?? null) };
  const { system, outcome } = judged;
  return { judged, runs: runs.filter((one) => one.system === system && one.outcome.property === outcome.property) };
}

/** A result whether or not it rests on a run, and the runs of its property; or why there is none. */
export function resultOf(snapshot: Snapshot, wanted: RunWanted): Found {
  const about = aboutOf(snapshot, wanted);
  const judged = ranked(snapshot, about).find((one) => one.under === wanted.under);
  if (judged === undefined) return { property: about?.property ?? null, says: whyNone(snapshot, null) };
  const found = find(snapshot, wanted);
  return { judged, runs: 'runs' in found ? found.runs : [] };
}

/** The runs that show which claims are wrong. */
export function claimRuns(snapshot: Snapshot): NamedClaim[] {
  return unique(claimed(snapshot));
}

/** "one lost message (provisos Paused, P = 2)" */
export function claimUnder(assume: string, set: WrongClaim['set'], point: Outcome['point']): string {
  return `${set.text} (provisos ${assume}${point.length === 0 ? '' : `, ${pointText(point)}`})`;
}

/** Those of checks come first: a claim speaks of sets that nobody has written. */
function ranked(snapshot: Snapshot, about: ReturnType<typeof aboutOf>): Named[] {
  const isAbout = ({ system, outcome: { property } }: Pick<Named, 'system' | 'outcome'>) =>
    about === null || (property === about.property && (about.system === null || system === about.system));
  const judged = judgedOf(snapshot)
    .filter(isAbout)
    .toSorted((a, b) => rank(a.outcome) - rank(b.outcome))
    .map((one): Named => ({ ...one, under: under(one), of: { kind: 'check', check: one.check } }));
  return unique([...judged, ...claimed(snapshot).filter(isAbout)]);
}

function claimed(snapshot: Snapshot): NamedClaim[] {
  return (snapshot.blocks ?? []).flatMap((block) =>
    block.plan.block.claims.flatMap(({ property: { span } }) => {
      const wrong = claimOutcomes(block, span).filter(isWrong);
      const claim = block.plan.runs.flatMap(({ claims }) => claims).find((one) => one.span.start === span.start);
      return claim === undefined ? [] : wrong.map((data) => claimRun(snapshot, block.plan, claim, data));
    }),
  );
}

function isWrong(data: ClaimData): data is WrongClaim {
  return data.run !== null && data.set !== null;
}

function claimRun({ analysis }: Snapshot, plan: ProvisosPlan, claim: PlannedClaim, data: WrongClaim): NamedClaim {
  const { point, set } = data;
  const outcome: Outcome = {
    ...{ property: claim.property, point, expected: 'holds', verdict: data.run.verdict, size: nothingSearched },
    // Made when a feature looks at it.
    get model() {
      return modelOf(analysis, plan.system, claim.property, data);
    },
  };
  return {
    system: plan.system,
    assume: plan.assume,
    outcome,
    under: claimUnder(plan.assume, set, point),
    of: { kind: 'claim', plan, claim, data },
  };
}

const models = new WeakMap<ClaimRun, { readonly analysis: Analysis; readonly model: Model }>();

/** The same for the same run of the same analysis. */
function modelOf(analysis: Analysis, system: string, property: string, { point, run }: WrongClaim): Model {
  const known = models.get(run);
  if (known?.analysis === analysis) return known.model;
  const constants = new Map(point.map((one) => [one.name, one.value]));
  const { model } = lowerUnder(analysis, system, run.assumption, constants, [property]);
  if (model === null) throw new Error(`no model of the run that breaks ${property}`);
  models.set(run, { analysis, model });
  return model;
}

function aboutOf({ parsed }: Snapshot, { system, property, offset }: RunWanted): { system: string | null; property: string } | null {
  if (property !== undefined) return { system: system ?? null, property };
  if (offset === undefined) return null;
  for (const { name, items } of parsed.file.systems) {
    const item = items.find(({ kind, span }) => kind === 'property' && span.start <= offset && offset <= span.end);
    if (item?.kind === 'property') return { system: name.text, property: item.name.text };
  }
  return null;
}

const AGAIN: Readonly<Record<Source['kind'], string>> = { check: 'check', claim: 'claim' };

/** Two checks may ask the same at the same point, and two claims fail under the same set: the second is called so. */
function unique<N extends Named>(all: readonly N[]): N[] {
  const seen = new Map<string, number>();
  return all.map((one) => {
    const key = `${one.system} ${one.outcome.property} ${one.under}`;
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return { ...one, under: count === 1 ? one.under : `${one.under}, ${AGAIN[one.of.kind]} ${count}` };
  });
}

function whyNone({ loaded, analysis, verdicts }: Snapshot, lead: Named | null): string {
  if ([...loaded.diagnostics, ...analysis.diagnostics].some(({ severity }) => severity === 'error')) return 'the file has errors';
  if (verdicts?.running === true) return 'checking';
  return lead === null ? 'not checked' : `${verdictText(lead.outcome.verdict)} under ${lead.under}`;
}
