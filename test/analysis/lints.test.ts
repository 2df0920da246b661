/** Lints: the page of each code has a text that raises it and one that does not; here are those that nearly do. */
import { expect, test } from 'vitest';
import { analyse } from '#checker';
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
const partial = 'partial { eventually delay <= 1, pause <= 1 }';

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
