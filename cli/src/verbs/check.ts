/** `proviso check`: every check of every file, compared with what the files expect. */
import { analyse, type CheckOutcome, type CheckPlan, campaign, type Loaded, standing } from '#checker';
import { append } from '#grammar';
import { checkText, placeOf, plural, progressText, searchText, summaryText } from '#report';
import type { Call } from '../call.ts';
import { type Limits, limitsOf } from '../check/limits.ts';
import { type DiagnosticReporter, reportDiagnostics } from '../check/report-diagnostics.ts';
import { type ExitCode, exitCodes, worst } from '../exit.ts';
import { type FileProblem, type Found, findFiles } from '../files.ts';
import { type Interrupt, listenForInterrupt } from '../interrupt.ts';
import { readSources } from '../sources.ts';
import { didYouMean } from '../suggest.ts';
import { openTerminal, type Terminal } from '../terminal.ts';

interface Session {
  readonly call: Call;
  readonly terminal: Terminal;
  readonly quiet: boolean;
  readonly limits: Limits;
  readonly interrupt: Interrupt;
  readonly reporter: DiagnosticReporter;
  readonly properties: readonly string[];
  readonly assumes: readonly string[];
}

/** A file whose text is sound enough to have checks. */
interface Ready {
  readonly found: Found;
  readonly sources: Loaded;
  readonly plans: readonly CheckPlan[];
}

/** `script`: what a thread of a large search runs; null where there can be none. */
export async function check(call: Call, script: string | null = null): Promise<ExitCode> {
  const quiet = call.options.quiet === true;
  const terminal = openTerminal({ color: call.options.color !== false, quiet });
  const limits = limitsOf(call, script);
  if ('problem' in limits) {
    terminal.complain(`proviso: ${limits.problem}`);
    return exitCodes.wrongInput;
  }
  const session: Session = {
    call,
    terminal,
    quiet,
    limits,
    interrupt: listenForInterrupt(),
    reporter: reportDiagnostics(terminal, quiet),
    properties: many(call.options.property),
    assumes: many(call.options.assume),
  };
  const code = await checkFiles(session);
  session.interrupt.release();
  return code;
}

function many(option: Call['options'][string]): readonly string[] {
  return Array.isArray(option) ? option.map(String) : [];
}

async function checkFiles(session: Session): Promise<ExitCode> {
  const begin = performance.now();
  const { files, problems } = findFiles(session.call.words);
  for (const problem of problems) tellProblem(session, problem);
  const prepared = files.map((found) => prepare(session, found));
  const ready = prepared.filter((file) => file !== null);
  const codes: ExitCode[] = problems.length > 0 || ready.length < files.length ? [exitCodes.wrongInput] : [];
  const badName = unknownName(session, ready);
  if (badName !== null) {
    session.terminal.complain(`proviso: ${badName}`);
    return exitCodes.wrongInput;
  }
  const outcomes: CheckOutcome[] = [];
  codes.push(await runChecks(session, ready, outcomes));
  append(codes, codesOf(outcomes));
  if (session.interrupt.happened()) codes.push(exitCodes.interrupted);
  const unfit = files.length - ready.length;
  if (unfit > 0) tellUnfit(session, unfit, files.length);
  if (outcomes.length > 0) tellEnd(session, outcomes, performance.now() - begin);
  else if (worst(codes) === exitCodes.fine) codes.push(nothingToCheck(session, files));
  return worst(codes);
}

function tellProblem({ terminal }: Session, { path, message }: FileProblem): void {
  terminal.say(`${terminal.style.strong(`${path}:1:1:`)} ${terminal.style.bad('error')}: ${message}`);
}

/** null where the file is not fit for checking: this has been reported. */
function prepare(session: Session, found: Found): Ready | null {
  const sources = readSources(found);
  if ('problem' in sources) {
    tellProblem(session, { path: found.path, message: sources.problem });
    return null;
  }
  const analysis = analyse(sources);
  if (session.reporter.show([...sources.diagnostics, ...analysis.diagnostics], sources.texts)) return null;
  const own = analysis.checks.filter((plan) => plan.span.file === found.path);
  return { found, sources, plans: own };
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

/** Adds to `outcomes` check by check; returns whether the constants of some point are wrong. */
async function runChecks(session: Session, ready: readonly Ready[], outcomes: CheckOutcome[]): Promise<ExitCode> {
  const { terminal, call, limits, properties, assumes, interrupt } = session;
  const files = new Map(ready.flatMap((file) => file.plans.map((plan) => [plan, file] as const)));
  const plans = [...files.keys()].filter(({ assume }) => assumes.length === 0 || assumes.includes(assume));
  const events = campaign(plans, {
    ...limits,
    now: () => performance.now(),
    ...(properties.length > 0 ? { properties } : {}),
    blame: call.options.traces === true ? 'always' : 'unexpected',
    statistics: call.options.stats === true,
    interrupted: () => interrupt.happened(),
  });
  let wrong = false;
  for (const event of events) {
    if (event.kind === 'progress') {
      terminal.progress(`${searchText(event.run.plan, event.run.point)}: ${progressText(event.progress)}`);
      // A moment in which Ctrl-C is heard, and what the threads have to say.
      await new Promise(setImmediate);
    } else if (event.kind === 'done') {
      terminal.clear();
      const { texts } = files.get(event.check.plan)!.sources;
      if (session.reporter.show(event.diagnostics, texts)) wrong = true;
      if (event.outcome.outcomes.length === 0) continue;
      outcomes.push(event.outcome);
      tellCheck(session, event.outcome, texts);
    }
  }
  return wrong ? exitCodes.wrongInput : exitCodes.fine;
}

function tellCheck({ terminal, quiet, call }: Session, outcome: CheckOutcome, texts: Loaded['texts']): void {
  const lines = checkText(outcome, {
    style: terminal.style,
    columns: terminal.columns,
    source: ({ file, start, end }) => texts.get(file)?.slice(start, end) ?? null,
    place: ({ file, start }) => `${file}:${placeOf(texts.get(file) ?? '', start).line}`,
    traces: call.options.traces === true,
    statistics: call.options.stats === true,
    quiet,
  });
  for (const line of lines) terminal.say(line);
}

function codesOf(outcomes: readonly CheckOutcome[]): ExitCode[] {
  const codes = {
    'as expected': exitCodes.fine,
    unexpected: exitCodes.unexpected,
    undecided: exitCodes.undecided,
    unchecked: exitCodes.fine,
  };
  return outcomes.flatMap((outcome) => outcome.outcomes.map((one) => codes[standing(one)]));
}

function tellUnfit({ terminal }: Session, unfit: number, all: number): void {
  const which =
    unfit === all ? (all === 1 ? 'The file was' : 'The files were') : `${plural(unfit, 'file')} of ${all} ${unfit === 1 ? 'was' : 'were'}`;
  terminal.say(`${which} not checked, because of what is said above.`);
}

function tellEnd({ terminal, quiet, interrupt }: Session, outcomes: readonly CheckOutcome[], milliseconds: number): void {
  const summary = summaryText(outcomes, milliseconds, terminal.style);
  const interrupted = interrupt.happened() ? terminal.style.warn('Interrupted: what is shown was known by then.') : null;
  if (interrupted !== null) terminal.say(interrupted);
  if (!quiet || interrupted !== null) terminal.say(`\n${summary}`);
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
