/**
 * Runs of an implementation that configurations name, as tests of their specification: whether their logs are those of a run. They are
 * asked about when somebody runs them; what came of it stands until the specification, the configuration or a log is another one.
 */
import { nameOfLogs } from '#checker';
import type { Span } from '#grammar';
import type { LogReport } from '#report';
import type { Host } from '../host/host.ts';
import type { Snapshot } from '../ide/snapshot.ts';
import { CONFIG_NAME, logTexts, type NamedRun, namedRunsOf } from '../project/log-files.ts';
import { keyOfLogs, type LogSearches } from './log-searches.ts';
import type { CheckBudget, LogsFound } from './messages.ts';
import { Names } from './names.ts';
import { Ending } from './search-queue.ts';
import type { Subject } from './subject.ts';
import type { LogQuestion, Test, TestGroup, TestResult, TestState } from './test-types.ts';

interface UnderWay {
  readonly path: string;
  /** what is asked, whatever its logs have become */
  readonly about: string;
  /** of the logs as they were read */
  key: string;
  readonly ending: Ending;
  isBegun: boolean;
  over: Promise<void>;
}

/** Answers that are kept. */
const MOST_KEPT = 200;

export class NamedRuns {
  readonly #host: Pick<Host, 'files' | 'hash'>;
  readonly #searches: LogSearches;
  readonly #changed: (path: string) => void;
  /** by key: what was found, or why nothing was */
  readonly #known = new Map<string, LogsFound | string>();
  #underWay: UnderWay[] = [];
  /** by specification: logs and mappings of its runs */
  readonly #files = new Map<string, ReadonlySet<string>>();
  /** counts changes of each log */
  readonly #versions = new Map<string, number>();

  /** `changed`: what is known of the runs of this specification */
  constructor(host: Pick<Host, 'files' | 'hash'>, searches: LogSearches, changed: (path: string) => void) {
    this.#host = host;
    this.#searches = searches;
    this.#changed = changed;
  }

  /** This file is another one now. The specifications whose runs may be others then: those that have it as a log, of a configuration all. */
  outdated(path: string): string[] {
    const isConfig = this.#host.files.resolve(path, CONFIG_NAME) === path;
    const concerned = [...this.#files].filter(([, files]) => isConfig || files.has(path)).map(([spec]) => spec);
    if (concerned.length > 0) this.#versions.set(path, (this.#versions.get(path) ?? 0) + 1);
    return concerned;
  }

  /** A group of one test for each, in the order of the configuration. `folder`: beyond it no configuration is looked for */
  groups(view: Snapshot, subject: Subject, folder: string): TestGroup<Span>[] {
    const names = new Names();
    return this.#runsOf(view.path, folder).map((run) => this.#group(view, subject, run, names.of(`logs/${nameOfLogs(run.named)}`)));
  }

  /** Those with these keys, or all; resolves when none is under way any more. */
  async run(subject: Subject, keys: readonly string[] | null, folder: string, budget: CheckBudget): Promise<void> {
    const runs = this.#runsOf(subject.path, folder).filter((run) => keys === null || keys.includes(this.#keyOf(subject, run)));
    await Promise.all(runs.map((run) => this.#find(subject, run, budget)));
  }

  #runsOf(spec: string, folder: string): NamedRun[] {
    const runs = namedRunsOf(this.#host.files, spec, folder);
    this.#files.set(spec, new Set(runs.flatMap(({ logs, mapping }) => (mapping === null ? logs : [...logs, mapping]))));
    return runs;
  }

  stop(path: string): void {
    for (const one of this.#underWay) if (one.path === path) one.ending.end();
  }

  #find(subject: Subject, run: NamedRun, budget: CheckBudget): Promise<void> {
    const key = this.#keyOf(subject, run);
    const known = this.#underWay.find((one) => one.key === key && !one.ending.ended);
    if (known !== undefined) return known.over;
    const about = this.#aboutOf(subject, run);
    const entry: UnderWay = { path: subject.path, about, key, ending: new Ending(), isBegun: false, over: Promise.resolve() };
    this.#underWay.push(entry);
    this.#changed(subject.path);
    entry.over = this.#take(subject, run, budget, entry);
    return entry.over;
  }

  async #take(subject: Subject, run: NamedRun, budget: CheckBudget, entry: UnderWay): Promise<void> {
    try {
      const problem = await this.#search(subject, run, budget, entry);
      if (problem !== null && !entry.ending.ended) this.#keep(entry.key, problem);
    } finally {
      this.#underWay = this.#underWay.filter((one) => one !== entry);
      this.#changed(subject.path);
    }
  }

  /** Resolves with why nothing was found, or null. */
  async #search(subject: Subject, run: NamedRun, budget: CheckBudget, entry: UnderWay): Promise<string | null> {
    const texts = await logTexts(this.#host.files, run.logs, run.mapping);
    // What has arrived only now is another log.
    entry.key = this.#keyOf(subject, run);
    if (typeof texts === 'string') return texts;
    const { path, sources } = subject;
    const { system = null, assume = null, tick, clockError, constants = {} } = run.named;
    const wanted = { ...texts, system, assume, timing: { tick, clockError }, constants };
    const asked = { key: keyOfLogs(this.#host.hash, sources, wanted, budget), sources, wanted, budget };
    return this.#searches.find(asked, entry.ending, {
      began: () => {
        entry.isBegun = true;
        this.#changed(path);
      },
      progress: () => {},
      news: (found) => this.#keep(entry.key, found),
    });
  }

  #keep(key: string, found: LogsFound | string): void {
    this.#known.delete(key);
    this.#known.set(key, found);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST_KEPT && oldest !== undefined) this.#known.delete(oldest);
  }

  /** Stands for all that the answer depends on, logs by how often they have changed. */
  #keyOf(subject: Subject, run: NamedRun): string {
    const versions = [...run.logs, run.mapping].map((path) => (path === null ? 0 : (this.#versions.get(path) ?? 0)));
    return this.#host.hash([this.#aboutOf(subject, run), JSON.stringify(versions)]);
  }

  #aboutOf({ sources: { root, texts } }: Subject, { named }: NamedRun): string {
    return this.#host.hash([JSON.stringify([root, texts, named])]);
  }

  #group(view: Snapshot, subject: Subject, run: NamedRun, id: string): TestGroup<Span> {
    const { systems } = view.parsed.file;
    const { named } = run;
    const system = systems.find(({ name }) => name.text === named.system) ?? systems[0];
    const place = system?.name.span ?? { file: view.path, start: 0, end: 0 };
    const key = this.#keyOf(subject, run);
    const known = this.#known.get(key) ?? null;
    const about = this.#aboutOf(subject, run);
    const underWay = this.#underWay.find((one) => one.about === about && !one.ending.ended);
    const state = underWay !== undefined ? (underWay.isBegun ? 'running' : 'queued') : known === null ? 'idle' : stateOf(known);
    const counts = { idle: 0, queued: 0, running: 0, passed: 0, failed: 0, unknown: 0, skipped: 0 };
    const milliseconds = known === null || typeof known === 'string' || known.report === null ? null : known.milliseconds;
    const test: Test<Span> = {
      ...{ kind: 'log', id: 'conforms', property: nameOfLogs(named), place, state, milliseconds, points: 1 },
      label: labelOf(run),
      counts: { ...counts, [state]: 1 },
      result: known === null || underWay !== undefined ? null : resultOf(known, run, place),
      log: this.#request(view.path, run),
    };
    const label = `Logs: ${nameOfLogs(named)}`;
    return { kind: 'log', id, label, system: system?.name.text ?? '', place, key, state, milliseconds, tests: [test], handlers: [] };
  }

  #request(spec: string, { named, logs, mapping }: NamedRun): LogQuestion {
    const { uriOf } = this.#host.files;
    const { system, assume, tick, clockError, constants } = named;
    return {
      uri: uriOf.call(this.#host.files, spec),
      logs: logs.map((path) => this.#host.files.uriOf(path)),
      ...(mapping === null ? {} : { mapping: this.#host.files.uriOf(mapping) }),
      ...Object.fromEntries(Object.entries({ system, assume, tick, clockError, constants }).filter(([, value]) => value !== undefined)),
    };
  }
}

function labelOf({ named: { assume, tick, constants = {} } }: NamedRun): string {
  const set = Object.entries(constants).map(([name, value]) => `${name} = ${value}`);
  const about = [...(tick === undefined ? [] : [`a tick is ${tick}`]), ...set];
  return `conforms${assume === undefined ? '' : ` under ${assume}`}${about.length === 0 ? '' : ` (${about.join(', ')})`}`;
}

function stateOf(found: LogsFound | string): TestState {
  // Mistakes of a log are for whoever writes it.
  if (typeof found === 'string' || found.report === null) return 'failed';
  const states = { conforms: 'passed', unexplained: 'failed', undecided: 'unknown' } as const;
  return states[found.report.outcome];
}

function resultOf(found: LogsFound | string, { named }: NamedRun, place: Span): TestResult<Span> {
  const about = { point: [], under: named.assume ?? '', expected: 'conforms', status: null, place };
  if (typeof found === 'string') return { ...about, actual: found, story: null, advice: null, hasRun: false };
  if (found.report === null) {
    const told = found.mistakes.map(({ file, line, message }) => `${file}:${line}: ${message}`);
    return { ...about, actual: found.problem, story: told.length === 0 ? null : told.join('; '), advice: null, hasRun: false };
  }
  const { report } = found;
  const failed = report.outcome !== 'conforms';
  return {
    ...about,
    under: report.assume,
    actual: report.text,
    story: failed ? storyOf(report) : null,
    advice: failed && report.needs.length > 0 ? report.needs.join(' ') : null,
    hasRun: report.run !== null,
  };
}

/** What was logged, and what was possible instead. */
function storyOf({ unexplained, stuck }: LogReport): string {
  return unexplained
    .map(({ file, line, event, instead }) => {
      const possible = instead.map(({ text }) => text).join('; ');
      return `${file}:${line}: ${stuck}: ${event}. ${possible === '' ? 'Nothing else is possible at its node either.' : `Possible instead: ${possible}.`}`;
    })
    .join(' ');
}
