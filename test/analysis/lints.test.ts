/** Lints: the page of each code has a text that raises it and one that does not; here are those that nearly do. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { analyse, campaign } from '#checker';
import { parse } from '#grammar';

function reported(text: string): string[] {
  const { file } = parse('s.proviso', text);
  const { diagnostics } = analyse({ root: file, files: new Map([['s.proviso', file]]), resolve: () => null });
  return diagnostics.map((d) => `${d.code} ${text.slice(d.span.start, d.span.end)}`);
}

/** Applies the first fix of the first problem. */
function fixed(text: string): string {
  const { file } = parse('s.proviso', text);
  const { diagnostics } = analyse({ root: file, files: new Map([['s.proviso', file]]), resolve: () => null });
  const edits = [...(diagnostics[0].fixes?.[0].edits ?? [])].sort((a, b) => b.span.start - a.span.start);
  return edits.reduce((out, e) => out.slice(0, e.span.start) + e.text + out.slice(e.span.end), text);
}

test('a message that only Byzantine nodes send', () => {
  const system = `system S { message Ping message Pong node N { on Ping { } on Pong { } optional action a { send Ping to N } } }`;
  expect(reported(system)).toEqual(['PV0705 Pong']);
  expect(reported(`${system} assume A { timing async fault N { byzantine } }`)).toEqual([]);
});

test('a constant that nothing uses', () => {
  const system = (e: string) => `system S { const K = 3 node N { v: 0..9 = 0 optional action a { v = ${e} } } }`;
  expect(reported(`${system('1')} assume A { timing async } check A { }`)).toEqual(['PV0704 K']);
  expect(reported(`${system('K')} assume A { timing async } check A { }`)).toEqual([]);
  // without an assume, who knows what will use it
  expect(reported(system('1'))).toEqual([]);
  expect(reported(`${system('1')} assume A { timing sync { delay <= K } } check A { }`)).toEqual([]);
  expect(reported(`${system('1')} assume A { const Q = 1 timing sync } check A for K in 0..1 { }`)).toEqual(['PV0704 K', 'PV0704 Q']);
});

const deadline = (formula: string, timing: string, expected = '') => `system S {
  node N { a: bool = false b: bool = false optional action go when not a { a = true } action end when a { b = true } }
  safety Soon: ${formula} }
  assume A { timing ${timing} }  check A { ${expected} }`;
const partial = 'partial { eventually pause <= 1 }';

test('a deadline before the system is stable', () => {
  expect(reported(deadline('N.a leads to N.b within 3', partial))).toEqual(['PV0706 N.a']);
  expect(reported(deadline('N.a leads to N.b within 3', 'sync { pause <= 1 }'))).toEqual([]);
  expect(reported(deadline('stable and N.a leads to N.b within 3', partial))).toEqual([]);
  expect(reported(deadline('N.a leads to N.b or not stable within 3', partial))).toEqual([]);
  expect(reported(deadline('N.a leads to N.b within 3', partial, 'Soon violated'))).toEqual([]);
});

test('its fix keeps the meaning of what stands there', () => {
  expect(fixed(deadline('N.a leads to N.b within 3', partial))).toBe(deadline('stable and N.a leads to N.b within 3', partial));
  const either = fixed(deadline('N.a or N.b leads to N.b within 3', partial));
  expect(either).toBe(deadline('stable and (N.a or N.b) leads to N.b within 3', partial));
  expect(reported(either)).toEqual([]);
});

const sender = (action: string, network = '') => `system S { message Ping
  node Client { sent: bool = false timer t ${action} } node Server { on Ping { } } }
  assume A { timing sync ${network} }  check A { }`;
const repeats = (action: string, network = '') => reported(sender(action, network)).filter((d) => !d.startsWith('PV0704'));

test('a send that can repeat', () => {
  expect(repeats('optional action ask when not sent { send Ping to Server }')).toEqual(['PV0707 ask']);
  expect(repeats('optional action ask { ghost { } call c = send Ping to Server }')).toEqual(['PV0707 ask']);
  expect(repeats('optional action ask when not sent { sent = true send Ping to Server }')).toEqual([]);
  expect(repeats('optional action ask when not t.running { start t for 2 send Ping to Server }')).toEqual([]);
  expect(repeats('action ask when not sent { send Ping to Server }')).toEqual([]);
  expect(repeats('optional action ask { send Ping to Server }', 'network { queue 1 per link }')).toEqual([]);
});

const once = (assume: string, timer = '', expected = '') => `system S { message Ping message Pong
  node Client { heard: bool = false timer again on start${timer} { send Ping to Server start again for 1 } on Pong { heard = true } }
  node Server { on Ping { reply Pong } }
  liveness Heard: eventually Client.heard }
  assume A { timing sync ${assume} }  check A { ${expected} }`;

test('a request that is sent once', () => {
  expect(reported(once('network { lossy }'))).toEqual(['PV0708 Ping']);
  expect(reported(once('fault Server { recovery, up to 1 }'))).toEqual(['PV0708 Ping']);
  expect(reported(once(''))).toEqual([]);
  // who has stopped will never answer, however often it is asked
  expect(reported(once('fault Server { stop }'))).toEqual([]);
  expect(reported(once('network { lossy }', ', again'))).toEqual([]);
  expect(reported(once('network { lossy }', '', 'Heard violated'))).toEqual([]);
});

const voter = (variable: string, body: string, more = '', expected = '') => `system S { message Vote message Granted
  node Voter { ${variable} durable log: 0..1 = 0 on Vote from c when given == none { ${body} } on Vote { } ${more} }
  node Candidate[2] { asked: bool = false optional action ask when not asked { asked = true send Vote to Voter } on Granted { } }
  safety One: never (Candidate#1.asked and Voter.log == 1) }
  assume A { timing async fault Voter { recovery } }  check A { ${expected} }`;
const promises = (...parts: Parameters<typeof voter>) => reported(voter(...parts)).filter((d) => d.startsWith('PV0709'));

test('a promise that is forgotten', () => {
  const given = 'given: Candidate? = none';
  expect(promises(given, 'given = c reply Granted')).toEqual(['PV0709 given']);
  expect(promises(`durable ${given}`, 'given = c reply Granted')).toEqual([]);
  expect(promises(given, 'given = c log = 1 reply Granted')).toEqual([]);
  expect(promises(given, 'given = c')).toEqual([]);
  expect(promises(given, 'given = c reply Granted', 'on restart { given = Candidate#1 }')).toEqual([]);
  expect(promises(given, 'given = c reply Granted', '', 'One violated')).toEqual([]);
  expect(fixed(voter(given, 'given = c reply Granted'))).toContain('durable given: Candidate? = none');
});

const sending = (code: string, network = 'capacity 3') => `system S { message M
  node Client[2] { ${code} } node Server[4] { on M { } on start { } } }
  assume A { timing async network { ${network} } }  check A { }`;
const overfull = (code: string, network?: string) => reported(sending(code, network)).filter((d) => d.startsWith('PV0711'));

test('more messages at once than the search follows', () => {
  expect(overfull('optional action a { broadcast M to Server }')).toEqual(['PV0711 broadcast M to Server']);
  expect(overfull('optional action a { broadcast M to Server }', 'capacity 4')).toEqual([]);
  // to all but oneself
  expect(overfull('on M { } optional action a { broadcast M to Client send M to Server#1 send M to Server#2 }')).toEqual([]);
  expect(overfull('on M { } optional action a { broadcast M to Client for s in Server { send M to s } }')).toHaveLength(1);
  // in two segments, in the lesser branch, to some that only the state tells
  expect(overfull('optional action a { send M to Server#1 send M to Server#2 pause send M to Server#3 send M to Server#4 }')).toEqual([]);
  expect(
    overfull('b: bool = false optional action a { if b { send M to Server#1 } send M to Server#2 send M to Server#3 send M to Server#4 }'),
  ).toEqual([]);
  expect(overfull('optional action a { for s in Server where s != Server#1 { send M to s } }')).toEqual([]);
  // what does not fit into a queue is lost
  expect(overfull('optional action a { broadcast M to Server }', 'capacity 3, queue 1 per link')).toEqual([]);
});

test('more messages at the start, of all nodes together', () => {
  expect(overfull('on start { send M to Server#1 send M to Server#2 }')).toHaveLength(1);
  expect(overfull('on start { send M to Server#1 }')).toEqual([]);
  expect(overfull('on start { send M to Server#1 send M to Server#2 }', 'capacity 4')).toEqual([]);
});

/** What a search saw happen, with the line, the assumption set and the number of steps. */
function seen(text: string): string[] {
  const { file } = parse('s.proviso', text);
  const { checks } = analyse({ root: file, files: new Map([['s.proviso', file]]), resolve: () => null });
  const sightings = [...campaign(checks, { now: () => 0 })].flatMap((event) => (event.kind === 'done' ? event.sightings : []));
  return sightings.map(
    ({ diagnostic: d, assume, trace }) => `${d.code} ${text.slice(d.span.start, d.span.end)} under ${assume} in ${trace.steps.length}`,
  );
}

const busy = (guard: string, assume = 'timing async', more = '') => `system S { message Work(number: 0..2)
  node Worker { last: 0..2 = 0 busy: bool = false on Work(number: n) from c when ${guard} { busy = true  last = n } ${more} }
  node Client { left: 0..2 = 2 optional action ask when left > 0 { send Work(left) to Worker  left -= 1 } }
  safety Fine: always Client.left <= 2 }
  assume A { ${assume} }  assume B { timing async network { lossy } } check A { Fine holds } check B { Fine holds }`;

test('a message that is dropped is told where a search saw it, once', () => {
  expect(seen(busy('not busy'))).toEqual(['PV0701 Work under A in 4']);
  // It never happens.
  expect(seen(busy('not busy or last >= 0'))).toEqual([]);
  expect(seen(busy('not busy', 'timing async', 'on Work { }'))).toEqual([]);
  expect(seen(busy('not busy', 'timing async', 'defer Work'))).toEqual([]);
  // What a liar sends is for the guard to refuse.
  expect(seen(busy('not busy', 'timing async fault Client { byzantine, up to 1 }'))).toEqual(['PV0701 Work under B in 4']);
});

test.each(['n == last', 'not busy and n > last', 'last < n', 'n >= last + 1 or busy'])(
  'a guard that compares what the message brings: %s',
  (guard) => {
    expect(seen(busy(guard))).toEqual([]);
  },
);

const votes = (ask: string, handler: string, ordered = '') => `system S { message Vote message Granted(round: 0..3)
  node Voter[2] { on Vote { reply Granted(round: 1) } }
  node Candidate { round: 0..3 = 0 got: set<Voter> = {} ${ask} ${handler} }
  safety Fine: always Candidate.round <= 3 }
  assume A { timing async ${ordered} }  check A { Fine holds }`;
const rounds = 'optional action ask when round < 2 { round += 1  got = {}  broadcast Vote to Voter }';

test('an answer to an older request is told where a search saw it counted', () => {
  expect(seen(votes(rounds, 'on Granted from v { got += v }'))).toEqual(['PV0702 Granted under A in 4']);
  expect(seen(votes(rounds, 'on Granted(round: r) from v when r == round { got += v }'))).toEqual([]);
  expect(seen(votes(rounds.replace('broadcast', 'call c = broadcast'), 'on Granted from v for c { got += v }'))).toEqual([]);
  // A request that is repeated in the same round.
  expect(
    seen(votes('action ask when count(got) < 2 { broadcast Vote to Voter }', 'on Granted from v { got += v }', 'network { capacity 2 }')),
  ).toEqual([]);
  // A new round only once all have answered: none is late.
  const after = 'optional action ask when round == 0 or count(got) == 2 and round < 3 { round += 1  got = {}  broadcast Vote to Voter }';
  expect(seen(votes(after, 'on Granted from v { got += v }'))).toEqual([]);
});

test('a comment with a reason switches a lint off, behind the code or above it', () => {
  const unused = (before: string, behind = '') => `system S {\n  ${before}\n  message Ping ${behind}\n  node N { } }`;
  expect(reported(unused(''))).toEqual(['PV0704 Ping']);
  expect(reported(unused('// proviso-ignore PV0704: to come'))).toEqual([]);
  expect(reported(unused('', '// proviso-ignore PV0704, PV0704: to come'))).toEqual([]);
  expect(reported(unused('// proviso-ignore PV0704: to come\n\n  // why\n'))).toEqual([]);
  // One that does nothing is told itself.
  expect(reported(unused('// proviso-ignore PV0704'))).toEqual(['PV0714 // proviso-ignore PV0704', 'PV0704 Ping']);
  expect(reported(unused('// proviso-ignore PV0709: because'))).toEqual(['PV0714 PV0709', 'PV0704 Ping']);
  expect(reported(unused('// proviso-ignore PV0201: because'))).toEqual(['PV0714 PV0201', 'PV0704 Ping']);
  expect(reported(unused('// proviso-ignore: because'))).toEqual(['PV0714 // proviso-ignore: because', 'PV0704 Ping']);
  // No error goes away.
  expect(reported('system S { node N { v: Missing = 0 // proviso-ignore PV0704: because\n } }')).toEqual(['PV0201 Missing']);
});

test('a comment switches off what only a search sees', () => {
  const text = busy('not busy').replace('node Worker {', 'node Worker {\n // proviso-ignore PV0701: the client asks again\n');
  expect(reported(text)).toEqual([]);
  expect(seen(text)).toEqual([]);
});

/** Votes and copies of a replicated log, with the term in each guard. */
const LOG = `system Commit {
  type Term = 0..3 limit
  enum Role { follower, candidate, leader }
  message Ask(term: Term)
  message Granted(term: Term)
  message Append(term: Term)
  message Stored(term: Term, length: 0..1)
  ghost chosen: set<Term> = {}
  node Server[3] {
    term: Term = 0
    role: Role = follower
    votes: set<Server> = {}
    optional action campaign when role != leader { term += 1  role = candidate  votes = { self }  broadcast Ask(term) to Server }
    on Ask(term: t) from c when t > term { term = t  role = follower  votes = {}  reply Granted(term) }
    on Ask {}
    on Granted(term: t) from s when t == term and role == candidate {
      votes += s
      if count(votes) >= majority(Server) { role = leader  votes = {}  broadcast Append(term) to Server }
    }
    on Granted {}
    on Append(term: t) when t >= term { term = t  role = follower  votes = {}  reply Stored(term, length: 1) }
    on Append {}
    on Stored(term: t, length: n) when role == leader and t == term and n > 0 { ghost { chosen += t } }
    on Stored {}
  }
  safety OneChosen: never (count(chosen) > 1)
}
assume Slow { timing async  network { capacity 4 } }
check Slow { OneChosen violated }`;

test('where the term in the guard sorts late answers out, nothing is told', () => {
  expect(reported(LOG)).toEqual([]);
  expect(seen(LOG)).toEqual([]);
  // Without it, the search sees a vote of an older term counted.
  expect(seen(LOG.replace('when t == term and role == candidate', 'when role == candidate'))[0]).toMatch(
    /^PV0702 Granted under Slow in \d+$/,
  );
});

/** The first example of a code's page, with parts of it replaced. */
function example(code: string, ...changes: readonly (readonly [string, string])[]): string {
  const page = readFileSync(new URL(`../../docs/codes/${code}.md`, import.meta.url), 'utf8');
  const text = page.split('```proviso\n')[1].split('```')[0];
  return changes.reduce((now, [from, to]) => {
    expect(now).toContain(from);
    return now.replace(from, to);
  }, text);
}

/** What hides the lint, since then it need not be wrong. */
const SILENT: readonly (readonly [string, string, ...(readonly [string, string])[]])[] = [
  ['PV0715', 'a bound in the end', ['timing async', 'timing partial { eventually delay <= 1, pause <= 1 }']],
  ['PV0715', 'no crash', [', up to 1', ', up to 0']],
  ['PV0715', 'nodes that come back', ['stop', 'recovery']],
  ['PV0715', 'a node that is spared', ['node Process[2]', 'node Spared { } node Process[2]']],
  ['PV0715', 'what is sent at the start', ['action tell when not told { told = true; broadcast', 'on start { told = true broadcast']],
  ['PV0715', 'progress that is not expected', ['Decides holds', 'Decides violated']],
  ['PV0715', 'one node alone', ['Process[2]', 'Process[1]']],
  ['PV0715', 'that no two decide the same', ['p.decided != q.decided', 'p != q and p.decided == q.decided']],
  ['PV0716', 'fewer than a third', ['Lieutenant[2]', 'Lieutenant[3]']],
  ['PV0716', 'a node that never lies', ['fault Commander, Lieutenant', 'fault Lieutenant']],
  ['PV0716', 'agreement alone', ['Obeyed holds', '']],
  [
    'PV0716',
    'a comparison within one node',
    ['l.decision != Commander.order', 'l.decision != l.other'],
    ['decision: Order? = none', 'decision: Order? = none  other: Order? = none'],
  ],
  ['PV0716', 'a condition', ['Obeyed holds', 'Obeyed holds when 1 == 2']],
  ['PV0717', 'larger quorums', ['stored) >= 2', 'stored) >= 3'], ['told) < 2', 'told) < 3'], ['told) == 2', 'told) == 3']],
  ['PV0717', 'a harm that is expected', ['Fresh holds', 'Fresh violated']],
  ['PV0717', 'nodes that stay down', ['recovery', 'stop']],
  ['PV0717', 'a restart that asks', ['on Store {', 'on restart { send Ask to Writer } on Store {']],
  ['PV0717', 'a note that stays with its node', ['reply Told(there)', 'reply Told(there: true)']],
  ['PV0718', 'timers', ['node Server {', 'node Server { timer t on start { start t for 1 } on t { }']],
];

for (const [code, why, ...changes] of SILENT)
  test(`${code} is silent: ${why}`, () => {
    expect(reported(example(code)).map((d) => d.slice(0, 6))).toContain(code);
    expect(reported(example(code, ...changes)).map((d) => d.slice(0, 6))).not.toContain(code);
  });

test('a bound in the end, and liveness that no check names but one asks of', () => {
  const text = (liveness: string) => `system S {
    node A { n: bool = false  action go { n = true } }
    safety P: always (A.n or not A.n)  ${liveness} }
    assume Part { timing partial { eventually pause <= 1 } }
    check Part { P holds }`;
  expect(reported(text(''))).toEqual(['PV0718 eventually pause <= 1']);
  expect(reported(text('liveness L: eventually A.n'))).toEqual([]);
});

test('a quorum that counts on a disk that can be lost', () => {
  const durable = example('PV0717', ['there: bool = false', 'durable there: bool = false']);
  expect(reported(durable)).toEqual([]);
  expect(reported(durable.replace('recovery', 'amnesia'))).toEqual(['PV0717 there']);
});

test('a quorum whose answers are sent to who asked', () => {
  const sent = example('PV0717', ['on Store { there = true; reply Stored }', 'on Store from w { there = true; send Stored to w }']);
  expect(reported(sent)).toEqual(['PV0717 there']);
});

test('a bound in the end of which no check asks', () => {
  const text = (timing: string, property: string, expected = 'P holds') => `system S {
    node N { n: 0..1 = 0 action go when n < 1 { n += 1 } } ${property} }
    assume A { timing partial { eventually ${timing} } }
    assume B extends A { }  check B { ${expected} }`;
  expect(reported(text('pause <= 0', 'safety P: always N.n <= 1'))).toEqual(['PV0718 eventually pause <= 0']);
  expect(reported(text('pause <= 0', 'liveness P: eventually N.n == 1'))).toEqual([]);
  expect(reported(text('pause <= 0', 'safety P: always (stable implies N.n <= 1)'))).toEqual([]);
  expect(reported(text('pause <= 0', 'safety P: always N.n <= 1', ''))).toEqual([]);
  expect(reported(text('pause <= 0', 'safety P: always N.n <= 0', 'P violated'))).toEqual([]);
  const ignored = text('pause <= 0', 'safety P: always N.n <= 1').replace('assume A', '// proviso-ignore PV0718: as it is\n    assume A');
  expect(reported(ignored)).toEqual([]);
});
