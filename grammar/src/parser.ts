/**
 * Text to syntax tree and diagnostics. Any text gets an answer: nothing is thrown, depth and size are bounded, and what a
 * mistake does not touch is in the tree.
 */
import type { IToken } from 'chevrotain';
import type { SourceFile } from './ast.ts';
import type { Diagnostic } from './diagnostics.ts';
import { lex } from './lexer.ts';
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
  parser ??= new ProvisoParser({ skipValidations: true });
  const file = parser.read(path, text, lexed);
  const diagnostics = [...lexed.diagnostics, ...parser.problems].sort((a, b) => a.span.start - b.span.start);
  return {
    file,
    diagnostics: diagnostics.slice(0, mostDiagnostics),
    tokens: lexed.tokens,
    comments: lexed.comments,
    layout: parser.layout,
  };
}

/** What the lexer and the parser say together of one file. */
const mostDiagnostics = 101;
