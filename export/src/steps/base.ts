/** The operators that every module has: values, messages in flight, what is in force, what is due, and how a step is over. */
import type { Bound } from '#checker';
import { block, type Code, choice, manyText } from '../code/env.ts';
import { evaluate } from '../code/evaluate.ts';
import type { Module } from '../module.ts';
import { node, nodes } from '../text/values.ts';
import { all, any, points, quoted } from '../text/write.ts';
import { beginning } from './actions.ts';
import { deliverableOf } from './patterns.ts';

export function base(m: Module): void {
  const { instances } = m.model;
  m.define(`CONSTANT TellCuts \\* TRUE: a bound of the search that is reached is a state of its own, so that it can be told`);
  m.define(`VARIABLES ${m.variables.join(', ')}\n\nvars == <<${m.variables.join(', ')}>>`);
  m.define(`View == IF cut # "" THEN <<cut>> ELSE <<${m.variables.join(', ')}>>`);
  m.define(
    `Node == ${nodes(
      m,
      instances.map(({ index }) => index),
    )}`,
  );
  m.define(
    m.roles
      .map(
        ({ nodes: name }, role) =>
          `${name} == ${nodes(
            m,
            instances.filter((one) => one.role === role).map(({ index }) => index),
          )}`,
      )
      .join('\n'),
  );
  m.define(
    [
      `IndexOf == ${points(instances.map(({ index }) => [node(m, index), String(index)]))}`,
      `NumberOf == ${points(instances.map(({ index, number }) => [node(m, index), String(number)]))}`,
    ].join('\n'),
  );
  m.section('Values');
  m.define(VALUES);
  m.section('A step under way: the state, how it ended ("", "paused", "error", "cut"), the message handled, the readings taken');
  const fields = [
    ...m.variables.map((one) => `${one} |-> ${one}`),
    ...Object.entries(m.working).map(([name, value]) => `${name} |-> ${value}`),
  ];
  m.define(`Now == [${fields.join(', ')}]`);
  m.define(`Become(t) ==\n${m.variables.map((one) => `  /\\ ${one}' = t.${one}`).join('\n')}`);
  m.define(STEPS);
  m.section('Messages in flight');
  m.define(m.model.network.fifo ? QUEUES : BAG);
  m.define(sending(m));
  m.section('What is in force');
  inForce(m);
}

const VALUES = `None == [is |-> "none"]
Some(v) == [is |-> "some", value |-> v]
Least(S) == CHOOSE a \\in S : \\A b \\in S : a <= b
Greatest(S) == CHOOSE a \\in S : \\A b \\in S : a >= b
Clamp(n, lo, hi) == IF n < lo THEN lo ELSE IF n > hi THEN hi ELSE n
Div(a, b) == IF b > 0 THEN a \\div b ELSE (0 - a) \\div (0 - b)
Mod(a, b) == a - b * Div(a, b)
RECURSIVE Before(_, _)
\\* as words stand in a dictionary
Before(a, b) ==
  IF a = <<>> THEN b # <<>>
  ELSE IF b = <<>> THEN FALSE
  ELSE IF Head(a) # Head(b) THEN Head(a) < Head(b) ELSE Before(Tail(a), Tail(b))
MinBy(Key(_), S) == CHOOSE a \\in S : \\A b \\in S : ~Before(Key(b), Key(a))
MaxBy(Key(_), S) == CHOOSE a \\in S : \\A b \\in S : ~Before(Key(a), Key(b))
\\* of sequences; what is longer than they are is as long as they are
Last(l) == l[Len(l)]
TakeFirst(l, n) == SubSeq(l, 1, Clamp(n, 0, Len(l)))
Drop(l, n) == SubSeq(l, Clamp(n, 0, Len(l)) + 1, Len(l))
Elements(l) == {l[i] : i \\in DOMAIN l}
\\* the elements of S in the order of the sequence l, which has them all
InOrder(l, S) == SelectSeq(l, LAMBDA x : x \\in S)
RECURSIVE First(_)
\\* the first of a sequence of sequences that is not empty
First(l) == IF l = <<>> THEN <<>> ELSE IF Head(l) # <<>> THEN Head(l) ELSE First(Tail(l))`;

/** Why `TLCEval` stands at each function below: TLC keeps a function unevaluated as long as it can, and fails where several states then share one with an EXCEPT. */
const STEPS = `Fail(s, why) == [s EXCEPT !.end = why[1], !.why = why[2]]
EachOf(S, Rest(_)) == UNION {Rest(x) : x \\in S}
After(S, Rest(_)) == UNION {IF s.end # "" THEN {s} ELSE Rest(s) : s \\in S}
Fresh(s) == [s EXCEPT !.end = "", !.handled = None, !.wasRead = {}]
\\* after \`on start\`: a node may be suspended in it
Started(s) == IF s.end \\in {"", "paused"} THEN Fresh(s) ELSE s
Context(m) == [from |-> m.from, corrupted |-> m.corrupted, call |-> m.call]
Cut(s, why) == IF TellCuts THEN {[s EXCEPT !.cut = why]} ELSE {}
Over(s) == IF s.end = "error" THEN {[s EXCEPT !.error = s.why]} ELSE Cut(s, s.why)`;

/** A multiset: a function from messages to how many there are. */
const BAG = `Slots(b) == DOMAIN b
Message(b, h) == h
Put(b, m) == IF m \\in DOMAIN b THEN [b EXCEPT ![m] = @ + 1] ELSE b @@ (m :> 1)
Take(b, h) == IF b[h] > 1 THEN [b EXCEPT ![h] = @ - 1] ELSE TLCEval([m \\in DOMAIN b \\ {h} |-> b[m]])
Replace(b, h, m) == Put(Take(b, h), m)
RECURSIVE Total(_, _)
Total(b, S) == IF S = {} THEN 0 ELSE LET m == CHOOSE x \\in S : TRUE IN b[m] + Total(b, S \\ {m})
InFlight(b) == Total(b, DOMAIN b)
CountOf(b, Test(_)) == Total(b, {m \\in DOMAIN b : Test(m)})
\\* the messages that pass the test, each changed
Changed(b, Test(_), Rest(_)) ==
  LET K == {m \\in DOMAIN b : Test(m)} IN TLCEval([x \\in {Rest(m) : m \\in K} |-> Total(b, {m \\in K : Rest(m) = x})])`;

/** For each pair with messages in flight a sequence, the oldest first; a place in it is the pair and a number. */
const QUEUES = `Slots(b) == UNION {{[pair |-> p, number |-> i] : i \\in DOMAIN b[p]} : p \\in DOMAIN b}
Message(b, h) == b[h.pair][h.number]
Pair(m) == <<m.from, m.to>>
Put(b, m) == IF Pair(m) \\in DOMAIN b THEN [b EXCEPT ![Pair(m)] = Append(@, m)] ELSE b @@ (Pair(m) :> <<m>>)
Take(b, h) ==
  LET l == b[h.pair]
      rest == SubSeq(l, 1, h.number - 1) \\o SubSeq(l, h.number + 1, Len(l))
  IN IF rest = <<>> THEN TLCEval([p \\in DOMAIN b \\ {h.pair} |-> b[p]]) ELSE [b EXCEPT ![h.pair] = rest]
Replace(b, h, m) == [b EXCEPT ![h.pair][h.number] = m]
\\* those of its pair that were sent before it
Older(b, h) == SubSeq(b[h.pair], 1, h.number - 1)
CountOf(b, Test(_)) == Cardinality({h \\in Slots(b) : Test(Message(b, h))})
InFlight(b) == CountOf(b, LAMBDA m : TRUE)
Changed(b, Test(_), Rest(_)) ==
  LET l == TLCEval([p \\in DOMAIN b |-> SelectSeq(b[p], Test)])
  IN TLCEval([p \\in {q \\in DOMAIN b : l[q] # <<>>} |-> TLCEval([i \\in DOMAIN l[p] |-> Rest(l[p][i])])])`;

function sending(m: Module): string {
  const { queue } = m.model.network;
  const waiting = `CountOf(s.net, LAMBDA m : m.from = from /\\ m.to = to) >= ${queue}`;
  const vanishes = any([
    m.has('cuts') ? m.guard('cut send', 'Severs(s.cuts, from, to)', 'FALSE') : 'FALSE',
    m.has('byzantine') ? m.guard('Byzantine send', 'to \\in s.byzantine', 'FALSE') : 'FALSE',
    queue === null ? 'FALSE' : m.guard('queue', waiting, 'FALSE'),
  ]);
  const severs = `Severs(C, from, to) == \\E c \\in C :
  CASE c.kind = "two-way" -> (from \\in c.members) # (to \\in c.members)
    [] c.kind = "one-way" -> from \\in c.members /\\ to \\notin c.members
    [] c.kind = "link" -> (c.from = from /\\ c.to = to) \\/ (c.from = to /\\ c.to = from)
    [] c.kind = "one-way link" -> c.from = from /\\ c.to = to`;
  const stale =
    'Stale(call, n, C) == IF call # None /\\ call.value.caller = n /\\ call.value.name \\in C THEN Some([call.value EXCEPT !.fresh = FALSE]) ELSE call';
  const suspended = m.has('suspended')
    ? `,
    !.suspended = TLCEval([x \\in Node |->
      IF @[x] = None \\/ @[x].value.handled = None THEN @[x]
      ELSE [@[x] EXCEPT !.value.handled.call = Stale(@, n, C)]])`
    : '';
  const severed =
    m.tellsSevered && !m.isDropped('cut send') ? ' IF Severs(s.cuts, m.from, m.to) THEN [s EXCEPT !.severed = @ \\cup {m}] ELSE' : '';
  return [
    ...(m.has('cuts') ? [severs] : []),
    `Vanishes(s, from, to) == ${vanishes}`,
    `Post(s, m) ==${severed} IF Vanishes(s, m.from, m.to) THEN s ELSE [s EXCEPT !.net = Put(@, m)]`,
    'RECURSIVE PostAll(_, _)',
    'PostAll(s, ms) == IF ms = {} THEN s ELSE LET m == CHOOSE x \\in ms : TRUE IN PostAll(Post(s, m), ms \\ {m})',
    stale,
    `MakeStale(s, n, C) == [s EXCEPT
    !.net = Changed(@, LAMBDA m : TRUE, LAMBDA m : [m EXCEPT !.call = Stale(@, n, C)]),
    !.handled = IF @ = None THEN None ELSE [@ EXCEPT !.call = Stale(@, n, C)]${suspended}]`,
  ].join('\n');
}

function inForce(m: Module): void {
  const { delay, pause, drift, skew } = m.model.timing;
  const bound = (of: readonly (Bound | null)[], part: (bound: Bound) => number, otherwise: string) => {
    const texts = of.map((one) => {
      if (one === null) return otherwise;
      const value = String(part(one));
      return one.always ? value : m.guard('stabilise', `(IF s.stable THEN ${value} ELSE ${otherwise})`, value);
    });
    if (texts.every((text) => text === texts[0])) return texts[0] ?? otherwise;
    return `(${points(texts.map((text, i) => [node(m, i), text]))})[n]`;
  };
  const max = ({ max: most }: Bound) => most;
  m.define(
    [
      '\\* -1 where no bound is in force',
      `DelayMax(s, n) == ${bound(delay, max, '-1')}`,
      `DelayMin(s, n) == ${bound(delay, ({ min }) => min, '0')}`,
      `PauseMax(s, n) == ${bound(pause, max, '-1')}`,
      `DriftMax(s, n) == ${bound(drift, max, '-1')}`,
      `SkewMax(s, n) == ${bound(skew, max, '-1')}`,
    ].join('\n'),
  );
  const correct = m.has('byzantine') ? m.guard('correct', 'n \\notin s.byzantine') : 'TRUE';
  m.define(
    [
      `Runs(s, n) == ${all([m.guard('up', 's.status[n] = "up"'), correct])}`,
      `CanReact(s, n) == ${all(['Runs(s, n)', m.has('suspended') ? m.guard('suspended', 's.suspended[n] = None') : 'TRUE'])}`,
      'OldEnough(s, m) == m.age >= DelayMin(s, m.to)',
      'Arrived(s, m) == DelayMax(s, m.to) >= 0 /\\ m.age = DelayMax(s, m.to)',
      'Off == [kind |-> "off"]',
      'Left(t) == IF t.kind = "off" THEN 0 ELSE Least({t.left, t.duration})',
      'RanOut(t) == IF t.kind = "exact" THEN t.left = 0 ELSE t.kind = "loose" /\\ t.ripe',
    ].join('\n'),
  );
}

/** What is due at a node, and how a step is over. Made when what nodes defer, and who has a turn, is defined. */
export function finishing(m: Module): void {
  m.section('What is due, and the end of a step');
  const timers = m.model.roles.flatMap((role) =>
    role.timers.flatMap((timer, t) => {
      if (!timer.hasHandler) return [];
      const own = `s.${m.roles[role.index].variable}[n].${m.roles[role.index].timers[t]}`;
      const due = timer.key === null ? `DueTimer(${own})` : `\\E k \\in DOMAIN ${own} : DueTimer(${own}[k])`;
      return [`(n \\in ${m.roles[role.index].nodes} /\\ ${due})`];
    }),
  );
  const messages = m.model.roles.map((role) => {
    const code = deliverableOf(m, role).call('Fresh(s)', 'n', 'h');
    const can = code.many
      ? `\\A r \\in ${code.text} : r.s.end # "" \\/ r.v`
      : code.ends
        ? `LET r == ${code.text} IN r.s.end # "" \\/ r.v`
        : `${code.text}.v`;
    const conditions = ['Message(s.net, h).to = n', 'Arrived(s, Message(s.net, h))', m.guard('due defer', `(${can})`)];
    return `(n \\in ${m.roles[role.index].nodes} /\\ \\E h \\in Slots(s.net) : ${all(conditions)})`;
  });
  const due = [
    ...(m.has('suspended') ? [m.guard('due suspended', 's.suspended[n] # None', 'FALSE')] : []),
    ...timers.map((one) => m.guard('due timer', one, 'FALSE')),
    ...messages.map((one) => m.guard('due message', one, 'FALSE')),
  ].filter((one) => one !== 'FALSE');
  const dueTimer = m.names.define('DueTimer');
  m.define(`${dueTimer}(t) == IF t.kind = "exact" THEN t.left = 0 ELSE t.kind = "loose" /\\ t.until = 0`);
  m.define(`Due(s, n) ==\n  /\\ Runs(s, n)\n  /\\ ${due.length === 0 ? 'FALSE' : `(${due.map((one) => `\\/ ${one}`).join('\n      ')})`}`);
  const late = `TLCEval([n \\in Node |-> IF s.late[n] > 0 /\\ Due(s, n) THEN s.late[n] ELSE 0])`;
  const { capacity } = m.model.network;
  const over = m.guard('capacity', `InFlight(s.net) > ${capacity}`, 'FALSE');
  const settled = m.has('late') ? m.guard('lateness ends', `[s EXCEPT !.late = ${late}]`, 's') : 's';
  m.define(
    `Finished(s) ==
  IF s.end \\in {"error", "cut"} THEN Over(s)
  ELSE IF ${over} THEN Cut(s, ${quoted(`capacity ${capacity}`)})
  ELSE LET t == ${settled} IN
${block(manyText(limits(m)))}`,
  );
}

function limits(m: Module): Code {
  const env = { ...beginning(m, null, null), state: 't' };
  const check = (i: number, state: string): Code => {
    const limit = m.model.limits[i];
    if (limit === undefined) return { text: '{t}', many: true, ends: false };
    const over = (failing: string): Code => ({ text: `Over(${failing})`, many: true, ends: false });
    const passed: Code = { text: `Cut(t, ${quoted(`limit ${limit.text}`)})`, many: true, ends: false };
    if (m.isDropped('limit')) return check(i + 1, state);
    return evaluate(m, env, limit.predicate, over, (holds) => choice(holds, check(i + 1, state), passed));
  };
  return check(0, 't');
}
