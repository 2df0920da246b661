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

export const cases: readonly Case[] = [
  { name: 'filter-lock', ...filterLock, property: 'Exclusive', search: 'safety' },
  { name: 'filter-lock-liveness', ...filterLock, property: 'GetsIn', search: 'liveness' },
];
