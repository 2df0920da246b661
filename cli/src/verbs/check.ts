/** `proviso check`: every check of every file, compared with what the files expect. */
import { existsSync } from 'node:fs';
import { analyse, type CheckOutcome, type CheckPlan, campaign, type SimulationOptions } from '#checker';
import { append, type Span } from '#grammar';
import {
  advanceText,
  type CheckReport,
  checkReport,
  type ProvisosReport,
  printable,
  progressText,
  type RunReport,
  type Standing,
  searchText,
  sightingDiagnostic,
} from '#report';
import { type Call, many, positive } from '../call.ts';
import { baselineOf, type KnownFailures, writeBaseline } from '../check/baseline.ts';
import { type DiskCache, openCache } from '../check/cache.ts';
import { campaignOptionsOf } from '../check/campaign-options.ts';
import { type Changes, changesOf } from '../check/changed.ts';
import { formatsOf } from '../check/formats.ts';
import { type CheckHost, plainHost } from '../check/host.ts';
import { type Limits, limitsOf } from '../check/limits.ts';
import { Output } from '../check/output.ts';
import { type Blocks, runBlocks } from '../check/provisos.ts';
import { divided, divisionOf, type Shard, shardOf, type Unit, unitOfBlock, unitOfCheck } from '../check/shard.ts';
import { Shares } from '../check/shares.ts';
import { SoFar } from '../check/so-far.ts';
import { checkTogether } from '../check/together.ts';
import { TraceFiles, tracesOf } from '../check/traces.ts';
import { REASON } from '../check/will.ts';
import { type ExitCode, exitCodes, worst } from '../exit.ts';
import { type Found, findFiles } from '../files.ts';
import type { Interrupt } from '../interrupt.ts';
import { readSources } from '../sources.ts';
import { didYouMean } from '../suggest.ts';
import { openTerminal, type Terminal } from '../terminal.ts';

interface Session {
  readonly call: Call;
  readonly terminal: Terminal;
  readonly limits: Limits;
  readonly host: CheckHost;
  readonly shares: Shares;
  /** milliseconds */
  readonly begun: number;
  readonly interrupt: Interrupt;
  readonly keep: CheckHost['keep'];
  readonly output: Output;
  readonly cache: DiskCache | null;
  /** random runs in place of searches; null where those are made */
  readonly simulation: SimulationOptions | null;
  /** null where they are not wanted */
  readonly traceFiles: TraceFiles | null;
  /** null: all of them */
  readonly shard: Shard | null;
  /** null: whatever has changed */
  readonly changes: Changes | null;
  /** null: no failure is known */
  readonly known: KnownFailures | null;
  /** of every file that was read, by its path as it is shown */
  readonly texts: Map<string, string>;
  readonly properties: readonly string[];
  readonly assumes: readonly string[];
}

/** A file whose text is sound enough to have checks. */
interface Ready {
  readonly texts: ReadonlyMap<string, string>;
  readonly path: string;
  readonly plans: readonly CheckPlan[];
  readonly blocks: Blocks;
}

/** `simulation`: random runs in place of searches. */
export async function check(call: Call, host: CheckHost = plainHost, simulation: SimulationOptions | null = null): Promise<ExitCode> {
  const quiet = call.options.quiet === true;
  const terminal = openTerminal({ color: call.options.color !== false, quiet }, host.device);
  const shares = new Shares();
  const limits = limitsOf(call, host.script, shares);
  const formats = formatsOf(call);
  if ('problem' in limits) return complain(terminal, limits.problem);
  if ('problem' in formats) return complain(terminal, formats.problem);
  const traces = tracesOf(call);
  if (traces !== null && 'problem' in traces) return complain(terminal, traces.problem);
  const shard = shardOf(call);
  if (shard !== null && 'problem' in shard) return complain(terminal, shard.problem);
  const changes = changesOf(call);
  if (changes !== null && 'problem' in changes) return complain(terminal, changes.problem);
  const known = baselineOf(call);
  if (known !== null && 'problem' in known) return complain(terminal, known.problem);
  const texts = new Map<string, string>();
  const text = (file: string) => texts.get(file) ?? null;
  const options = {
    traces: call.options.traces === true,
    lints: call.options.lints === true,
    statistics: call.options.stats === true,
    quiet,
    text,
  };
  const session: Session = {
    call,
    terminal,
    limits,
    host,
    shares,
    begun: performance.now(),
    interrupt: host.interrupt,
    keep: host.keep,
    cache: simulation === null ? openCache(call) : null,
    simulation,
    output: await Output.begin(terminal, formats, options),
    traceFiles: traces === null ? null : new TraceFiles(traces),
    shard,
    changes,
    known,
    texts,
    properties: many(call, 'property'),
    assumes: many(call, 'assume'),
  };
  return await checkFiles(session);
}

function complain(terminal: Terminal, problem: string): ExitCode {
  terminal.complain(`proviso: ${problem}`);
  return exitCodes.wrongInput;
}

async function checkFiles(session: Session): Promise<ExitCode> {
  const { output, interrupt } = session;
  const { files: all, problems } = findFiles(session.call);
  for (const { path, message } of problems) output.unreadable({ file: path, message });
  const prepared = all.flatMap((found) => prepare(session, found) ?? []);
  const files = prepared.map((one) => one.path);
  const ready = prepared.filter((one): one is Ready => 'plans' in one);
  const skipped = prepared.flatMap((one) => ('plans' in one ? [] : [one.path]));
  const codes: ExitCode[] = problems.length > 0 || skipped.length > 0 ? [exitCodes.wrongInput] : [];
  const badName = unknownName(session, ready);
  if (badName !== null) return complain(session.terminal, badName);
  const chosen = choose(session, ready);
  const changed = session.changes === null ? null : { since: session.changes.since, unchanged: all.length - files.length };
  const isWhole = (file: string, interrupted: boolean) =>
    !interrupted && isEverything(session) && (files.includes(file) ? !skipped.includes(file) : !existsSync(file));
  const ended = (interrupted: boolean) => ({
    ...{ interrupted, files, skipped, changed, shard: chosen.shard },
    baseline: session.known === null ? null : { known: session.known.baseline, isWhole: (file: string) => isWhole(file, interrupted) },
    milliseconds: performance.now() - session.begun,
  });
  const keep = (soFar: SoFar, verdicts: readonly ExitCode[]) => {
    const checks = soFar.outcomes(REASON);
    const reports = checks.map((check) => reportOf(session, check));
    session.keep({
      ...output.will(reports, ended(true)),
      open: soFar.open,
      found: soFar.found(),
      codes: [...codes, ...verdicts, ...reports.flatMap((one) => codesOf(one, session))],
    });
  };
  const checked = await runChecks(session, ready, chosen, keep);
  keep(new SoFar(), checked.codes);
  const claimed = await runProvisos(session, ready, chosen);
  append(codes, [...checked.codes, ...claimed.codes]);
  const interrupted = interrupt.happened();
  if (interrupted) codes.push(interrupt.code() ?? exitCodes.interrupted);
  const remember = (run: RunReport) => {
    if (session.known?.strict === true && run.baseline !== null && run.baseline.gone.length > 0) codes.push(exitCodes.unexpected);
    return session.known?.update === true ? writeBaseline(session.terminal, session.known, run) : true;
  };
  if (!output.end(ended(interrupted), remember)) codes.push(exitCodes.unwritten);
  const isPart = changed !== null || (chosen.shard !== null && chosen.shard.all > 0);
  if (checked.count + claimed.count === 0 && worst(codes) === exitCodes.fine && !isPart) codes.push(nothingToCheck(session, all));
  return worst(codes);
}

/** A path alone: the file is not fit for checking, which has been reported. null: it has not changed, which is as if it were not there. */
function prepare({ output, texts, changes }: Session, found: Found): Ready | Pick<Ready, 'path'> | null {
  const sources = readSources(found);
  if ('problem' in sources) {
    output.unreadable({ file: found.path, message: sources.problem });
    return { path: found.path };
  }
  // Where an import cannot be read, that may be what has changed.
  if (changes !== null && sources.diagnostics.length === 0 && changes.isUnchanged(sources.texts.keys())) return null;
  for (const [path, text] of sources.texts) texts.set(path, text);
  const analysis = analyse(sources);
  if (output.diagnostics([...sources.diagnostics, ...analysis.diagnostics])) return { path: found.path };
  const own = <T extends { readonly span: Span }>(plans: readonly T[]) => plans.filter(({ span }) => span.file === found.path);
  return { texts: sources.texts, path: found.path, plans: own(analysis.checks), blocks: { analysis, plans: own(analysis.provisos) } };
}

/** What is made of all that the files have. */
interface Chosen {
  readonly plans: ReadonlySet<Unit['plan']>;
  readonly shard: RunReport['shard'];
}

function choose({ call, shard, properties, assumes }: Session, ready: readonly Ready[]): Chosen {
  const isWanted = ({ assume }: Unit['plan']) => assumes.length === 0 || assumes.includes(assume);
  const checks = ready.flatMap((file) => file.plans).filter(isWanted);
  const blocks = call.options.provisos === false ? [] : ready.flatMap((file) => file.blocks.plans).filter(isWanted);
  if (shard === null) return { plans: new Set([...checks, ...blocks]), shard: null };
  const units = [...checks.map((plan) => unitOfCheck(plan, properties)), ...blocks.map((plan) => unitOfBlock(plan, properties))].filter(
    (unit) => unit !== null,
  );
  const shards = divided(units, shard.count, shard.times);
  const plans = new Set(units.flatMap(({ plan }, i) => (shards[i] === shard.index ? [plan] : [])));
  const { index, count } = shard;
  return { plans, shard: { index, count, checks: plans.size, all: units.length, division: divisionOf(units, shards) } };
}

/** A name given with --property or --assume that no check knows. */
function unknownName({ properties, assumes }: Session, ready: readonly Ready[]): string | null {
  const plans = ready.flatMap((file) => file.plans);
  if (plans.length === 0) return null;
  const known = {
    property: [...new Set(plans.flatMap((plan) => plan.runs.flatMap((run) => run.expectations.map((e) => e.property))))],
    assume: [...new Set(plans.map((plan) => plan.assume))],
  };
  for (const [kind, names] of [
    ['property', properties],
    ['assume', assumes],
  ] as const) {
    const missing = names.find((name) => !known[kind].includes(name));
    if (missing === undefined) continue;
    return `No check has the ${kind} \`${missing}\`.${didYouMean(missing, known[kind])} There ${known[kind].length === 1 ? 'is' : 'are'}: ${known[kind].join(', ')}.`;
  }
  return null;
}

/** `count`: checks that had an outcome. `codes`: what their verdicts come to, and that the constants of some point are wrong. */
interface Checked {
  readonly count: number;
  readonly codes: readonly ExitCode[];
}

/** What is known of checks that are not done is kept at least so often, in milliseconds. */
const KEEP = 500;

/** `keep`: takes what was known of the checks that are not done, and the codes of the others. */
async function runChecks(
  session: Session,
  ready: readonly Ready[],
  chosen: Chosen,
  keep: (soFar: SoFar, codes: readonly ExitCode[]) => void,
): Promise<Checked> {
  const { terminal, output, texts } = session;
  const events = eventsOf(session, ready, chosen);
  let count = 0;
  const codes = new Set<ExitCode>();
  const soFar = new SoFar();
  let kept = performance.now();
  // Searches, one for each point.
  let [done, all] = [0, 0];
  const source = ({ file, start, end }: Span) => texts.get(file)?.slice(start, end) ?? null;
  for await (const event of events) {
    const known = soFar.hear(event);
    // Outcomes come all at once when a point is done, and are kept with what follows.
    if ((known && event.kind !== 'outcome') || performance.now() - kept > KEEP) {
      // What is done is written below first.
      if (event.kind !== 'done') keep(soFar, [...codes]);
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
    } else if (event.kind === 'done') {
      done += event.check.runs.length;
      terminal.clear();
      if (output.diagnostics([...event.diagnostics, ...event.sightings.map((one) => sightingDiagnostic(one, source))]))
        codes.add(exitCodes.wrongInput);
      if (event.outcome.outcomes.length === 0) continue;
      count++;
      const report = reportOf(session, event.outcome);
      for (const code of codesOf(report, session)) codes.add(code);
      output.check(report);
      if (!writeTraces(session, report)) codes.add(exitCodes.unwritten);
      keep(soFar, [...codes]);
    }
  }
  session.cache?.close();
  return { count, codes: [...codes] };
}

/** Milliseconds of the time given; null where none is. */
function left({ call, begun }: Session): number | null {
  const seconds = positive(call, 'timeout', 'seconds');
  return typeof seconds === 'number' ? seconds * 1000 - (performance.now() - begun) : null;
}

/** Returns false where they cannot be written, which has been said. */
function writeTraces({ traceFiles, terminal }: Session, report: CheckReport): boolean {
  try {
    traceFiles?.write(report);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    terminal.complain(`proviso: traces cannot be written: ${(error as Error).message}`);
    return false;
  }
}

/** Threads from which on checks are made side by side: two gain nothing, since what V8 does beside one uses the other's core (measured). */
const SIDE_BY_SIDE = 3;

/** The checks are made side by side, unless what all of them may use together is limited: that is shared fairly only one after the other. */
function eventsOf({ call, limits, host, shares, interrupt, cache, simulation }: Session, ready: readonly Ready[], chosen: Chosen) {
  const isWanted = (plan: CheckPlan) => chosen.plans.has(plan);
  const plans = ready.flatMap((file) => file.plans).filter(isWanted);
  const options = { ...campaignOptionsOf(call, limits, interrupt, cache), ...(simulation === null ? {} : { simulation }) };
  const { script, word } = host;
  const isLimited = call.options.timeout !== undefined || call.options['max-memory'] !== undefined;
  if (script === null || word === null || limits.threads < SIDE_BY_SIDE || isLimited || plans.length < 2) return campaign(plans, options);
  const files = ready.map(({ path, texts, plans: own }) => {
    const checks = own.flatMap((plan, i) => (isWanted(plan) ? [i] : []));
    return { path, texts, checks };
  });
  return checkTogether(plans, options, { script, call, word, shares, files, threads: limits.threads });
}

async function runProvisos(session: Session, ready: readonly Ready[], chosen: Chosen): Promise<Checked> {
  const { terminal, output, limits, interrupt, properties, texts, call, known } = session;
  if (call.options.provisos === false) return { count: 0, codes: [] };
  const wanted = ready.map(({ blocks: { analysis, plans } }) => ({
    analysis,
    plans: plans.filter((plan) => chosen.plans.has(plan)),
  }));
  const judged = (report: ProvisosReport) => known?.baseline.provisos(report) ?? report;
  return await runBlocks({ terminal, output, limits, interrupt, properties, judged, texts: (file) => texts.get(file) ?? null }, wanted);
}

/** Nothing is left out of the files that are checked. */
function isEverything({ call, shard, properties, assumes, simulation }: Session): boolean {
  return shard === null && simulation === null && properties.length + assumes.length === 0 && call.options.provisos !== false;
}

function reportOf({ texts, known }: Session, outcome: CheckOutcome): CheckReport {
  const report = checkReport(outcome, (file) => texts.get(file) ?? null);
  return known?.baseline.check(report) ?? report;
}

/** That random runs decide nothing is no failure. */
function codesOf({ properties }: CheckReport, { simulation }: Pick<Session, 'simulation'>): ExitCode[] {
  const codes: Readonly<Record<Standing, ExitCode>> = {
    expected: exitCodes.fine,
    unexpected: exitCodes.unexpected,
    known: exitCodes.fine,
    undecided: simulation === null ? exitCodes.undecided : exitCodes.fine,
    unchecked: exitCodes.fine,
  };
  return properties.flatMap(({ outcomes }) => outcomes.map(({ standing }) => codes[standing]));
}

/** Passing because nothing was checked would look like passing. */
function nothingToCheck({ terminal, properties, assumes }: Session, files: readonly Found[]): ExitCode {
  const where = files.length === 1 ? files[0].path : `these ${files.length} files`;
  const chosen = properties.length + assumes.length > 0;
  terminal.complain(
    chosen
      ? 'proviso: No check has both the property and the assume that were asked for.'
      : `proviso: There is no \`check\` in ${where}. Write one, such as \`check MyAssume { MyProperty holds }\`.`,
  );
  return exitCodes.wrongInput;
}
