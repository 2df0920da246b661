export { type Snapshot, snapshotOf, withVerdicts } from './ide/snapshot.ts';
export type * from './ide/verdicts.ts';
