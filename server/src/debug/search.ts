/** The run to debug: what a launch configuration leaves open is chosen, and the checks that it names are searched until one has a run. */
import { type CampaignEvent, type CheckPlan, campaign, type Outcome, oneDeadline, type Progress, type RunPlan } from '#checker';
import { placeText, plural, pointText, thousands, verdictText } from '#report';
import type { ReadFiles } from '../host/host.ts';
import type { Snapshot } from '../ide/snapshot.ts';
import { Project } from '../project/project.ts';
import { type LaunchArguments, Refused } from './arguments.ts';
import { meant, named, runOf } from './found.ts';
import type { DebuggedRun } from './run.ts';
import { findInClaims } from './search-claims.ts';

/** Milliseconds between two looks at what the client wants. */
const SLICE = 50;

/** Yields how far a search has come. Throws `Refused` where there is no run to debug. */
export function findRun(wanted: LaunchArguments, snapshot: Snapshot, now: () => number): Generator<Pick<Progress, 'states'>, DebuggedRun> {
  return wanted.claim === null ? findInChecks(wanted, snapshot, now) : findInClaims(wanted, wanted.claim, snapshot, now);
}

function* findInChecks(wanted: LaunchArguments, snapshot: Snapshot, now: () => number): Generator<Progress, DebuggedRun> {
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
    if (isBroken || (wanted.property !== null && 'trace' in event.outcome.verdict)) return runIn(snapshot, judged);
    if ('trace' in event.outcome.verdict) witness ??= judged;
    else without.push(judged);
  }
  if (witness !== null) return runIn(snapshot, witness);
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

function withRuns(plan: CheckPlan, which: (run: RunPlan) => boolean): CheckPlan {
  return { ...plan, runs: plan.runs.filter(which) };
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

function runIn(snapshot: Snapshot, { plan, outcome }: Judged): DebuggedRun {
  return runOf(snapshot, { ...plan, under: under(plan, outcome) }, outcome);
}
