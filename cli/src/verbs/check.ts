/** `proviso check`: every check of every file, compared with what the files expect. */
import { existsSync } from 'node:fs';
import type { SimulationOptions } from '#checker';
import { append } from '#grammar';
import type { CheckReport, RunReport } from '#report';
import { type Call, many } from '../call.ts';
import { baselineOf, type KnownFailures, writeBaseline } from '../check/baseline.ts';
import { openCache } from '../check/cache.ts';
import { type Changes, changesOf } from '../check/changed.ts';
import { openCheckpoints } from '../check/checkpoints.ts';
import { codesOf, nothingToCheck } from '../check/codes.ts';
import { openDisk } from '../check/disk.ts';
import { FileMemory, type KnownFile, type Told } from '../check/file-memory.ts';
import { formatsOf } from '../check/formats.ts';
import { type CheckHost, plainHost } from '../check/host.ts';
import { limitsOf } from '../check/limits.ts';
import { Output } from '../check/output.ts';
import type { Report } from '../check/packed.ts';
import type { Part } from '../check/parts.ts';
import type { Job, SearchSession } from '../check/searches.ts';
import { divided, divisionOf, type Shard, shardOf, unitOf } from '../check/shard.ts';
import type { ReadFile } from '../check/spec-file.ts';
import { TraceFiles, tracesOf, tracesWritten } from '../check/traces.ts';
import { type ExitCode, exitCodes, worst } from '../exit.ts';
import { type Found, findFiles } from '../files.ts';
import { didYouMean } from '../suggest.ts';
import { openTerminal, type Terminal } from '../terminal.ts';

interface Session extends SearchSession {
  readonly output: Output;
  /** null where nothing is remembered, or what is remembered says too little */
  readonly memory: FileMemory | null;
  /** null where they are not wanted */
  readonly traceFiles: TraceFiles | null;
  /** null: all of them */
  readonly shard: Shard | null;
  /** null: whatever has changed */
  readonly changes: Changes | null;
  /** null: no failure is known */
  readonly known: KnownFailures | null;
  readonly texts: Map<string, string>;
  readonly assumes: readonly string[];
}

/** `simulation`: random runs in place of searches. */
export async function check(call: Call, host: CheckHost = plainHost, simulation: SimulationOptions | null = null): Promise<ExitCode> {
  const quiet = call.options.quiet === true;
  const terminal = openTerminal({ color: call.options.color !== false, quiet }, host.device);
  const limits = limitsOf(call);
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
  const disk = openDisk(call);
  if (disk !== null && 'problem' in disk) return complain(terminal, disk.problem);
  const texts = new Map<string, string>();
  const text = (file: string) => texts.get(file) ?? null;
  const options = {
    traces: call.options.traces === true,
    lints: call.options.lints === true,
    statistics: call.options.stats === true,
    quiet,
    text,
  };
  const cache = simulation === null ? openCache(call, host.later) : null;
  const session: Session = {
    call,
    terminal,
    limits,
    host,
    begun: performance.now(),
    cache,
    memory: cache === null || call.options.stats === true || call.options.checkpoint !== undefined ? null : new FileMemory(cache, call),
    checkpoints: null,
    disk,
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

/** A file that is sound enough to have checks. */
interface Ready {
  readonly file: KnownFile;
  /** null while nothing of it has to be searched */
  read: ReadFile | null;
}

/** A part that was asked for. */
interface Wanted {
  readonly ready: Ready;
  /** its number among the parts of the file */
  readonly part: number;
  /** all parts of the file that were asked for, by number */
  readonly chosen: readonly number[];
  /** what is remembered of it; null: it has to be made */
  readonly told: Told | null;
}

async function checkFiles(session: Session): Promise<ExitCode> {
  const { output, host, cache } = session;
  const { files: all, problems } = findFiles(session.call);
  for (const { path, message } of problems) output.unreadable({ file: path, message });
  const ready: Ready[] = [];
  const [files, skipped]: [string[], string[]] = [[], []];
  for (const found of all) {
    const one = await prepare(session, found);
    if (one === 'unchanged') continue;
    files.push(found.path);
    if (one === 'unfit') skipped.push(found.path);
    else ready.push(one);
  }
  const codes: ExitCode[] = problems.length > 0 || skipped.length > 0 ? [exitCodes.wrongInput] : [];
  const badName = unknownName(session, ready);
  if (badName !== null) return complain(session.terminal, badName);
  const checkpoints = openCheckpoints(session.call, session.texts, session.terminal);
  if (checkpoints !== null && 'problem' in checkpoints) return complain(session.terminal, checkpoints.problem);
  session.checkpoints = checkpoints;
  const { parts, shard } = choose(session, ready);
  const changed = session.changes === null ? null : { since: session.changes.since, unchanged: all.length - files.length };
  const isWhole = (file: string, interrupted: boolean) =>
    !interrupted && isEverything(session) && (files.includes(file) ? !skipped.includes(file) : !existsSync(file));
  const ended = (interrupted: boolean) => ({
    ...{ interrupted, files, skipped, changed, shard },
    baseline: session.known === null ? null : { known: session.known.baseline, isWhole: (file: string) => isWhole(file, interrupted) },
    milliseconds: performance.now() - session.begun,
  });
  const wanted = await remembered(session, ready, parts);
  const keep: Keep = (reports, open, found) =>
    host.keep?.({
      ...output.will(reports, ended(true)),
      open,
      found,
      codes: [...codes, ...reports.flatMap((one) => codesOf(one))],
    });
  const count = await tellAll(session, wanted, codes, host.keep === null ? null : keep);
  cache?.close();
  checkpoints?.close();
  const interrupted = host.interrupt.happened();
  if (interrupted) codes.push(host.interrupt.code() ?? exitCodes.interrupted);
  const remember = (run: RunReport) => {
    if (session.known?.strict === true && run.baseline !== null && run.baseline.gone.length > 0) codes.push(exitCodes.unexpected);
    return session.known?.update === true ? writeBaseline(session.terminal, session.known, run) : true;
  };
  if (!output.end(ended(interrupted), remember)) codes.push(exitCodes.unwritten);
  const isPart = changed !== null || (shard !== null && shard.all > 0);
  if (count === 0 && worst(codes) === exitCodes.fine && !isPart) codes.push(nothingToCheck(session, all));
  return worst(codes);
}

/** `unfit`: it cannot be checked, which has been reported. `unchanged`: it is as if it were not there. */
async function prepare({ output, texts, changes, memory }: Session, found: Found): Promise<Ready | 'unfit' | 'unchanged'> {
  const known = memory?.find(found) ?? null;
  if (known !== null) {
    if (changes?.isUnchanged(known.texts.keys()) === true) return 'unchanged';
    for (const [path, text] of known.texts) texts.set(path, text);
    output.diagnostics(known.diagnostics);
    return { file: known, read: null };
  }
  const { analysed, readSpec } = await import('../check/spec-file.ts');
  const { sources, imports } = readSpec(found);
  if ('problem' in sources) {
    output.unreadable({ file: found.path, message: sources.problem });
    return 'unfit';
  }
  // Where an import cannot be read, that may be what has changed.
  if (changes !== null && sources.diagnostics.length === 0 && changes.isUnchanged(sources.texts.keys())) return 'unchanged';
  for (const [path, text] of sources.texts) texts.set(path, text);
  const { file, read } = analysed(found, sources);
  if (output.diagnostics(file.diagnostics)) return 'unfit';
  memory?.note(file, imports);
  return { file, read };
}

/** What is made of all that the files have. */
interface Chosen {
  readonly parts: ReadonlySet<Part>;
  readonly shard: RunReport['shard'];
}

function choose({ call, shard, properties, assumes }: Session, ready: readonly Ready[]): Chosen {
  const all = ready.flatMap(({ file }) => file.parts);
  const ofKind = (wanted: Part['kind']) => all.filter(({ kind }) => kind === wanted);
  const parts = [...ofKind('check'), ...(call.options.provisos === false ? [] : ofKind('provisos'))].filter(
    ({ assume }) => assumes.length === 0 || assumes.includes(assume),
  );
  if (shard === null) return { parts: new Set(parts), shard: null };
  const units = parts.flatMap((part) => unitOf(part, properties) ?? []);
  const shards = divided(units, shard.count, shard.times);
  const chosen = new Set(units.flatMap(({ part }, i) => (shards[i] === shard.index ? [part] : [])));
  const { index, count } = shard;
  return { parts: chosen, shard: { index, count, checks: chosen.size, all: units.length, division: divisionOf(units, shards) } };
}

/** A name given with --property or --assume that no check knows. */
function unknownName({ properties, assumes }: Session, ready: readonly Ready[]): string | null {
  const plans = ready.flatMap(({ file }) => file.parts.filter(({ kind }) => kind === 'check'));
  if (plans.length === 0) return null;
  const known = {
    property: [...new Set(plans.flatMap(({ asks }) => asks.flat()))],
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

/** What is remembered of the parts that are wanted; a file of which not all is has been read. */
async function remembered({ memory }: Session, ready: readonly Ready[], parts: ReadonlySet<Part>): Promise<Wanted[]> {
  const wanted: Wanted[] = [];
  for (const one of ready) {
    const chosen = one.file.parts.flatMap((part, i) => (parts.has(part) ? [i] : []));
    if (chosen.length === 0) continue;
    const told = memory?.told(one.file, chosen) ?? null;
    if (told === null) one.read ??= (await import('../check/spec-file.ts')).readAgain(one.file);
    for (const part of chosen) wanted.push({ ready: one, part, chosen, told: told?.get(part) ?? null });
  }
  return wanted;
}

/** `keep`: takes what is known of checks that are not told, how many there are, and lines about what was found in them. */
type Keep = (reports: readonly CheckReport[], open: number, found: readonly string[]) => void;

/** Makes what is not remembered, and writes all of it in order: the checks of all files, then the blocks. Returns how many had an outcome. */
async function tellAll(session: Session, wanted: readonly Wanted[], codes: ExitCode[], keep: Keep | null): Promise<number> {
  const { memory } = session;
  let count = 0;
  const tell = ({ ready, part, chosen, told: before }: Wanted, told: Told, final: boolean, took: number) => {
    const isWrong = session.output.diagnostics(told.diagnostics);
    if (isWrong) codes.push(exitCodes.wrongInput);
    if (told.report !== null) {
      count++;
      append(codes, write(session, told.report));
    }
    if (before === null) memory?.tell(ready.file, chosen, part, told, final && !isWrong, took);
  };
  const ofKind = (wantedKind: Part['kind']) => wanted.filter(({ ready, part }) => ready.file.parts[part].kind === wantedKind);
  const [checks, blocks] = [new InOrder(ofKind('check'), tell), new InOrder(ofKind('provisos'), tell)];
  const judgedRest = () => checks.rest().flatMap((report) => ('claims' in report ? [] : [judged(session, report)]));
  if (checks.jobs.length > 0) {
    await (await import('../check/searches.ts')).makeChecks(session, checks.jobs, {
      done: (...done) => checks.done(...done),
      keep:
        keep === null
          ? null
          : ({ reports, open, found }) => keep([...reports.map((report) => judged(session, report)), ...judgedRest()], open, found),
    });
  }
  checks.end();
  if (blocks.jobs.length > 0) {
    keep?.([], 0, []);
    await (await import('../check/searches.ts')).makeBlocks(session, blocks.jobs, (...done) => blocks.done(...done));
  }
  blocks.end();
  return count;
}

type Tell = (wanted: Wanted, told: Told, final: boolean, took: number) => void;

/** What is remembered waits for what has to be made before it. */
class InOrder {
  readonly jobs: readonly Job[];
  readonly #wanted: readonly Wanted[];
  readonly #tell: Tell;
  readonly #places = new Map<Job, number>();
  #next = 0;

  constructor(wanted: readonly Wanted[], tell: Tell) {
    this.#wanted = wanted;
    this.#tell = tell;
    this.jobs = wanted.flatMap(({ ready: { file, read }, part, told }, place) => {
      if (told !== null || read === null) return [];
      const job: Job = { file, read, part };
      this.#places.set(job, place);
      return [job];
    });
    this.#goOn();
  }

  done(job: Job, told: Told, final: boolean, took: number): void {
    const place = this.#places.get(job)!;
    this.#skipTo(place);
    this.#tell(this.#wanted[place], told, final, took);
    this.#next = place + 1;
    this.#goOn();
  }

  /** What was not made by now is not told. */
  end(): void {
    this.#skipTo(this.#wanted.length);
  }

  /** remembered and not told yet */
  rest(): Report[] {
    return this.#wanted.slice(this.#next).flatMap(({ told }) => told?.report ?? []);
  }

  #goOn(): void {
    const place = this.#wanted.findIndex(({ told }, i) => i >= this.#next && told === null);
    this.#skipTo(place < 0 ? this.#wanted.length : place);
  }

  #skipTo(place: number): void {
    for (; this.#next < place; this.#next++) {
      const one = this.#wanted[this.#next];
      if (one.told !== null) this.#tell(one, one.told, true, 0);
    }
  }
}

/** Returns what its verdicts come to. */
function write(session: Session, report: Report): ExitCode[] {
  const { output, known } = session;
  if ('claims' in report) {
    const block = known?.baseline.provisos(report) ?? report;
    output.provisos(block);
    return codesOf(block);
  }
  const check = judged(session, report);
  output.check(check);
  return [...codesOf(check), ...(tracesWritten(session.traceFiles, check, session.terminal) ? [] : [exitCodes.unwritten])];
}

/** Nothing is left out of the files that are checked. */
function isEverything({ call, shard, properties, assumes, simulation }: Session): boolean {
  return shard === null && simulation === null && properties.length + assumes.length === 0 && call.options.provisos !== false;
}

/** What is known stands as that. */
function judged({ known }: Session, report: CheckReport): CheckReport {
  return known?.baseline.check(report) ?? report;
}
