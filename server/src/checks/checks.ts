/** All that is searched for the files of a session: their checks, `provisos` blocks, the provisos of properties, and random runs; and what has come of it. */
import { soFarText } from '#report';
import type { Host } from '../host/host.ts';
import { type Snapshot, withBlocks, withProvisos, withVerdicts } from '../ide/snapshot.ts';
import { BlockChecks, type BlockEvents } from './block-checks.ts';
import type { Waiting } from './file-tests.ts';
import { fileVerdicts, type UnderWay } from './file-verdicts.ts';
import { LogSearches } from './log-searches.ts';
import { Memory } from './memory.ts';
import type { CheckBudget, CheckProgress, SoFar } from './messages.ts';
import { NamedRuns } from './named-runs.ts';
import { checkVerdicts, openIn, withRandom } from './outcome.ts';
import { ProvisoSearches } from './proviso-searches.ts';
import { type RandomEvents, RandomSearches } from './random-searches.ts';
import { startRunner } from './runner.ts';
import { type Occasion, Scheduler, type SchedulerEvents, type SchedulerSettings } from './scheduler.ts';
import { type Ending, SearchQueue } from './search-queue.ts';
import type { Subject, SubjectBlock, SubjectCheck } from './subject.ts';

export interface ChecksEvents extends SchedulerEvents {
  /** a check under way has told more of these properties */
  soFar(path: string): void;
  readonly blockFailed: BlockEvents['failed'];
}

export interface ChecksSettings extends SchedulerSettings {
  /** that random runs of a check may take */
  readonly randomSeconds: number;
}

export class Checks {
  readonly searches: ProvisoSearches;
  readonly logs: LogSearches;
  readonly named: NamedRuns;
  readonly #events: ChecksEvents;
  readonly #memory = new Memory();
  readonly #scheduler: Scheduler;
  readonly #queue: SearchQueue;
  readonly #blocks: BlockChecks;
  readonly #random: RandomSearches;
  #budget: CheckBudget;
  #randomSeconds: number;
  #underWay: UnderWay | null = null;
  #looked: string | null = null;

  constructor(host: Host, settings: ChecksSettings, events: ChecksEvents) {
    this.#events = events;
    this.#budget = settings.budget;
    this.#randomSeconds = settings.randomSeconds;
    this.#queue = new SearchQueue(host);
    this.searches = new ProvisoSearches(this.#queue);
    this.#random = new RandomSearches(this.#queue);
    this.logs = new LogSearches(this.#queue);
    this.named = new NamedRuns(host, this.logs, (path) => events.changed([path]));
    this.#blocks = new BlockChecks(this.#queue, { changed: (paths) => events.changed(paths), failed: events.blockFailed });
    this.#scheduler = new Scheduler({
      after: (milliseconds, run) => host.clock.after(milliseconds, run),
      runner: startRunner(host),
      memory: this.#memory,
      settings,
      events: { ...events, progress: (path, check, progress) => this.#progress(path, check, progress) },
    });
  }

  get budget(): CheckBudget {
    return this.#budget;
  }

  get statistics() {
    return { ...this.#scheduler.counters, remembered: this.#memory.size };
  }

  configure(settings: ChecksSettings): void {
    this.#budget = settings.budget;
    this.#randomSeconds = settings.randomSeconds;
    this.#scheduler.configure(settings);
  }

  dispose(): void {
    this.#scheduler.dispose();
    this.#queue.dispose();
  }

  // Files

  update(subject: Subject, why: Occasion): void {
    this.#scheduler.update(subject, why);
    this.#keepOnly(subject.path, subject);
  }

  close(path: string): void {
    this.#scheduler.close(path);
    this.#keepOnly(path, null);
  }

  /** Somebody looks at it. */
  focus(path: string): void {
    this.#looked = path;
    this.#scheduler.focus(path);
  }

  /** With what is known of its checks and blocks. */
  judged(snapshot: Snapshot, subject: Subject): Snapshot {
    const running = this.#scheduler.isPending(subject.path);
    const verdicts = fileVerdicts(subject, this.#memory, this.#budget, running, this.#underWay, this.#random);
    const judged = withBlocks(withVerdicts(snapshot, verdicts), this.#blocks.of(subject, this.#budget));
    return withProvisos(judged, this.searches.of(subject));
  }

  // Running

  /** Some verdicts of its checks are missing and will come. */
  isPending(path: string): boolean {
    return this.#scheduler.isPending(path);
  }

  waiting(path: string): Waiting {
    return { check: (check) => this.#scheduler.stateOf(path, check), block: (block) => this.#blocks.stateOf(block) };
  }

  checkNow(path: string): void {
    this.#scheduler.checkNow(path);
  }

  /**
   * Checks, blocks and logs with these keys, or all; resolves when no block or log of them is under way any more. Whether checks are is another
   * question. `folder`: beyond it no configuration is looked for.
   */
  async test(subject: Subject, keys: readonly string[] | null, folder: string): Promise<void> {
    const wanted = ({ identity: { key } }: SubjectCheck | SubjectBlock) => keys === null || keys.includes(key);
    const checks = subject.checks.filter(wanted).map(({ index }) => index);
    if (checks.length > 0 || keys === null) this.#scheduler.checkNow(subject.path, keys === null ? null : checks);
    const blocks = subject.blocks.filter(wanted).map((block) => this.#blocks.check(subject, block, this.#budget));
    await Promise.all([...blocks, this.named.run(subject, keys, folder, this.#budget)]);
  }

  /** Nothing else is to be done: the next block, of the file that someone looks at, or else of the first of these that has one. */
  checkBlocks(subjects: readonly Subject[]): void {
    const inTurn = subjects.toSorted((a, b) => Number(b.path === this.#looked) - Number(a.path === this.#looked));
    const next = this.#blocks.missing(inTurn, this.#budget);
    if (next !== null) void this.#blocks.check(next.subject, next.block, this.#budget, true);
  }

  /** Resolves when the runs are over, with why there was none, or what went wrong; else null. */
  async tryRandomRuns(subject: Subject, check: SubjectCheck, ending: Ending, events: RandomEvents): Promise<string | null> {
    const data = this.#memory.get(check.identity, this.#budget);
    if (data === null) return 'the check has not come to its end';
    const asked = openIn(withRandom(checkVerdicts(check.index, check.plan, data), check.plan, this.#random.of(check.identity)), check.plan);
    if (asked.every((properties) => properties.length === 0)) return 'nothing that random runs can decide is undecided';
    return await this.#random.run(subject, check, asked, { ...this.#budget, seconds: this.#randomSeconds }, ending, events);
  }

  stop(path: string): void {
    this.#blocks.stop(path);
    this.named.stop(path);
    this.#scheduler.stop(path);
  }

  #keepOnly(path: string, subject: Subject | null): void {
    this.searches.keepOnly(path, subject);
    this.#random.keepOnly(path, subject);
    this.#blocks.keepOnly(path, subject);
  }

  /** Lines grow while a check runs; each report has all that is known of it. */
  #progress(path: string, check: SubjectCheck, progress: CheckProgress): void {
    this.#events.progress(path, check, progress);
    const { key } = check.identity;
    const { soFar = [] } = progress;
    const textOf = (all: readonly SoFar[]) => all.map(({ property, verdict }) => `${property} ${soFarText(verdict)}`).join('\n');
    const before = this.#underWay?.key === key ? textOf(this.#underWay.soFar) : '';
    this.#underWay = { key, soFar };
    if (textOf(soFar) !== before) this.#events.soFar(path);
  }
}
