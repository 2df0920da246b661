/**
 * The syntax tree of a Proviso file: what was written, with where it stands, and nothing that needs a name looked up.
 * Every node has a span. Parts that the parser had to skip are absent, never invented.
 *
 * The comment above a node is its concrete syntax. `[x]` is optional, `x*` repeats, `x,*` is a comma list of one or more.
 * Statements and members need no separator; `;` may stand between statements and between timing bounds.
 */

/** A half-open range of UTF-16 offsets into the text of `file` (a path as the caller named it). */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** A name as written, with its place. */
export interface Name {
  readonly text: string;
  readonly span: Span;
}

interface Node {
  readonly span: Span;
}

/** A node that `///` lines directly above document; the text is without the slashes, lines joined by newlines. */
interface Documented extends Node {
  readonly doc: string | null;
}

export interface SourceFile extends Node {
  readonly path: string;
  readonly imports: readonly Import[];
  readonly systems: readonly System[];
  readonly assumes: readonly Assume[];
  readonly checks: readonly Check[];
  readonly provisos: readonly Provisos[];
  readonly ignores: readonly Ignore[];
}

/** `// proviso-ignore PV0701: reason`, behind some code or on the line above it: these lints are not wanted there */
export interface Ignore extends Node {
  readonly codes: readonly Name[];
  /** empty where nothing is written */
  readonly reason: string;
  /** the line that it is about */
  readonly line: Span;
}

/** `import "./other.proviso"` */
export interface Import extends Node {
  readonly path: string;
  readonly pathSpan: Span;
}

/** `system Name { item* }` */
export interface System extends Documented {
  readonly name: Name;
  readonly items: readonly SystemItem[];
}

export type SystemItem =
  | ConstItem
  | TypeItem
  | EnumItem
  | StructItem
  | MessageItem
  | FunItem
  | PredicateItem
  | ClockItem
  | GhostItem
  | NodeItem
  | PropertyItem;

/** `const NAME = e` */
export interface ConstItem extends Documented {
  readonly kind: 'const';
  readonly name: Name;
  readonly value: Expr;
}

/** `type Name = T [limit]` */
export interface TypeItem extends Documented {
  readonly kind: 'type';
  readonly name: Name;
  readonly type: TypeExpr;
  readonly limit: Span | null;
}

/** `enum Name { a, b, c }` */
export interface EnumItem extends Documented {
  readonly kind: 'enum';
  readonly name: Name;
  readonly members: readonly Name[];
}

/** `struct Name(field: T,*)` */
export interface StructItem extends Documented {
  readonly kind: 'struct';
  readonly name: Name;
  readonly fields: readonly Field[];
}

/** `message Name [(field: T,*)]` */
export interface MessageItem extends Documented {
  readonly kind: 'message';
  readonly name: Name;
  readonly fields: readonly Field[];
}

export interface Field extends Node {
  readonly name: Name;
  readonly type: TypeExpr;
}

/** `fun name(x: T,*): U = e` */
export interface FunItem extends Documented {
  readonly kind: 'fun';
  readonly name: Name;
  readonly params: readonly Field[];
  readonly result: TypeExpr;
  readonly body: Expr;
}

/** `let name [(x: T,*)] = e` at system level: a state predicate or state function for properties and ghosts */
export interface PredicateItem extends Documented {
  readonly kind: 'predicate';
  readonly name: Name;
  readonly params: readonly Field[];
  readonly body: Expr;
}

/** `clock name until N [uncertainty E]` or `clock name until N monotonic` */
export interface ClockItem extends Documented {
  readonly kind: 'clock';
  readonly name: Name;
  readonly horizon: Expr;
  readonly uncertainty: Expr | null;
  readonly monotonic: boolean;
}

/** `ghost x: T = e` at system level */
export interface GhostItem extends Documented {
  readonly kind: 'ghost';
  readonly name: Name;
  readonly type: TypeExpr;
  readonly initial: Initial;
}

/** `= e`, or `= any` (every value of the type) */
export type Initial = { readonly kind: 'any'; readonly span: Span } | { readonly kind: 'value'; readonly value: Expr };

/** `[strict] node Name [ [N] ] { member* }`; `count` is null where no brackets stand */
export interface NodeItem extends Documented {
  readonly kind: 'node';
  readonly name: Name;
  readonly strict: boolean;
  readonly count: Expr | null;
  readonly members: readonly NodeMember[];
}

export type NodeMember = VariableMember | TimerMember | HandlerMember | DeferMember | ActionMember;

/** `[durable | ghost] x: T = initial [wiped initial]`; `wiped` is what an empty disk holds, null where nothing is written */
export interface VariableMember extends Documented {
  readonly kind: 'variable';
  readonly modifier: 'durable' | 'ghost' | null;
  readonly name: Name;
  readonly type: TypeExpr;
  readonly initial: Initial;
  readonly wiped: Initial | null;
}

/** `timer t` or `timer t[K]`: one timer for each value of the type or set K */
export interface TimerMember extends Documented {
  readonly kind: 'timer';
  readonly name: Name;
  readonly key: TypeExpr | null;
}

/** `on trigger,* [when p] { }`; several triggers share the body and bind nothing */
export interface HandlerMember extends Documented {
  readonly kind: 'handler';
  readonly triggers: readonly Trigger[];
  readonly guard: Expr | null;
  readonly body: Block;
}

export type Trigger = StartTrigger | NameTrigger;

/** `start` or `restart` */
export interface StartTrigger extends Node {
  readonly kind: 'start' | 'restart';
}

/**
 * `M [(field[: local],*)] [from n] [for call]`, a message; or `t`, `t[k]`, a timer. Which of the two is for the
 * analysis to say. `bindings` is null where no parentheses stand.
 */
export interface NameTrigger extends Node {
  readonly kind: 'name';
  readonly name: Name;
  readonly bindings: readonly Binding[] | null;
  readonly key: Name | null;
  readonly from: Name | null;
  readonly call: Name | null;
}

/** `field` or `field: local` */
export interface Binding extends Node {
  readonly field: Name;
  readonly local: Name | null;
}

/** `defer M [(bindings)] [from n] [for call] [when p]` */
export interface DeferMember extends Documented {
  readonly kind: 'defer';
  readonly trigger: NameTrigger;
  readonly guard: Expr | null;
}

/** `[optional] action name [for x in S,*] [when p] { }` */
export interface ActionMember extends Documented {
  readonly kind: 'action';
  readonly optional: boolean;
  readonly name: Name;
  readonly params: readonly ActionParam[];
  readonly guard: Expr | null;
  readonly body: Block;
}

export interface ActionParam extends Node {
  readonly name: Name;
  readonly domain: Expr;
}

export type PropertyItem = FormulaItem | ScenarioItem;

/** `safety | liveness | reachable Name: formula [provided F]` */
export interface FormulaItem extends Documented {
  readonly kind: 'property';
  readonly word: 'safety' | 'liveness' | 'reachable';
  readonly name: Name;
  readonly formula: Expr;
  readonly provided: Expr | null;
}

/** `scenario Name [for some binder,*] { step* [then P] }` */
export interface ScenarioItem extends Documented {
  readonly kind: 'property';
  readonly word: 'scenario';
  readonly name: Name;
  /** empty where it names its nodes itself */
  readonly binders: readonly Binder[];
  readonly steps: readonly ScenarioStep[];
  /** what is true right after the last step */
  readonly then: Expr | null;
}

/** `[at once] event` */
export interface ScenarioStep extends Node {
  /** no step comes between this one and the one before */
  readonly atOnce: boolean;
  readonly event: ScenarioEvent;
}

export type ScenarioEvent =
  /** `n: a [(e,*)] [pauses]`, an action */
  | (Node & { readonly kind: 'act'; readonly node: Expr; readonly action: Name; readonly args: readonly Expr[] } & Pausing)
  /** `n: goes on [pauses]` */
  | (Node & { readonly kind: 'resume'; readonly node: Expr } & Pausing)
  /** `n: on M [(f: e,*)] [from e] [pauses]`, a message, or `n: on t [ [k] ] [pauses]`, a timer: for the analysis to say */
  | (Node & {
      readonly kind: 'on';
      readonly node: Expr;
      readonly name: Name;
      readonly args: readonly Arg[] | null;
      readonly key: Expr | null;
      readonly from: Expr | null;
    } & Pausing)
  /** `n: ignores M [(f: e,*)] [from e]` */
  | (Node & {
      readonly kind: 'ignore';
      readonly node: Expr;
      readonly message: Name;
      readonly args: readonly Arg[];
      readonly from: Expr | null;
    })
  /** `n: crashes`, `n: forgets` (a crash with amnesia), `n: restarts` */
  | (Node & { readonly kind: 'crash' | 'forget' | 'restart'; readonly node: Expr })
  /** `n: clock steps [by e]` */
  | (Node & { readonly kind: 'clock'; readonly node: Expr; readonly by: Expr | null })
  /** `loses M [(f: e,*)] [from e] [to e]`, and the same of `duplicates` and `corrupts` */
  | (Node & {
      readonly kind: 'lose' | 'duplicate' | 'corrupt';
      readonly message: Name;
      readonly args: readonly Arg[];
      readonly from: Expr | null;
      readonly to: Expr | null;
    })
  /** `cuts { n, m }` */
  | (Node & { readonly kind: 'cut'; readonly members: readonly Expr[] })
  /** `heals`, `stabilises` */
  | (Node & { readonly kind: 'heal' | 'stabilise' })
  /** `k ticks pass`, `1 tick passes`: at least so many since the step before */
  | (Node & { readonly kind: 'ticks'; readonly ticks: Expr });

interface Pausing {
  /** the code is suspended at a `pause` when the step is over */
  readonly pauses: boolean;
}

// Types

export type TypeExpr =
  | (Node & { readonly kind: 'bool' })
  /** `a..b` */
  | (Node & { readonly kind: 'range'; readonly low: Expr; readonly high: Expr })
  /** a declared type, enum, struct or node */
  | (Node & { readonly kind: 'name'; readonly name: Name })
  /** `T?` */
  | (Node & { readonly kind: 'optional'; readonly of: TypeExpr })
  /** `set<T>` */
  | (Node & { readonly kind: 'set'; readonly of: TypeExpr })
  /** `list<T, N>` */
  | (Node & { readonly kind: 'list'; readonly of: TypeExpr; readonly max: Expr })
  /** `map<K, V>` */
  | (Node & { readonly kind: 'map'; readonly key: TypeExpr; readonly value: TypeExpr });

// Expressions, loosest first:
//   P leads to Q [within k]      (not associative)
//   a until b                    (right)
//   if c then a else b;  forall / exists b,*: p;  always p;  eventually p;  never p   (each as far right as it goes)
//   a implies b                  (right)
//   a or b;  a and b;  not a
//   a == b, !=, <, <=, >, >=, in, not in   (not associative)
//   a..b                         (not associative)
//   a + b, a - b, a | b          (left)
//   a * b, a / b, a % b, a & b   (left)
//   -a
//   a.f, a[i], f(x), M(f: x), Role#1, Role#(a)

export type BinaryOperator =
  | 'implies'
  | 'or'
  | 'and'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'in'
  | 'not in'
  | '..'
  | '+'
  | '-'
  | '|'
  | '*'
  | '/'
  | '%'
  | '&';

export type Expr =
  | (Node & { readonly kind: 'number'; readonly value: number })
  | (Node & { readonly kind: 'bool'; readonly value: boolean })
  | (Node & { readonly kind: 'none' })
  | (Node & { readonly kind: 'self' })
  | (Node & { readonly kind: 'name'; readonly name: Name })
  /** `Role#1` */
  | (Node & { readonly kind: 'instance'; readonly role: Name; readonly index: number })
  /** `Role#(e)`: the instance with this number */
  | (Node & { readonly kind: 'numbered'; readonly role: Name; readonly number: Expr })
  /** `e.f` */
  | (Node & { readonly kind: 'field'; readonly of: Expr; readonly field: Name })
  /** `e[i]` */
  | (Node & { readonly kind: 'index'; readonly of: Expr; readonly index: Expr })
  /**
   * `f(arg,*)`: a function, a predicate, a struct, or one of the built-in functions (min, max, majority, up, correct,
   * knows, next, index, first, last, rest, take, drop, ...). An argument is `e`, or `field: e` for a struct.
   */
  | (Node & { readonly kind: 'call'; readonly name: Name; readonly args: readonly Arg[] })
  | (Node & { readonly kind: 'unary'; readonly op: '-' | 'not'; readonly of: Expr })
  | (Node & { readonly kind: 'binary'; readonly op: BinaryOperator; readonly opSpan: Span; readonly left: Expr; readonly right: Expr })
  /** `if c then a else b` */
  | (Node & { readonly kind: 'if'; readonly cond: Expr; readonly then: Expr; readonly else: Expr })
  /** `forall a, b in S where p, c in T: e` */
  | (Node & { readonly kind: 'quantifier'; readonly word: 'forall' | 'exists'; readonly binders: readonly Binder[]; readonly body: Expr })
  /** `count(x in S where p)`; plain `count(S)` is a call */
  | (Node & { readonly kind: 'count'; readonly binder: Binder })
  /** `{ a, b }`, `{}` */
  | (Node & { readonly kind: 'set'; readonly elements: readonly Expr[] })
  /** `[ a, b ]`, `[]` */
  | (Node & { readonly kind: 'list'; readonly elements: readonly Expr[] })
  /** `{ e for x in S where p,* }` */
  | (Node & { readonly kind: 'comprehension'; readonly element: Expr; readonly binders: readonly Binder[] })
  /** `{ k: e for k in K }`: the map that has e at each k; of one binder, which the analysis requires */
  | (Node & { readonly kind: 'map'; readonly key: Name; readonly value: Expr; readonly binders: readonly Binder[] })
  /** `in flight M [(field: e,*)] [from e] [to e]`: is there one; inside `count(...)` as its only argument: how many */
  | (Node & {
      readonly kind: 'inFlight';
      readonly message: Name;
      readonly args: readonly Arg[];
      readonly from: Expr | null;
      readonly to: Expr | null;
    })
  /** `always p`, `eventually p`, `never p` */
  | (Node & { readonly kind: 'temporal'; readonly word: 'always' | 'eventually' | 'never'; readonly of: Expr })
  /** `a until b` */
  | (Node & { readonly kind: 'until'; readonly left: Expr; readonly right: Expr })
  /** `P leads to Q [within k]` */
  | (Node & { readonly kind: 'leadsTo'; readonly left: Expr; readonly right: Expr; readonly within: Expr | null })
  /** in claims only: `delay`, `eventually pause R`, `crashes R`, `no fault R`, `R keeps its disk`, `fifo` ... */
  | (Node & { readonly kind: 'assumed'; readonly word: AssumedWord; readonly eventually: boolean; readonly role: Name | null });

/** Parts of a claim about an assumption set: an amount, or (the last five) a condition. */
export type AssumedWord = AssumedAmount | 'no fault' | 'only stops' | 'keeps disk' | 'faults end' | 'fifo';

export type AssumedAmount =
  | 'delay'
  | 'least delay'
  | 'pause'
  | 'drift'
  | 'skew'
  | 'losses'
  | 'duplications'
  | 'corruptions'
  | CutWord
  | 'clock steps'
  | 'clock step size'
  | 'crashes'
  | 'down'
  | 'byzantine';

/** `field: e`, or `e` (name null): alone for the only field, else a name for the field and the variable of that name */
export interface Arg extends Node {
  readonly name: Name | null;
  readonly value: Expr;
}

/** `a, b in S [where p]` */
export interface Binder extends Node {
  readonly names: readonly Name[];
  readonly domain: Expr;
  readonly where: Expr | null;
}

// Statements

export interface Block extends Node {
  readonly statements: readonly Statement[];
}

export type Statement =
  /** `target = e`, `+=`, `-=`; the target is a name with fields and indexes */
  | (Node & { readonly kind: 'assign'; readonly op: '=' | '+=' | '-='; readonly target: Expr; readonly value: Expr })
  /** `let x [: T] = e` */
  | (Node & { readonly kind: 'let'; readonly name: Name; readonly type: TypeExpr | null; readonly value: Expr })
  /** `let x = choose v in S [where p]` */
  | (Node & { readonly kind: 'choose'; readonly name: Name; readonly variable: Name; readonly domain: Expr; readonly where: Expr | null })
  /** `let x = random S` (S is often `a..b`) */
  | (Node & { readonly kind: 'random'; readonly name: Name; readonly domain: Expr })
  /** `if c { } else if d { } else { }`; an `else if` is a block of one `if` */
  | (Node & { readonly kind: 'if'; readonly cond: Expr; readonly then: Block; readonly else: Block | null })
  | Match
  /** `for x in S [where p] { }` */
  | (Node & { readonly kind: 'for'; readonly name: Name; readonly domain: Expr; readonly where: Expr | null; readonly body: Block })
  | Send
  /** `call c = send ...` or `call c = broadcast ...` */
  | (Node & { readonly kind: 'call'; readonly name: Name; readonly send: Send })
  /** `start t [ [k] ] for n` */
  | (Node & { readonly kind: 'start'; readonly timer: Name; readonly key: Expr | null; readonly duration: Expr })
  /** `stop t [ [k] ]` */
  | (Node & { readonly kind: 'stop'; readonly timer: Name; readonly key: Expr | null })
  | (Node & { readonly kind: 'pause' })
  | (Node & { readonly kind: 'assert'; readonly cond: Expr })
  | (Node & { readonly kind: 'ghost'; readonly body: Block });

/** `match e { pattern,* { } ... [else { }] }` */
export interface Match extends Node {
  readonly kind: 'match';
  readonly subject: Expr;
  readonly cases: readonly MatchCase[];
  readonly otherwise: Block | null;
  /** where `else` stands, for messages */
  readonly otherwiseSpan: Span | null;
}

export interface MatchCase extends Node {
  readonly patterns: readonly Pattern[];
  readonly body: Block;
}

/** a constant expression (an enum member, a number, `none`, `true`, `Role#1`, `a..b`), or `some x` */
export type Pattern = (Node & { readonly kind: 'value'; readonly value: Expr }) | (Node & { readonly kind: 'some'; readonly name: Name });

/** `send M[(args)] to e`, `broadcast M[(args)] to S`, `reply M[(args)]` */
export interface Send extends Node {
  readonly kind: 'send' | 'broadcast' | 'reply';
  readonly message: Name;
  readonly args: readonly Arg[];
  /** null for `reply` */
  readonly to: Expr | null;
}

// Assumptions

/** `assume Name [extends Other] { item* }` */
export interface Assume extends Documented {
  readonly name: Name;
  readonly base: Name | null;
  readonly items: readonly AssumeItem[];
}

export type AssumeItem = ConstItem | SettingItem | TimingItem | NetworkItem | FaultItem | ClocksItem | LimitItem;

/** `NAME = e`: a constant of the system, or the number of instances of a node */
export interface SettingItem extends Node {
  readonly kind: 'setting';
  readonly name: Name;
  readonly value: Expr;
}

/** `timing [sync | partial | async] [{ bound,* }]`; a word `always` / `eventually` governs up to the next word or `;` */
export interface TimingItem extends Node {
  readonly kind: 'timing';
  readonly model: 'sync' | 'partial' | 'async' | null;
  readonly modelSpan: Span | null;
  readonly bounds: readonly TimingBound[];
}

/** `[always | eventually] delay | pause | drift | skew [Role] <= k`, or `delay [Role] a..b` */
export interface TimingBound extends Node {
  /** the word in force here; null where none was written since the block's start or the last `;` */
  readonly word: 'always' | 'eventually' | null;
  /** the word's own place, where it stands directly before this bound */
  readonly wordSpan: Span | null;
  readonly quantity: 'delay' | 'pause' | 'drift' | 'skew';
  readonly quantitySpan: Span;
  readonly role: Name | null;
  readonly low: Expr | null;
  readonly high: Expr;
}

/** `network { fault,* }` */
export interface NetworkItem extends Node {
  readonly kind: 'network';
  readonly faults: readonly NetworkFault[];
}

/**
 * `lossy`, `duplicating`, `corrupting`, each with `[up to k] [until stable]`; `cuts`, `one-way cuts`, `link cuts`,
 * `one-way link cuts`, each with `[up to k] [at most j at once] [may stay] [until stable]`; `fifo`; `queue N per link`;
 * `capacity N`
 */
export type NetworkFault = Node & {
  readonly kind: 'lossy' | 'duplicating' | 'corrupting' | CutWord | 'fifo' | 'queue' | 'capacity';
  /** `up to k`, or the N of `queue` and `capacity` */
  readonly amount: Expr | null;
  /** the j of `at most j at once` */
  readonly atOnce: Expr | null;
  readonly mayStay: boolean;
  readonly untilStable: boolean;
};

export type CutWord = 'cuts' | 'one-way cuts' | 'link cuts' | 'one-way link cuts';

/** `fault R,* { stop | recovery | amnesia | byzantine [, up to f] [, at most k down] [, may stay down] [, until stable] }` */
export interface FaultItem extends Node {
  readonly kind: 'fault';
  readonly roles: readonly Name[];
  readonly mode: 'stop' | 'recovery' | 'amnesia' | 'byzantine';
  readonly modeSpan: Span;
  readonly upTo: Expr | null;
  readonly atMostDown: Expr | null;
  readonly mayStayDown: boolean;
  readonly untilStable: boolean;
}

/** `clocks { steps [up to k] by j [until stable] }` */
export interface ClocksItem extends Node {
  readonly kind: 'clocks';
  readonly upTo: Expr | null;
  readonly by: Expr;
  readonly untilStable: boolean;
}

/** `limit P` */
export interface LimitItem extends Node {
  readonly kind: 'limit';
  readonly predicate: Expr;
}

// Checks

/** `check A [of S] [for X in e,*] { expectation* }` */
export interface Check extends Documented {
  readonly assume: Name;
  readonly system: Name | null;
  readonly sweeps: readonly Sweep[];
  readonly expectations: readonly Expectation[];
}

export interface Sweep extends Node {
  readonly name: Name;
  readonly domain: Expr;
}

/** `P holds | violated | reached | unreached [up to n faults] [when e]` */
export interface Expectation extends Node {
  readonly property: Name;
  readonly verdict: 'holds' | 'violated' | 'reached' | 'unreached';
  readonly verdictSpan: Span;
  readonly upTo: UpTo | null;
  readonly when: Expr | null;
}

/** `up to n faults` */
export interface UpTo extends Node {
  readonly faults: Expr;
}

// Provisos

/** `provisos A [of S] [for NAME in set,*] [over word,*] { claim* }` */
export interface Provisos extends Documented {
  readonly assume: Name;
  readonly system: Name | null;
  readonly sweeps: readonly Sweep[];
  /** empty: over everything */
  readonly over: readonly OverWord[];
  readonly claims: readonly Claim[];
}

/** A word of a claim, without a role */
export interface OverWord extends Node {
  readonly word: AssumedWord;
}

/** `P holds when c`: just where `c`; `P holds provided c`: wherever `c` */
export interface Claim extends Node {
  readonly property: Name;
  readonly word: 'when' | 'provided';
  readonly wordSpan: Span;
  readonly condition: Expr;
}
