/**
 * Random small systems of symmetric nodes and one more, which send each other messages that can lie in flight for long: deferred now and
 * then, lost, repeated, corrupted, or sent to nodes that are down.
 */
import fc from 'fast-check';
import { Tape, tape } from './tape.ts';

const SENDS = [
  'optional action tell when not sent { sent = true; send Told(self) to S }',
  'action tell when not sent { sent = true; send Told(self) to S }',
  'optional action tell for m in N when not sent and m != self { sent = true; send Told(m) to S }',
  'optional action greet for m in N when not sent and m != self { sent = true; send Hello to m }',
  'action greet when not sent { sent = true; broadcast Hello to N }',
  'optional action tell { send Told(self) to S }',
  'optional action tell for m in N { send Told(m) to S }',
  'optional action greet for m in N when m != self { send Hello to m }',
  'optional action ask when not sent { sent = true; call query = send Told(self) to S }',
];

const TURNS = [
  'action turn { busy = not busy }',
  'optional action turn { busy = not busy }',
  'action begin when not busy { busy = true }\n    optional action end when busy { busy = false }',
  '',
];

const HEARS = [
  'on Hello { sent = false }',
  'on Hello when not busy { sent = false }',
  'on Hello from m { sent = false; send Told(m) to S }',
  'on Hello {}',
];

const HEARD = [
  'on Told(who) { last = who }',
  'on Told(who) { last = who; send Hello to who }',
  'on Told(who) from n when last != n { last = n; reply Hello }',
  'on Told { reply Hello }',
];

const TROUBLES = [
  '',
  'lossy, ',
  'lossy up to 1, ',
  'duplicating up to 1, ',
  'corrupting up to 1, ',
  'lossy, corrupting, ',
  'lossy, duplicating, ',
];

const FAULTS = [
  '',
  '',
  'fault N { recovery, up to 1 }',
  'fault S { recovery, up to 1 }',
  'fault N { stop, up to 1 }',
  'fault S { recovery }',
];

export const sending = fc.record({ values: tape(24) }).map(({ values }) => {
  const from = new Tape(values);
  const count = from.pick([2, 2, 3]);
  // What arrives at a node that is down vanishes at the next tick.
  const vanishes = from.chance(1, 3);
  const timing = vanishes ? from.pick(['sync { delay <= 1 }', '{ always delay <= 1 }', '{ always delay <= 0 }']) : 'async';
  const [hides, delays] = [
    from.pick(['', 'defer Hello when busy']),
    from.pick(['', 'defer Told when busy', 'defer Told(who) when last == who']),
  ];
  return `system Sending {
  message Told(who: N)
  message Hello
  node N[${count}] {
    sent: bool = false
    ${hides === '' ? '' : 'busy: bool = false'}
    ${hides === '' ? '' : from.pick(TURNS)}
    ${hides}
    ${from.pick(SENDS)}
    ${from.pick(HEARS.filter((one) => hides !== '' || !one.includes('busy')))}
    on Hello {}
  }
  node S {
    last: N? = none
    busy: bool = false
    ${from.pick(TURNS)}
    ${from.pick(['', 'optional action forget when last != none { last = none }'])}
    ${delays}
    ${from.pick(HEARD)}
    on Told {}
  }
  liveness P: ${from.pick(['eventually S.last != none', 'always eventually S.last == none', 'eventually (forall n in N: not n.sent)'])}
  liveness Q: ${from.pick(['(exists n in N: n.sent) leads to S.last != none', 'always eventually count(in flight Hello) == 0', 'eventually S.busy'])}
}
assume A {
  timing ${timing}
  network { ${vanishes ? '' : from.pick(TROUBLES)}queue 1 per link }
  ${vanishes ? from.pick(['fault S { recovery }', 'fault N { recovery }']) : from.pick(FAULTS)}
}
check A { }`;
});
