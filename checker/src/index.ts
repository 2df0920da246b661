export type * from './model/ir.ts';
export type * from './model/state.ts';
export type * from './verdict.ts';
