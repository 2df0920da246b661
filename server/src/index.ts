export * from './ide/diagnostics.ts';
export * from './ide/inline-verdicts.ts';
export { type Snapshot, snapshotOf, withVerdicts } from './ide/snapshot.ts';
export type * from './ide/verdicts.ts';
export type * from './lsp/protocol.ts';
