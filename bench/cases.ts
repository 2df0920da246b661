/**
 * What is compared: a system in Proviso and the same one in SPIN and in Rumur. Files are named from this folder; those that
 * also stand in the tests are not repeated here.
 */
export interface Case {
  readonly name: string;
  /** what it is, for the table */
  readonly title: string;
  readonly spec: string;
  /** an assumption set as text: the file's own ones are smaller */
  readonly assume: string;
  readonly property: string;
  readonly constants: Readonly<Record<string, number>>;
  readonly spin: PeerModel | null;
  readonly rumur: PeerModel | null;
  /** written by hand; what Proviso exports TLC can search in any case */
  readonly tla?: TlaModel;
  /** a model of `models/stateright` and its constant */
  readonly stateright?: readonly [model: string, constant: number];
  /** what stands in the specification, and what takes its place: where a number is no constant */
  readonly edit?: readonly [from: string, to: string];
  readonly search: 'safety' | 'liveness';
  /** takes minutes: run only when it is named, or with --large */
  readonly large?: true;
}

export interface PeerModel {
  readonly file: string;
  readonly constants: Readonly<Record<string, number>>;
}

/** A module of `models`, with what its constants are in a configuration. */
export interface TlaModel {
  readonly module: string;
  readonly property: string;
  readonly constants: Readonly<Record<string, string>>;
}

const filter = (processes: number) => ({
  spec: 'models/filter-lock.proviso',
  assume: 'assume Bench { timing async }',
  constants: { N: processes },
  spin: { file: 'models/filter-lock.pml', constants: { N: processes } },
});

export const filterLock = (processes: number): Case => ({
  name: 'filter-lock',
  title: `filter lock, ${processes} processes`,
  ...filter(processes),
  property: 'Exclusive',
  rumur: { file: 'models/filter-lock.m', constants: { N: processes } },
  stateright: ['filter-lock', processes],
  search: 'safety',
});

export const twoPhase = (managers: number): Case => ({
  name: `two-phase-commit-${managers}`,
  title: `two-phase commit, ${managers} managers`,
  spec: '../test/peers/two-phase-commit.proviso',
  assume: 'assume Bench { timing async }',
  property: 'Consistent',
  constants: { MANAGERS: managers },
  spin: { file: 'models/two-phase-commit.pml', constants: { N: managers } },
  rumur: { file: '../test/peers/two-phase-commit.m', constants: { MANAGERS: managers } },
  tla: { module: 'TwoPhaseCommit', property: 'Consistent', constants: { Managers: values('m', managers) } },
  stateright: ['two-phase-commit', managers],
  search: 'safety',
});

export const paxos = (ballots: number): Case => ({
  name: ballots === 3 ? 'paxos' : `paxos-${ballots}`,
  title: `Paxos over sets of messages, ${ballots} ballots`,
  spec: 'models/paxos.proviso',
  assume: 'assume Bench { timing async }',
  property: 'Agreed',
  constants: { BALLOTS: ballots },
  spin: { file: 'models/paxos.pml', constants: { BALLOTS: ballots } },
  rumur: { file: 'models/paxos.m', constants: { BALLOTS: ballots } },
  tla: {
    module: 'MessagePaxos',
    property: 'Agreed',
    constants: { Acceptors: values('a', 3), Ballots: values('', ballots), Values: values('v', 2) },
  },
  stateright: ['paxos', ballots],
  search: 'safety',
});

/** A set of model values, `{m1, m2}`, or of numbers */
function values(letter: string, count: number): string {
  return `{${Array.from({ length: count }, (_, i) => `${letter}${i + 1}`).join(', ')}}`;
}

/** Messages lost and crashes with recovery, at most. */
export const quorumRegister = ({ losses, crashes }: { readonly losses: number; readonly crashes: number }): Case => ({
  name: crashes === 0 ? 'quorum-register' : 'quorum-register-crashes',
  title: crashes === 0 ? `quorum register: ${losses} messages lost` : 'quorum register: a crash with recovery, a message lost',
  spec: '../test/peers/quorum-register.proviso',
  assume: `assume Bench {
    timing async
    ${losses === 0 ? '' : `network { lossy up to ${losses} }`}
    ${crashes === 0 ? '' : `fault Replica { recovery, up to ${crashes} }`}
  }`,
  property: 'Fresh',
  constants: {},
  spin: { file: '../test/peers/quorum-register.pml', constants: { LOSS: losses, CRASHES: crashes, RESTARTS: Math.min(1, crashes) } },
  rumur: { file: 'models/quorum-register.m', constants: { LOSS: losses, CRASHES: crashes, RESTARTS: Math.min(1, crashes) } },
  search: 'safety',
});

interface LeasedLock {
  readonly capacity: number;
  readonly losses: number;
  readonly crashes: number;
  readonly lease?: number;
  readonly clients?: number;
}

export const leasedLock = ({ capacity, losses, crashes, lease = 2, clients = 2 }: LeasedLock): Case => {
  const constants = {
    ...{ CLIENT_PAUSE: 1, CLIENT_DRIFT: 1, CLIENT_CRASHES: crashes },
    ...{ LOSS_BUDGET: losses, CAPACITY: capacity, LEASE: lease },
  };
  return {
    name: 'fenced-lock',
    title: 'leased lock: delay, pause, drift, loss, a crash',
    spec: '../test/peers/fenced-lock.proviso',
    assume: `assume Bench {
      timing sync { delay <= 1, pause Client <= 1, drift Client <= 1 }
      network { lossy up to ${losses}, capacity ${capacity} }
      fault Client { recovery, up to ${crashes} }
    }`,
    property: 'Ordered',
    constants: { LEASE: lease },
    edit: ['node Client[2]', `node Client[${clients}]`],
    // The peers' models have two clients, and Rumur's one crash at most.
    spin: clients === 2 ? { file: 'models/fenced-lock.pml', constants } : null,
    rumur: clients === 2 && crashes < 2 ? { file: '../test/peers/fenced-lock.m', constants: { ...constants, LOSS: 1 } } : null,
    search: 'safety',
  };
};

export const pingPong = ({ delay }: { readonly delay: number }): Case => {
  const constants = { DELAY_MAX: delay, PAUSE_MAX: 2, DRIFT_MAX: 1, DUPLICATION: 1, LOSS_BUDGET: 3, CRASH_BUDGET: 3, CAPACITY: 8 };
  return {
    name: 'ping-pong',
    title: 'ping-pong: delay, pause, drift, loss, duplicates, crashes',
    spec: 'models/ping-pong.proviso',
    assume: `assume Bench {
      timing sync { delay <= ${delay}, pause <= 2, drift <= 1 }
      network { lossy up to 3, duplicating, capacity 8 }
      fault Client, Server { recovery, up to 3 }
    }`,
    property: 'Patient',
    constants: {},
    spin: { file: 'models/ping-pong.pml', constants },
    rumur: {
      file: '../test/peers/ping-pong.m',
      constants: { ...constants, LOSS: 1, CLIENT_CRASHES: 1, SERVER_CRASHES: 1, RECOVERY: 1 },
    },
    search: 'safety',
  };
};

export const cases: readonly Case[] = [
  twoPhase(7),
  twoPhase(8),
  // Rumur would take minutes for each run
  { ...twoPhase(9), rumur: null, large: true },
  paxos(3),
  filterLock(5),
  {
    name: 'filter-lock-liveness',
    title: 'filter lock, 5 processes, liveness',
    ...filter(5),
    property: 'GetsIn',
    rumur: null,
    search: 'liveness',
  },
  leasedLock({ capacity: 2, losses: 1, crashes: 1 }),
  {
    ...leasedLock({ capacity: 4, losses: 2, crashes: 2 }),
    name: 'fenced-lock-large',
    title: 'leased lock: 2 lost, 2 crashes, 4 messages in flight',
    large: true,
  },
  quorumRegister({ losses: 5, crashes: 0 }),
  quorumRegister({ losses: 1, crashes: 1 }),
  pingPong({ delay: 2 }),
];

/** Those that are named, or all that fit where none is. */
export function casesNamed(names: readonly string[], fits: (one: Case) => boolean, all: readonly Case[] = cases): readonly Case[] {
  const unknown = names.filter((name) => !all.some((one) => one.name === name));
  if (unknown.length > 0) throw new Error(`no case ${unknown.join(', ')}; there are ${all.map(({ name }) => name).join(', ')}`);
  return all.filter((one) => (names.length > 0 ? names.includes(one.name) : fits(one)));
}
