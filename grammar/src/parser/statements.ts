/** Statements: the bodies of handlers and actions. */
import type { Block, Expr, Match, MatchCase, Name, Pattern, Send, Span, Statement, TypeExpr } from '../ast.ts';
import * as t from '../tokens.ts';
import { TypeParser } from './types.ts';

export abstract class StatementParser extends TypeParser {
  /** `{ statement* }`; `where` completes "expected `{` ...". */
  protected body(index: number, where: string): Block {
    this.ACTION(() => this.requireBrace(where, true));
    return this.subrule(index, this.braced);
  }

  /** `{` may begin a set; where a statement follows it, the condition before the body was left out. */
  protected requireCondition(): void {
    const isChange = this.isNext(t.Identifier, 2) && [t.Equal, t.PlusEqual, t.MinusEqual].some((mark) => this.isNext(mark, 3));
    const isStatement = [t.Send, t.Broadcast, t.Reply, t.Let, t.Ghost, t.Assert, t.Match, t.For].some((word) => this.isNext(word, 2));
    if (this.isNext(t.LeftBrace) && (isChange || isStatement))
      this.fail('PV0103', this.spanOf(this.LA(0)), `expected a condition after \`${this.LA(0).image}\``);
  }

  braced = this.RULE('braced', (): Block => {
    const start = this.here();
    const statements: Statement[] = [];
    this.block('statement', 'before the body', () => statements.push(this.subrule(0, this.statement)));
    return { statements, span: this.span(start) };
  });

  statement = this.RULE(
    'statement',
    (): Statement =>
      this.nested(() =>
        this.or(0, {
          DEF: [
            { ALT: () => this.subrule(0, this.letStatement) },
            { ALT: () => this.subrule(0, this.ifStatement) },
            { ALT: () => this.subrule(0, this.match) },
            { ALT: () => this.subrule(0, this.forStatement) },
            { ALT: (): Statement => this.subrule(0, this.send) },
            { ALT: () => this.subrule(0, this.assertStatement) },
            { ALT: () => this.subrule(0, this.ghostStatement) },
            { GATE: () => this.isNext(t.Identifier, 2) && this.isNext(t.Equal, 3), ALT: () => this.subrule(0, this.callStatement) },
            { GATE: () => this.isWordNext(), ALT: () => this.subrule(0, this.startStatement) },
            { GATE: () => this.isWordNext(), ALT: () => this.subrule(0, this.stopStatement) },
            { GATE: () => !this.isTargetNext(), ALT: () => this.subrule(0, this.pauseStatement) },
            { ALT: () => this.subrule(0, this.assignment) },
          ],
          IGNORE_AMBIGUITIES: true,
        }),
      ),
  );

  /** `start t`, where `start = 1` or `start[i]` would be a variable. */
  private isWordNext(): boolean {
    return this.isNext(t.Identifier, 2);
  }

  private isTargetNext(): boolean {
    return [t.Equal, t.PlusEqual, t.MinusEqual, t.Dot, t.LeftBracket].some((token) => this.isNext(token, 2));
  }

  letStatement = this.RULE('letStatement', (): Statement => {
    const start = this.here();
    this.consume(0, t.Let);
    const name = this.name(0, 'a name after `let`');
    const type = this.option(0, (): TypeExpr => {
      this.consume(0, t.Colon);
      return this.subrule(0, this.type);
    });
    this.mark(0, t.Equal, `and a value after \`${name.text}\``);
    this.ACTION(() => this.refuseRequest({ file: this.path, start, end: start + 'let'.length }, 'call'));
    return this.or(0, {
      DEF: [
        { GATE: () => this.isNext(t.Identifier, 2) && !this.isTargetAt(2), ALT: () => this.choose(name, start) },
        { GATE: () => this.isDomainNext(), ALT: () => this.random(name, start) },
        {
          ALT: (): Statement => {
            const value = this.subrule(0, this.formula);
            return { kind: 'let', name, type: type ?? null, value, span: this.span(start) };
          },
        },
      ],
      IGNORE_AMBIGUITIES: true,
    });
  });

  /** `random S`, where `random` alone, or in front of an operator, is a name. */
  private isDomainNext(): boolean {
    const begins = [t.Integer, t.Minus, t.Identifier, t.LeftBrace, t.LeftParen].some((type) => this.isNext(type, 2));
    return begins && !this.isTargetAt(2);
  }

  /** `y =`: the next statement begins there. */
  private isTargetAt(howFar: number): boolean {
    return [t.Equal, t.PlusEqual, t.MinusEqual].some((mark) => this.isNext(mark, howFar + 1));
  }

  private choose(name: Name, start: number): Statement {
    this.consume(0, t.Choose);
    const variable = this.name(1, 'a name for the chosen value, as in `choose v in S`');
    this.mark(0, t.In, 'and the set to choose from');
    const domain = this.subrule(0, this.range);
    const where = this.option(1, () => {
      this.consume(0, t.Where);
      return this.subrule(1, this.formula);
    });
    return { kind: 'choose', name, variable, domain, where: where ?? null, span: this.span(start) };
  }

  private random(name: Name, start: number): Statement {
    this.consume(0, t.Random);
    const domain = this.subrule(1, this.range);
    return { kind: 'random', name, domain, span: this.span(start) };
  }

  ifStatement = this.RULE('ifStatement', (): Statement => {
    const start = this.here();
    this.consume(0, t.If);
    const cond = this.header(() => {
      this.ACTION(() => this.requireCondition());
      return this.subrule(0, this.formula);
    });
    const whenTrue = this.body(0, 'after the condition');
    const whenFalse = this.option(0, () => {
      this.consume(0, t.Else);
      return this.or(0, [{ ALT: () => this.elseIf() }, { ALT: () => this.body(1, 'or `if` after `else`') }]);
    });
    return { kind: 'if', cond: this.known(cond), then: whenTrue, else: whenFalse ?? null, span: this.span(start) };
  });

  private elseIf(): Block {
    const inner = this.nested(() => this.subrule(0, this.ifStatement));
    return { statements: [inner], span: inner.span };
  }

  match = this.RULE('match', (): Match => {
    const start = this.here();
    this.consume(0, t.Match);
    const subject = this.header(() => this.subrule(0, this.formula));
    const open = this.mark(0, t.LeftBrace, 'after the matched value');
    const cases: MatchCase[] = [];
    this.many(0, { GATE: () => !this.isNext(t.RightBrace), DEF: () => this.matchItem(cases) });
    let otherwise: Block | null = null;
    const word = this.option(0, () => {
      const otherwiseWord = this.consume(0, t.Else);
      this.ACTION(() => this.layout.items.add(otherwiseWord.startOffset));
      otherwise = this.caseBody(1, 'after `else`');
      return otherwiseWord;
    });
    this.close(0, t.RightBrace, open);
    this.ACTION(() => this.layout.blocks.set(open.startOffset, { close: this.LA(0).startOffset, separator: ' ' }));
    const otherwiseSpan = word ? this.spanOf(word) : null;
    return { kind: 'match', subject: this.known(subject), cases, otherwise, otherwiseSpan, span: this.span(start) };
  });

  private matchItem(cases: MatchCase[]): void {
    this.ACTION(() => this.layout.items.add(this.here()));
    cases.push(this.subrule(0, this.matchCase));
  }

  matchCase = this.RULE('matchCase', (): MatchCase => {
    const start = this.here();
    const patterns = this.header(() => this.commas(0, (each) => this.subrule(each, this.pattern)));
    const body = this.caseBody(0, 'after the pattern');
    return { patterns: patterns ?? [], body, span: this.span(start) };
  });

  /** A body in braces; where other languages write `=>` or `->` before it, one statement is taken for it as well. */
  private caseBody(index: number, where: string): Block {
    const hasArrow = this.arrow(index);
    const start = this.here();
    this.ACTION(() => {
      if (!hasArrow) this.requireBrace(where);
    });
    return this.or(5 + index, [
      { ALT: () => this.subrule(5 + index, this.braced) },
      {
        ALT: (): Block => {
          const only = this.subrule(7 + index, this.statement);
          return { statements: [only], span: this.span(start) };
        },
      },
    ]);
  }

  /** The lexer took it for `implies`. */
  private arrow(index: number): boolean {
    const found = this.option(5 + index, {
      GATE: () => !/^[a-z]/.test(this.next().image),
      DEF: () => {
        const token = this.consume(5 + index, t.Implies);
        this.ACTION(() => this.refuseArrow(this.spanOf(token), token.image));
        return true;
      },
    });
    return found ?? false;
  }

  private refuseArrow(span: Span, image: string): void {
    this.retracted.add(span.start);
    const remove = { title: `Remove \`${image}\``, edits: [{ span, text: '' }] };
    this.report('PV0114', span, `a case needs no \`${image}\`, only braces`, {
      help: 'write `pattern { ... }`, and `else { ... }` for all other values',
      fixes: this.isNext(t.LeftBrace) ? [remove] : [],
    });
  }

  pattern = this.RULE('pattern', (): Pattern => {
    const start = this.here();
    return this.or(0, {
      DEF: [
        {
          GATE: () => this.isNext(t.Identifier, 2),
          ALT: (): Pattern => {
            this.consume(0, t.Some);
            const name = this.name(0, 'a name after `some`');
            return { kind: 'some', name, span: this.span(start) };
          },
        },
        { ALT: (): Pattern => ({ kind: 'value', value: this.subrule(0, this.range), span: this.span(start) }) },
      ],
      IGNORE_AMBIGUITIES: true,
    });
  });

  forStatement = this.RULE('forStatement', (): Statement => {
    const start = this.here();
    this.consume(0, t.For);
    const head = this.header(() => {
      const name = this.name(0, 'a name after `for`');
      this.mark(0, t.In, 'and the set to iterate over');
      const domain = this.subrule(0, this.range);
      const where = this.option(0, () => {
        this.consume(0, t.Where);
        return this.subrule(0, this.formula);
      });
      return { name, domain, where: where ?? null };
    });
    const body = this.body(0, 'after the set to iterate over');
    return { kind: 'for', ...this.known(head), body, span: this.span(start) };
  });

  send = this.RULE('send', (): Send => {
    const start = this.here();
    const word = this.or(0, [
      { ALT: () => this.consume(0, t.Send) },
      { ALT: () => this.consume(0, t.Broadcast) },
      { ALT: () => this.consume(0, t.Reply) },
    ]);
    const kind = this.wordOf(word) as Send['kind'];
    const message = this.name(0, `the name of a message after \`${kind}\``);
    const args = this.option(0, () => this.subrule(0, this.args)) ?? [];
    let to: Expr | null = null;
    this.ACTION(() => {
      if (kind !== 'reply') this.repair([t.To]);
      if (kind !== 'reply' && !this.isNext(t.To)) this.failMark(t.To, `and the receiver after \`${kind} ${message.text}\``);
    });
    this.option(1, {
      GATE: () => kind !== 'reply',
      DEF: () => {
        this.consume(0, t.To);
        to = this.subrule(0, this.formula);
      },
    });
    return { kind, message, args, to, span: this.span(start) };
  });

  callStatement = this.RULE('callStatement', (): Statement => {
    const start = this.here();
    this.consume(0, t.Call);
    const name = this.name(0, 'a name for the call');
    this.consume(0, t.Equal);
    this.ACTION(() => {
      if (!this.isNext(t.Send) && !this.isNext(t.Broadcast))
        this.fail('PV0101', this.missingSpan(), `expected \`send\` or \`broadcast\` after \`call ${name.text} =\``, {
          help: '`call` names a request, so that `for` can tell its answers from late ones',
        });
    });
    const send = this.subrule(0, this.send);
    return { kind: 'call', name, send, span: this.span(start) };
  });

  startStatement = this.RULE('startStatement', (): Statement => {
    const start = this.here();
    this.consume(0, t.Start);
    const timer = this.name(0, 'the name of a timer');
    const key = this.option(0, () => this.key());
    this.mark(0, t.For, `and the number of ticks after \`start ${timer.text}\``);
    const duration = this.subrule(0, this.formula);
    return { kind: 'start', timer, key: key ?? null, duration, span: this.span(start) };
  });

  stopStatement = this.RULE('stopStatement', (): Statement => {
    const start = this.here();
    this.consume(0, t.Stop);
    const timer = this.name(0, 'the name of a timer');
    const key = this.option(0, () => this.key());
    return { kind: 'stop', timer, key: key ?? null, span: this.span(start) };
  });

  pauseStatement = this.RULE('pauseStatement', (): Statement => {
    const token = this.consume(0, t.Pause);
    return { kind: 'pause', span: this.spanOf(token) };
  });

  assertStatement = this.RULE('assertStatement', (): Statement => {
    const start = this.here();
    this.consume(0, t.Assert);
    const cond = this.subrule(0, this.formula);
    return { kind: 'assert', cond, span: this.span(start) };
  });

  ghostStatement = this.RULE('ghostStatement', (): Statement => {
    const start = this.here();
    this.consume(0, t.Ghost);
    const body = this.body(0, 'after `ghost`: a body writes ghosts in `ghost { ... }`');
    return { kind: 'ghost', body, span: this.span(start) };
  });

  assignment = this.RULE('assignment', (): Statement => {
    const start = this.here();
    const name = this.name(0, 'a statement');
    let target: Expr = { kind: 'name', name, span: name.span };
    this.many(0, () => {
      target = this.part(target, start);
    });
    this.ACTION(() => this.requireAssignment(target, start));
    const token = this.or(0, [
      { ALT: () => this.consume(0, t.Equal) },
      { ALT: () => this.consume(0, t.PlusEqual) },
      { ALT: () => this.consume(0, t.MinusEqual) },
    ]);
    this.ACTION(() => this.refuseRequest(target.kind === 'name' ? { file: this.path, start, end: start } : null, 'call '));
    const value = this.subrule(0, this.formula);
    return { kind: 'assign', op: this.wordOf(token) as '=' | '+=' | '-=', target, value, span: this.span(start) };
  });

  /** A request is no value: its name is given by `call`, which the fix puts at `at`. */
  private refuseRequest(at: Span | null, text: string): void {
    if (!this.isNext(t.Send) && !this.isNext(t.Broadcast)) return;
    this.fail('PV0118', this.spanOf(this.next()), `name a request with \`call\`: \`call c = ${this.next().image} ...\``, {
      fixes: at === null ? [] : [{ title: 'Write `call`', edits: [{ span: at, text }] }],
    });
  }

  private requireAssignment(target: Expr, start: number): void {
    if (this.isNext(t.Equal) || this.isNext(t.PlusEqual) || this.isNext(t.MinusEqual)) return;
    if (target.kind === 'name') this.refuseElsewhere('statement', this.LA(0));
    const help = 'change a variable with `=`, `+=` or `-=`';
    const span = this.span(start);
    if (this.isNext(t.EqualEqual))
      this.fail('PV0118', this.spanOf(this.next()), '`==` compares; use `=` to assign', {
        fixes: [{ title: 'Write `=`', edits: [{ span: this.spanOf(this.next()), text: '=' }] }],
      });
    if (this.isNext(t.Hash))
      this.fail('PV0118', this.spanOf(this.LA(0)), 'a node can change only its own variables', {
        help: 'write the variable alone, or send the other node a message',
      });
    if ((this.isNext(t.Plus) && this.isNext(t.Plus, 2)) || (this.isNext(t.Minus) && this.isNext(t.Minus, 2))) {
      const op = this.next().image;
      this.fail('PV0118', this.spanOf(this.next()), `\`${op}${op}\` does not exist; write \`${op}= 1\``);
    }
    if (this.isNext(t.LeftParen)) this.fail('PV0118', span, 'a call is not a statement: functions have no side effects', { help });
    if (target.kind !== 'name' || this.beginsLine(this.next(), this.LA(0)) || this.isNext(t.RightBrace) || this.isNext(t.Semicolon))
      this.fail('PV0118', span, 'this is not a statement: its value is unused', { help });
    this.fail('PV0118', span, `\`${target.name.text}\` does not begin a statement`, { help });
  }

  /** If an error left out part of a header, the whole statement is absent once its body has been read. */
  protected known<T>(part: T | null): T {
    if (part === null && !this.RECORDING_PHASE) this.giveUp();
    return part as T;
  }
}
