/** A run that a verdict rests on, as plain data: what the counterexample view shows, and the page that it exports. */
import type { CheckOutcome, Outcome } from '#checker';
import type { Assume, Span } from '#grammar';
import {
  type BlameReport,
  type Counterexample,
  checkReport,
  formats,
  type Place,
  type PropertyReport,
  placeIn,
  plainStyle,
  runReport,
  type Standing,
  type VerdictReport,
  verdictText,
} from '#report';
import { type Judged, judgedOf, rank, traceOf, under } from './judged.ts';
import type { Snapshot } from './snapshot.ts';

/** Which run is wanted. What is left out is chosen: the property at `offset`, then the most important of the file; the most important run. */
export interface RunWanted {
  readonly system?: string;
  readonly property?: string;
  readonly offset?: number;
  /** the assumption set and the point of the sweep, as `RunView.under` writes them */
  readonly under?: string;
}

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
  /** of the check */
  readonly check: Place;
  readonly standing: Standing;
  readonly verdict: VerdictReport;
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
  const { run, ...about } = aboutRun(snapshot, judged, runs);
  if (run === null) throw new Error(`no run of ${about.property}`);
  return { run: { ...about, run } };
}

/** Everything that stands beside a run; `run` is null where the verdict rests on none. */
export function aboutRun(snapshot: Snapshot, judged: Named, runs: readonly Named[]) {
  const { place, system, properties } = reportOf(snapshot, judged);
  const [{ name, kind, place: named, outcomes }] = properties;
  const [{ standing, verdict, counterexample, blame }] = outcomes;
  return {
    ...{
      property: name,
      kind,
      system,
      under: judged.under,
      assume: judged.assume,
      point: judged.outcome.point,
      place: named,
      check: place,
      standing,
      verdict,
      blame,
    },
    ...claimOf(snapshot, system, name),
    assumed: assumedBy(snapshot, judged.assume),
    run: counterexample,
    runs: runs.map(({ under, outcome }) => ({ under, text: verdictText(outcome.verdict) })),
  };
}

/** The HTML page of one run; null where there is none. */
export async function runPage(snapshot: Snapshot, wanted: RunWanted, version: string): Promise<string | null> {
  const found = find(snapshot, wanted);
  if ('says' in found) return null;
  const check = reportOf(snapshot, found.judged);
  const texts = textsOf(snapshot);
  const none = { interrupted: false, skipped: [], unreadable: [], diagnostics: [], provisos: [] };
  const { milliseconds } = check.search;
  const run = runReport({ ...none, version, milliseconds, files: [snapshot.path], checks: [check], texts });
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

function assumedBy(snapshot: Snapshot, name: string): RunView['assumed'] {
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

export interface Named extends Judged {
  readonly under: string;
}

type Found = { readonly judged: Named; readonly runs: readonly Named[] } | { readonly property: string | null; readonly says: string };

function ranked(snapshot: Snapshot, about: ReturnType<typeof aboutOf>): Named[] {
  const all = judgedOf(snapshot).filter(({ system, outcome: { property } }) => {
    return about === null || (property === about.property && (about.system === null || system === about.system));
  });
  return named(all.toSorted((a, b) => rank(a.outcome) - rank(b.outcome)));
}

/** A result whether or not it rests on a run, and the runs of its property; or why there is none. */
export function resultOf(snapshot: Snapshot, wanted: RunWanted): Found {
  const about = aboutOf(snapshot, wanted);
  const judged = ranked(snapshot, about).find((one) => one.under === wanted.under);
  if (judged === undefined) return { property: about?.property ?? null, says: whyNone(snapshot, null) };
  const found = find(snapshot, wanted);
  return { judged, runs: 'runs' in found ? found.runs : [] };
}

export function find(snapshot: Snapshot, wanted: RunWanted): Found {
  const about = aboutOf(snapshot, wanted);
  const all = ranked(snapshot, about);
  const runs = all.filter(({ outcome }) => traceOf(outcome) !== null);
  const judged = runs.find((one) => one.under === wanted.under) ?? runs[0];
  if (judged === undefined) return { property: about?.property ?? null, says: whyNone(snapshot, all[0] ?? null) };
  const { system, outcome } = judged;
  return { judged, runs: runs.filter((one) => one.system === system && one.outcome.property === outcome.property) };
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

/** Two checks may ask the same at the same point: the second is called so. */
function named(all: readonly Judged[]): Named[] {
  const seen = new Map<string, number>();
  return all.map((one) => {
    const key = `${one.system} ${one.outcome.property} ${under(one)}`;
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return { ...one, under: count === 1 ? under(one) : `${under(one)}, check ${count}` };
  });
}

function whyNone({ loaded, analysis, verdicts }: Snapshot, lead: Judged | null): string {
  if ([...loaded.diagnostics, ...analysis.diagnostics].some(({ severity }) => severity === 'error')) return 'the file has errors';
  if (verdicts?.running === true) return 'checking';
  return lead === null ? 'not checked' : `${verdictText(lead.outcome.verdict)} under ${under(lead)}`;
}

function reportOf(snapshot: Snapshot, { check, outcome }: Judged) {
  const whole = snapshot.verdicts?.checks.find(({ index }) => index === check)?.outcome;
  if (whole === undefined) throw new Error(`no check ${check}`);
  const alone: CheckOutcome = { ...whole, outcomes: [outcome], neverRan: [], largest: undefined };
  return checkReport(alone, textsOf(snapshot));
}

export function textsOf({ path, text, loaded }: Snapshot) {
  return (file: string) => (file === path ? text : (loaded.texts.get(file) ?? null));
}
