/**
 * The formatter. It lays the author's own tokens out anew, so parentheses, comments and line breaks inside an item stay as
 * they were chosen; what it decides is indentation, spaces, where items begin, and `;` (only between items on one line).
 * A body on one line stays there while it fits. A file with syntax errors is left alone.
 */
import type { IToken } from 'chevrotain';
import type { Diagnostic } from './diagnostics.ts';
import { type Parsed, parse } from './parser.ts';
import * as t from './tokens.ts';

const widest = 120;
/** Some editors of Windows begin a file with it; it stays. */
const BYTE_ORDER_MARK = '\uFEFF';

export function format(path: string, text: string): { text: string; diagnostics: readonly Diagnostic[] } {
  const parsed = parse(path, text);
  if (parsed.diagnostics.length > 0) return { text, diagnostics: parsed.diagnostics };
  const pieces = piecesOf(parsed);
  const expanded = new Set<number>();
  let printed = print(pieces, parsed, expanded);
  while (printed.tooWide.length > 0) {
    for (const open of printed.tooWide) expanded.add(open);
    printed = print(pieces, parsed, expanded);
  }
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
  return { text: mark + printed.lines.map((line) => line + newline).join(''), diagnostics: [] };
}

/** A token or a comment, and how it stood in the author's text. */
interface Piece {
  readonly token: IToken;
  readonly isComment: boolean;
  readonly beginsLine: boolean;
  readonly afterBlankLine: boolean;
}

interface Block {
  readonly open: number;
  readonly close: number;
  readonly separator: string;
  readonly onOneLine: boolean;
  isEmpty: boolean;
}

function piecesOf(parsed: Parsed): Piece[] {
  const comments = new Set(parsed.comments);
  const all = [...parsed.tokens, ...parsed.comments].sort((a, b) => a.startOffset - b.startOffset);
  return all.map((token, index) => {
    const last = index > 0 ? all[index - 1].startLine! : 0;
    const lines = token.startLine! - last;
    return { token, isComment: comments.has(token), beginsLine: lines > 0, afterBlankLine: lines > 1 && index > 0 };
  });
}

/** Lays all pieces out once. `tooWide` names the one-line blocks that must be opened up. */
function print(pieces: readonly Piece[], parsed: Parsed, expanded: ReadonlySet<number>): { lines: string[]; tooWide: number[] } {
  const page = new Page(parsed, expanded, pieces);
  for (const piece of pieces) page.put(piece);
  page.endLine();
  return page;
}

class Page {
  readonly lines: string[] = [];
  readonly tooWide: number[] = [];
  private line = '';
  private previous: Piece | null = null;
  private readonly blocks: Block[] = [];
  private readonly lineOf: ReadonlyMap<number, number>;
  private readonly parsed: Parsed;
  private readonly expanded: ReadonlySet<number>;

  constructor(parsed: Parsed, expanded: ReadonlySet<number>, pieces: readonly Piece[]) {
    this.parsed = parsed;
    this.expanded = expanded;
    this.lineOf = new Map(pieces.map((piece) => [piece.token.startOffset, piece.token.startLine!]));
  }

  put(piece: Piece): void {
    if (piece.isComment) this.putComment(piece);
    else if (!this.isDropped(piece.token)) this.putToken(piece);
  }

  endLine(): void {
    if (this.line !== '') this.lines.push(this.line.trimEnd());
    this.line = '';
  }

  private get block(): Block | undefined {
    return this.blocks.at(-1);
  }

  /** `;` between items is written anew; between bounds of `timing` it has a meaning and stays. */
  private isDropped(token: IToken): boolean {
    return token.tokenType === t.Semicolon && this.block?.separator !== ' ';
  }

  private putComment(piece: Piece): void {
    const comment = piece.token.image.trimEnd();
    if (piece.beginsLine) this.newLine(piece, this.blocks.length);
    else this.line = `${this.line} `.padEnd(piece.token.startColumn! - 1);
    this.line += comment;
    if (this.block) this.block.isEmpty = false;
    this.previous = piece;
  }

  private putToken(piece: Piece): void {
    const { token } = piece;
    const closed = this.block?.close === token.startOffset ? this.blocks.pop() : undefined;
    this.separate(piece, closed);
    if (this.block) this.block.isEmpty = false;
    this.line += token.image;
    this.previous = piece;
    if (closed?.onOneLine && !closed.isEmpty && this.line.length > widest) this.noteTooWide(closed);
    const opened = this.parsed.layout.blocks.get(token.startOffset);
    if (opened)
      this.blocks.push({ open: token.startOffset, ...opened, onOneLine: this.staysOnOneLine(token, opened.close), isEmpty: true });
  }

  /** The outermost block on the line is opened first; those inside it may then fit. */
  private noteTooWide(closed: Block): void {
    const outermost = this.blocks.find((block) => block.onOneLine) ?? closed;
    if (!this.tooWide.includes(outermost.open)) this.tooWide.push(outermost.open);
  }

  private staysOnOneLine(open: IToken, close: number): boolean {
    if (this.block?.onOneLine) return true;
    return !this.expanded.has(open.startOffset) && this.lineOf.get(close) === open.startLine;
  }

  /** The separator between the previous piece and this token: a line end, a separator, a space or nothing. */
  private separate(piece: Piece, closed: Block | undefined): void {
    const { token } = piece;
    const depth = this.blocks.length;
    if (!this.previous || closed?.isEmpty) return;
    if (closed && !closed.onOneLine) this.newLine({ ...piece, afterBlankLine: false }, depth);
    else if (!closed && this.parsed.layout.items.has(token.startOffset)) this.beginItem(piece);
    else if (this.previous.isComment || (piece.beginsLine && this.keepsBreak(token)))
      this.newLine({ ...piece, afterBlankLine: false }, depth + (closers.has(token.tokenType) ? 0 : 1));
    else if (this.needsSpace(this.previous.token, token)) this.line += ' ';
  }

  private beginItem(piece: Piece): void {
    if (!this.block?.onOneLine) this.newLine(piece, this.blocks.length);
    else this.line += this.block.isEmpty ? ' ' : this.block.separator;
  }

  /** The author's line break inside an item stays, except before what belongs to the line above. */
  private keepsBreak(token: IToken): boolean {
    if (this.block?.onOneLine || this.parsed.layout.blocks.has(token.startOffset)) return false;
    if (token.tokenType === t.Else && this.previous?.token.tokenType === t.RightBrace) return false;
    return !neverFirst.has(token.tokenType) && !this.parsed.layout.glued.has(token.startOffset);
  }

  private newLine(piece: Piece, depth: number): void {
    const isFirst = this.previous === null || this.block?.open === this.previous.token.startOffset;
    this.endLine();
    if (piece.afterBlankLine && !isFirst) this.lines.push('');
    this.line = '  '.repeat(depth);
  }

  private needsSpace(before: IToken, token: IToken): boolean {
    if (this.parsed.layout.glued.has(token.startOffset)) return false;
    if (tightBefore.has(token.tokenType) || tightAfter.has(before.tokenType)) return false;
    return !(before.tokenType === t.LeftBrace && token.tokenType === t.RightBrace);
  }
}

const closers = new Set([t.RightParen, t.RightBracket, t.RightBrace]);
const neverFirst = new Set([t.Comma, t.Semicolon, t.Colon, t.Question, t.Hash, t.DotDot, t.Dot]);
const tightBefore = new Set([...neverFirst, t.RightParen, t.RightBracket]);
const tightAfter = new Set([t.LeftParen, t.LeftBracket, t.Dot, t.DotDot, t.Hash]);
