/** What keeps declared steps from coming next: which part of a guard is false, and the values that make it so. */
import { expect, test } from 'vitest';
import { checkReport } from '#report';
import { whatIf } from '#server';
import { judged, LEASE, snapshot } from './fixture.ts';

function waitingAt(text: string, moment: number, property?: string) {
  const view = judged(snapshot(text));
  const name = property ?? view.analysis.checks[0].runs[0].expectations[0].property;
  const found = whatIf(view, { property: name, under: view.analysis.checks[0].assume, path: null, moment }, (parts) => parts.join());
  if ('says' in found) throw new Error(found.says);
  return found.waiting.map(({ kind, node, what, text, place }) => [
    kind,
    `${node}${what === '' ? '' : `: ${what}`}: ${text}`,
    ...(place === null ? [] : [place.line]),
  ]);
}

test('of a node, an action, a handler, a message, a timer', () => {
  const line = (words: string) => LEASE.slice(0, LEASE.indexOf(words)).split('\n').length;
  const [granted, work] = [line('on Granted'), line('action work')];
  expect(waitingAt(LEASE, 1)).toEqual([
    ['other', 'Service: expiry: the timer is off', line('on expiry')],
    ['guard', 'Client#1: ask: asking is true', line('action ask')],
    ['guard', 'Client#1: work: locked is false', work],
    ['other', 'Client#1: on Granted: no such message is in flight to it', granted],
    ['guard', 'Client#2: work: locked is false; `lease.left > 0` is false: lease.left is 0', work],
    ['other', 'Client#2: on Granted: no such message is in flight to it', granted],
  ]);
  // At its pause a node does nothing else.
  expect(waitingAt(LEASE, 4)).toEqual(
    expect.arrayContaining([
      ['other', 'Service: expiry: 2 ticks left', line('on expiry')],
      ['node', 'Client#1: it stands at a pause: until it goes on it does nothing else', work + 1],
    ]),
  );
});

const GUARDS = `system Guards {
  message Vote(n: 0..3)
  message Hold
  node Voter[2] {
    optional action vote { send Vote(index(self)) to Chair }
  }
  node Chair {
    ready: set<Voter> = {}
    votes: map<Voter, 0..3> = 0
    open: bool = true
    most: 0..3 = 2
    defer Hold when open
    on Vote(n: v) from p when v > most and open { votes[p] = v }
    on Vote from p when not (open and count(ready) < 2) { ready += p }
    action decide when count(ready) == count(Voter) and (forall p in Voter: votes[p] > 1) {}
    action drop for k in 1..3 when k > most and not (k == 3 or open) {}
    action over when count(v in Voter where votes[v] == 1) > 1 {}
  }
  node Sender { action go { send Hold to Chair } }
  reachable End: in flight Hold and in flight Vote
}
assume Plain { timing async  network { capacity 2 } }
check Plain { End reached }
`;

test('of a guard each part that is false, with what it looks at', () => {
  const [vote, accept] = ['v > most', 'not (open'].map((words) => GUARDS.slice(0, GUARDS.indexOf(words)).split('\n').length);
  expect(waitingAt(GUARDS, 2).filter(([, text]) => String(text).startsWith('Chair'))).toEqual([
    ['guard', 'Chair: decide: count(ready) is 0 of 2, ready is {}; `votes[p] > 1` is false: votes[p] is 0 (p is Voter#1)', 15],
    ['guard', 'Chair: drop(k: 1), as the other 2 choices: `k > most` is false: k is 1 and most is 2; open is true', 16],
    ['guard', 'Chair: over: count(v in Voter where votes[v] == 1) is 0 of 2', 17],
    ['guard', 'Chair: on Vote(n: 1) from Voter#1: `v > most` is false: v is 1 and most is 2', vote],
    [
      'guard',
      'Chair: on Vote(n: 1) from Voter#1: `open and count(ready) < 2` is true: open is true, count(ready) is 0 and ready is {}',
      accept,
    ],
  ]);
});

const SCENARIO = `system Vote {
  message Ready
  node Voter[2] {
    sent: bool = false
    action vote when not sent { sent = true; send Ready to Chair }
  }
  node Chair {
    ready: set<Voter> = {}
    on Ready from v { ready += v }
    action decide when count(ready) == count(Voter) { ready = {} }
  }
  scenario Early for some a, b in Voter where a != b {
    a: vote
    at once Chair: on Ready from a
    at once Chair: decide
    b: vote
  }
}
assume Plain { timing async }
check Plain { Early reached }
`;

test('of a scenario that is not reached, what holds back the step that never follows', () => {
  const view = judged(snapshot(SCENARIO));
  const [property] = checkReport(view.verdicts!.checks[0].outcome, () => SCENARIO).properties;
  expect(property.outcomes[0].nearest?.text).toMatch(
    /^`b: vote` happens, but never so after the first 3 of 4 steps, .*\. There vote of Voter#[12] waits: sent is true\.$/,
  );
});
