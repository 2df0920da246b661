export type * from './ast.ts';
export { syntaxCodes } from './codes.ts';
export type * from './diagnostics.ts';
export { type Parsed, parse } from './parser.ts';
