export type * from './ast.ts';
export type * from './diagnostics.ts';
