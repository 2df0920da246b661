/** The checks and blocks of files that are not remembered. Loaded where there are any: it is most of the program. */
import { type CheckPlan, type ClaimOutcome, campaign, checkClaims, type Disk, type ProvisosPlan, type SimulationOptions } from '#checker';
import type { Span } from '#grammar';
import {
  advanceText,
  type CheckReport,
  checkReport,
  plural,
  printable,
  progressText,
  provisosReport,
  searchText,
  sightingDiagnostic,
} from '#report';
import type { Call } from '../call.ts';
import { moment, threadsBeside } from '../provisos/point-threads.ts';
import type { Terminal } from '../terminal.ts';
import { allowedOf } from './allowed.ts';
import type { DiskCache } from './cache.ts';
import { campaignOptionsOf } from './campaign-options.ts';
import type { CheckpointFolder } from './checkpoints.ts';
import type { KnownFile, Told } from './file-memory.ts';
import type { CheckHost } from './host.ts';
import type { Limits } from './limits.ts';
import { Shares } from './shares.ts';
import { SoFar } from './so-far.ts';
import type { ReadFile } from './spec-file.ts';
import { SIDE_BY_SIDE } from './threads.ts';
import { checkTogether } from './together.ts';
import { REASON } from './will.ts';

export interface SearchSession {
  readonly call: Call;
  readonly terminal: Terminal;
  readonly limits: Limits;
  readonly host: CheckHost;
  readonly cache: DiskCache | null;
  /** where searches are kept, once the files are read; null where they are not */
  checkpoints: CheckpointFolder | null;
  /** where searches go on that have used up their memory; null where they end then */
  readonly disk: Disk | null;
  /** random runs in place of searches; null where those are made */
  readonly simulation: SimulationOptions | null;
  /** milliseconds */
  readonly begun: number;
  readonly properties: readonly string[];
  /** of every file that was read, by its path as it is shown */
  readonly texts: ReadonlyMap<string, string>;
}

/** A part that is to be made. */
export interface Job {
  readonly file: KnownFile;
  readonly read: ReadFile;
  /** its number among the parts of the file */
  readonly part: number;
}

export interface Listener {
  /** In the order of the jobs. `final` as in the campaign; `took`: milliseconds. */
  readonly done: (job: Job, told: Told, final: boolean, took: number) => void;
  /** takes what is known of checks that are not done; null where nobody asks */
  readonly keep:
    | ((soFar: { readonly reports: readonly CheckReport[]; readonly open: number; readonly found: readonly string[] }) => void)
    | null;
}

/** What is known of checks that are not done is kept at least so often, in milliseconds. */
const KEEP = 500;

export async function makeChecks(session: SearchSession, jobs: readonly Job[], { done: hear, keep }: Listener): Promise<void> {
  const { terminal, texts } = session;
  const textOf = (file: string) => texts.get(file) ?? null;
  const jobOf = new Map(jobs.map((job) => [job.read.plans[job.part], job]));
  const soFar = new SoFar();
  const keepSoFar = () =>
    keep?.({ reports: soFar.outcomes(REASON).map((outcome) => checkReport(outcome, textOf)), open: soFar.open, found: soFar.found() });
  let kept = performance.now();
  // Searches, one for each point.
  let [done, all] = [0, 0];
  const source = ({ file, start, end }: Span) => texts.get(file)?.slice(start, end) ?? null;
  for await (const event of eventsOf(session, jobs)) {
    const known = soFar.hear(event);
    // Outcomes come all at once when a point is done, and are kept with what follows.
    if ((known && event.kind !== 'outcome') || performance.now() - kept > KEEP) {
      // What is done is written below first.
      if (event.kind !== 'done') keepSoFar();
      kept = performance.now();
    }
    if (event.kind === 'progress') {
      const advance = advanceText({ done: Math.min(all, done + event.run.index), all, millisecondsLeft: left(session) }, terminal.isLive);
      // A narrow terminal cuts the end off, so what changes comes first.
      const search = `${searchText(event.run.plan, event.run.point)}${soFar.words(event.run)}`;
      terminal.progress(printable([advance, progressText(event.progress), search].filter((part) => part !== '').join('; ')));
      // A moment in which Ctrl-C is heard, and what the threads have to say.
      await new Promise(setImmediate);
    } else if (event.kind === 'planned') {
      all = event.checks.reduce((sum, { runs }) => sum + runs.length, 0);
      await session.host.begins(all);
    } else if (event.kind === 'done') {
      done += event.check.runs.length;
      terminal.clear();
      const { outcome, sightings, final } = event;
      const report = outcome.outcomes.length === 0 ? null : checkReport(outcome, textOf);
      const diagnostics = [...event.diagnostics, ...sightings.map((one) => sightingDiagnostic(one, source))];
      hear(jobOf.get(event.check.plan)!, { diagnostics, report }, final, report?.search.milliseconds ?? 0);
      if (report !== null) keepSoFar();
    }
  }
}

/** Milliseconds of the time given; null where none is. */
function left({ limits: { seconds }, begun }: SearchSession): number | null {
  return seconds === null ? null : seconds * 1000 - (performance.now() - begun);
}

/**
 * The checks are made side by side, unless what all of them may use together is limited, which is shared fairly only one after the other,
 * or searches are kept.
 */
function eventsOf({ call, limits, host, cache, checkpoints, disk, simulation }: SearchSession, jobs: readonly Job[]) {
  const plans = jobs.map(({ read, part }) => read.plans[part] as CheckPlan);
  const { script, word, interrupt } = host;
  const shares = new Shares();
  const allowed = allowedOf(call, limits, script, shares);
  const search = disk === null ? allowed.search : { ...allowed.search, disk: { disk } };
  const options = {
    ...campaignOptionsOf(call, { ...allowed, search }, interrupt, cache),
    ...(checkpoints === null ? {} : { checkpoints }),
    ...(simulation === null ? {} : { simulation }),
  };
  const isLimited = limits.seconds !== null || limits.memory !== null || checkpoints !== null || disk !== null;
  if (script === null || word === null || allowed.threads < SIDE_BY_SIDE || isLimited || plans.length < 2) return campaign(plans, options);
  const files = [...Map.groupBy(jobs, ({ file }) => file)].map(([{ found, texts }, own]) => {
    // The checks come first among the parts of a file.
    return { path: found.path, texts, checks: own.map(({ part }) => part) };
  });
  return checkTogether(plans, options, { script, call, word, shares, files, threads: allowed.threads });
}

/** States of one assumption set, unless the call gives another number. */
const MOST_STATES = 500_000;

/** The `provisos` blocks, one after the other. */
export async function makeBlocks(session: SearchSession, jobs: readonly Job[], hear: Listener['done']): Promise<void> {
  const { call, terminal, limits, host, cache, properties, texts } = session;
  const { script, interrupt } = host;
  const beside = threadsBeside(host, limits.threads, limits.memory !== null);
  const { each } = limits;
  await host.begins(Infinity);
  // A block is many searches: the time of one search is no limit of its own.
  const { budgets, search } = allowedOf(call, { ...limits, each: null }, script, beside);
  for (const job of jobs) {
    if (interrupt.happened()) break;
    const plan = job.read.plans[job.part] as ProvisosPlan;
    const { budget, over } = budgets(1);
    const stop = () => (interrupt.happened() ? 'interrupted' : over());
    const begin = performance.now();
    const outcomes: ClaimOutcome[] = [];
    const events = checkClaims(job.read.analysis, plan, {
      now: () => performance.now(),
      slice: 60,
      maxStates: budget.maxStates ?? MOST_STATES,
      timeout: each === null ? Infinity : each * 1000,
      maxMemory: budget.maxMemory,
      stop,
      search,
      ...(beside === null ? {} : { ahead: beside }),
      ...(cache === null ? {} : { cache }),
      ...(properties.length > 0 ? { properties } : {}),
    });
    for (const event of events) {
      if (event.kind === 'progress') {
        terminal.progress(`provisos from ${plan.assume}: ${plural(event.checks, 'check')}, ${plural(event.states, 'state')}`);
        await moment(beside);
      } else if (event.kind === 'claim') outcomes.push(event.outcome);
      else {
        terminal.clear();
        const took = performance.now() - begin;
        const report = outcomes.length === 0 ? null : provisosReport(plan, outcomes, took, (file) => texts.get(file) ?? null);
        const isDecided =
          report === null || report.claims.every((claim) => claim.outcomes.every(({ standing }) => standing !== 'undecided'));
        // A larger capacity that memory, or the time of a search, did not suffice for was not asked about.
        const final = isDecided && stop() === null && limits.memory === null && each === null;
        hear(job, { diagnostics: event.diagnostics, report }, final, took);
      }
    }
  }
  beside?.end();
}
