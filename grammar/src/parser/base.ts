/**
 * The common part of all rules: positions, messages, tokens and bounds on depth. A rule that cannot go on reports why and throws `stop`,
 * which the nearest list or header catches (`lists.ts`); nothing else is thrown, and nothing leaves `parse`.
 */
import {
  EmbeddedActionsParser,
  EOF,
  type IToken,
  isRecognitionException,
  NoViableAltException,
  type TokenType,
  tokenMatcher,
} from 'chevrotain';
import type { Name, Span } from '../ast.ts';
import type { SyntaxCode } from '../codes.ts';
import type { Diagnostic } from '../diagnostics.ts';
import { become, type Lexed } from '../lexer.ts';
import { closest } from '../spelling.ts';
import { allTokens, Identifier, If, LeftBrace, RightBrace, RightBracket, RightParen, reservedWords, When } from '../tokens.ts';
import { strategy } from './decisions.ts';
import { docAbove, docLines } from './docs.ts';
import { elsewhere } from './elsewhere.ts';
import { beginsDeclaration, type Level, standsElsewhere, whereItStands } from './levels.ts';

/** Braces, parentheses, blocks and prefix words within each other. */
const deepestNesting = 100;
/** Problems reported for one file; past this the text is hardly a Proviso file. */
const mostProblems = 100;

class Stop extends Error {}
const stop = new Stop('a rule could not continue; its list or header continues after it');

/** Properties of the tokens, beyond their text, that the formatter needs. */
export interface Layout {
  /** where an item of some list begins */
  readonly items: Set<number>;
  /** `{` of a list of items, by offset, to its `}` and what stands between its items on one line */
  readonly blocks: Map<number, { close: number; separator: string }>;
  /** tokens that are written against the one before them */
  readonly glued: Set<number>;
}

const sorted = (word: string) => [...word].sort().join('');

export abstract class ParserBase extends EmbeddedActionsParser {
  problems: Diagnostic[] = [];
  /** where the parser knows better than the lexer what is wrong */
  retracted = new Set<number>();
  layout: Layout = { items: new Set(), blocks: new Map(), glued: new Set() };
  protected path = '';
  private textEnd = 0;
  protected depth = 0;
  private tokenCount = 0;
  private unclosedAt: IToken | null = null;
  private docs: ReadonlyMap<number, string> = new Map();

  constructor(validated: boolean) {
    super(allTokens, {
      recoveryEnabled: false,
      maxLookahead: 1,
      skipValidations: !validated,
      ...(validated ? {} : { lookaheadStrategy: strategy }),
    });
  }

  protected begin(path: string, text: string, lexed: Lexed): void {
    this.input = lexed.tokens;
    this.path = path;
    this.textEnd = text.length;
    this.tokenCount = lexed.tokens.length;
    this.problems = [];
    this.retracted = new Set();
    this.layout = { items: new Set(), blocks: new Map(), glued: new Set() };
    this.depth = 0;
    this.unclosedAt = null;
    this.docs = docLines(lexed.comments, text);
  }

  // Positions

  protected next(): IToken {
    return this.LA(1);
  }

  protected isNext(type: TokenType, howFar = 1): boolean {
    return tokenMatcher(this.LA(howFar), type);
  }

  protected here(): number {
    return this.isNext(EOF) ? this.textEnd : this.next().startOffset;
  }

  protected endOf(token: IToken): number {
    return this.RECORDING_PHASE ? 0 : token.startOffset + token.image.length;
  }

  protected spanOf(token: IToken): Span {
    if (token.tokenType === EOF) return { file: this.path, start: this.textEnd, end: this.textEnd };
    return { file: this.path, start: token.startOffset, end: this.endOf(token) };
  }

  /** From `start` to the end of what was read last. */
  protected span(start: number): Span {
    return { file: this.path, start, end: Math.max(start, this.endOf(this.LA(0))) };
  }

  protected beginsLine(token: IToken, before: IToken): boolean {
    return token.tokenType === EOF || before.tokenType === EOF || token.startLine !== before.startLine;
  }

  /** The `///` lines directly above the next token, which must be the first of its line. */
  protected doc(): string | null {
    return this.RECORDING_PHASE || !this.beginsLine(this.next(), this.LA(0)) ? null : docAbove(this.docs, this.next().startLine ?? 0);
  }

  /** The word that was meant, also where it is misspelt. */
  protected wordOf(token: IToken): string {
    return this.RECORDING_PHASE ? token.image : String(token.tokenType.PATTERN);
  }

  protected glue(token: IToken): void {
    this.layout.glued.add(token.startOffset);
  }

  // Messages

  protected report(code: SyntaxCode, span: Span, message: string, more: Partial<Diagnostic> = {}): void {
    if (this.RECORDING_PHASE || this.problems.length > mostProblems) return;
    if (this.problems.length === mostProblems) {
      this.problems.push({
        code: 'PV0115',
        severity: 'error',
        span,
        message: `more than ${mostProblems} problems; the rest of this file was not read`,
      });
      this.leap(this.tokenCount - 1);
    } else this.problems.push({ code, severity: 'error', span, message, ...more });
  }

  protected fail(code: SyntaxCode, span: Span, message: string, more: Partial<Diagnostic> = {}): never {
    this.report(code, span, message, more);
    throw stop;
  }

  protected found(token = this.next()): string {
    if (token.tokenType === EOF) return 'the end of the file';
    return `\`${token.image.length > 30 ? `${token.image.slice(0, 30)}...` : token.image}\``;
  }

  /** Does the next line begin something new, so that what this line lacks is not there? */
  protected isNewDeclaration(): boolean {
    return this.beginsLine(this.next(), this.LA(0)) && beginsDeclaration(this.LA(1), this.LA(2));
  }

  /** The place of something missing: the token in its place, or the last token of the line if there is none. */
  protected missingSpan(): Span {
    const last = this.LA(0);
    if (last.tokenType === EOF) return this.spanOf(this.next());
    return this.beginsLine(this.next(), last) ? this.spanOf(last) : this.spanOf(this.next());
  }

  protected missing(): string {
    return this.beginsLine(this.next(), this.LA(0)) ? '' : `, found ${this.found()}`;
  }

  // Tokens

  /** The mark or word `type`, which must stand here; `where` completes "expected `x` ...". */
  protected mark(index: number, type: TokenType, where: string): IToken {
    if (!this.RECORDING_PHASE && !this.isNext(type)) {
      this.repair([type]);
      if (!this.isNext(type)) this.failMark(type, where);
    }
    return this.consume(index, type);
  }

  protected failMark(type: TokenType, where: string): never {
    const text = String(type.PATTERN);
    const at = { ...this.spanOf(this.LA(0)), start: this.endOf(this.LA(0)) };
    this.fail('PV0101', this.missingSpan(), `expected \`${text}\` ${where}${this.missing()}`, {
      fixes: this.LA(0).tokenType === EOF ? [] : [{ title: `Write \`${text}\``, edits: [{ span: at, text: ` ${text}` }] }],
    });
  }

  /** Reports a misspelt keyword that would be allowed here, and continues as if it were right. */
  protected repair(words: readonly TokenType[], token = this.next()): void {
    // `if` is where other languages have `when`
    const isIf = token.tokenType === If && words.includes(When) && !this.beginsLine(token, this.LA(0));
    if (this.RECORDING_PHASE || (token.tokenType !== Identifier && !isIf)) return;
    const texts = words.map((word) => String(word.PATTERN)).filter((text) => /^[a-z]+$/.test(text));
    const other = elsewhere.get(token.image.toLowerCase());
    const meant = other !== undefined && texts.includes(other) ? other : closest(token.image, texts);
    const type = words.find((word) => String(word.PATTERN) === meant);
    // Short words are near to everything: only letters that changed places count.
    if (
      meant === null ||
      type === undefined ||
      (meant !== other && meant.length < 4 && sorted(meant) !== sorted(token.image.toLowerCase()))
    )
      return;
    this.report('PV0122', this.spanOf(token), `\`${token.image}\` is not ${isIf ? 'allowed here' : 'a keyword'}`, {
      help: `did you mean \`${meant}\`?`,
      fixes: [{ title: `Write \`${meant}\``, edits: [{ span: this.spanOf(token), text: meant }] }],
    });
    become(token, type);
  }

  /** The name is in fact a keyword that begins an item of some other list. */
  protected refuseElsewhere(level: Level, token: IToken): void {
    if (standsElsewhere(level, token)) this.fail('PV0105', this.spanOf(token), ...whereItStands(level, token, this.found(token)));
  }

  /** A name, which must stand here; `what` completes "expected a name for ...". */
  protected name(index: number, what: string): Name {
    if (!this.RECORDING_PHASE && !this.isNext(Identifier)) this.failName(what);
    const token = this.consume(index, Identifier);
    return { text: token.image, span: this.spanOf(token) };
  }

  protected requireName(what: string): void {
    if (!this.isNext(Identifier)) this.failName(what);
  }

  private failName(what: string): never {
    const word = this.next();
    if (reservedWords.has(word.image) && !this.beginsLine(word, this.LA(0)))
      this.fail('PV0102', this.spanOf(word), `\`${word.image}\` is a keyword and cannot be ${what}`, {
        fixes: [{ title: `Write \`${word.image}_\``, edits: [{ span: this.spanOf(word), text: `${word.image}_` }] }],
      });
    this.fail('PV0102', this.missingSpan(), `expected ${what}${this.missing()}`);
  }

  /** The bracket that closes `open`. Where it is missing and the line ends, reading goes on as if it stood there. */
  protected close(index: number, type: TokenType, open: IToken): void {
    if (this.RECORDING_PHASE || this.isNext(type)) {
      this.consume(index, type);
      return;
    }
    const next = this.next();
    const mark = String(type.PATTERN);
    const at = { ...this.spanOf(this.LA(0)), start: this.endOf(this.LA(0)) };
    if (this.unclosedAt !== next)
      this.report(
        'PV0104',
        this.missingSpan(),
        `expected \`${mark}\` to close the \`${open.image}\` of line ${open.startLine}${this.missing()}`,
        {
          related: [{ span: this.spanOf(open), message: `this \`${open.image}\` is not closed` }],
          fixes: [{ title: `Write \`${mark}\``, edits: [{ span: at, text: type === RightBrace ? '\n}' : mark }] }],
        },
      );
    this.unclosedAt = next;
    const goesOn = [LeftBrace, RightBrace, RightParen, RightBracket, EOF].some((other) => this.isNext(other));
    if (type !== RightBrace && !goesOn && !this.beginsLine(next, this.LA(0))) throw stop;
  }

  // Going on after a mistake

  /**
   * In place of chevrotain's own, by its name: that asks the rules what could have stood here, and a parser that has its decisions from elsewhere
   * has none. What is reported says it in our words.
   */
  protected raiseNoAltException(): never {
    throw new NoViableAltException('no alternative', this.LA(1), this.LA(0));
  }

  protected caught(thrown: unknown, depth: number): void {
    if (thrown !== stop) {
      if (!(thrown instanceof Error) || !isRecognitionException(thrown)) throw thrown;
      this.report('PV0105', this.missingSpan(), `unexpected ${this.found()}`);
    }
    this.depth = depth;
  }

  /** Leaves out what was read with a mistake, which has been reported already. */
  protected giveUp(): never {
    throw stop;
  }

  /** The number of tokens read, less one. */
  protected place(): number {
    return (this as unknown as { exportLexerState(): number }).exportLexerState();
  }

  protected leap(place: number): void {
    const last = this.tokenCount - 1;
    (this as unknown as { importLexerState(state: number): void }).importLexerState(Math.min(place, last));
  }

  // Bounds

  /** Runs a rule one level deeper, and refuses what is nested past all reason. */
  protected nested<T>(rule: () => T): T {
    if (this.RECORDING_PHASE) return rule();
    if (this.depth >= deepestNesting)
      this.fail('PV0112', this.spanOf(this.next()), `this is nested more than ${deepestNesting} levels deep`, {
        help: 'name the inner part with `let` or `fun`',
      });
    this.depth += 1;
    const result = rule();
    this.depth -= 1;
    return result;
  }
}
