/** A run that a verdict rests on, as plain data: what the counterexample view shows, and the page that it exports. */
import type { Outcome } from '#checker';
import type { Assume, Span } from '#grammar';
import {
  type BlameReport,
  type Counterexample,
  checkReport,
  formats,
  type Place,
  type PropertyReport,
  type ProvisosReport,
  placeIn,
  plainStyle,
  runReport,
  type Standing,
  type VerdictReport,
  verdictText,
} from '#report';
import { find, type Named, type OfClaim, type RunWanted } from './runs.ts';
import type { Snapshot } from './snapshot.ts';

export interface RunView {
  readonly property: string;
  readonly kind: PropertyReport['kind'];
  readonly system: string;
  /** "Paused (P = 2)": unique among the runs of this property */
  readonly under: string;
  /** the same as data */
  readonly assume: string;
  readonly point: Outcome['point'];
  /** of the property's name */
  readonly place: Place;
  /** of the check, or of the claim */
  readonly check: Place;
  readonly standing: Standing;
  readonly verdict: VerdictReport;
  /** the claim of a `provisos` block that the run shows to be wrong; else null */
  readonly claimed: { readonly condition: string; readonly text: string } | null;
  /** what the property says, as it is written, and its comment */
  readonly claim: string;
  readonly doc: string | null;
  /** the assumption set as it is written, then those that it extends */
  readonly assumed: readonly { readonly text: string; readonly place: Place }[];
  readonly run: Counterexample;
  readonly blame: BlameReport | null;
  /** all runs of this property, this one too, the most important first */
  readonly runs: readonly { readonly under: string; readonly text: string }[];
}

/** `says`: why there is no run. */
export type RunFound = { readonly run: RunView } | { readonly run: null; readonly property: string | null; readonly says: string };

export function runView(snapshot: Snapshot, wanted: RunWanted): RunFound {
  const found = find(snapshot, wanted);
  if ('says' in found) return { run: null, ...found };
  const { judged, runs } = found;
  const { outcome, about } = aboutRun(snapshot, judged, runs);
  const run = outcome.counterexample;
  if (run === null) throw new Error(`no run of ${about.property}`);
  return { run: { ...about, run } };
}

/** Everything that stands beside a run, and the result that has it, if it rests on one. */
export function aboutRun(snapshot: Snapshot, judged: Named, runs: readonly Named[]) {
  const { place, system, properties } = reportOf(snapshot, judged);
  const [{ name, kind, place: named, outcomes }] = properties;
  const [outcome] = outcomes;
  const { standing, verdict, blame } = outcome;
  const about = {
    ...{ property: name, kind, system, under: judged.under, assume: judged.assume, point: judged.outcome.point },
    ...{ place: named, check: place, standing, verdict, blame },
    ...claimOf(snapshot, system, name),
    claimed: claimedBy(judged),
    assumed: [...variedBy(snapshot, judged), ...assumedBy(snapshot, judged.assume)],
    runs: runs.map(({ under, outcome }) => ({ under, text: verdictText(outcome.verdict) })),
  };
  return { outcome, about };
}

/** The HTML page of one run; null where there is none. */
export async function runPage(snapshot: Snapshot, wanted: RunWanted, version: string): Promise<string | null> {
  const found = find(snapshot, wanted);
  if ('says' in found) return null;
  const { judged } = found;
  const check = reportOf(snapshot, judged);
  const texts = textsOf(snapshot);
  const none = { interrupted: false, skipped: [], unreadable: [], diagnostics: [] };
  const { milliseconds } = check.search;
  const judgement =
    judged.of.kind === 'check'
      ? { checks: [check], provisos: [] }
      : { checks: [], provisos: [blockReport(snapshot, judged.of, check.properties[0].outcomes[0].counterexample)] };
  const run = runReport({ ...none, ...judgement, version, milliseconds, files: [snapshot.path], texts });
  const options = { style: plainStyle, columns: 100, traces: true, statistics: false, lints: false, quiet: false, text: texts };
  const html = await formats.html.load();
  return [...html.begin(options).end(run)].join('\n');
}

/** The file itself comes first: its names are nearer than those of what it imports. */
function filesOf({ loaded }: Snapshot) {
  return [loaded.root, ...[...loaded.files.values()].filter((file) => file !== loaded.root)];
}

function claimOf(snapshot: Snapshot, system: string, property: string): Pick<RunView, 'claim' | 'doc'> {
  const items = filesOf(snapshot).flatMap(({ systems }) => systems.find(({ name }) => name.text === system)?.items ?? []);
  const item = items.find((one) => one.kind === 'property' && one.name.text === property);
  if (item?.kind !== 'property') return { claim: '', doc: null };
  return { claim: wordsIn(snapshot, item.span), doc: item.doc };
}

/** "AtMostOne holds when losses <= 1: violated under one lost message, though the condition is true there" */
function claimedBy({ of }: Named): RunView['claimed'] {
  if (of.kind === 'check') return null;
  const { property, exact, text } = of.claim;
  return { condition: text, text: `${property} holds ${exact ? 'when' : 'provided'} ${text}: ${of.data.text}` };
}

/** What of a set has been varied, in the words of claims. */
function variedBy(snapshot: Snapshot, { of, assume }: Named): RunView['assumed'] {
  if (of.kind === 'check') return [];
  const { conditions } = of.data.set;
  const varied = conditions.length === 0 ? ['everything that can be varied may happen'] : conditions;
  return [{ text: [...varied, `and otherwise what ${assume} says`].join('\n'), place: placeIn(textsOf(snapshot), of.claim.span) }];
}

export function assumedBy(snapshot: Snapshot, name: string): RunView['assumed'] {
  const all = filesOf(snapshot).flatMap(({ assumes }) => assumes);
  const found: Assume[] = [];
  for (let next: string | undefined = name; next !== undefined; ) {
    const one: Assume | undefined = all.find((assume) => assume.name.text === next);
    if (one === undefined || found.includes(one)) break;
    found.push(one);
    next = one.base?.text;
  }
  return found.map(({ span }) => ({ text: wordsIn(snapshot, span), place: placeIn(textsOf(snapshot), span) }));
}

export function wordsIn(snapshot: Snapshot, { file, start, end }: Span): string {
  return textsOf(snapshot)(file)?.slice(start, end) ?? '';
}

function reportOf(snapshot: Snapshot, { outcome, of, system, assume }: Named) {
  const alone = { outcomes: [outcome], neverRan: [], largest: undefined };
  if (of.kind === 'claim') return checkReport({ system, assume, span: of.claim.span, sweeps: [], ran: [], ...alone }, textsOf(snapshot));
  const whole = snapshot.verdicts?.checks.find(({ index }) => index === of.check)?.outcome;
  if (whole === undefined) throw new Error(`no check ${of.check}`);
  return checkReport({ ...whole, ...alone }, textsOf(snapshot));
}

/** A block with the one claim alone. */
function blockReport(snapshot: Snapshot, { plan, claim, data }: OfClaim, counterexample: Counterexample | null): ProvisosReport {
  const { story: _, run: __, ...outcome } = data;
  const texts = textsOf(snapshot);
  const { property, exact, text, span } = claim;
  const word = exact ? 'when' : 'provided';
  return {
    ...{ system: plan.system, assume: plan.assume, place: placeIn(texts, plan.span), sweep: [], milliseconds: 0, remembered: true },
    claims: [{ property, word, condition: text, place: placeIn(texts, span), outcomes: [{ ...outcome, counterexample }] }],
  };
}

export function textsOf({ path, text, loaded }: Snapshot) {
  return (file: string) => (file === path ? text : (loaded.texts.get(file) ?? null));
}
