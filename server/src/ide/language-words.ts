/** The meaning of every word of the language, by the place that it stands in where it has several. */
import { allWords } from '#grammar';
import { assumptionWords } from './assumption-words.ts';
import type { WordPlace } from './place.ts';

type Meaning = string | (Partial<Record<WordPlace, string>> & { readonly other: string });

const UP_TO = '**up to k**: at most so many in a run. Without it there is no limit.';
const AT_MOST =
  '**at most k down**: at most so many of these nodes are down at a time. **at most j at once**, after a kind of cut: such a cut begins only while fewer than j cuts are active.';
const STAYS = '**may stay**: nothing has to end. A cut need not heal; a node that may stay down need not come back.';
const UNTIL_STABLE = '**until stable**: this fault ends at the stabilisation. Without it faults continue forever.';
const CUT =
  '**Cuts**: some nodes are cut off from the others; messages sent across are lost until the cut heals. A **one-way** cut loses those in one direction only.';
const IN_FLIGHT =
  '`in flight M(f: e) from a to b`: such a message has been sent and not yet handled or lost. `count(in flight M)` is how many. For properties and ghosts.';
const LEADS_TO =
  '`P leads to Q`: whenever P holds, Q holds then or later. `within k`: at most k ticks later, which makes it a deadline, and so a safety property.';
const CALL_ANSWER = '`on M for c` takes only answers to the newest request `c` of this node.';
const IF = '`if c { } else { }` runs one of two blocks; `if c then a else b` is one of two values.';
const QUEUE = '**queue N per link**: a real queue on each link. A message sent into a full queue is lost.';
const TICKS_PASS = '`k ticks pass`: at least so many since the step before.';
const ON_A_MESSAGE =
  '`loses M(f: e) from a to b`: the network loses such a message; `duplicates M` hands it over twice, `corrupts M` changes what is in it.';
const SAFETY_NEVER = '**never p**: p holds in no reachable state. The same as `always not p`.';

const meanings: Readonly<Record<string, Meaning>> = {
  // Files and their parts
  import: '**import** makes the systems and assumes of another file known here. Its checks are not run again.',
  system: '**system**: what the nodes of a distributed system do, and the properties that it should have.',
  assume: '**assume**: what can go wrong, and how slow, skewed and unreliable the world can be. What it does not list does not happen.',
  check:
    '**check A { P holds }** searches every run of the system that A permits, and compares what it finds with what is expected here. ' +
    'A property that no check of the same system and assume mentions is expected to hold, or to be reached.',
  provisos:
    '**provisos A { P holds when c }**: under which assumptions around A a property holds. `when` is exact, `provided` is sufficient.',
  over: '**over** names the quantities that are varied. Without it, all are.',
  of: '`check A of S`: which system is checked, where there are several.',
  extends: assumptionWords.extends,
  const: '**const**: a number or a truth value. An assume or a sweep may give it another value.',
  type: '`type Term = 0..3` names a type; `limit` behind it makes its end a bound of the search.',
  enum: '`enum Mode { idle, busy }`: a type with these members, in this order.',
  struct: '`struct Stamp(time: 0..9, by: Client)`: a value of several fields. Structs are compared field by field.',
  message: '`message M(f: T)`: a kind of message that nodes can send, with its fields.',
  fun: '`fun larger(a: T, b: T): T = ...`: a function of its arguments only.',
  let: {
    code: '`let x = e`: a name for a value in the rest of the block; it does not change. With `choose`, any such value; with `random`, each in the long run.',
    other: '`let name(x: T) = e`: a name for something about the whole state. Properties and ghosts can use it, node code cannot.',
  },
  clock:
    '`clock wall until N uncertainty E`: every node has a wall clock, which the skew sets off from true time. `clock c until N monotonic` counts from the start of its node, or from its last restart.',
  uncertainty:
    '**uncertainty**: how far off the protocol believes the clock to be: `earliest` and `latest` lie so far around `now`. How far it really is off is the skew.',
  monotonic: '**monotonic**: counts from the start of its node or its last restart, and errs by the drift. Nobody sets it.',
  node: '**node**: variables, timers, and code that reacts to messages and timers. It sees only its own state and what it receives. `node Client[2]` has two instances, `Client#1` and `Client#2`.',
  strict: '**strict node**: a message that no handler accepts is an error of the model, instead of being dropped.',
  durable: '**durable**: on disk, so a crash does not reset it. Amnesia loses it all the same.',
  wiped: assumptionWords.wiped,
  ghost:
    '**ghost**: a variable for the reader of the model. Only `ghost { }` blocks write it, properties and ghosts read it, node code never does. It survives crashes.',
  timer: '`timer t` or `timer t[K]`: started with `start t for n`; `on t` runs when it has expired, `t.left` is what remains.',
  any: '**any**: every value of the type. The checker tries them all.',

  // Reactions
  on: {
    scenario:
      '`n: on M(f: e) from m`: n takes such a message. `n: on t[k]`: its timer has run out, and the handler runs. `n: goes on`: suspended code continues.',
    other:
      '`on M(f) from n when p { }` runs when a message M arrives, `on t` when timer t has expired, `on start` at the beginning. The first handler in the text that matches runs; a message that none accepts is dropped.',
  },
  defer: '`defer M when p` leaves the message in flight while p holds, to be handled later.',
  action: '**action**: runs at some time while its guard holds, and cannot be postponed forever. An `optional action` may never run.',
  optional: '**optional**: may run while its guard holds, or never. Fairness does not ask for it, so no liveness property can rely on it.',
  start: {
    other:
      '`start t for n`: timer t expires after n ticks, give or take the drift. `on start` runs in every instance before anything else, and not again after a crash.',
  },
  restart: '`on restart` runs when the node comes back from a crash. `on start, restart { }` is for both.',
  from: '`from n`: who sent the message. In a handler it names the sender; in `in flight M from a` it says who.',
  when: {
    check:
      '**when**: where the property is expected to have this verdict. Everywhere else in the sweep the opposite is expected, so a threshold is tested from both sides.',
    provisos: '**when** is exact: the property holds wherever this is true, and nowhere else.',
    other: '**when**: a guard. A handler whose guard is false does not match, and an action runs only while its guard holds.',
  },
  for: {
    check: '`for P in 0..3, Q in 1..2`: a sweep. Each combination of these values of constants, or of numbers of instances, is checked.',
    provisos: '`for P in 0..3`: each of these values of a constant, or of a number of instances.',
    code: `\`for x in S where p { }\` runs the block for each element. \`start t for n\`: after n ticks. ${CALL_ANSWER} \`action a for x in S\`: one action for every x.`,
    other: '`{ e for x in S where p }`: the set of these values. `{ k: e for k in K }`: a map by a rule.',
  },
  provided: {
    provisos: '**provided** is sufficient: the property holds wherever this is true, and perhaps elsewhere too.',
    other: '**provided f**: the liveness formula is asked only of runs in which f holds.',
  },

  // Statements
  if: IF,
  then: { scenario: '**then p**: p holds right after the last step.', other: IF },
  else: `${IF} The \`else\` of a \`match\` is for what no pattern covers.`,
  match: '`match e { a, b { } some x { } else { } }` runs the block of the pattern that fits. Each value has to be covered exactly once.',
  some: {
    code: '`some x { }`: the case that the value is not `none`; x is the value.',
    other: '`for some a, b in S where p`: the scenario is looked for with every choice of them; one is enough.',
  },
  send: '`send M(f: e) to n`. Whether and when it arrives is for the assume to say.',
  broadcast: '`broadcast M to S` sends to every node of S but the sender.',
  reply: '`reply M` sends to whoever sent the message at hand, as the answer to its request.',
  to: {
    network: UP_TO,
    fault: UP_TO,
    clocks: UP_TO,
    check: UP_TO,
    property: `${LEADS_TO}\n\n${IN_FLIGHT}`,
    other: '`send M to n`: the receiver. In `in flight M to n` as well.',
  },
  call: '`call c = send ...` names a request. `on M for c` then takes only answers to the newest `c` of this node; without it a late answer to an older request counts like a current one.',
  choose: '`let x = choose v in S where p`: any such value. The checker tries each; fairness owes none of them a turn.',
  random: '`let x = random S`: any value of S, and in the long run every one occurs.',
  assert: '`assert p`: an error of the model where p is false.',
  stop: {
    fault: assumptionWords.stop,
    code: '`stop t`: timer t is off; it does not expire, and `t.left` is 0.',
    other: assumptionWords.stop,
  },
  pause: {
    code: '**pause**: the handler stops here between two statements, and goes on some time later. Meanwhile the rest of the world goes on, and the node does nothing else. If it crashes here, it never finishes.',
    provisos: '**pause**: the bound on how long a node leaves what is due, in ticks; `pause Worker` that of one role.',
    other: assumptionWords.pause,
  },

  // Expressions
  forall: '`forall a, b in S where p: q`: q holds for all of them.',
  exists: '`exists a in S where p: q`: q holds for at least one.',
  where: '**where**: only the elements of which this holds.',
  implies: '`p implies q`: q holds, or p does not. q is looked at only where p holds.',
  or: '`p or q`: at least one of them. q is looked at only where p does not hold.',
  and: '`p and q`: both. q is looked at only where p holds.',
  not: '`not p`; `x not in S`.',
  in: { other: `\`x in S\`: x is an element. A node's name stands for all its instances. ${IN_FLIGHT}` },
  true: '**true**, the truth value.',
  false: '**false**, the truth value.',
  none: '**none**: no value, of an optional type `T?`. It comes before every value.',
  self: '**self**: the node whose code this is.',
  always: {
    timing: assumptionWords.always,
    property:
      '**always p**: p holds in every state. As safety it is asked of every reachable state; `always next(x) >= x` of every step that changes x. In a liveness formula, from here on in the run.',
    other: '**always p**: p holds in every state from here on.',
  },
  eventually: {
    timing: assumptionWords.eventually,
    property:
      '**eventually p**: p holds at some later time in every fair run, however long that takes. `eventually always p`: from some moment on it stays so.',
    provisos: '**eventually**: the bound that holds at least once the system is stable.',
    other: '**eventually p**: p holds at some later time.',
  },
  never: SAFETY_NEVER,
  until: {
    property: '`p until q`: q holds at some time, and p up to then.',
    item: '`clock c until N`: runs are followed up to this time. It is a bound of the search.',
    other: UNTIL_STABLE,
  },
  leads: LEADS_TO,
  within: LEADS_TO,
  flight: IN_FLIGHT,

  // Types
  bool: '**bool**: `false` or `true`.',
  set: '`set<T>`: any number of values of T. `{}` is empty.',
  list: '`list<T, N>`: at most N values of T, in order. `[]` is empty.',
  map: '`map<K, V>`: one V for every value of K. Given one value, it has that at every key.',

  // Properties
  safety:
    '**safety**: nothing bad happens. Asked of every reachable state, every step, or, with `leads to ... within k`, of every deadline.',
  liveness: '**liveness**: something good happens eventually, in every fair run. Fairness follows from the assume; you never write it.',
  reachable: '**reachable**: some run gets to such a state. The run is the answer.',

  scenario:
    '`scenario Name for some a, b in S where p { steps }`: some run has these steps in this order, with any others between. It is expected to be `reached` or `unreached`.',
  pauses: '`n: a pauses`: when the step is over, its code is suspended at a `pause`.',
  goes: '`n: goes on`: the code that was suspended at a `pause` continues.',
  ignores: '`n: ignores M`: the message arrives at n, which is up, and no handler takes it.',
  crashes: {
    scenario: '`n: crashes`, in whichever way the assume allows.',
    other: '**crashes R**: how often nodes of R crash in a run at most.',
  },
  forgets: '`n: forgets`: a crash with amnesia, which loses what is durable too.',
  restarts: '`n: restarts`: it comes back from a crash.',
  loses: ON_A_MESSAGE,
  duplicates: ON_A_MESSAGE,
  corrupts: ON_A_MESSAGE,
  heals: '`heals`: a cut ends.',
  stabilises: '`stabilises`: the moment from which on the bounds under `eventually` hold.',
  tick: TICKS_PASS,
  ticks: TICKS_PASS,
  pass: TICKS_PASS,
  passes: TICKS_PASS,

  // Assumptions
  timing:
    '**timing** says how slow and inexact the world is: `sync`, `partial` or `async`, and bounds on `delay`, `pause`, `drift` and `skew`.',
  network:
    '**network** says what the network does to messages: lose, duplicate, corrupt or cut them off. Without it they arrive once, in any order.',
  fault: '**fault R { ... }** says how instances of R can crash: `stop`, `recovery`, `amnesia`, or `byzantine`. Without it they do not.',
  clocks: '`clocks { steps up to k by j }`: somebody sets a wall clock by up to j ticks, forward or back.',
  steps: '`steps up to k by j`: a wall clock is set by up to j ticks, forward or back, at most k times.',
  by: {
    scenario: '`n: clock steps by e`: somebody sets a wall clock of n by just so many ticks.',
    other: '`by j`: by how many ticks at most a step sets a wall clock.',
  },
  up: UP_TO,
  at: { scenario: '**at once**: no other step, and no tick, comes between this step and the one before.', other: AT_MOST },
  most: AT_MOST,
  down: {
    provisos: '**down R**: how many nodes of R are down at once at most, those that stopped among them.',
    other: AT_MOST,
  },
  may: STAYS,
  stay: STAYS,
  stable: {
    network: UNTIL_STABLE,
    fault: UNTIL_STABLE,
    clocks: UNTIL_STABLE,
    other: '**stable**: the stabilisation has come, so the bounds under `eventually` hold from now on.',
  },
  one: CUT,
  way: CUT,
  cuts: {
    scenario: '`cuts { n, m }`: just these are cut off from the others; or the link between the two is broken.',
    other: assumptionWords.cuts,
  },
  link: { provisos: CUT, other: `${assumptionWords.link}\n\n${QUEUE}` },
  queue: QUEUE,
  per: QUEUE,
  limit: {
    item: '**limit** behind a type: its end is where you stop looking. A run that would pass it is cut off, and the verdict says so. Without it, leaving the range is an error of the model.',
    other: assumptionWords.limit,
  },

  // Expectations
  holds: '**holds**: no run that the assume permits breaks the property.',
  violated: '**violated**: some run breaks the property. The check passes as long as it does.',
  reached: '**reached**: some run gets there.',
  unreached: '**unreached**: no run gets there.',
  faults: '**up to n faults**: only runs with at most this many faults are checked, counted as in a counterexample.',

  // Claims
  losses: '**losses**: how many messages are lost in a run at most.',
  duplications: '**duplications**: how many messages are delivered twice in a run at most.',
  corruptions: '**corruptions**: how many messages are changed in a run at most.',
  least: '**least delay**: how long a message takes at least, in ticks.',
  no: '**no fault R**: nodes of R never crash.',
  only: '**R only stops**: nodes of R stop for good at most; none comes back.',
  stops: '**R only stops**: nodes of R stop for good at most; none comes back.',
  keeps: '**R keeps its disk**: a node of R that comes back has its durable variables.',
  its: '**R keeps its disk**: a node of R that comes back has its durable variables.',
  disk: '**R keeps its disk**: a node of R that comes back has its durable variables.',
  byzantine: {
    provisos: '**byzantine R**: how many nodes of R lie at most.',
    other: assumptionWords.byzantine,
  },
  end: '**faults end**: they do so at the stabilisation (`until stable`).',
  size: '**clock step size**: by how many ticks at most a step sets a wall clock.',
};

/** Words that are words only inside of a block of provisos. */
const CLAIMED = new Set([
  'losses',
  'duplications',
  'corruptions',
  'crashes',
  'least',
  'no',
  'only',
  'stops',
  'keeps',
  'its',
  'disk',
  'end',
  'size',
]);

const known = new Set(allWords.map(({ text }) => text));

/** Markdown; null where it is no word of the language. */
export function meaningOf(word: string, place: WordPlace): string | null {
  const isWord = known.has(word) || (place === 'provisos' && CLAIMED.has(word));
  if (!isWord) return null;
  const meaning = Object.hasOwn(meanings, word) ? meanings[word] : undefined;
  if (meaning === undefined) return assumptionWords[word] ?? null;
  return typeof meaning === 'string' ? meaning : (meaning[place] ?? meaning.other);
}
