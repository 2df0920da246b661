/** A spec in, the counterexample of its first property out, as the command line shows it. */
import { describe, expect, test } from 'vitest';
import { checkModel } from '#checker';
import { counterexampleTable, plainStyle, type Reader, story, traceRows } from '#report';
import { modelOf } from '../support/spec.ts';

function reported(spec: string) {
  const model = modelOf(spec);
  const [property] = model.properties;
  const { verdict } = checkModel(model, { properties: [property.name], now: () => 0, blame: false }).properties[0];
  if (!('trace' in verdict)) throw new Error(`${property.name}: ${verdict.status}`);
  const reader: Reader = { model, trace: verdict.trace, source: (span) => spec.slice(span.start, span.end) };
  return {
    story: story(reader, property, verdict),
    table: counterexampleTable(traceRows(reader, verdict), model.timing.time, { style: plainStyle, columns: 120 }).map((line) =>
      line.trimEnd(),
    ),
  };
}

const LEASE = `system LeaseLoop {
  const LEASE = 4
  const MARGIN = 1
  message Renew
  message Granted
  message Refused
  node LeaseService {
    holder: Worker? = none
    timer expiry
    on Renew from w when holder == none or holder == w { holder = w; start expiry for LEASE; reply Granted }
    on Renew { reply Refused }
    on expiry { holder = none }
  }
  node Worker[2] {
    granted: bool = false
    asking: bool = false
    timer lease
    ghost outOfTurn: bool = false
    optional action renew when not asking and lease.left < MARGIN {
      asking = true; granted = false; start lease for LEASE
      call renewal = send Renew to LeaseService
    }
    on Granted for renewal { granted = true; asking = false }
    on Refused for renewal { asking = false; stop lease }
    optional action handle when granted and lease.left >= MARGIN { pause  ghost { outOfTurn = LeaseService.holder != self } }
  }
  safety InTurn: never (exists w in Worker: w.outOfTurn)
}
assume Paused { timing { always pause Worker <= 1, pause LeaseService <= 0, drift <= 0 } network { lossy, capacity 2 } }
check Paused { }`;

test('a pause between the check and the act', () => {
  const { story, table } = reported(LEASE);
  expect(story).toBe(
    'InTurn fails for Worker#1: outOfTurn is true. Worker#1 pauses for 1 tick in the middle of handle, where lease.left is 1 and ' +
      "MARGIN is 1; meanwhile LeaseService's expiry runs out (holder none). Then, at time 4, Worker#1 goes on, and outOfTurn becomes true.",
  );
  expect(table).toEqual([
    'time  node          what happened                                             what changed',
    '  0   Worker#1      renew: sends Renew to LeaseService                        asking, lease 4',
    '  0   LeaseService  Renew from Worker#1: sends Granted back                   holder Worker#1, expiry 4',
    '  0   Worker#1      Granted from LeaseService                                 granted, not asking',
    '  3   Worker#1      handle: lease.left is 1, MARGIN is 1; stops at its pause',
    '  :   Worker#1      paused for 1 tick',
    '  4   LeaseService  expiry runs out                                           holder none',
    '  4   Worker#1      goes on after the pause                                   outOfTurn',
  ]);
});

describe('a failure detector', () => {
  const detector = (assume: string) =>
    reported(`system Detector {
      message Ping
      message Pong
      node Monitor {
        suspects: bool = false
        timer patience
        on start { send Ping to Worker; start patience for 2 }
        on Pong { stop patience; suspects = false }
        on patience { suspects = true }
      }
      node Worker { on Ping { reply Pong } }
      safety Accurate: never (Monitor.suspects and up(Worker))
    }
    assume A { ${assume} } check A { }`);

  test('no fault: the answer and the timeout tie', () => {
    expect(detector('timing sync { delay <= 1 }').story).toBe(
      "Accurate fails: Monitor.suspects is true and Worker is up. No fault is required: at time 2, Monitor's patience runs out, while Pong " +
        'from Worker to Monitor is still on its way, and suspects becomes true.',
    );
  });

  test('a lost message, and a timer that drifts', () => {
    const { story, table } = detector('timing sync { delay <= 0, drift <= 1 } network { lossy }');
    expect(story).toBe(
      'Accurate fails: Monitor.suspects is true and Worker is up. Ping from Monitor to Worker is lost. ' +
        "Then, at time 1, Monitor's patience runs out after 1 tick instead of 2, and suspects becomes true.",
    );
    expect(table[1]).toBe('  0   Monitor  starts: patience will take 1 tick instead of 2; sends Ping to Worker  patience 1');
  });

  test('a slow node', () => {
    const { story, table } = detector('timing sync { delay <= 0, pause Worker <= 2 }');
    expect(story).toContain('Worker pauses for 2 ticks while Ping waits.');
    expect(table[2]).toBe('  :   Worker   paused for 2 ticks, Ping waits');
  });
});

describe('a register', () => {
  const register = (assume: string) =>
    reported(`system Register {
      message Store(version: 0..2)
      message Stored
      ghost done: 0..2 = 0
      node Replica {
        durable version: 0..2 = 0
        on Store(version: v) { version = v; reply Stored }
      }
      node Writer {
        version: 0..2 = 0
        busy: bool = false
        optional action write when not busy and version < 2 { busy = true; version += 1; send Store(version) to Replica }
        on Stored { busy = false  ghost { done = version } }
      }
      safety Kept: always Replica.version >= done
    }
    assume A { timing async  ${assume} } check A { }`);

  test('amnesia says what was forgotten', () => {
    const { story, table } = register('fault Replica { amnesia, up to 1 }');
    expect(story).toBe(
      'Kept fails: Replica.version is 0 and done is 1. Writer runs `write`, and version becomes 1. Writer receives Stored from Replica, and ' +
        'done becomes 1. Replica crashes and loses its durable variables too: version was 1 and is 0.',
    );
    expect(table[0]).toMatch(/^node/);
  });

  test('corruption says what was and what is', () => {
    expect(register('network { corrupting }').story).toBe(
      // Four steps: the first write is corrupted, and its acknowledgement still counts it as done. Losing a write that was
      // complete before would take six.
      'Kept fails: Replica.version is 0 and done is 1. Writer runs `write`, and version becomes 1. Store(version: 1) from Writer to Replica is corrupted into Store(version: 0). ' +
        'Then Writer receives Stored from Replica: busy becomes false and done becomes 1.',
    );
  });

  test('a copy', () => {
    expect(register('network { duplicating }').story).toContain('Writer receives Stored from Replica, and a copy of it stays in flight.');
  });
});

test('a clock that is wrong', () => {
  const { story, table } = reported(`system Clocks {
    clock wall until 5
    node Node[2] { seen: 0..5 = 0  action look { seen = wall.now } }
    safety Near: always Node#2.seen < 4
  }
  assume A { timing { always skew <= 1 } } check A { }`);
  expect(story).toBe(
    'Near fails: Node#2.seen is 4. No fault is required. Node#2 reads wall.now as 4 at true time 3. Then, at time 3, Node#2 runs `look`, and seen becomes 4.',
  );
  expect(table[1]).toBe('  3   Node#2  look: reads wall.now as 4 at true time 3  seen 4');
});

test('a lie', () => {
  const { story } = reported(`system Votes {
    message Vote(yes: bool)
    node Node[3] { optional action vote { send Vote(yes: false) to Teller } }
    node Teller { heard: bool = false  on Vote(yes) { heard = yes } }
    safety NoYes: never Teller.heard
  }
  assume A { timing async  fault Node { byzantine, up to 1 } network { capacity 1 } } check A { }`);
  expect(story).toBe(
    'NoYes fails: Teller.heard is true. Node#1 is Byzantine. Then Node#1 lies to Teller: Vote(yes: true), and heard becomes true.',
  );
});

test('a step says from what to what', () => {
  const { story } = reported(`system Logs {
    node Log[2] { length: 0..3 = 2  action cut when self == Log#2 { length = 1 } }
    safety Grows: forall l in Log: always next(l.length) >= l.length
  }
  assume A { timing async } check A { }`);
  expect(story).toBe(
    'Grows fails for Log#2: length goes from 2 to 1. No fault is required: Log#2 runs `cut`, and length falls from 2 to 1.',
  );
});

describe('names and values are data until words are made of them', () => {
  test('a message whose name has no capital does not begin our sentence', () => {
    const { story } = reported(`system Handover {
      message t
      node Holder[2] {
        holds: bool = self == Holder#1
        optional action pass when holds { holds = false  broadcast t to Holder }
        on t { holds = true }
      }
      safety AtMostOne: never (exists a, b in Holder where a != b: a.holds and b.holds)
    }
    assume A { timing async  network { duplicating up to 1 } }
    check A { }`);
    expect(story).toBe(
      'AtMostOne fails for Holder#1 and Holder#2: Holder#1.holds is true and Holder#2.holds is true. Holder#2 receives t from ' +
        'Holder#1, and a copy of it stays in flight. Holder#2 runs `pass` and sends t to Holder#1. ' +
        'Holder#2 receives t from Holder#1, and holds becomes true. Then Holder#1 receives t from Holder#2, and holds becomes true.',
    );
  });

  test('a sentence that begins with such a name keeps it', () => {
    const { story } = reported(`system S {
      message m
      node a { on start { send m to b } }
      node b { got: bool = false  on m { got = true } }
      liveness gets: eventually b.got
    }
    assume A { timing async  network { lossy } }
    check A { }`);
    expect(story).toMatch(/^gets fails: `b\.got` never holds\. m from a to b is lost\. /);
  });

  test('what a step property saw before the step and is not so any more', () => {
    const { story } = reported(`system Acks {
      node A {
        acks: set<0..1> = {}
        optional action collect { acks += 0 }
      }
      safety Grows: always next(count(A.acks)) >= count(A.acks)
    }
    assume R { timing async fault A { recovery } }
    check R { }`);
    expect(story).toBe(
      'Grows fails: count(A.acks) goes from 1 to 0 and A.acks was {0}. A runs `collect`, and acks becomes {0}. A crashes: acks was {0} and is {}.',
    );
  });

  test('a key of a map with a space in it', () => {
    const { story } = reported(`system Cells {
      struct Cell(x: 0..1, y: 0..1)
      node A {
        lit: map<Cell, bool> = false
        action set { lit[Cell(x: 1, y: 0)] = true }
      }
      safety Off: never A.lit[Cell(x: 1, y: 0)]
    }
    assume A { timing async }
    check A { }`);
    expect(story).toMatch(/set`, and lit\[Cell\(x: 1, y: 0\)\] becomes true\.$/);
  });

  test('one broadcast is reported as one, whoever lies', () => {
    const { table } = reported(`system Split {
      message M
      node B[4] {
        sent: bool = false
        got: set<B> = {}
        optional action go when not sent { sent = true; broadcast M to B }
        on M from b { got += b }
      }
      reachable Got: B#4 in B#3.got and correct(B#4) and not correct(B#1) and not correct(B#2)
    }
    assume Z { timing async fault B { byzantine, up to 2 } }
    check Z { }`);
    expect(table.slice(1)).toEqual([
      'B#1   is Byzantine: it runs none of its code and may send anything',
      'B#2   is Byzantine: it runs none of its code and may send anything',
      'B#4   go: broadcasts M to B#1, B#2, B#3                             sent',
      'B#3   M from B#4                                                    got {B#4}',
    ]);
  });

  describe('until', () => {
    const until = (action: string) =>
      reported(`system U {
        node A {
          n: 0..3 = 0
          ${action}
        }
        liveness Zero: A.n == 0 until A.n == 2
      }
      assume As { timing async }
      check As { }`).story;

    test('what had to last ends too early: by which step', () => {
      expect(until('action inc when n < 3 { n += 1 }')).toMatch(
        /^Zero fails: `A\.n == 0` ends before `A\.n == 2` has come: A runs `inc`, and n becomes 1\. /,
      );
    });

    test('what had to come never does', () => {
      expect(until('optional action inc when n == 0 { n = 2 }')).toMatch(/^Zero fails: `A\.n == 2` never holds\. /);
    });
  });

  describe('always, in a liveness property', () => {
    const always = (formula: string) =>
      reported(`system U {
        node A { n: 0..2 = 0  optional action inc when n < 2 { n += 1 } }
        liveness Stays: ${formula}
      }
      assume As { timing async }
      check As { }`).story;

    test('what should hold throughout ends: by which step', () => {
      expect(always('always A.n < 2')).toBe(
        'Stays fails: `A.n < 2` no longer holds: A runs `inc`, and n becomes 2. From then on nothing happens.',
      );
    });

    test('it never did', () => {
      expect(always('always A.n > 0')).toBe('Stays fails: `A.n > 0` does not hold at the start. From the start nothing happens.');
    });

    test('any other formula is named', () => {
      expect(always('not eventually A.n == 2')).toBe(
        'Stays fails: `A.n == 2` comes true, and must not: A runs `inc`, and n becomes 2. From then on nothing happens.',
      );
    });
  });
});
