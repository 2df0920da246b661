/** Texts with what is known of their checks: made once for each text and each piece of news. */
import type { Clock } from '../host/host.ts';
import type { Snapshot } from '../ide/snapshot.ts';
import type { Project } from '../project/project.ts';

export class Judged {
  readonly #project: Project;
  readonly #clock: Clock;
  readonly #judge: (snapshot: Snapshot) => Snapshot;
  /** counts what came of checks: a view of a snapshot is good for one count */
  #news = 0;
  readonly #views = new WeakMap<Snapshot, { readonly news: number; readonly view: Snapshot }>();
  #analysis = 0;

  constructor(project: Project, clock: Clock, judge: (snapshot: Snapshot) => Snapshot) {
    this.#project = project;
    this.#clock = clock;
    this.#judge = judge;
  }

  /** milliseconds that the last analysis took */
  get analysis(): number {
    return this.#analysis;
  }

  noteNews(): void {
    this.#news++;
  }

  /** Null where there is no such file. */
  of(path: string): Snapshot | null {
    const begin = this.#clock.now();
    const snapshot = this.#project.snapshot(path);
    if (snapshot === null) return null;
    const known = this.#views.get(snapshot);
    if (known?.news === this.#news) return known.view;
    const view = this.#judge(snapshot);
    this.#views.set(snapshot, { news: this.#news, view });
    if (known === undefined) this.#analysis = this.#clock.now() - begin;
    return view;
  }
}
