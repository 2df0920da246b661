/**
 * A state as the reference interpreter sees it, and the steps between states: plain data, immutable by convention.
 * The packed form of the compiled engine stands for exactly this and can be turned into it and back.
 */
import type { Value } from './ir.ts';

export interface State {
  /** one for each instance, in order */
  readonly nodes: readonly NodeState[];
  /**
   * Messages in flight. Without `fifo` a multiset, kept sorted by `compareMessages`. With `fifo` sorted by (from, to)
   * only, the oldest of each pair first.
   */
  readonly messages: readonly MessageState[];
  /** true throughout where the model does not stabilise */
  readonly stable: boolean;
  /** the active cuts, each once, in the order of `everyCut` */
  readonly cuts: readonly Cut[];
  /** one flag for each instance */
  readonly byzantine: readonly boolean[];
  /** one for each of `Model.budgets`: how much of it is used */
  readonly used: readonly number[];
  /** ticks since the start; 0 throughout where the model declares no clock */
  readonly time: number;
  readonly ghosts: readonly Value[];
}

export interface NodeState {
  readonly variables: readonly Value[];
  /** `down` may come back, `stopped` never does */
  readonly status: 'up' | 'down' | 'stopped';
  /** for each declared timer, one for each of its keys */
  readonly timers: readonly (readonly TimerState[])[];
  readonly suspended: Suspended | null;
  /** ticks since the node last had nothing due; see `Timing.pause` */
  readonly lateness: number;
  /** for each clock its floor: the last reading, raised with true time where its error is bounded; 0 where the node never reads it */
  readonly clocks: readonly number[];
  /** for each clock how far steps have set it off, in ticks: -N..N for a clock until N; 0 where the node never reads it */
  readonly offsets: readonly number[];
  /** true time of the last restart, for monotonic clocks that the node reads; 0 before one and while it is down */
  readonly origin: number;
}

/**
 * `exact`: r ticks left of n. `loose`: started for n, `until` ticks until it is due or null where nothing bounds it; `top` is
 * the last reading, above which none may rise: n where none was made since the start, or where no code reads the timer.
 */
export type TimerState =
  | { readonly kind: 'off' }
  | { readonly kind: 'exact'; readonly left: number; readonly duration: number }
  | { readonly kind: 'loose'; readonly ripe: boolean; readonly until: number | null; readonly duration: number; readonly top: number };

export interface Suspended {
  readonly point: number;
  /** values of the point's `saves`, in that order */
  readonly values: readonly Value[];
  /** of the message handled; null in a handler or action that handles none */
  readonly context: Context | null;
}

export interface Context {
  readonly from: number;
  readonly corrupted: boolean;
  readonly call: CallTag | null;
}

/** Which request a message belongs to: the newest of that name of its caller (`fresh`), or an older one. */
export interface CallTag {
  readonly caller: number;
  readonly call: number;
  readonly fresh: boolean;
}

export interface MessageState {
  readonly from: number;
  readonly to: number;
  readonly message: number;
  readonly fields: readonly Value[];
  readonly corrupted: boolean;
  readonly call: CallTag | null;
  /** ticks in flight while a delay bound is in force for the receiver, else 0 */
  readonly age: number;
}

/**
 * `members[i]`: instance i is in the set. A two-way cut is written with instance 0 outside, a link that is broken both ways
 * with `from` before `to`.
 */
export type Cut =
  | { readonly kind: 'two-way' | 'one-way'; readonly members: readonly boolean[] }
  | { readonly kind: 'link' | 'one-way link'; readonly from: number; readonly to: number };

/**
 * What happened in a step, in the order in which kinds are preferred in a counterexample. `choices` are the values chosen
 * on the way, in the order in which they were asked for; together with the label they make steps distinct.
 */
export type StepLabel =
  /** `handler` is the index in `Role.handlers` that ran, or null where the message was ignored or the receiver is down */
  | { readonly kind: 'deliver'; readonly message: MessageState; readonly handler: number | null }
  | { readonly kind: 'fire'; readonly node: number; readonly timer: number; readonly key: number; readonly handler: number | null }
  | { readonly kind: 'resume'; readonly node: number }
  | { readonly kind: 'act'; readonly node: number; readonly action: number; readonly params: readonly Value[] }
  | { readonly kind: 'tick' }
  | { readonly kind: 'stabilise' }
  | { readonly kind: 'crash'; readonly node: number; readonly fault: number; readonly durableLost: boolean }
  /** `handler`: null where the node has nothing to do `on restart`, or no guard holds */
  | { readonly kind: 'restart'; readonly node: number; readonly handler: number | null }
  | { readonly kind: 'lose'; readonly message: MessageState }
  | { readonly kind: 'duplicate'; readonly message: MessageState; readonly handler: number | null }
  | { readonly kind: 'corrupt'; readonly message: MessageState; readonly fields: readonly Value[] }
  /** `fault` is an index into `Network.cuts` */
  | { readonly kind: 'cut'; readonly cut: Cut; readonly fault: number }
  | { readonly kind: 'heal'; readonly cut: Cut }
  | { readonly kind: 'lie'; readonly message: MessageState; readonly handler: number }
  | { readonly kind: 'clock'; readonly node: number; readonly clock: number; readonly by: number };

/** A choice made inside a step: what was asked, which alternative was taken (0 is the nominal one), of how many. */
export interface Choice {
  readonly kind: 'choose' | 'random' | 'left' | 'clock' | 'drift' | 'initial';
  readonly alternative: number;
  readonly of: number;
  /** what it is called and what came out, for reports: `lease.left`, 1 */
  readonly name: string;
  readonly value: Value;
}

export type Target =
  | { readonly kind: 'state'; readonly state: State }
  /** the step passes a bound of the search; `bound` names it as the verdict will: `capacity 8`, `Term <= 3`, `limit ...`, `wall until 10` */
  | { readonly kind: 'cut'; readonly bound: string }
  | { readonly kind: 'error'; readonly error: ModelError };

export interface ModelError {
  /** one sentence in the author's words: "version would become 4, outside 0..3" */
  readonly message: string;
  readonly span: import('#grammar').Span;
}

/** What happened inside a step, for explanations: recorded by the interpreter only. */
export type Event =
  | { readonly kind: 'sent'; readonly message: MessageState; readonly vanished: null | 'cut' | 'byzantine' | 'queue full' }
  | {
      readonly kind: 'assigned';
      readonly node: number | null;
      readonly name: string;
      readonly before: Value;
      readonly after: Value;
      readonly type: import('./ir.ts').Type;
      readonly ghost: boolean;
    }
  | { readonly kind: 'started'; readonly node: number; readonly timer: number; readonly key: number; readonly duration: number }
  | { readonly kind: 'stopped'; readonly node: number; readonly timer: number; readonly key: number }
  | { readonly kind: 'paused'; readonly node: number; readonly point: number }
  /** a value that a guard, a condition or an assertion looked at */
  | { readonly kind: 'read'; readonly node: number; readonly name: string; readonly value: Value; readonly type: import('./ir.ts').Type }
  /** at a tick: messages that vanished at down nodes; at a stabilise or heal nothing */
  | { readonly kind: 'vanished'; readonly message: MessageState };

export interface Step {
  readonly label: StepLabel;
  readonly choices: readonly Choice[];
  /** faults that this step costs: 1 for a fault; at a tick one for each node whose pause begins; else 0 */
  readonly cost: number;
  readonly target: Target;
  readonly events: readonly Event[];
}

/** An initial state: its choices, and how many nodes are Byzantine in it (each costs 1). */
export interface InitialStep {
  readonly choices: readonly Choice[];
  readonly cost: number;
  readonly target: Target;
  readonly events: readonly Event[];
  /** `id` of each handler that ran `on start` */
  readonly ran: readonly number[];
}
