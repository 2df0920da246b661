/**
 * The thresholds that samples of waiting and of clocks rest on, beyond the points that the samples themselves sweep: each
 * closed form was worked out by hand (the comment beside it) and is tried on both sides.
 */
import { describe, it } from 'vitest';
import { comesOut, type Edit, varied } from './varied.ts';

describe('eager-failover', () => {
  it('a scheduler that pauses too needs more than 2D + 2R', () => {
    // The answer is at the scheduler by 2D + R, and can lie there for R more while the patience runs out.
    const edits: Edit[] = [['timing sync { delay <= D, pause <= 0, pause Worker <= R }', 'timing sync { delay <= D, pause <= R }']];
    const check = `check Sync for D in 0..2, R in 0..2, TIMEOUT in 1..9, DEDUPLICATES in { false } {
      AtMostOnce holds when TIMEOUT > 2 * D + 2 * R
      AtLeastOnce holds
    }`;
    comesOut(varied('eager-failover', edits, check), ['AtMostOnce', 'AtLeastOnce'], 162);
  });

  it.each([
    ['sent: bool = false', 'violated'],
    ['durable sent: bool = false', 'holds'],
  ])('a mail server that crashes: with `%s`, AtMostOnce %s', (declared, verdict) => {
    // Forgets between the two emails that it has sent the first; remembers it from its disk.
    const edits: Edit[] = [
      ['sent: bool = false', declared],
      ['assume Sync {', 'assume Crashing extends Partial { fault MailServer { recovery, up to 1 } }\n\nassume Sync {'],
    ];
    comesOut(varied('eager-failover', edits, `check Crashing { AtMostOnce ${verdict} }`), ['AtMostOnce'], 1);
  });
});

describe('cascading-failure', () => {
  const many: Edit[] = [['timing sync { delay <= 1 }', 'timing sync { delay <= 1 }  network { capacity 12 }']];

  it.each([
    ['N in 2..3, ROUND in 4..8', 10],
    ['N in { 4 }, ROUND in 3..4', 2],
  ])('N servers stand the loss of one iff N - 1 do their shares in time: %s', (points, verdicts) => {
    // LOAD / N + 1 < ROUND before the collection at each of these points but N = 2, ROUND = 4, which breaks either way.
    const check = `check Calm for ${points} { SomeoneIsAlive holds when LOAD / (N - 1) + 1 < ROUND }`;
    comesOut(varied('cascading-failure', many, check), ['SomeoneIsAlive'], verdicts);
  });

  it('a collection passes for a death iff the work, the collection and the way do not fit into a round', () => {
    // 2 + 2 + 1 ticks, and the tie counts. The two that are left have 3 to do: late, with the way, in a round of 4.
    const edits: Edit[] = [['min(work.left + ROUND, LOAD + ROUND)', 'min(work.left + 2, LOAD + 2)']];
    const check = 'check Calm for ROUND in 4..7 { FirstIsDead reached when ROUND <= 5  SomeoneIsAlive holds when ROUND > 4 }';
    comesOut(varied('cascading-failure', edits, check), ['FirstIsDead', 'SomeoneIsAlive'], 8);
  });
});

describe('congested-switch', () => {
  it('a circuit takes 5 ticks at most, whatever the other sends', () => {
    // One to the switch, two until the caller's turn (he has just missed it), one to the receiver, one back.
    const check = 'check Cables for DEADLINE in 3..6, BURST in 0..2 { InTime holds when DEADLINE >= 5 }';
    comesOut(varied('congested-switch', [], check), ['InTime'], 12);
  });

  it('an idle packet network is faster, and with other traffic no deadline holds', () => {
    // Idle: as above, but the cable is free each tick: 4.
    const check = `check Cables for CIRCUIT in { false }, DEADLINE in 3..8, BURST in 0..2 { InTime holds when BURST == 0 and DEADLINE >= 4 }`;
    comesOut(varied('congested-switch', [], check), ['InTime'], 18);
  });

  it('what is not dropped is back after 6, or 4 when nobody else sends', () => {
    // At most two packets are before it: two ticks more. So what breaks a deadline of 6 or more is a packet that was dropped.
    const edits: Edit[] = [['leads to not Caller.waiting within', 'leads to (not Caller.waiting or Switch.dropped) within']];
    const check = `check Cables for CIRCUIT in { false }, DEADLINE in 3..7, BURST in 0..2 {
      InTime holds when DEADLINE >= (if BURST == 0 then 4 else 6)
      CallKept holds when BURST == 0
    }`;
    comesOut(varied('congested-switch', edits, check), ['InTime', 'CallKept'], 30);
  });
});

describe('last-write-wins', () => {
  /** The first write at the third node, the increment at the first: the tie now goes to the wrong one. */
  const swapped: Edit[] = [
    ['set when self == Replica#1', 'set when self == Replica#3'],
    ['increment when self == Replica#3', 'increment when self == Replica#1'],
  ];

  it('equal timestamps from 2S = LEAST on, and the write that was later is dropped above', () => {
    // Asked as a safety property: within a horizon nothing is ever `unreached`.
    const same = 'Replica#3.value == 2 and Replica#1.value == 1 and Replica#3.stamp.time == Replica#1.stamp.time';
    const edits: Edit[] = [[`reachable SameTime: ${same}`, `safety SameTime: never (${same})`]];
    const check = `check Clocks of LastWriteWins for S in 0..3, LEAST in 1..3 {
      IncrementKept holds when 2 * S <= LEAST
      SameTime holds when 2 * S < LEAST
    }`;
    comesOut(varied('last-write-wins', edits, check), ['IncrementKept', 'SameTime'], 24);
  });

  it('where the tie goes to the other, it is dropped at 2S = LEAST too; never with a logical clock', () => {
    const check = `check Clocks of LastWriteWins for S in 0..3, LEAST in 1..3, LOGICAL in { false, true } {
      IncrementKept holds when LOGICAL or 2 * S < LEAST
    }`;
    comesOut(varied('last-write-wins', swapped, check), ['IncrementKept'], 24);
  });

  it.each(['true', 'false', '(exists x in v: x not in vector)', '(exists x in vector: x not in v)'])(
    'version vectors compared by `%s` do not tell concurrent from sequential',
    (comparison) => {
      const edits: Edit[] = [['(exists x in v: x not in vector) and (exists x in vector: x not in v)', comparison]];
      comesOut(varied('last-write-wins', edits, 'check NoClocks of VersionVectors { ToldApart violated }'), ['ToldApart'], 1);
    },
  );
});

describe('elapsed-time', () => {
  it('is at least -U * J: U steps by J, whatever the skew', () => {
    // A clock that shows r goes on from r - U * J. It has shown HORIZON = 4 at most, and is never off by more.
    const edits: Edit[] = [
      ['const HORIZON = 4', 'const HORIZON = 4\n  const LOWEST = 0'],
      ['Client.byWall >= 0', 'Client.byWall >= -LOWEST'],
      ['skew <= 1', 'skew <= S'],
      ['assume Skewed {', 'assume Skewed { const S = 1'],
      ['clocks { steps up to 1 by 1 }', 'const U = 1 const J = 1 clocks { steps up to U by J }'],
    ];
    const check = `check LeapSecond for S in { 0, 2 }, U in 1..2, J in 1..3, LOWEST in 0..3 {
      NotNegativeByWall holds when LOWEST >= min(U * J, HORIZON)
      NotNegativeByUptime holds
    }`;
    comesOut(varied('elapsed-time', edits, check), ['NotNegativeByWall', 'NotNegativeByUptime'], 96);
  });
});

describe('block-ids', () => {
  it('are in order iff blocks are of one, or there is one node only', () => {
    const edits: Edit[] = [['assume Reliable {', 'assume Reliable { const N = 2; Node = N; Client = 1;']];
    const check = 'check Reliable for N in 1..3, BLOCK in 1..3 { Unique holds  InOrder holds when BLOCK == 1 or N == 1 }';
    comesOut(varied('block-ids', edits, check), ['Unique', 'InOrder'], 18);
  });

  it.each([
    ['drawn: Id = 0', 'violated'],
    ['durable drawn: Id = 0', 'holds'],
  ])('an allocator that crashes: with `%s`, Unique %s', (declared, verdict) => {
    const edits: Edit[] = [
      ['drawn: Id = 0', declared],
      ['network { capacity 4 }', 'network { capacity 4 }\n  fault Allocator { recovery, up to 1 }'],
    ];
    comesOut(varied('block-ids', edits, `check Reliable { Unique ${verdict} }`), ['Unique'], 1);
  });
});
