/** What is compared: a system in Proviso and the same one in SPIN, under `models/`. */
export interface Case {
  readonly name: string;
  readonly spec: string;
  readonly system: string;
  readonly assume: string;
  readonly property: string;
  /** constants of both */
  readonly constants: Readonly<Record<string, number>>;
  readonly peer: string;
  readonly search: 'safety' | 'liveness';
}

const filterLock = { spec: 'filter-lock.proviso', system: 'FilterLock', assume: 'Shared', peer: 'filter-lock.pml', constants: { N: 5 } };

const twoPhase = {
  spec: 'two-phase-commit.proviso',
  system: 'TwoPhaseCommit',
  assume: 'Shared',
  peer: 'two-phase-commit.pml',
  property: 'Consistent',
  search: 'safety',
} as const;

export const cases: readonly Case[] = [
  { name: 'two-phase-commit-7', ...twoPhase, constants: { N: 7 } },
  { name: 'two-phase-commit-8', ...twoPhase, constants: { N: 8 } },
  { name: 'filter-lock', ...filterLock, property: 'Exclusive', search: 'safety' },
  { name: 'filter-lock-liveness', ...filterLock, property: 'GetsIn', search: 'liveness' },
];
