/**
 * Checks that several threads make side by side, as one campaign: its events come in any order, but each check's in theirs, and the ends of
 * the checks in the order of the files. The caller's thread takes part, and is enough: what a thread has taken that ends is made here.
 */
import type { Worker } from 'node:worker_threads';
import { type CampaignEvent, type CampaignOptions, type CheckPlan, campaign } from '#checker';
import type { Call } from '../call.ts';
import { workers } from '../workers.ts';
import type { FileJobs, FromLane, LaneData, LaneEvent } from './lane.ts';
import type { Shares } from './shares.ts';

type Planned = Extract<CampaignEvent, { kind: 'planned' }>['checks'][number];
type Done = Extract<CampaignEvent, { kind: 'done' }>;

export interface Together {
  /** what threads run */
  readonly script: string;
  readonly call: Call;
  /** in shared memory: which signal came */
  readonly word: Int32Array;
  readonly shares: Shares;
  readonly files: readonly FileJobs[];
  /** threads at most, the caller's among them */
  readonly threads: number;
  /** milliseconds after which the others are called, unless it is to be SOON */
  readonly after?: number;
}

/** Milliseconds until it pays to call another thread: what takes less is done before that is there. */
const SOON = 150;
const STACK_MIB = 256;

/** `plans`: in the order of the jobs of the files. */
export async function* checkTogether(
  plans: readonly CheckPlan[],
  options: CampaignOptions,
  together: Together,
): AsyncGenerator<CampaignEvent, void> {
  const run = new Run(plans, options, together);
  try {
    yield* run.events();
  } finally {
    run.end();
  }
}

interface Job {
  readonly check: Planned;
  /** what this thread would do for it */
  readonly events: Iterator<CampaignEvent, void>;
  done: Done | null;
  /** nothing more comes of it */
  over: boolean;
}

class Run {
  readonly #jobs: readonly Job[];
  readonly #options: CampaignOptions;
  readonly #together: Together;
  readonly #lanes = new Set<Worker>();
  #called = false;
  readonly #inbox: FromLane[] = [];
  #wake: () => void = () => {};
  /** jobs before this one have ended, and their ends are told */
  #told = 0;
  readonly #begun = performance.now();

  constructor(plans: readonly CheckPlan[], options: CampaignOptions, together: Together) {
    this.#options = options;
    this.#together = together;
    this.#jobs = plans.map((plan) => {
      const events = campaign([plan], options);
      const first = events.next().value as Extract<CampaignEvent, { kind: 'planned' }>;
      return { check: first.checks[0], events, done: null, over: false };
    });
  }

  async *events(): AsyncGenerator<CampaignEvent, void> {
    const { shares } = this.#together;
    const { length } = this.#jobs;
    yield { kind: 'planned', checks: this.#jobs.map(({ check }) => check) };
    for (let i = shares.take(length); i !== null && !this.#isInterrupted(); i = shares.take(length)) yield* this.#make(this.#jobs[i]);
    shares.rest();
    // There is nothing else to do: they alone keep this thread going.
    for (const lane of this.#lanes) lane.ref();
    while (this.#lanes.size > 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        if (this.#inbox.length > 0) resolve();
      });
      yield* this.#heard();
    }
    yield* this.#heard();
    // A thread that has ended in the middle has left its check.
    for (const job of this.#jobs) if (!job.over && !this.#isInterrupted()) yield* this.#make(job);
    for (const job of this.#jobs) job.over = true;
    yield* this.#ends();
  }

  end(): void {
    for (const lane of this.#lanes) void lane.terminate();
  }

  #isInterrupted(): boolean {
    return this.#options.interrupted?.() ?? false;
  }

  *#make(job: Job): Generator<CampaignEvent, void> {
    for (let next = job.events.next(); next.done !== true; next = job.events.next()) {
      const event = next.value;
      if (event.kind === 'done') job.done = event;
      else yield event;
      this.#callOthers();
      yield* this.#heard();
    }
    job.over = true;
    yield* this.#ends();
  }

  #callOthers(): void {
    const { shares, threads, after = SOON } = this.#together;
    if (this.#called || performance.now() - this.#begun < after) return;
    this.#called = true;
    const count = Math.min(threads - 1, shares.left(this.#jobs.length));
    for (let i = 0; i < count; i++) this.#call();
  }

  #call(): void {
    const { script, call, word, shares, files } = this.#together;
    const workerData: LaneData = { role: 'lane', call, script, word, shares: shares.words, files };
    let lane: Worker;
    try {
      lane = new (workers().Worker)(script, { argv: [], workerData, resourceLimits: { stackSizeMb: STACK_MIB } });
    } catch {
      // The system gives no more threads.
      return;
    }
    this.#lanes.add(lane);
    const leave = () => {
      this.#lanes.delete(lane);
      this.#wake();
    };
    lane.on('message', (message: FromLane) => {
      if (message.kind === 'idle') leave();
      else this.#inbox.push(message);
      this.#wake();
    });
    // What it has not finished is made here.
    lane.on('error', leave);
    lane.on('exit', leave);
    lane.unref();
  }

  /** What the others have told since. */
  *#heard(): Generator<CampaignEvent, void> {
    if (this.#inbox.length === 0) return;
    for (const message of this.#inbox.splice(0)) {
      if (message.kind === 'idle') continue;
      const job = this.#jobs[message.job];
      if (message.kind === 'over') job.over = true;
      else yield* this.#of(job, message.event);
    }
    yield* this.#ends();
  }

  *#of(job: Job, event: LaneEvent): Generator<CampaignEvent, void> {
    if (event.kind === 'done') {
      job.done = { ...event, check: job.check };
      return;
    }
    const run = job.check.runs.find(({ index }) => index === event.run);
    if (run !== undefined) yield { ...event, run } as CampaignEvent;
  }

  *#ends(): Generator<CampaignEvent, void> {
    for (; this.#told < this.#jobs.length && this.#jobs[this.#told].over; this.#told++) {
      const { done } = this.#jobs[this.#told];
      if (done !== null) yield done;
    }
  }
}
