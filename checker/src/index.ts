export { type Check, type CheckOptions, type CheckStep, checkModel, startCheck } from './explore/check.ts';
export type * from './explore/machine.ts';
export { evaluate, somethingDue } from './model/interpreter.ts';
export type * from './model/ir.ts';
export type * from './model/state.ts';
export { values } from './model/values.ts';
export type * from './verdict.ts';
