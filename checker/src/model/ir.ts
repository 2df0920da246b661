/**
 * The typed intermediate form: one system under one assumption set with every constant known. Names are resolved to
 * indexes, types are finite, functions and predicates are inlined, defaults are filled in. The reference interpreter and
 * the compiler both read this and nothing else.
 *
 * The analysis guarantees: every expression has exactly the type that its place asks for (a `convert` stands wherever a
 * value changes type), node code reads only what a node may read, and node code never reads a ghost.
 */
import type { Span } from '#grammar';

// Types and values

/** Every type is finite and its values are totally ordered (`compare` in values.ts). */
export type Type =
  | { readonly kind: 'bool' }
  /** `lo..hi`; `limit` names a type declared with `limit`: a value above `hi` then cuts the search instead of being an error */
  | { readonly kind: 'int'; readonly lo: number; readonly hi: number; readonly limit: string | null }
  | { readonly kind: 'enum'; readonly name: string; readonly members: readonly string[] }
  /** instances of the roles (indexes into `Model.roles`, ascending); a value is a global instance index */
  | { readonly kind: 'node'; readonly roles: readonly number[]; readonly instances: readonly number[] }
  /** never an optional of an optional */
  | { readonly kind: 'optional'; readonly of: Type }
  | { readonly kind: 'struct'; readonly name: string; readonly fields: readonly FieldType[] }
  | { readonly kind: 'set'; readonly of: Type }
  | { readonly kind: 'list'; readonly of: Type; readonly max: number }
  /** total: one value for every key, in key order */
  | { readonly kind: 'map'; readonly key: Type; readonly value: Type };

export interface FieldType {
  readonly name: string;
  readonly type: Type;
}

/**
 * bool: boolean; int: number; enum: member index; node: global instance index; optional: null or the value itself;
 * struct: array of field values; set: array in value order without repeats; list: array; map: array in key order.
 */
export type Value = boolean | number | null | readonly Value[];

// The model

export interface Model {
  readonly system: string;
  readonly assume: string;
  /** constants as resolved for this check, in declared order, for reports */
  readonly constants: readonly { readonly name: string; readonly value: number | boolean }[];
  readonly roles: readonly Role[];
  /** in declared order: role by role, number by number */
  readonly instances: readonly Instance[];
  readonly messages: readonly Message[];
  readonly clocks: readonly Clock[];
  /** system ghosts, in declared order; `initial` uses no variable */
  readonly ghosts: readonly Variable[];
  readonly properties: readonly Property[];
  readonly timing: Timing;
  readonly crashes: readonly CrashFault[];
  readonly network: Network;
  /** `clocks { steps ... }` or null */
  readonly clockSteps: (FaultWindow & { readonly by: number; readonly span: Span }) | null;
  /** one counter each, for every fault with a finite budget; a fault's `budget` is an index into this */
  readonly budgets: readonly Budget[];
  /** `limit P`: a step whose target makes one of these false is cut */
  readonly limits: readonly { readonly predicate: Expr; readonly text: string; readonly span: Span }[];
  /** every local of the model (parameters, lets, loop and quantifier variables); an id is used by one binder only */
  readonly locals: readonly Local[];
  /** number of `pause` points; ids are unique over the model */
  readonly pausePoints: readonly PausePoint[];
  /** something is `eventually` or `until stable` */
  readonly stabilises: boolean;
}

export interface Role {
  readonly name: string;
  readonly index: number;
  readonly strict: boolean;
  /** first instance's global index, and how many there are */
  readonly first: number;
  readonly count: number;
  /** `[N]` was written: instances are shown as `Name#1`; otherwise as `Name` */
  readonly indexed: boolean;
  readonly variables: readonly Variable[];
  readonly timers: readonly Timer[];
  /** names of `call c = ...`; a call's index is into this list */
  readonly calls: readonly string[];
  /** in text order; `on a, b { }` becomes one handler for each trigger, sharing `body` */
  readonly handlers: readonly Handler[];
  readonly defers: readonly Defer[];
  readonly actions: readonly Action[];
  readonly span: Span;
}

export interface Instance {
  readonly index: number;
  readonly role: number;
  /** 1-based within the role */
  readonly number: number;
  /** as the author writes it: `Client#2`, `Server` */
  readonly name: string;
}

export interface Variable {
  readonly name: string;
  readonly type: Type;
  readonly durable: boolean;
  readonly ghost: boolean;
  /** null is `any`: every value of the type. May use `self` and the variables of the node above this one. */
  readonly initial: Expr | null;
  /** what an empty disk holds, after amnesia; the initial value where the author writes nothing. As `initial`. */
  readonly wiped: Expr | null;
  readonly span: Span;
}

export interface Timer {
  readonly name: string;
  /** one timer for each value of this type, in value order; null for a single timer */
  readonly key: Type | null;
  /** some `on t` exists: it can be due and fire */
  readonly hasHandler: boolean;
  /** node code reads `t.left` or `t.running` */
  readonly isRead: boolean;
  /** largest duration that any `start` can ask for (from its type) */
  readonly maxDuration: number;
  readonly span: Span;
}

export interface Message {
  readonly name: string;
  readonly fields: readonly FieldType[];
  readonly span: Span;
}

export interface Clock {
  readonly name: string;
  /** readings are 0..horizon; a tick to a true time above the least horizon of the model is cut */
  readonly horizon: number;
  readonly uncertainty: number;
  readonly monotonic: boolean;
  readonly span: Span;
}

/** What a message pattern binds. `fields[i]` is the local for field i or null; `call` an index into `Role.calls`. */
export interface MessagePattern {
  readonly message: number;
  readonly fields: readonly (number | null)[];
  /** the local that holds the sender, or null; its type may be narrower than the real senders: then binding converts */
  readonly from: number | null;
  readonly call: number | null;
}

export type Trigger =
  | { readonly kind: 'start' }
  | { readonly kind: 'restart' }
  | ({ readonly kind: 'message' } & MessagePattern)
  /** `key` is the local that holds the key of an indexed timer */
  | { readonly kind: 'timer'; readonly timer: number; readonly key: number | null };

export interface Handler {
  /** unique over all handlers and actions of the model: index into coverage counters */
  readonly id: number;
  readonly trigger: Trigger;
  readonly guard: Expr | null;
  readonly body: Block;
  /** how the author would call it: `on Renew`, `on expiry` */
  readonly title: string;
  readonly span: Span;
}

export interface Defer extends MessagePattern {
  readonly guard: Expr | null;
  readonly span: Span;
}

export interface Action {
  readonly id: number;
  readonly name: string;
  readonly optional: boolean;
  /** one action for each combination, in value order, first parameter slowest; the values are constant */
  readonly params: readonly { readonly local: number; readonly values: readonly Value[] }[];
  readonly guard: Expr | null;
  readonly body: Block;
  readonly span: Span;
}

export interface Local {
  readonly name: string;
  readonly type: Type;
  readonly span: Span;
}

/** Where a handler or action can be suspended, and what is then part of the state. */
export interface PausePoint {
  readonly role: number;
  /**
   * locals in scope, in declared order; for each enclosing `for`, outermost first, its variable and its hidden `rest`
   * (what is still to come) stand among them. The context of a handled message (sender, corrupted flag, call) is saved as
   * well, even if unused later.
   */
  readonly saves: readonly number[];
  readonly span: Span;
}

// Statements

export type Block = readonly Stmt[];

export type Stmt = { readonly span: Span } & (
  | { readonly kind: 'assign'; readonly target: AssignTarget; readonly value: Expr }
  | { readonly kind: 'let'; readonly local: number; readonly value: Expr }
  /**
   * One step for each element of `from` (a set) for which `where` holds (`where` sees the element as `element`); the
   * result goes to `local`. Nothing to choose from is a model error. `random` differs in fairness only.
   */
  | {
      readonly kind: 'choose';
      readonly local: number;
      readonly element: number;
      readonly from: Expr;
      readonly where: Expr | null;
      readonly random: boolean;
    }
  | { readonly kind: 'if'; readonly cond: Expr; readonly then: Block; readonly else: Block }
  /**
   * `from` is a set (walked in value order) or a list (in list order); it and `where` are evaluated once, at the
   * beginning; `rest` (a hidden local of the same type as `from`) holds what is still to come, without the current one.
   */
  | {
      readonly kind: 'for';
      readonly local: number;
      readonly from: Expr;
      readonly where: Expr | null;
      readonly rest: number;
      readonly body: Block;
    }
  /** `call` is an index into `Role.calls` or null */
  | { readonly kind: 'send'; readonly message: number; readonly args: readonly Expr[]; readonly to: Expr; readonly call: number | null }
  /** to every member of the set but oneself */
  | {
      readonly kind: 'broadcast';
      readonly message: number;
      readonly args: readonly Expr[];
      readonly to: Expr;
      readonly call: number | null;
    }
  /** to the sender of the message handled, with its call */
  | { readonly kind: 'reply'; readonly message: number; readonly args: readonly Expr[] }
  /** a duration below 1 is a model error */
  | { readonly kind: 'start'; readonly timer: number; readonly key: Expr | null; readonly duration: Expr }
  | { readonly kind: 'stop'; readonly timer: number; readonly key: Expr | null }
  | { readonly kind: 'pause'; readonly point: number }
  /** false is a model error */
  | { readonly kind: 'assert'; readonly cond: Expr; readonly text: string }
  /** assigns only ghosts; may read everything; no sends, timers, pauses, choices or asserts inside */
  | { readonly kind: 'ghost'; readonly body: Block }
);

/** A variable of one's own (node variable or node ghost), a system ghost, or, in ghost blocks, a ghost of another node. */
export interface AssignTarget {
  readonly variable:
    | { readonly kind: 'own'; readonly variable: number }
    | { readonly kind: 'system'; readonly ghost: number }
    | { readonly kind: 'other'; readonly node: Expr; readonly role: number; readonly variable: number };
  /** into the value: struct fields, list positions (0-based; out of range is a model error), map keys */
  readonly path: readonly PathStep[];
  /** the type of what is assigned, at the path's end */
  readonly type: Type;
}

export type PathStep =
  | { readonly kind: 'field'; readonly field: number; readonly in: Type }
  | { readonly kind: 'position'; readonly index: Expr; readonly in: Type }
  | { readonly kind: 'key'; readonly key: Expr; readonly in: Type };

// Expressions

/**
 * `and`, `or`, `implies`, `if` and the quantifiers evaluate from left to right and stop as soon as the result is known:
 * this matters for model errors and for readings (`left`, `clock`), which are chosen when first read in a step.
 */
export type Expr = { readonly type: Type; readonly span: Span } & (
  | { readonly op: 'const'; readonly value: Value }
  | { readonly op: 'local'; readonly local: number }
  /** evaluate `value` once, bind it, go on (inlined functions) */
  | { readonly op: 'let'; readonly local: number; readonly value: Expr; readonly body: Expr }
  | { readonly op: 'self' }
  /** a variable of one's own */
  | { readonly op: 'var'; readonly variable: number }
  /** a variable of the node that `node` says, an instance of `role`: in properties, limits and ghosts only */
  | { readonly op: 'varOf'; readonly node: Expr; readonly role: number; readonly variable: number }
  | { readonly op: 'systemGhost'; readonly ghost: number }
  /**
   * `t.left` / `t.running` (`t.left > 0`) of one's own timer, or of `node`'s where not null (properties, limits, ghosts). In
   * properties, limits and ghosts only where drift is always bounded, so that there is one reading.
   */
  | {
      readonly op: 'left' | 'running';
      readonly node: Expr | null;
      readonly role: number;
      readonly timer: number;
      readonly key: Expr | null;
    }
  /** a reading of one's own clock: one reading per clock and segment; `earliest` is the reading - uncertainty, 0 at least; `latest` the reading + uncertainty, 0..horizon + uncertainty */
  | { readonly op: 'clock'; readonly clock: number; readonly part: 'now' | 'earliest' | 'latest' }
  /** the flag of the message handled */
  | { readonly op: 'corrupted' }
  | { readonly op: 'up' | 'correct'; readonly node: Expr }
  /** the node's number within its role, from 1 on */
  | { readonly op: 'numberOf'; readonly node: Expr }
  /** the instance of the role with this number; outside 1 to the role's count it is a model error */
  | { readonly op: 'numbered'; readonly role: number; readonly number: Expr }
  | { readonly op: 'stable' }
  | { readonly op: 'not'; readonly of: Expr }
  | { readonly op: 'negate'; readonly of: Expr }
  /** the node, an instance of `role`, is up, correct and not suspended, and can have that turn now: in properties, limits and ghosts only */
  | { readonly op: 'enabled'; readonly node: Expr; readonly role: number; readonly turn: Turn }
  | { readonly op: 'and' | 'or' | 'implies'; readonly left: Expr; readonly right: Expr }
  /** both sides have the same type but for the bounds of integers; order is that of `compare` */
  | { readonly op: '==' | '!=' | '<' | '<=' | '>' | '>='; readonly left: Expr; readonly right: Expr }
  /** integers; `/` rounds down and `%` is never negative for a positive divisor; division by zero is a model error */
  | { readonly op: '+' | '-' | '*' | '/' | '%'; readonly left: Expr; readonly right: Expr }
  /** integers of any bounds, or values of one type; order is that of `compare` */
  | { readonly op: 'min' | 'max'; readonly args: readonly Expr[] }
  /** least / greatest element of a set or list; of an empty one it is a model error */
  | { readonly op: 'minOf' | 'maxOf'; readonly of: Expr }
  | { readonly op: 'if'; readonly cond: Expr; readonly then: Expr; readonly else: Expr }
  /** `from` is a set; elements in value order, those for which `where` holds */
  | { readonly op: 'forall' | 'exists'; readonly local: number; readonly from: Expr; readonly where: Expr | null; readonly body: Expr }
  | { readonly op: 'countWhere'; readonly local: number; readonly from: Expr; readonly where: Expr | null }
  /** `{ element for local in from where where }` over one or several binders, collected in a set */
  | {
      readonly op: 'comprehension';
      readonly binders: readonly { readonly local: number; readonly from: Expr; readonly where: Expr | null }[];
      readonly element: Expr;
    }
  /** size of a set or length of a list */
  | { readonly op: 'size'; readonly of: Expr }
  | { readonly op: 'struct'; readonly fields: readonly Expr[] }
  | { readonly op: 'setOf'; readonly elements: readonly Expr[] }
  | { readonly op: 'listOf'; readonly elements: readonly Expr[] }
  /** a map that has `value` at every key */
  | { readonly op: 'mapOf'; readonly value: Expr }
  /** a map that has at each key the value of `value`, which sees the key as `local`; in key order */
  | { readonly op: 'mapBy'; readonly local: number; readonly value: Expr }
  | { readonly op: 'field'; readonly of: Expr; readonly field: number }
  /** list position, 0-based; out of range is a model error */
  | { readonly op: 'position'; readonly of: Expr; readonly index: Expr }
  | { readonly op: 'lookup'; readonly of: Expr; readonly key: Expr }
  /** membership in a set or list; both element types equal */
  | { readonly op: 'in'; readonly element: Expr; readonly of: Expr }
  | { readonly op: 'union' | 'intersection' | 'difference'; readonly left: Expr; readonly right: Expr }
  /** lists: `concat` of the given type (too long for it is a model error through `convert`); first/last of an empty list is a model error; rest of an empty list is empty; take/drop clamp their number to 0..length */
  | { readonly op: 'concat'; readonly left: Expr; readonly right: Expr }
  | { readonly op: 'first' | 'last' | 'rest'; readonly of: Expr }
  | { readonly op: 'take' | 'drop'; readonly of: Expr; readonly number: Expr }
  /**
   * The same value at another type, element by element. Not in the type: a model error, or, where only the upper end of
   * a limited type is passed, a cut of the step. Covers `T` to `T?`, `T?` to `T` (none is a model error), `a..b` to `c..d`,
   * node types, and sets, lists, maps and structs of these.
   */
  | { readonly op: 'convert'; readonly value: Expr; readonly what: string }
  /** how many messages in flight fit; `args[i]` null where the field is not asked about. Ages and calls do not matter. */
  | {
      readonly op: 'countInFlight';
      readonly message: number;
      readonly args: readonly (Expr | null)[];
      readonly from: Expr | null;
      readonly to: Expr | null;
    }
  /** e in the target of the step (step properties only) */
  | { readonly op: 'next'; readonly of: Expr }
  | { readonly op: 'knows'; readonly node: Expr; readonly of: Expr }
);

/**
 * What a node can do next: an action, a timer that has expired, or a message that a handler takes. `params` and `key` are null
 * where any will do; their types may hold more than the parameter's or the key's, and what is none of its values is never enabled.
 */
export type Turn =
  | { readonly kind: 'act'; readonly action: number; readonly params: readonly (Expr | null)[] }
  | { readonly kind: 'fire'; readonly timer: number; readonly key: Expr | null }
  | { readonly kind: 'deliver'; readonly message: number };

// Assumptions

export interface Timing {
  /** false under async: no ticks, no bounds, no timers, no clocks */
  readonly time: boolean;
  readonly word: 'sync' | 'partial' | 'async' | null;
  /** one entry for each instance (for delay, the receiver); null is no bound */
  readonly delay: readonly (Bound | null)[];
  readonly pause: readonly (Bound | null)[];
  readonly drift: readonly (Bound | null)[];
  readonly skew: readonly (Bound | null)[];
}

export interface Bound {
  /** `always`; otherwise `eventually`, in force once stable */
  readonly always: boolean;
  /** least delay; 0 for the other quantities */
  readonly min: number;
  readonly max: number;
  /** where it is written; absent where nothing is, as of a bound that a word of the timing implies */
  readonly span?: Span;
}

export interface FaultWindow {
  /** index into `Model.budgets`, or null where unlimited */
  readonly budget: number | null;
  readonly untilStable: boolean;
}

export interface Budget {
  /** `crash of Worker`, `loss` */
  readonly name: string;
  readonly limit: number;
}

export interface CrashFault extends FaultWindow {
  readonly mode: 'stop' | 'recovery' | 'amnesia' | 'byzantine';
  readonly roles: readonly number[];
  readonly instances: readonly number[];
  /** `at most k down` among `instances` */
  readonly maxDown: number | null;
  readonly mayStayDown: boolean;
  /** `up to f` of byzantine: chosen in the initial state (no counter in the state); null is all */
  readonly upTo: number | null;
  readonly span: Span;
}

export interface CutFault extends FaultWindow {
  /** which nodes are parted: a set from the others or a pair from one another, both ways or only the one way */
  readonly kind: 'two-way' | 'one-way' | 'link' | 'one-way link';
  /** `at most j at once`: a cut of this kind begins only while fewer than j cuts, of all kinds together, are active */
  readonly atOnce: number;
  /** `may stay`: no run is forced to let such a cut heal */
  readonly mayStay: boolean;
  readonly span: Span;
}

export interface Network {
  /** null: does not happen */
  readonly loss: (FaultWindow & { readonly span: Span }) | null;
  readonly duplication: (FaultWindow & { readonly span: Span }) | null;
  readonly corruption: (FaultWindow & { readonly span: Span }) | null;
  /** at most one of each kind */
  readonly cuts: readonly CutFault[];
  readonly fifo: boolean;
  /** `queue N per link`: a send into a pair that already holds N messages in flight vanishes */
  readonly queue: number | null;
  /** where that is written */
  readonly queueSpan: Span | null;
  /** bound of the search on messages in flight */
  readonly capacity: number;
}

// Properties

export type Property = {
  readonly name: string;
  readonly word: 'safety' | 'liveness' | 'reachable' | 'scenario';
  readonly span: Span;
  readonly nameSpan: Span;
  /** the formula as written */
  readonly text: string;
  /** `knows` stands in it */
  readonly usesKnowledge: boolean;
} /**
 * `predicate` must hold in every reachable state. `antecedent`: where the predicate is an implication, its left side; never true means that the property holds vacuously.
 */ & (
  | { readonly kind: 'state'; readonly predicate: Expr; readonly antecedent: Expr | null }
  /** must hold on every step that changes the value of one of `watched`; `next` stands in `predicate` only */
  | {
      readonly kind: 'step';
      readonly predicate: Expr;
      readonly watched: readonly Expr[];
      /** `next(x) == x`: that no step changes what is watched is the claim itself, not a reason why it claims nothing */
      readonly claimsNoChange: boolean;
    }
  /** `from leads to to within k` (a counter of ticks; see deadline.ts) */
  | { readonly kind: 'deadline'; readonly from: Expr; readonly to: Expr; readonly within: number }
  | { readonly kind: 'reachable'; readonly predicate: Expr }
  | ({ readonly kind: 'scenario' } & Scenario)
  | { readonly kind: 'liveness'; readonly formula: Temporal; readonly provided: Temporal | null }
);

export type Temporal =
  | { readonly op: 'state'; readonly predicate: Expr }
  | { readonly op: 'not' | 'always' | 'eventually'; readonly of: Temporal }
  | { readonly op: 'and' | 'or' | 'implies' | 'until' | 'leadsTo'; readonly left: Temporal; readonly right: Temporal };

/** Some run takes these steps in this order, in one of several ways. */
export interface Scenario {
  /** the names that it is for some values of, in order */
  readonly names: readonly { readonly name: string; readonly type: Type }[];
  /** as they are written; each way has these steps. `event`: without `at once` */
  readonly steps: readonly { readonly text: string; readonly event: string; readonly span: Span }[];
  /** `then` as it is written; null where nothing has to be true right after the last step */
  readonly then: { readonly text: string; readonly span: Span } | null;
  /** one for each combination of values of the names, in value order, first name slowest */
  readonly ways: readonly ScenarioWay[];
}

export interface ScenarioWay {
  readonly values: readonly Value[];
  readonly steps: readonly ScenarioStep[];
  readonly then: Expr | null;
}

/**
 * What a step has to be. null: any. `pauses`: its code is suspended when it is over; where false, it may be or not. `atOnce`: no
 * step comes between the one before and this one. `key` is an index into the timer's keys.
 */
export type ScenarioStep = { readonly atOnce: boolean } & (
  | {
      readonly kind: 'act';
      readonly node: number;
      readonly action: number;
      readonly params: readonly Value[] | null;
      readonly pauses: boolean;
    }
  | { readonly kind: 'resume'; readonly node: number; readonly pauses: boolean }
  | { readonly kind: 'take'; readonly message: ScenarioMessage; readonly pauses: boolean }
  | { readonly kind: 'fire'; readonly node: number; readonly timer: number; readonly key: number | null; readonly pauses: boolean }
  /** handed to a node that is up, and no handler took it */
  | { readonly kind: 'ignore'; readonly message: ScenarioMessage }
  /** `durable`: only one that loses what is durable */
  | { readonly kind: 'crash'; readonly node: number; readonly durable: boolean }
  | { readonly kind: 'restart'; readonly node: number }
  | { readonly kind: 'clock'; readonly node: number; readonly by: number | null }
  | { readonly kind: 'lose' | 'duplicate' | 'corrupt'; readonly message: ScenarioMessage }
  /** these are parted from the others; or, of a link, the two are its ends */
  | { readonly kind: 'cut'; readonly members: readonly number[] }
  | { readonly kind: 'heal' }
  | { readonly kind: 'stabilise' }
  /** so many ticks, from 1 on, with any steps between */
  | { readonly kind: 'ticks'; readonly ticks: number }
);

/** Which messages are meant. `fields[i]` holds the value of field i, or is null for any. */
export interface ScenarioMessage {
  readonly message: number;
  readonly fields: readonly ({ readonly value: Value } | null)[];
  readonly from: number | null;
  readonly to: number | null;
}
