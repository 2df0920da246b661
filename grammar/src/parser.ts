/**
 * Text to syntax tree and diagnostics. Any text gets an answer: nothing is thrown, depth and size are bounded, and what a
 * mistake does not touch is in the tree.
 */
import type { IToken } from 'chevrotain';
import type { Expr, SourceFile } from './ast.ts';
import type { Diagnostic } from './diagnostics.ts';
import { lex } from './lexer.ts';
import { takeNames } from './names.ts';
import type { Layout } from './parser/base.ts';
import { ProvisoParser } from './parser/file.ts';

export interface Parsed {
  readonly file: SourceFile;
  /** in the order of the text */
  readonly diagnostics: readonly Diagnostic[];
  /** for the formatter and the editor's colours */
  readonly tokens: readonly IToken[];
  readonly comments: readonly IToken[];
  readonly layout: Layout;
}

/** Made at first use: the grammar's analysis takes longer than reading a file. */
let parser: ProvisoParser | null = null;

export function parse(path: string, text: string): Parsed {
  const lexed = lex(path, text);
  takeNames(lexed.tokens);
  parser ??= new ProvisoParser();
  const file = parser.read(path, text, lexed);
  const problems = withoutEchoes(text, lexed.diagnostics, parser.problems);
  const { retracted } = parser;
  const fromLexer = lexed.diagnostics.filter((one) => !retracted.has(one.span.start));
  const diagnostics = [...fromLexer, ...problems].sort((a, b) => a.span.start - b.span.start);
  return {
    file,
    diagnostics: diagnostics.slice(0, mostDiagnostics),
    tokens: lexed.tokens,
    comments: lexed.comments,
    layout: parser.layout,
  };
}

/** A text that is one expression, such as what someone asks about a moment of a run; null where it is none, which the diagnostics say. */
export function parseExpression(path: string, text: string): { readonly expr: Expr | null; readonly diagnostics: readonly Diagnostic[] } {
  const lexed = lex(path, text);
  takeNames(lexed.tokens);
  parser ??= new ProvisoParser();
  const expr = parser.readQuestion(path, text, lexed);
  return { expr, diagnostics: withoutEchoes(text, lexed.diagnostics, parser.problems).concat(lexed.diagnostics) };
}

/** A character that could not be read tears its line apart; what the parser says of that line helps nobody. */
function withoutEchoes(text: string, fromLexer: readonly Diagnostic[], fromParser: readonly Diagnostic[]): readonly Diagnostic[] {
  const torn = fromLexer.filter((one) => one.code === 'PV0107').map((one) => lineAt(text, one.span.start));
  return fromParser.filter((one) => !torn.some(([start, end]) => one.span.start >= start && one.span.start <= end));
}

function lineAt(text: string, offset: number): [number, number] {
  const end = text.indexOf('\n', offset);
  return [text.lastIndexOf('\n', offset) + 1, end < 0 ? text.length : end];
}

/** The result of lexer and parser for one file. */
const mostDiagnostics = 101;
