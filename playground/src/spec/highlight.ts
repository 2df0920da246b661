/** The parts of a line that have a colour, by the words of the language. Enough to read by: what is wrong, the language server says. */
import type { WordGroup } from '#grammar';

/** Of the words of the language: put in when the scripts are made. */
declare const PROVISO_WORDS: Readonly<Record<string, WordGroup>>;

export type TokenKind = 'comment' | 'string' | 'number' | 'constant' | 'type' | WordGroup;

export interface Token {
  /** behind its last character */
  readonly end: number;
  /** null: plain */
  readonly kind: TokenKind | null;
  /** a comment goes on behind it, on the next line as well */
  readonly open: boolean;
}

const WORD = /[A-Za-z_]\w*/y;
const NUMBER = /\d+/y;
const STRING = /"[^"]*"?/y;
const PLAIN = /[^A-Za-z_\d"/]+|\//y;
const CONSTANTS = new Set(['true', 'false', 'none', 'self']);

/** The part that begins at `at`, which is within the line. `open`: there it is still inside a comment. */
export function tokenAt(line: string, at: number, open: boolean): Token {
  if (open || line.startsWith('/*', at)) {
    const end = line.indexOf('*/', open ? at : at + 2);
    return end < 0 ? { end: line.length, kind: 'comment', open: true } : { end: end + 2, kind: 'comment', open: false };
  }
  if (line.startsWith('//', at)) return { end: line.length, kind: 'comment', open: false };
  const word = match(WORD, line, at);
  if (word > at) return { end: word, kind: isName(line, at, word) ? null : kindOf(line.slice(at, word)), open: false };
  for (const [pattern, kind] of [[NUMBER, 'number'] as const, [STRING, 'string'] as const]) {
    const end = match(pattern, line, at);
    if (end > at) return { end, kind, open: false };
  }
  return { end: Math.max(at + 1, match(PLAIN, line, at)), kind: null, open: false };
}

/** A variable may be called as a word that is none where it stands. */
function isName(line: string, start: number, end: number): boolean {
  return /^[a-z]/.test(line.slice(start)) && (line[start - 1] === '.' ? line[start - 2] !== '.' : /^\s*:/.test(line.slice(end)));
}

function kindOf(word: string): TokenKind | null {
  if (CONSTANTS.has(word)) return 'constant';
  if (Object.hasOwn(PROVISO_WORDS, word)) return PROVISO_WORDS[word];
  return /^[A-Z]/.test(word) ? 'type' : null;
}

/** Behind what matches at `at`; `at` where nothing does. */
function match(pattern: RegExp, line: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(line) ? pattern.lastIndex : at;
}
