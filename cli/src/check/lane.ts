/**
 * A thread that makes checks beside the one that leads (together.ts): it takes the next one that nobody has taken, until none is left,
 * and posts what comes of it. It is given texts, not files, so that both read the same.
 */
import process from 'node:process';
import { parentPort } from 'node:worker_threads';
import { analyse, type CampaignEvent, type CampaignOptions, type CheckPlan, campaign } from '#checker';
import type { Call } from '../call.ts';
import { interruptIn } from '../interrupt.ts';
import { sourcesIn } from '../sources.ts';
import { allowedOf } from './allowed.ts';
import { openCache } from './cache.ts';
import { campaignOptionsOf } from './campaign-options.ts';
import { limitsOf } from './limits.ts';
import { Shares } from './shares.ts';

/** The checks of one file that are to be made: those of the file itself, by number. */
export interface FileJobs {
  readonly path: string;
  readonly texts: ReadonlyMap<string, string>;
  readonly checks: readonly number[];
}

export interface LaneData {
  readonly role: 'lane';
  readonly call: Call;
  readonly script: string;
  readonly word: Int32Array;
  readonly shares: Int32Array;
  readonly files: readonly FileJobs[];
}

type Events = { readonly [K in CampaignEvent['kind']]: Extract<CampaignEvent, { kind: K }> };

/** An event of a campaign of one check, which is `job`; `run` is the number of the run among those of the check. */
export type LaneEvent =
  | (Omit<Events['started' | 'progress' | 'found' | 'outcome'], 'run'> & { readonly run: number })
  | Omit<Events['done'], 'check'>;

export type FromLane =
  | { readonly kind: 'event'; readonly job: number; readonly event: LaneEvent }
  /** nothing more comes of this check */
  | { readonly kind: 'over'; readonly job: number }
  | { readonly kind: 'idle' };

/** Milliseconds between two reports of progress. */
const PROGRESS = 100;

export async function workInLane({ call, script, word, shares: words, files }: LaneData): Promise<void> {
  const tell = (message: FromLane) => parentPort?.postMessage(message);
  const shares = new Shares(words);
  const limits = limitsOf(call);
  if ('problem' in limits) throw new Error(`internal error: ${limits.problem}`);
  const cache = openCache(call);
  const options = campaignOptionsOf(call, allowedOf(call, limits, script, shares), interruptIn(word), cache);
  const plans = new PlansByJob(files);
  for (let job = shares.take(plans.count); job !== null; job = shares.take(plans.count)) {
    await makeCheck(plans.at(job), options, (event) => tell({ kind: 'event', job: job!, event }));
    tell({ kind: 'over', job });
    if (options.interrupted?.() === true) break;
  }
  shares.rest();
  cache?.close();
  tell({ kind: 'idle' });
  process.exitCode = 0;
}

async function makeCheck(plan: CheckPlan, options: CampaignOptions, tell: (event: LaneEvent) => void): Promise<void> {
  let told = 0;
  for (const event of campaign([plan], options)) {
    switch (event.kind) {
      case 'planned':
      case 'observed':
        break;
      case 'progress':
        if (performance.now() - told > PROGRESS) {
          told = performance.now();
          tell({ ...event, run: event.run.index });
        }
        await new Promise(setImmediate);
        break;
      case 'done': {
        const { check: _, ...rest } = event;
        tell(rest);
        break;
      }
      case 'started':
      case 'found':
      case 'outcome':
        tell({ ...event, run: event.run.index });
        break;
      default:
        event satisfies never;
    }
  }
}

/** A file is read when one of its checks is taken. */
class PlansByJob {
  readonly count: number;
  readonly #jobs: readonly { readonly file: FileJobs; readonly check: number }[];
  readonly #read = new Map<FileJobs, readonly CheckPlan[]>();

  constructor(files: readonly FileJobs[]) {
    this.#jobs = files.flatMap((file) => file.checks.map((check) => ({ file, check })));
    this.count = this.#jobs.length;
  }

  at(job: number): CheckPlan {
    const { file, check } = this.#jobs[job];
    let plans = this.#read.get(file);
    if (plans === undefined) {
      plans = plansOf(file);
      this.#read.set(file, plans);
    }
    return plans[check];
  }
}

function plansOf({ path, texts }: FileJobs): readonly CheckPlan[] {
  return analyse(sourcesIn(texts, path)).checks.filter(({ span }) => span.file === path);
}
