/**
 * Lists that survive a mistake.
 *
 * Chevrotain's own recovery is off: it looks for the next token that fits, and in a language whose members begin with a
 * name nearly every token does. Here a mistake costs the item it stands in (a member, a statement, a bound), and reading
 * goes on at the next item that begins a line or follows `;`.
 */
import { EOF, type IToken, type TokenType } from 'chevrotain';
import { Action, Colon, Comma, LeftBrace, Optional, RightBrace, Semicolon } from '../tokens.ts';
import { ParserBase } from './base.ts';
import { beginsDeclaration, beginsItem, beginsOuterItem, isNoName, itemWords, type Level, whereItStands } from './levels.ts';

export abstract class ListParser extends ParserBase {
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
          this.giveUp();
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

  /** `goesOn`: where the body begins on the next line without its brace, this is reported once the body is read. */
  protected requireBrace(where: string, goesOn = false): void {
    if (this.isNext(LeftBrace)) return;
    const isBodyNext = this.beginsLine(this.next(), this.LA(0)) && this.beginsStatement();
    if (!goesOn || !isBodyNext) this.failMark(LeftBrace, where);
  }

  private beginsStatement(): boolean {
    return beginsItem('statement', this.LA(1), this.LA(2)) && !beginsItem('file', this.LA(1), this.LA(2)) && !this.isNext(Colon, 2);
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
}
