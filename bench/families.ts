/** Families of systems, each grown in one number: what the bench of growth asks of every tool that has the model. */
import { type Case, filterLock, leasedLock, paxos, pingPong, quorumRegister, twoPhase } from './cases.ts';

export interface Family {
  readonly name: string;
  /** what it is, and what grows: the label of its axis */
  readonly title: string;
  readonly grows: string;
  readonly points: readonly Point[];
}

export interface Point {
  readonly at: number;
  readonly one: Case;
}

export const families: readonly Family[] = [
  { name: 'managers', title: 'two-phase commit', grows: 'managers', points: from(2, 9, twoPhase) },
  { name: 'ballots', title: 'Paxos over sets of messages', grows: 'ballots', points: from(1, 3, paxos) },
  { name: 'processes', title: 'filter lock', grows: 'processes', points: from(2, 5, filterLock) },
  { name: 'clients', title: 'leased lock', grows: 'clients', points: from(1, 3, (clients) => lock({ clients })) },
  { name: 'capacity', title: 'leased lock', grows: 'messages in flight at most', points: from(1, 6, (capacity) => lock({ capacity })) },
  { name: 'lease', title: 'leased lock', grows: 'ticks that both timers run for', points: from(1, 5, (lease) => lock({ lease })) },
  { name: 'delay', title: 'ping-pong', grows: 'ticks of delay at most', points: from(0, 3, (delay) => pingPong({ delay })) },
  {
    name: 'losses',
    title: 'quorum register',
    grows: 'messages lost at most',
    points: from(0, 6, (losses) => quorumRegister({ losses, crashes: 0 })),
  },
];

function from(first: number, last: number, caseOf: (at: number) => Case): Point[] {
  return Array.from({ length: last - first + 1 }, (_, i) => ({ at: first + i, one: caseOf(first + i) }));
}

/** With delay, pauses, drift, one message lost and one crash. */
function lock({ capacity = 2, lease = 2, clients = 2 }: { capacity?: number; lease?: number; clients?: number }): Case {
  return leasedLock({ capacity, lease, clients, losses: 1, crashes: 1 });
}
