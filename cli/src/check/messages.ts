/** What the process and the thread that checks tell each other. */
import type { Call } from '../call.ts';
import type { Stream, Streams } from '../device.ts';
import type { ExitCode } from '../exit.ts';
import type { PointsData } from '../provisos/point-thread.ts';
import type { LaneData } from './lane.ts';
import type { Will } from './will.ts';

/** Verbs that search. */
export type SupervisedVerb = 'check' | 'simulate' | 'provisos' | 'conform' | 'tests';

export interface ThreadData {
  readonly role: 'check';
  readonly verb: SupervisedVerb;
  readonly call: Call;
  readonly script: string;
  /** in shared memory: which signal came */
  readonly word: Int32Array;
  readonly streams: Streams;
}

export function isLane(data: unknown): data is LaneData {
  return typeof data === 'object' && data !== null && (data as Partial<LaneData>).role === 'lane';
}

export function isPoints(data: unknown): data is PointsData {
  return typeof data === 'object' && data !== null && (data as Partial<PointsData>).role === 'points';
}

export type FromThread =
  /** its code is loaded: time counts from here */
  | { readonly kind: 'begun' }
  | { readonly kind: 'write'; readonly stream: Stream; readonly text: string }
  /** `files`: null where they are as in the will before */
  | { readonly kind: 'will'; readonly will: Omit<Will, 'files'>; readonly files: Will['files'] | null }
  | { readonly kind: 'ended'; readonly code: ExitCode }
  | { readonly kind: 'fault'; readonly stack: string };

export function isThreadData(data: unknown): data is ThreadData {
  return typeof data === 'object' && data !== null && (data as Partial<ThreadData>).role === 'check';
}
