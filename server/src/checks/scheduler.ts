/**
 * Which check runs when. One runs at a time; the file that was edited or looked at last comes first; nothing runs that is
 * known already; an edit ends the run that it outdates, and lets go on what it does not touch. Timers and the thread are
 * handed in, so that a test can play both.
 */

import type { Memory } from './memory.ts';
import type { CheckBudget, CheckProgress } from './messages.ts';
import type { Runner } from './runner.ts';
import type { Subject, SubjectCheck } from './subject.ts';

export interface SchedulerSettings {
  /** checks run by themselves, not only when asked for */
  readonly onType: boolean;
  /** milliseconds after the last edit of a file */
  readonly delay: number;
  readonly budget: CheckBudget;
}

export interface SchedulerEvents {
  /** what is known of these files, or whether more will come */
  changed(paths: readonly string[]): void;
  /** a check of this file runs now */
  began(path: string): void;
  progress(path: string, check: SubjectCheck, progress: CheckProgress): void;
  /** once each time that the thread dies */
  crashed(path: string, check: SubjectCheck, message: string): void;
}

export interface SchedulerOptions {
  /** returns what takes it back */
  readonly after: (milliseconds: number, run: () => void) => () => void;
  readonly runner: Runner;
  readonly memory: Memory;
  readonly events: SchedulerEvents;
  readonly settings: SchedulerSettings;
}

/** For tests and whoever looks into the server's work. */
export interface Counters {
  runs: number;
  cancelled: number;
  crashes: number;
}

/**
 * Why the scheduler is given a text: the file was opened; someone types in it, so its checks wait until that is over; it
 * changed because of another file; or nobody looks at it, so it comes last; or only some of its checks are wanted.
 */
export type Occasion = 'opened' | 'edited' | 'changed' | 'background' | 'asked';

interface Watched {
  subject: Subject;
  /** the greatest comes first */
  rank: number;
  /** its checks may run */
  due: boolean;
  /** keys of checks that somebody waits for: they may run whatever becomes of the rest of the file */
  readonly asked: Set<string>;
  /** takes back the wait for the last edit */
  wait: (() => void) | null;
}

interface Running {
  path: string;
  readonly check: SubjectCheck;
}

export class Scheduler {
  readonly counters: Counters = { runs: 0, cancelled: 0, crashes: 0 };
  readonly #options: SchedulerOptions;
  #settings: SchedulerSettings;
  readonly #files = new Map<string, Watched>();
  #ranks = 0;
  #running: Running | null = null;

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#settings = options.settings;
  }

  configure(settings: SchedulerSettings): void {
    this.#settings = settings;
    this.#pump();
  }

  /** The text of a file is now this one. */
  update(subject: Subject, why: Occasion): void {
    const { path } = subject;
    const known = this.#files.get(path);
    known?.wait?.();
    // What was asked for stays asked for, where this text has it too: the file may be opened, closed or edited elsewhere meanwhile.
    const asked = new Set(subject.checks.flatMap(({ identity: { key } }) => (known?.asked.has(key) === true ? [key] : [])));
    const file: Watched = { subject, rank: this.#rank(known, why), due: false, asked, wait: null };
    this.#files.set(path, file);
    if (this.#settings.onType) {
      if (why === 'edited' || why === 'changed') file.wait = this.#options.after(this.#settings.delay, () => this.#ripe(file));
      else if (why !== 'asked') file.due = true;
      else file.due = known?.due ?? false;
    }
    this.#endOutdated();
    this.#pump();
  }

  close(path: string): void {
    this.#files.get(path)?.wait?.();
    this.#files.delete(path);
    this.#endOutdated();
    this.#pump();
  }

  /** Someone looks at this file. */
  focus(path: string): void {
    const file = this.#files.get(path);
    if (file === undefined) return;
    file.rank = ++this.#ranks;
    this.#pump();
  }

  /** Asked for: no wait, and what the thread died on is tried again. `only`: these of its checks, by number in the file. */
  checkNow(path: string, only: readonly number[] | null = null): void {
    const file = this.#files.get(path);
    if (file === undefined) return;
    const wanted = file.subject.checks.filter(({ index }) => only === null || only.includes(index));
    for (const { identity } of wanted) this.#options.memory.forgetStopped(identity);
    for (const check of wanted) if (!this.#isKnown(check)) file.asked.add(check.identity.key);
    if (only === null) {
      this.#ripe(file);
      return;
    }
    this.#options.events.changed([path]);
    this.#pump();
  }

  /** No more of this file until it is edited or asked for. */
  stop(path: string): void {
    const file = this.#files.get(path);
    if (file === undefined) return;
    file.wait?.();
    file.wait = null;
    file.due = false;
    file.asked.clear();
    if (this.#running?.path === path) this.#end();
    this.#options.events.changed([path]);
    this.#pump();
  }

  /** Some of the file's verdicts are missing and will come. */
  isPending(path: string): boolean {
    const file = this.#files.get(path);
    return file?.subject.checks.some((check) => this.#isWanted(file, check) && !this.#isKnown(check)) === true;
  }

  /** Of a check whose verdicts are not known. */
  stateOf(path: string, check: SubjectCheck): 'idle' | 'queued' | 'running' {
    const file = this.#files.get(path);
    if (this.#running?.check.identity.key === check.identity.key) return 'running';
    return file !== undefined && this.#isWanted(file, check) ? 'queued' : 'idle';
  }

  dispose(): void {
    for (const file of this.#files.values()) file.wait?.();
    this.#files.clear();
    this.#running = null;
    this.#options.runner.dispose();
  }

  #ripe(file: Watched): void {
    file.wait?.();
    file.wait = null;
    file.due = true;
    this.#options.events.changed([file.subject.path]);
    this.#pump();
  }

  #isWanted({ due, wait, asked }: Watched, { identity }: SubjectCheck): boolean {
    return due || wait !== null || asked.has(identity.key);
  }

  #rank(known: Watched | undefined, why: Occasion): number {
    if (why === 'background' || why === 'asked') return known?.rank ?? -1;
    return known === undefined || why === 'edited' ? ++this.#ranks : known.rank;
  }

  #inOrder(): Watched[] {
    return [...this.#files.values()].sort((a, b) => b.rank - a.rank);
  }

  #isKnown({ identity }: SubjectCheck): boolean {
    return this.#options.memory.has(identity, this.#settings.budget);
  }

  /** The files that ask what this check asks, those that come first first. */
  #askers(key: string): string[] {
    const asking = this.#inOrder().filter(({ subject }) => subject.checks.some((check) => check.identity.key === key));
    return asking.map(({ subject }) => subject.path);
  }

  #endOutdated(): void {
    if (this.#running === null) return;
    const [path] = this.#askers(this.#running.check.identity.key);
    if (path === undefined) this.#end();
    else this.#running.path = path;
  }

  #end(): void {
    this.#running = null;
    this.counters.cancelled++;
    this.#options.runner.cancel();
  }

  /** Starts the first check that is missing, unless one runs that comes before it. */
  #pump(): void {
    for (const { subject, due, asked } of this.#inOrder()) {
      const { path } = subject;
      if (this.#running?.path === path) return;
      const missing = subject.checks.filter((one) => !this.#isKnown(one));
      const check = missing.find(({ identity }) => asked.has(identity.key)) ?? (due ? missing[0] : undefined);
      if (check === undefined) continue;
      if (this.#running !== null) this.#end();
      this.#run(path, subject, check);
      return;
    }
  }

  #run(path: string, subject: Subject, check: SubjectCheck): void {
    const { memory, runner, events } = this.#options;
    const { budget } = this.#settings;
    const running: Running = { path, check };
    this.#running = running;
    this.counters.runs++;
    const over = (paths: readonly string[]) => {
      this.#running = null;
      for (const { asked } of this.#files.values()) asked.delete(check.identity.key);
      const wanted = new Set([...this.#files.values()].flatMap(({ subject: { checks } }) => checks.map(({ identity }) => identity.key)));
      memory.trim((key) => wanted.has(key));
      events.changed(paths);
      this.#pump();
    };
    runner.run(
      { sources: subject.sources, check: check.index, budget },
      {
        progress: (progress) => events.progress(running.path, check, progress),
        result: (data) => {
          memory.put(check.identity, data, budget);
          over(this.#askers(check.identity.key));
        },
        crashed: (message) => {
          this.counters.crashes++;
          memory.putStopped(check.identity, check.plan);
          events.crashed(running.path, check, message);
          over(this.#askers(check.identity.key));
        },
      },
    );
    events.began(path);
  }
}
