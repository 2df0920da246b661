/** `proviso tlc`: TLC searches in place of our own search; what it finds is shown as our own. */
import process from 'node:process';
import { checkReport, printable, thousands } from '#report';
import { type Call, many, positive } from '../call.ts';
import { codesOf, nothingToCheck } from '../check/codes.ts';
import { formatsOf } from '../check/formats.ts';
import { Output } from '../check/output.ts';
import { TraceFiles, tracesOf, tracesWritten } from '../check/traces.ts';
import { type ExitCode, exitCodes, worst } from '../exit.ts';
import { findFiles } from '../files.ts';
import { openTerminal } from '../terminal.ts';
import { findJava } from '../tla/java.ts';
import { look } from '../tla/look.ts';
import { type Translated, translate } from '../tla/models.ts';
import { endAll } from '../tla/process.ts';

export async function tlc(call: Call): Promise<ExitCode> {
  const quiet = call.options.quiet === true;
  const terminal = openTerminal({ color: call.options.color !== false, quiet });
  const complain = (problem: string): ExitCode => {
    terminal.complain(`proviso: ${printable(problem)}`);
    return exitCodes.wrongInput;
  };
  const threads = positive(call, 'threads', 'threads', 4);
  if (threads !== null && typeof threads === 'object') return complain(threads.problem);
  const hosts = hostsOf(call);
  if (hosts?.length === 0)
    return complain('`--distributed` names no host: write `--distributed localhost,localhost` for two processes of workers here.');
  const formats = formatsOf(call);
  if ('problem' in formats) return complain(formats.problem);
  const traces = tracesOf(call);
  if (traces !== null && 'problem' in traces) return complain(traces.problem);
  if (call.words.length === 0) return complain('`proviso tlc` needs the files whose checks TLC is to search.');
  const { jar } = call.options;
  const java = findJava(typeof jar === 'string' ? jar : null);
  if ('problem' in java) return complain(java.problem);
  const { files, problems } = findFiles(call);
  const texts = new Map<string, string>();
  const options = {
    traces: call.options.traces === true,
    lints: false,
    statistics: false,
    quiet,
    text: (file: string) => texts.get(file) ?? null,
  };
  const output = await Output.begin(terminal, formats, options);
  for (const { path, message } of problems) output.unreadable({ file: path, message });
  const codes: ExitCode[] = problems.length > 0 ? [exitCodes.wrongInput] : [];
  const begun = performance.now();
  let stopped: ExitCode | null = null;
  const stop = (code: ExitCode) => () => {
    stopped = code;
    endAll();
  };
  const [onInterrupt, onTerminate] = [stop(exitCodes.interrupted), stop(exitCodes.terminated)];
  // Also where the terminal is closed: TLC would go on without anyone to read it.
  process.on('SIGINT', onInterrupt).on('SIGTERM', onTerminate).on('SIGHUP', onTerminate);
  const traceFiles = traces === null ? null : new TraceFiles(traces);
  const skipped: string[] = [];
  const [assumes, properties] = [many(call, 'assume'), many(call, 'property')];
  let checked = 0;
  for (const found of files) {
    if (stopped !== null) break;
    const read = translate(found, { assumes, properties, strongAsAsked: true }, terminal);
    if (read === null) {
      skipped.push(found.path);
      codes.push(exitCodes.wrongInput);
      continue;
    }
    for (const [path, text] of read.texts) texts.set(path, text);
    for (const [plan, points] of Map.groupBy(read.translated, (one) => one.plan)) {
      const outcomes = [];
      for (const point of points) {
        if (stopped !== null) break;
        const looked = await look(chosen(point, properties), {
          java,
          threads,
          hosts,
          say: (line) => terminal.complain(`proviso: ${printable(line)}`),
          progress: ({ depth, distinct, waiting }) =>
            terminal.progress(
              printable(
                `TLC: ${thousands(distinct)} states, depth ${thousands(depth)}, ${thousands(waiting)} waiting; ${plan.system} under ${plan.assume}`,
              ),
            ),
          interrupted: () => stopped !== null,
        });
        outcomes.push(...looked.outcomes);
        if (looked.problem === null) continue;
        terminal.complain(`proviso: ${printable(looked.problem)}.`);
        codes.push(exitCodes.undecided);
      }
      if (outcomes.length === 0) continue;
      terminal.clear();
      const { system, assume, span, sweeps } = plan;
      const report = checkReport({ system, assume, span, sweeps, outcomes, neverRan: [], ran: [] }, (file) => texts.get(file) ?? null);
      output.check(report);
      if (!tracesWritten(traceFiles, report, terminal)) codes.push(exitCodes.unwritten);
      codes.push(...codesOf(report));
      checked += 1;
    }
  }
  process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate).off('SIGHUP', onTerminate);
  if (stopped !== null) codes.push(stopped);
  const ended = {
    ...{ interrupted: stopped !== null, files: files.map(({ path }) => path), skipped, changed: null, shard: null, baseline: null },
    milliseconds: performance.now() - begun,
  };
  if (!output.end(ended)) codes.push(exitCodes.unwritten);
  if (checked === 0 && codes.length === 0) codes.push(nothingToCheck({ terminal, properties, assumes }, files));
  return worst(codes);
}

/** With what is expected of these properties alone. */
function chosen(translated: Translated, properties: readonly string[]): Translated {
  if (properties.length === 0) return translated;
  const expectations = translated.run.expectations.filter(({ property }) => properties.includes(property));
  return { ...translated, run: { ...translated.run, expectations } };
}

function hostsOf({ options }: Call): string[] | null {
  const { distributed } = options;
  if (typeof distributed !== 'string') return null;
  return distributed.split(',').flatMap((host) => (host.trim() === '' ? [] : [host.trim()]));
}
