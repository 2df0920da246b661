/** Events of a log, with every name resolved, and what happens in a step of a run: an event is explained by what it fits. */
import type { Value } from '../model/ir.ts';
import type { Cut, MessageState } from '../model/state.ts';
import type { LogEntry } from './log.ts';

/** What is known of a value. */
export type ValuePattern =
  | { readonly kind: 'any' }
  | { readonly kind: 'exactly'; readonly value: Value }
  /** of a struct, or of a map in key order */
  | { readonly kind: 'parts'; readonly parts: readonly ValuePattern[] };

/** Where an event stands; lines count from 1. */
export interface LogPlace {
  readonly file: string;
  readonly line: number;
}

/** What is known of a message: its fields may be known in part. */
export interface MessageMeant {
  readonly message: number;
  readonly fields: readonly ValuePattern[];
  readonly from: number | null;
  readonly to: number | null;
}

/** What an event says that happened. null: not known. */
export type Meant =
  | { readonly kind: 'start' | 'pause' | 'resume' | 'crash' | 'restart'; readonly node: number }
  | { readonly kind: 'act'; readonly node: number; readonly action: number; readonly params: readonly ValuePattern[] }
  | { readonly kind: 'send'; readonly node: number; readonly message: MessageMeant }
  | { readonly kind: 'receive'; readonly node: number; readonly message: MessageMeant; readonly handled: boolean | null }
  | { readonly kind: 'fire'; readonly node: number; readonly timer: number; readonly key: number | null }
  | { readonly kind: 'clock'; readonly node: number; readonly clock: number; readonly by: number | null }
  | { readonly kind: 'lose' | 'duplicate' | 'corrupt'; readonly message: MessageMeant }
  | { readonly kind: 'cut'; readonly members: readonly number[] | null }
  | { readonly kind: 'heal' | 'stabilise' | 'tick' }
  | { readonly kind: 'state'; readonly node: number };

/** What is known of a node's variables, by the number of each. */
export interface StateMeant {
  readonly node: number;
  readonly variables: readonly { readonly variable: number; readonly pattern: ValuePattern }[];
}

export interface LogEvent {
  readonly place: LogPlace;
  /** the line as it is written */
  readonly text: string;
  readonly meant: Meant;
  readonly state: StateMeant | null;
  /** milliseconds since any moment, the same for all logs; null where it is not said */
  readonly time: number | null;
}

/** What happens in a step; a step may be several of these. */
export type Occurrence =
  | { readonly kind: 'start' | 'pause' | 'resume' | 'restart'; readonly node: number }
  | { readonly kind: 'crash'; readonly node: number }
  | { readonly kind: 'act'; readonly node: number; readonly action: number; readonly params: readonly Value[] }
  | { readonly kind: 'send'; readonly node: number; readonly message: MessageState }
  | { readonly kind: 'receive'; readonly node: number; readonly message: MessageState; readonly handled: boolean }
  | { readonly kind: 'fire'; readonly node: number; readonly timer: number; readonly key: number }
  | { readonly kind: 'clock'; readonly node: number; readonly clock: number; readonly by: number }
  | { readonly kind: 'lose' | 'duplicate' | 'corrupt'; readonly message: MessageState }
  | { readonly kind: 'cut' | 'heal'; readonly cut: Cut }
  | { readonly kind: 'stabilise' | 'tick' };

export type EventKind = LogEntry['event'];

/** Every kind of event, in the order in which docs/code.md has them; of which nodes: those of one, or of none. */
export const EVENT_KINDS = {
  start: 'node',
  act: 'node',
  send: 'node',
  receive: 'node',
  fire: 'node',
  pause: 'node',
  resume: 'node',
  crash: 'node',
  restart: 'node',
  clock: 'node',
  lose: 'world',
  duplicate: 'world',
  corrupt: 'world',
  cut: 'world',
  heal: 'world',
  stabilise: 'world',
  tick: 'world',
  state: 'node',
} as const satisfies Record<EventKind, 'node' | 'world'>;

/** One order of events: those of a file, or those of one node in a file. */
export type Sequence = readonly LogEvent[];

/** Kinds of events of which none is missing; `node` null: at whatever node. */
export interface Complete {
  readonly kind: Exclude<EventKind, 'state'>;
  readonly node: number | null;
}

export interface Logs {
  readonly sequences: readonly Sequence[];
  readonly complete: readonly Complete[];
}

export function nodeOfOccurrence(occurrence: Occurrence): number | null {
  return 'node' in occurrence ? occurrence.node : null;
}

export function nodeOfMeant(meant: Meant): number | null {
  return 'node' in meant ? meant.node : null;
}
