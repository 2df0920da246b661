/**
 * The words by which each form of the syntax tree begins. A new form does not compile until it has its own here (none, if
 * it begins with a name, a mark or another form); where they are missing, recovery runs past it, and then its rule is too.
 */
import type { TokenType } from 'chevrotain';
import type {
  AssumeItem,
  Expectation,
  Expr,
  FaultItem,
  NetworkFault,
  NodeMember,
  PropertyItem,
  ScenarioEvent,
  Statement,
  SystemItem,
  TimingBound,
} from '../ast.ts';
import * as t from '../tokens.ts';

type Starts<Form extends string> = Readonly<Record<Form, readonly TokenType[]>>;

export const propertyWords: Readonly<Record<PropertyItem['word'], TokenType>> = {
  safety: t.Safety,
  liveness: t.Liveness,
  reachable: t.Reachable,
  scenario: t.Scenario,
};

export const systemStarts: Starts<SystemItem['kind']> = {
  const: [t.Const],
  type: [t.Type],
  enum: [t.Enum],
  struct: [t.Struct],
  message: [t.Message],
  fun: [t.Fun],
  predicate: [t.Let],
  clock: [t.Clock],
  ghost: [t.Ghost],
  node: [t.Strict, t.Node],
  property: Object.values(propertyWords),
};

export const nodeStarts: Starts<NodeMember['kind']> = {
  variable: [t.Durable, t.Ghost],
  timer: [t.Timer],
  handler: [t.On],
  defer: [t.Defer],
  action: [t.Optional, t.Action],
};

export const statementStarts: Starts<Statement['kind']> = {
  let: [t.Let],
  choose: [t.Let],
  random: [t.Let],
  if: [t.If],
  match: [t.Match],
  for: [t.For],
  send: [t.Send],
  broadcast: [t.Broadcast],
  reply: [t.Reply],
  assert: [t.Assert],
  ghost: [t.Ghost],
  assign: [],
  call: [t.Call],
  start: [t.Start],
  stop: [t.Stop],
  pause: [t.Pause],
};

/** Steps of nodes begin with a node, and `ticks` with a number. */
export const scenarioStarts: Starts<ScenarioEvent['kind']> = {
  act: [],
  resume: [],
  on: [],
  ignore: [],
  crash: [],
  forget: [],
  restart: [],
  clock: [],
  lose: [t.Loses],
  duplicate: [t.Duplicates],
  corrupt: [t.Corrupts],
  cut: [t.Cuts],
  heal: [t.Heals],
  stabilise: [t.Stabilises],
  ticks: [],
};

/** `setting` begins with a name. */
export const assumeStarts: Starts<AssumeItem['kind']> = {
  const: [t.Const],
  timing: [t.Timing],
  network: [t.Network],
  fault: [t.Fault],
  clocks: [t.Clocks],
  limit: [t.Limit],
  setting: [],
};

export const networkWords: Readonly<Record<NetworkFault['kind'], TokenType>> = {
  lossy: t.Lossy,
  duplicating: t.Duplicating,
  corrupting: t.Corrupting,
  cuts: t.Cuts,
  'one-way cuts': t.One,
  'link cuts': t.Link,
  'one-way link cuts': t.One,
  fifo: t.Fifo,
  queue: t.Queue,
  capacity: t.Capacity,
};

export const faultModes: Readonly<Record<FaultItem['mode'], TokenType>> = {
  stop: t.Stop,
  recovery: t.Recovery,
  amnesia: t.Amnesia,
  byzantine: t.Byzantine,
};

export const quantities: Readonly<Record<TimingBound['quantity'], TokenType>> = {
  delay: t.Delay,
  pause: t.Pause,
  drift: t.Drift,
  skew: t.Skew,
};

export const verdicts: Readonly<Record<Expectation['verdict'], TokenType>> = {
  holds: t.Holds,
  violated: t.Violated,
  reached: t.Reached,
  unreached: t.Unreached,
};

/** Besides names and parentheses; `in flight` is two words that each mean something else too. */
export const valueStarts: Starts<Expr['kind']> = {
  number: [t.Integer],
  bool: [t.True, t.False],
  none: [t.None],
  self: [t.Self],
  if: [t.If],
  quantifier: [t.Forall, t.Exists],
  temporal: [t.Always, t.Eventually, t.Never],
  set: [t.LeftBrace],
  comprehension: [t.LeftBrace],
  map: [t.LeftBrace],
  list: [t.LeftBracket],
  inFlight: [],
  name: [],
  instance: [],
  numbered: [],
  field: [],
  index: [],
  call: [],
  count: [],
  unary: [],
  binary: [],
  until: [],
  leadsTo: [],
  assumed: [],
};

/** The words of these forms, each once. */
export function wordsOf(starts: Starts<string>): TokenType[] {
  return [...new Set(Object.values(starts).flat())];
}
