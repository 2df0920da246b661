/** The run to debug: what a launch configuration leaves open is chosen, and the checks that it names are searched until one has a run. */
import {
  type CampaignEvent,
  type CheckPlan,
  campaign,
  type Outcome,
  oneDeadline,
  type Progress,
  Questions,
  type RunPlan,
  type Trace,
} from '#checker';
import { closest } from '#grammar';
import { checkReport, placeText, plural, pointText, Stands, thousands, verdictText } from '#report';
import type { ReadFiles } from '../host/host.ts';
import type { Snapshot } from '../ide/snapshot.ts';
import { Project } from '../project/project.ts';
import { type LaunchArguments, Refused } from './arguments.ts';
import type { DebuggedRun } from './run.ts';

/** Milliseconds between two looks at what the client wants. */
const SLICE = 50;

/** Yields how far a search has come. Throws `Refused` where there is no run to debug. */
export function* findRun(wanted: LaunchArguments, snapshot: Snapshot, now: () => number): Generator<Progress, DebuggedRun> {
  const plans = plansOf(snapshot, wanted);
  const { timeout, maxStates, maxMemory } = wanted.budget;
  const reason = `the time limit of ${timeout} s was reached`;
  const events = campaign(plans, {
    now,
    slice: SLICE,
    ...(wanted.property === null ? {} : { properties: [wanted.property] }),
    budgets: oneDeadline({ maxStates, maxMemory: maxMemory * 2 ** 20 }, now, now() + timeout * 1000, reason),
    blame: 'never',
  });
  const without: Judged[] = [];
  let witness: Judged | null = null;
  for (const event of events) {
    if (event.kind === 'progress') yield event.progress;
    if (event.kind !== 'outcome') continue;
    const judged = { plan: event.run.plan, outcome: event.outcome };
    const isBroken = 'trace' in event.outcome.verdict && event.outcome.verdict.status !== 'reached';
    if (isBroken || (wanted.property !== null && 'trace' in event.outcome.verdict)) return runOf(snapshot, judged);
    if ('trace' in event.outcome.verdict) witness ??= judged;
    else without.push(judged);
  }
  if (witness !== null) return runOf(snapshot, witness);
  throw new Refused(whyNone(without));
}

interface Judged {
  readonly plan: CheckPlan;
  readonly outcome: Extract<CampaignEvent, { kind: 'outcome' }>['outcome'];
}

/** The file to debug, once it and all that it imports have arrived. Throws `Refused` where it has errors, or cannot be read. */
export async function fileToDebug({ program, text, cwd }: LaunchArguments, files: ReadFiles): Promise<Snapshot> {
  const path = files.pathOf(program);
  for (;;) {
    const project = new Project(files);
    if (cwd !== null) project.setFolders([files.pathOf(cwd)]);
    if (text !== null) project.setText(path, text);
    const snapshot = project.snapshot(path);
    if (!(await files.settled())) return sound(snapshot, path, files);
  }
}

function sound(snapshot: Snapshot | null, path: string, files: ReadFiles): Snapshot {
  if (snapshot === null) {
    const content = files.read(path);
    throw new Refused(`${path} cannot be debugged: ${'problem' in content ? content.problem : 'it has just changed'}.`);
  }
  const errors = [...snapshot.loaded.diagnostics, ...snapshot.analysis.diagnostics].filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return snapshot;
  const where = placeText(errors[0].span, (file) => snapshot.loaded.texts.get(file) ?? null);
  throw new Refused(`The file has ${plural(errors.length, 'error')}, such as ${where}: ${errors[0].message}.`);
}

function plansOf({ path, analysis: { checks } }: Snapshot, { assume, system, property, point }: LaunchArguments): CheckPlan[] {
  if (checks.length === 0) throw new Refused(`There is no \`check\` in ${path}.`);
  const under = named(checks, (plan) => plan.assume, assume, 'under');
  const of = named(under, (plan) => plan.system, system, 'of');
  const about = of.map((plan) => withRuns(plan, (run) => property === null || run.expectations.some((one) => one.property === property)));
  const known = of.flatMap(({ runs }) => runs.flatMap(({ expectations }) => expectations.map((one) => one.property)));
  if (about.every(({ runs }) => runs.length === 0)) throw new Refused(`No check here is about \`${property}\`.${meant(property, known)}`);
  const isAt = ({ sweep }: RunPlan) => [...point].every(([name, value]) => sweep.some((one) => one.name === name && one.value === value));
  const there = about.map((plan) => withRuns(plan, isAt)).filter(({ runs }) => runs.length > 0);
  if (there.length > 0) return there;
  const text = pointText([...point].map(([name, value]) => ({ name, value })));
  throw new Refused(`No check that this is about has the point ${text}.`);
}

/** `wanted`: null for any */
function named(
  plans: readonly CheckPlan[],
  nameOf: (plan: CheckPlan) => string,
  wanted: string | null,
  word: string,
): readonly CheckPlan[] {
  const found = plans.filter((plan) => wanted === null || nameOf(plan) === wanted);
  if (found.length === 0) throw new Refused(`No check is ${word} \`${wanted}\`.${meant(wanted, plans.map(nameOf))}`);
  return found;
}

function withRuns(plan: CheckPlan, which: (run: RunPlan) => boolean): CheckPlan {
  return { ...plan, runs: plan.runs.filter(which) };
}

function meant(word: string | null, all: readonly string[]): string {
  const names = [...new Set(all)];
  const best = word === null ? null : closest(word, names);
  if (best !== null) return ` Did you mean \`${best}\`?`;
  return names.length === 0 ? '' : ` There is: ${names.slice(0, 10).join(', ')}${names.length > 10 ? ', ...' : ''}.`;
}

function whyNone(all: readonly Judged[]): string {
  if (all.length === 0) return 'No check could be made: the constants of its points are wrong.';
  const open = all.find(({ outcome }) => outcome.verdict.status === 'unknown');
  const { plan, outcome } = open ?? all[0];
  const others = all.length === 1 ? '' : ` (and there is none in ${thousands(all.length - 1)} other verdicts)`;
  const more = open === undefined ? '' : ' A larger `timeout`, `maxStates` or `maxMemory` in the launch configuration may find one.';
  return `There is no run to debug: ${outcome.property} under ${under(plan, outcome)}: ${verdictText(outcome.verdict)}${others}.${more}`;
}

/** "Paused (P = 2)" */
function under({ assume }: CheckPlan, { point }: Pick<Outcome, 'point'>): string {
  return point.length === 0 ? assume : `${assume} (${pointText(point)})`;
}

function runOf(snapshot: Snapshot, { plan, outcome }: Judged): DebuggedRun {
  const { model, verdict, point } = outcome;
  const texts = (file: string) => snapshot.loaded.texts.get(file) ?? null;
  const { assume, system, span, sweeps } = plan;
  const { properties } = checkReport({ assume, system, span, sweeps, outcomes: [outcome], neverRan: [], ran: [] }, texts);
  const [{ kind, outcomes }] = properties;
  const { counterexample, verdict: reported } = outcomes[0];
  const property = model.properties.find(({ name }) => name === outcome.property);
  if (counterexample === null || property === undefined) throw new Error(`no run of ${outcome.property}`);
  const { trace } = verdict as { readonly trace: Trace };
  return {
    model,
    trace,
    property: outcome.property,
    kind,
    propertySpan: property.nameSpan,
    under: under(plan, outcome),
    verdict: reported,
    error: verdict.status === 'error' ? verdict.error : null,
    // What is made anew at each look is kept.
    counterexample: { ...counterexample, replay: counterexample.replay },
    stands: new Stands(model, trace),
    questions: new Questions(snapshot.analysis, model, new Map(point.map(({ name, value }) => [name, value]))),
    texts,
  };
}
