export type * from './ast.ts';
export { syntaxCodes } from './codes.ts';
export type * from './diagnostics.ts';
export type { Layout } from './parser/base.ts';
export { type Parsed, parse } from './parser.ts';
export { printExpr } from './print-expression.ts';
export { format } from './printer.ts';
export { closest } from './spelling.ts';
export { allWords, reservedWords, type Word, type WordGroup } from './tokens.ts';
