/** The guided path: each chapter is a sentence to understand, a sample, one change that breaks it, and why it breaks. */

export interface Chapter {
  /** in the address */
  readonly id: string;
  readonly title: string;
  /** file of `samples`, or of `client/extension/walkthrough` */
  readonly file: string;
  readonly sentence: string;
  readonly change: Change;
  /** which property is broken then */
  readonly property: string;
  readonly answer: string;
}

export interface Change {
  readonly says: string;
  /** stands in the sample once */
  readonly find: string;
  readonly put: string;
}

export const CHAPTERS: readonly Chapter[] = [
  {
    id: 'promise',
    title: 'A promise',
    file: 'client/extension/walkthrough/break-it.proviso',
    sentence:
      'A client asks and a server answers. That the answer arrives within two ticks is true provided that messages are fast and nobody pauses: a property holds under assumptions, and here both are written down.',
    change: { says: 'Let the network lose messages.', find: 'assume Fast {\n', put: 'assume Fast {\n  network { lossy }\n' },
    property: 'InTime',
    answer:
      'One lost message is enough. The run says so step by step, and that it requires the loss: without it, InTime holds. Nothing goes wrong in a system unless you assume that it can.',
  },
  {
    id: 'silence',
    title: 'Silence',
    file: 'samples/closed-port.proviso',
    sentence:
      'No answer has come. Is the machine down, or was a message lost? While a message may be lost the client cannot tell one from the other, however long it waits: it is never sure of what silence means.',
    change: {
      says: 'Assume that the network loses nothing.',
      find: 'ProcessCrashes {\n  network { lossy up to 1 }\n',
      put: 'ProcessCrashes {\n',
    },
    property: 'NeverSureOfSilence',
    answer:
      'Now silence means something: where nothing is lost and everything is fast, no answer in time can only mean that the machine is down, and the client knows it. It knows more because more is assumed, not because it has seen more.',
  },
  {
    id: 'timeout',
    title: 'How long to wait',
    file: 'samples/failure-detector.proviso',
    sentence:
      'A timeout has to be longer than the slowest round trip: two message delays and the time that the worker takes. The check tries every combination and states where the threshold is: TIMEOUT > 2 * D + R.',
    change: {
      says: 'Believe that a timeout of exactly the round trip is enough.',
      find: 'Accurate holds when TIMEOUT > 2 * D + R\n',
      put: 'Accurate holds when TIMEOUT >= 2 * D + R\n',
    },
    property: 'Accurate',
    answer:
      'Off by one: if the answer and the timeout fall into the same tick, the timeout may come first, and a live worker is suspected. Without a bound on the delay (Partial) no timeout is long enough.',
  },
  {
    id: 'clocks',
    title: 'Clocks',
    file: 'samples/elapsed-time.proviso',
    sentence:
      'How long did a request take? Measured by the wall clock it never takes less than no time, provided that nobody sets that clock meanwhile. Being a little off is harmless; being set is not.',
    change: {
      says: 'Let the clock be set once, by one tick, where it was only off before.',
      find: 'assume Skewed { timing sync { delay <= 1, skew <= 1 } }',
      put: 'assume Skewed { timing sync { delay <= 1, skew <= 1 }  clocks { steps up to 1 by 1 } }',
    },
    property: 'NotNegativeByWall',
    answer:
      'The request takes -1: the clock was set back while the reply was under way. The monotonic clock, which nobody can set, still measures well. Use that one for durations.',
  },
  {
    id: 'lease',
    title: 'Pauses and leases',
    file: 'samples/unfenced-lock.proviso',
    sentence:
      'A client checks its lease and then writes. Between the two it may pause, and its lease may end. The file stays intact only with a margin that covers the pause and the delay of the write: MARGIN >= P + D.',
    change: {
      says: 'Forget the delay of the write: a margin as long as the pause should do.',
      find: 'FileIntact holds when MARGIN >= P + D',
      put: 'FileIntact holds when MARGIN >= P',
    },
    property: 'FileIntact',
    answer:
      'The client wrote in time, but its message was still on its way when the lease ended. A second client had the lock by then, and its file was overwritten. Nothing was lost and nobody crashed.',
  },
  {
    id: 'fencing',
    title: 'Fencing tokens',
    file: 'samples/fenced-lock.proviso',
    sentence:
      'Every grant of the lock carries a number, and the storage rejects a write with an older one. That needs no bound on time at all, only two numbers that survive crashes: both are durable.',
    change: {
      says: 'Keep the newest token of the storage in memory only.',
      find: '    durable newest: Token = 0',
      put: '    newest: Token = 0',
    },
    property: 'FileIntact',
    answer:
      'After a restart the storage has forgotten which tokens it saw, and lets an old write through. What looks like a detail of the storage is the assumption that the whole lock stands on.',
  },
  {
    id: 'majority',
    title: 'The majority decides',
    file: 'samples/unique-username.proviso',
    sentence:
      'A server gives a name away once more than half of the servers have reserved it. Two majorities share a server, and that one refuses the second person, whatever messages are lost and whoever crashes.',
    change: {
      says: 'Expect the same without a majority: everything is fast here, and nothing fails.',
      find: 'check Fast for QUORUM in { false, true } { Unique holds when QUORUM }',
      put: 'check Fast for QUORUM in { false, true } { Unique holds }',
    },
    property: 'Unique',
    answer:
      'Two people ask at the same moment, and each server gives the name away before it can hear of the other. What a node knows on its own is no truth about the system, however fast the network is.',
  },
  {
    id: 'crashes',
    title: 'What a crash forgets',
    file: 'samples/crash-recovery.proviso',
    sentence:
      'An increment that was acknowledged must still be counted after a crash. The counter on disk keeps that promise, the one in memory does not. Which kind of crash is assumed decides it.',
    change: { says: 'Do not write the counter to disk.', find: '    durable onDisk: Count = 0', put: '    onDisk: Count = 0' },
    property: 'DiskKeeps',
    answer:
      'The counter answers, crashes, and comes back with 0. If a crashed node never came back (Stops), it would not matter: nobody could see what it has forgotten.',
  },
  {
    id: 'lies',
    title: 'Lies',
    file: 'samples/byzantine-generals.proviso',
    sentence:
      'A traitor may say anything to anyone. With a commander and three lieutenants, of whom one is a traitor, the loyal ones do the same. More than two thirds have to be loyal.',
    change: {
      says: 'Let two of the four be traitors.',
      find: 'check Four for TRAITORS in 0..1 {',
      put: 'check Four for TRAITORS in 0..2 {',
    },
    property: 'Obeyed',
    answer:
      'The two traitors tell a loyal lieutenant the opposite of the order, and he counts more lies than truths. Of three generals one traitor is enough, as the check of Three says.',
  },
  {
    id: 'commit',
    title: 'All or nothing',
    file: 'samples/two-phase-commit.proviso',
    sentence:
      'Two-phase commit: all participants commit or none does, provided that the coordinator remembers what it has decided. While it is gone, whoever has voted yes has to wait.',
    change: {
      says: 'Let the coordinator keep its decision in memory.',
      find: '    durable decision: Decision = open',
      put: '    decision: Decision = open',
    },
    property: 'Agreed',
    answer:
      'It commits, restarts, no longer knows that it did, and aborts. A participant that missed the first decision hears the second: one has committed and the other has aborted.',
  },
];
