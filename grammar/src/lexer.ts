/**
 * Text to tokens and comments. What cannot be read here (odd characters, unended texts, numbers out of range, spellings
 * of other languages) is reported once and repaired, so that the parser sees what was meant and says nothing more about it.
 */
import { type IToken, Lexer, type TokenType } from 'chevrotain';
import type { Span } from './ast.ts';
import type { SyntaxCode } from './codes.ts';
import type { Diagnostic } from './diagnostics.ts';
import { allTokens, BadNumber, ForeignSpelling, foreignSpellings, Integer, Text, UnendedText } from './tokens.ts';

export interface Lexed {
  readonly tokens: IToken[];
  /** `//` and `///` comments, in the order of the text */
  readonly comments: readonly IToken[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The largest number that can be written: values are stored in 32-bit words with a sign. */
export const largestNumber = 2 ** 31 - 1;
/** Characters of one file. A specification is a few hundred lines; a file past this is something else. */
export const largestFile = 1_000_000;
const mostReported = 100;

let lexer: Lexer | null = null;

export function lex(path: string, text: string): Lexed {
  const refused = refuse(path, text);
  if (refused) return { tokens: [], comments: [], diagnostics: [refused] };
  lexer ??= new Lexer(allTokens, { ensureOptimizations: true, skipValidations: true, positionTracking: 'full' });
  const result = lexer.tokenize(text);
  const diagnostics: Diagnostic[] = [];
  for (const token of (result.groups.strange ?? []).slice(0, mostReported)) diagnostics.push(strangeCharacters(path, token));
  for (const token of result.groups.blockComments ?? []) diagnostics.push(blockComment(path, token));
  for (const token of result.tokens) repair(path, token, diagnostics);
  return { tokens: result.tokens, comments: result.groups.comments ?? [], diagnostics };
}

function problem(code: SyntaxCode, span: Span, message: string, more: Partial<Diagnostic> = {}): Diagnostic {
  return { code, severity: 'error', span, message, ...more };
}

/** A text that is not looked into at all. */
function refuse(path: string, text: string): Diagnostic | null {
  const start = { file: path, start: 0, end: Math.min(1, text.length) };
  if (text.length > largestFile)
    return problem('PV0110', start, `this file has ${text.length} characters; at most ${largestFile} are allowed`, {
      help: 'split it into several files and join them with `import "./other.proviso"`',
    });
  const zero = text.indexOf('\0');
  if (zero >= 0)
    return problem('PV0109', { file: path, start: zero, end: zero + 1 }, 'this is not a text file: it contains a zero byte', {
      help: 'save it as UTF-8',
    });
  return null;
}

function spanOf(path: string, token: IToken): Span {
  return { file: path, start: token.startOffset, end: token.startOffset + token.image.length };
}

function strangeCharacters(path: string, token: IToken): Diagnostic {
  const shown = [...token.image].slice(0, 20).join('');
  const what = token.image.length === 1 ? `the character \`${shown}\`` : `the characters \`${shown}\``;
  return problem('PV0107', spanOf(path, token), `${what} cannot be used here`, {
    help: shown.includes("'") ? 'text goes in double quotes' : 'names consist of the letters a to z, digits and `_`',
  });
}

function blockComment(path: string, token: IToken): Diagnostic {
  return problem('PV0114', spanOf(path, token), 'a comment begins with `//` and ends at the end of its line', {
    help: 'write `//` in front of each line of the comment',
  });
}

/** Chevrotain finds the type by these two fields; changing both changes what the parser sees. */
export function become(token: IToken, type: TokenType): void {
  token.tokenType = type;
  token.tokenTypeIdx = type.tokenTypeIdx!;
}

function repair(path: string, token: IToken, diagnostics: Diagnostic[]): void {
  switch (token.tokenType) {
    case Integer:
      if (Number(token.image) > largestNumber)
        diagnostics.push(
          problem('PV0111', spanOf(path, token), `\`${token.image.slice(0, 40)}\` is too large: the largest number is ${largestNumber}`),
        );
      return;
    case BadNumber:
      diagnostics.push(badNumber(path, token));
      become(token, Integer);
      return;
    case UnendedText:
      diagnostics.push(unendedText(path, token));
      become(token, Text);
      return;
    case ForeignSpelling:
      diagnostics.push(foreign(path, token));
      become(token, foreignSpellings.get(token.image)!);
      return;
  }
}

function badNumber(path: string, token: IToken): Diagnostic {
  const span = spanOf(path, token);
  const shown = token.image.slice(0, 40);
  return token.image.includes('.')
    ? problem('PV0111', span, `\`${shown}\` is not a whole number`, { help: 'numbers are whole; a range has two dots: `0..3`' })
    : problem('PV0111', span, `\`${shown}\` is neither a number nor a name`, { help: 'a name begins with a letter' });
}

function unendedText(path: string, token: IToken): Diagnostic {
  const span = spanOf(path, token);
  return problem('PV0108', span, 'unterminated text', {
    help: 'end it with `"`',
    fixes: [{ title: 'Write the closing `"`', edits: [{ span: { ...span, start: span.end }, text: '"' }] }],
  });
}

function foreign(path: string, token: IToken): Diagnostic {
  const span = spanOf(path, token);
  const right = String(foreignSpellings.get(token.image)!.PATTERN);
  return problem('PV0114', span, `expected \`${right}\`, found \`${token.image}\``, {
    fixes: [{ title: `Write \`${right}\``, edits: [{ span, text: /^[a-z]/.test(right) ? `${right} ` : right }] }],
  });
}
