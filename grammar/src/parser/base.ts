/**
 * The common part of all rules: positions, messages, lists that survive a mistake, and bounds on depth.
 *
 * Chevrotain's own recovery is off: it looks for the next token that fits, and in a language whose members begin with a
 * name nearly every token does. Here a mistake costs the item it stands in (a member, a statement, a bound), and reading
 * goes on at the next item that begins a line or follows `;`. A rule that cannot go on reports why and throws `stop`, which
 * the nearest list or header catches; nothing else is thrown, and nothing leaves `parse`.
 */
import { EmbeddedActionsParser, EOF, type IToken, isRecognitionException, type TokenType, tokenMatcher } from 'chevrotain';
import type { Name, Span } from '../ast.ts';
import type { SyntaxCode } from '../codes.ts';
import type { Diagnostic } from '../diagnostics.ts';
import { become, type Lexed } from '../lexer.ts';
import { closest } from '../spelling.ts';
import {
  Action,
  allTokens,
  Colon,
  Comma,
  Identifier,
  If,
  LeftBrace,
  Optional,
  RightBrace,
  RightBracket,
  RightParen,
  reservedWords,
  Semicolon,
  When,
} from '../tokens.ts';
import { docAbove, docLines } from './docs.ts';
import { elsewhere } from './elsewhere.ts';
import {
  beginsDeclaration,
  beginsItem,
  beginsOuterItem,
  isNoName,
  itemWords,
  type Level,
  standsElsewhere,
  whereItStands,
} from './levels.ts';

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
  private depth = 0;
  private tokenCount = 0;
  private unclosedAt: IToken | null = null;
  private docs: ReadonlyMap<number, string> = new Map();

  constructor(skipValidations: boolean) {
    super(allTokens, { recoveryEnabled: false, maxLookahead: 1, skipValidations });
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

  private missing(): string {
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

  // Lists, and going on after a mistake

  /** `rule`, one or more times, with commas between. The rule is written twice, so it takes `index` and the next one. */
  protected commas<T>(index: number, rule: (index: number) => T): T[] {
    const all = [rule(index)];
    this.many(index, () => {
      this.consume(index, Comma);
      all.push(rule(index + 1));
    });
    return all;
  }

  /** `{ item* }` with an optional `;` after each item. A mistake in an item costs that item. */
  protected block(level: Level, where: string, item: () => void): void {
    const open = this.openBlock(level, where);
    this.items(level, item);
    this.close(9, RightBrace, open);
    this.ACTION(() =>
      this.layout.blocks.set(open.startOffset, {
        close: this.LA(0).startOffset,
        separator: level === 'check' || level === 'provisos' ? '  ' : '; ',
      }),
    );
  }

  /** The `{` of a block; where it is missing and items begin on the next line, reading goes on as if it stood there. */
  private openBlock(level: Level, where: string): IToken {
    if (this.RECORDING_PHASE || this.isNext(LeftBrace)) return this.consume(9, LeftBrace);
    const goesOn = this.beginsLine(this.next(), this.LA(0)) && beginsItem(level, this.LA(1), this.LA(2));
    this.attemptReport(() => this.failMark(LeftBrace, where), goesOn);
    return this.LA(0);
  }

  /** Reports, and throws only where reading cannot go on. */
  private attemptReport(report: () => never, goesOn: boolean): void {
    try {
      report();
    } catch (thrown) {
      if (!goesOn) throw thrown;
    }
  }

  protected items(level: Level, item: () => void): void {
    do {
      this.many(9, {
        GATE: () => {
          if (isNoName(level, this.LA(1), this.LA(2))) this.repair(itemWords(level));
          if (level === 'node' && this.isNext(Optional)) this.repair([Action], this.LA(2));
          return !beginsOuterItem(level, this.LA(1), this.LA(2));
        },
        DEF: () => {
          this.attempt(level, item);
          this.many(8, () => this.consume(8, Semicolon));
        },
      });
    } while (this.skipToItem(level));
  }

  /** `{ entry,* }` inside an assume; a mistake in an entry costs that entry. Bounds of `timing` may be parted by `;` too. */
  protected entries(what: 'timing' | 'network' | 'fault' | 'clocks', words: readonly TokenType[], entry: () => void): void {
    const open = this.mark(9, LeftBrace, `after \`${what}\``);
    do {
      this.many(9, {
        GATE: () => {
          this.repair(words);
          return !beginsOuterItem('entry', this.LA(1), this.LA(2));
        },
        DEF: () => {
          this.attempt('entry', entry);
          this.option(8, () => this.or(9, [{ ALT: () => this.consume(9, Comma) }, { ALT: () => this.consume(9, Semicolon) }]));
          this.ACTION(() => this.checkSeparator(what));
        },
      });
    } while (this.skipToItem('entry'));
    this.close(9, RightBrace, open);
    this.ACTION(() => this.layout.blocks.set(open.startOffset, { close: this.LA(0).startOffset, separator: ' ' }));
  }

  private checkSeparator(what: string): void {
    const last = this.LA(0);
    const comma = { title: 'Write `,`', edits: [{ span: this.spanOf(last), text: ',' }] };
    if (last.tokenType === Semicolon && what !== 'timing')
      this.report('PV0101', this.spanOf(last), `expected \`,\` between the parts of \`${what}\`, found \`;\``, { fixes: [comma] });
    if (last.tokenType === Semicolon || last.tokenType === Comma || this.isNext(RightBrace) || this.isNext(EOF)) return;
    if (beginsOuterItem('entry', this.LA(1), this.LA(2))) return;
    const at = { ...this.spanOf(last), start: this.endOf(last) };
    this.report('PV0101', this.missingSpan(), `expected \`,\` between the parts of \`${what}\`${this.missing()}`, {
      fixes: [{ title: 'Write `,`', edits: [{ span: at, text: ',' }] }],
    });
  }

  /** Reads one item; after a mistake goes on at the next one. */
  protected attempt(level: Level, item: () => void): void {
    if (this.RECORDING_PHASE) {
      item();
      return;
    }
    const before = this.place();
    this.layout.items.add(this.here());
    const depth = this.depth;
    try {
      item();
    } catch (thrown) {
      this.caught(thrown, depth);
      if (this.place() === before) this.leap(before + 1);
      this.skip((token, last) => this.isItemAgain(level, token, last), this.openBraces(before));
    }
  }

  /** Reads the words before a `{`; after a mistake goes on at the brace, if it stands on the same line. */
  protected header<T>(words: () => T): T | null {
    if (this.RECORDING_PHASE) return words();
    const depth = this.depth;
    try {
      return words();
    } catch (thrown) {
      this.caught(thrown, depth);
      const line = this.LA(0).startLine;
      const before = this.place();
      while (!this.isNext(LeftBrace)) {
        if (this.next().startLine === line && !this.isNext(RightBrace) && !this.isNext(EOF)) this.leap(this.place() + 1);
        else {
          this.leap(before);
          throw stop;
        }
      }
      return null;
    }
  }

  /** A text that is `part` and nothing else; null where it is not. */
  protected whole<T>(part: () => T): T | null {
    if (this.RECORDING_PHASE) return part();
    try {
      const read = part();
      if (!this.isNext(EOF)) this.fail('PV0101', this.spanOf(this.next()), `expected an operator or the end, found ${this.found()}`);
      return read;
    } catch (thrown) {
      this.caught(thrown, 0);
      return null;
    }
  }

  /** Leaves out what was read with a mistake, which has been reported already. */
  protected giveUp(): never {
    throw stop;
  }

  /** `goesOn`: where the body begins on the next line without its brace, this is reported once the body is read. */
  protected requireBrace(where: string, goesOn = false): void {
    if (this.isNext(LeftBrace)) return;
    const isBodyNext = this.beginsLine(this.next(), this.LA(0)) && this.beginsStatement();
    if (!goesOn || !isBodyNext) this.failMark(LeftBrace, where);
  }

  private beginsStatement(): boolean {
    return beginsItem('statement', this.LA(1), this.LA(2)) && !beginsItem('file', this.LA(1), this.LA(2)) && !this.isNext(Colon, 2);
  }

  private caught(thrown: unknown, depth: number): void {
    if (thrown !== stop) {
      if (!(thrown instanceof Error) || !isRecognitionException(thrown)) throw thrown;
      this.report('PV0105', this.missingSpan(), `unexpected ${this.found()}`);
    }
    this.depth = depth;
  }

  /** After the items of a list: is there something that is no item here, and does the list go on behind it? */
  private skipToItem(level: Level): boolean {
    if (this.RECORDING_PHASE || this.isNext(EOF)) return false;
    if (level === 'file' ? false : this.isNext(RightBrace)) return false;
    if (beginsOuterItem(level, this.LA(1), this.LA(2))) return false;
    const word = this.next();
    if (level === 'entry' && this.LA(0).tokenType !== LeftBrace && (word.tokenType === Comma || word.tokenType === Semicolon)) {
      this.leap(this.place() + 1);
      return true;
    }
    this.report('PV0105', this.spanOf(word), ...whereItStands(level, word, this.found(word)));
    this.leap(this.place() + 1);
    this.skip((token, last) => this.isItemAgain(level, token, last));
    return true;
  }

  private isItemAgain(level: Level, token: IToken, last: IToken): boolean {
    if (level !== 'file' && token.tokenType === RightBrace) return true;
    if (level === 'entry') return token.tokenType === Comma || token.tokenType === Semicolon;
    const fresh = last.tokenType === Semicolon || this.beginsLine(token, last);
    return fresh && (beginsItem(level, token, this.LA(2)) || beginsOuterItem(level, token, this.LA(2)));
  }

  /** Braces that were opened and not closed since `before`. */
  private openBraces(before: number): number {
    let braces = 0;
    for (let back = before - this.place() + 1; back <= 0; back += 1) {
      if (this.LA(back).tokenType === LeftBrace) braces += 1;
      if (this.LA(back).tokenType === RightBrace) braces -= 1;
    }
    return Math.max(0, braces);
  }

  /** Skips tokens, whole `{ ... }` at once, up to one where `isEnd` holds; `open` braces are still to be closed. */
  private skip(isEnd: (token: IToken, last: IToken) => boolean, open = 0): void {
    let braces = open;
    for (; !this.isNext(EOF); this.leap(this.place() + 1)) {
      const token = this.next();
      const begins = this.beginsLine(token, this.LA(0));
      if (begins && beginsItem('file', token, this.LA(2))) return;
      if (begins && open > 0 && braces <= open && beginsDeclaration(token, this.LA(2))) return;
      if (braces === 0 && isEnd(token, this.LA(0))) return;
      if (token.tokenType === LeftBrace) braces += 1;
      if (token.tokenType === RightBrace && braces > 0) braces -= 1;
    }
  }

  /** The number of tokens read, less one. */
  protected place(): number {
    return (this as unknown as { exportLexerState(): number }).exportLexerState();
  }

  private leap(place: number): void {
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
