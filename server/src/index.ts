export type * from './checks/test-types.ts';
export * from './ide/diagnostics.ts';
export type { FoundProvisos } from './ide/found-provisos.ts';
export * from './ide/inline-verdicts.ts';
export { provisosFixes } from './ide/provisos.ts';
export { type RunFound, type RunView, runPage, runView } from './ide/run-view.ts';
export { type Snapshot, snapshotOf, withBlocks, withProvisos, withVerdicts } from './ide/snapshot.ts';
export type * from './ide/verdicts.ts';
export type * from './lsp/protocol.ts';
