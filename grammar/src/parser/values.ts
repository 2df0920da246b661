/** The parts of expressions: literals, names, calls, sets and lists, and the words that reach to the right. */
import type { IToken } from 'chevrotain';
import type { Arg, Binder, Expr, Name } from '../ast.ts';
import { largestNumber } from '../lexer.ts';
import * as t from '../tokens.ts';
import { ExpressionParser } from './expressions.ts';
import { putInParentheses } from './operators.ts';
import { type Phrase, phraseAhead } from './phrases.ts';
import { valueStarts, wordsOf } from './starts.ts';

const beginsValue = new Set([t.LeftParen, ...wordsOf(valueStarts)]);

export abstract class ValueParser extends ExpressionParser {
  protected value(): Expr {
    this.ACTION(() => this.requireValue());
    return this.or(0, [
      { ALT: () => this.subrule(0, this.integer) },
      { ALT: () => this.subrule(0, this.word) },
      { ALT: () => this.subrule(0, this.conditional) },
      { ALT: () => this.subrule(0, this.quantifier) },
      { GATE: () => this.isPhraseAhead(), ALT: () => this.subrule(0, this.assumed), IGNORE_AMBIGUITIES: true },
      { ALT: () => this.subrule(0, this.temporal) },
      { ALT: () => this.subrule(0, this.inFlight) },
      { ALT: () => this.subrule(0, this.parentheses) },
      { ALT: () => this.subrule(0, this.braces) },
      { ALT: () => this.subrule(0, this.list) },
      { ALT: () => this.subrule(0, this.named) },
    ]);
  }

  private requireValue(): void {
    if (
      this.isPhraseAhead() ||
      beginsValue.has(this.next().tokenType) ||
      (this.isNext(t.Identifier) && !this.isNewDeclaration() && !this.isNewAssignment()) ||
      (this.isNext(t.In) && this.isNext(t.Flight, 2))
    )
      return;
    const last = this.LA(0);
    const found = this.beginsLine(this.next(), last) ? '' : `, found ${this.found()}`;
    this.fail('PV0103', this.missingSpan(), `expected a value after ${this.found(last)}${found}`);
  }

  /** in a claim, where words of assumptions are values */
  private isClaim = false;

  /** The condition of a claim. */
  protected claimed<T>(condition: () => T): T {
    if (this.RECORDING_PHASE) return condition();
    this.isClaim = true;
    try {
      return condition();
    } finally {
      this.isClaim = false;
    }
  }

  private isPhraseAhead(): boolean {
    return this.isClaim && phraseAhead((n) => this.LA(n)) !== null;
  }

  assumed = this.RULE('assumed', (): Expr => {
    const start = this.here();
    const phrase = this.phrase('a quantity');
    return { kind: 'assumed', word: phrase.word, eventually: phrase.eventually, role: phrase.name, span: this.span(start) };
  });

  private phraseWord(index: number): IToken {
    return this.or(index, [
      { ALT: () => this.consume(index, t.Identifier) },
      { ALT: () => this.consume(index, t.Eventually) },
      { ALT: () => this.consume(index, t.Minus) },
    ]);
  }

  /** The tokens of a phrase, which must stand here. */
  protected phrase(what: string): Phrase & { readonly name: Name | null } {
    const found = this.RECORDING_PHASE ? null : phraseAhead((n) => this.LA(n));
    if (!this.RECORDING_PHASE && found === null) this.fail('PV0102', this.missingSpan(), `expected ${what}`);
    const phrase: Phrase = found ?? { word: 'delay', eventually: false, length: 1, role: null };
    const tokens = [this.phraseWord(0)];
    this.many(0, {
      GATE: () => tokens.length < phrase.length,
      DEF: () => {
        tokens.push(this.phraseWord(1));
      },
    });
    this.ACTION(() => {
      for (const [i, token] of tokens.entries()) if (i > 0 && (token.image === '-' || tokens[i - 1].image === '-')) this.glue(token);
    });
    const role = phrase.role === null ? undefined : tokens[phrase.role];
    return { ...phrase, name: role === undefined ? null : { text: role.image, span: this.spanOf(role) } };
  }

  integer = this.RULE('integer', (): Expr => {
    const token = this.consume(0, t.Integer);
    return { kind: 'number', value: this.numberOf(token), span: this.spanOf(token) };
  });

  /** A number out of range or not whole was reported by the lexer; here it only has to stay a number. */
  private numberOf(token: IToken): number {
    return Math.min(Number.parseInt(token.image, 10) || 0, largestNumber);
  }

  word = this.RULE(
    'word',
    (): Expr =>
      this.or(0, [
        { ALT: () => this.literal(this.consume(0, t.True), { kind: 'bool', value: true }) },
        { ALT: () => this.literal(this.consume(0, t.False), { kind: 'bool', value: false }) },
        { ALT: () => this.literal(this.consume(0, t.None), { kind: 'none' }) },
        { ALT: () => this.literal(this.consume(0, t.Self), { kind: 'self' }) },
      ]),
  );

  private literal(token: IToken, literal: { kind: 'bool'; value: boolean } | { kind: 'none' } | { kind: 'self' }): Expr {
    return { ...literal, span: this.spanOf(token) };
  }

  conditional = this.RULE('conditional', (): Expr => {
    const start = this.here();
    this.consume(0, t.If);
    const cond = this.subrule(0, this.formula);
    this.mark(0, t.Then, 'after the condition of `if`');
    const whenTrue = this.subrule(1, this.implication);
    this.mark(0, t.Else, 'and the other value: an `if` expression needs both branches');
    const whenFalse = this.subrule(2, this.implication);
    return { kind: 'if', cond, then: whenTrue, else: whenFalse, span: this.span(start) };
  });

  quantifier = this.RULE('quantifier', (): Expr => {
    const start = this.here();
    const token = this.or(0, [{ ALT: () => this.consume(0, t.Forall) }, { ALT: () => this.consume(0, t.Exists) }]);
    const binders = this.binders(0);
    this.mark(0, t.Colon, `between the range of \`${token.image}\` and its condition`);
    const body = this.subrule(0, this.implication);
    return { kind: 'quantifier', word: this.wordOf(token) as 'forall' | 'exists', binders, body, span: this.span(start) };
  });

  /** `a, b in S where p, c in T`: a name that no comma or `in` follows belongs to the list outside. */
  protected binders(index: number): Binder[] {
    return this.commas(index, (each) => this.subrule(each, this.binder));
  }

  binder = this.RULE('binder', (): Binder => {
    const start = this.here();
    const names = this.commas(0, (each) => this.name(each, 'a name for the elements'));
    this.mark(0, t.In, 'and the set to range over');
    const domain = this.subrule(0, this.range);
    const where = this.option(0, () => {
      this.consume(0, t.Where);
      return this.subrule(0, this.formula);
    });
    return { names, domain, where: where ?? null, span: this.span(start) };
  });

  temporal = this.RULE('temporal', (): Expr => {
    const start = this.here();
    const token = this.or(0, [
      { ALT: () => this.consume(0, t.Always) },
      { ALT: () => this.consume(0, t.Eventually) },
      { ALT: () => this.consume(0, t.Never) },
    ]);
    const of = this.subrule(0, this.implication);
    return { kind: 'temporal', word: this.wordOf(token) as 'always' | 'eventually' | 'never', of, span: this.span(start) };
  });

  inFlight = this.RULE('inFlight', (): Expr => {
    const start = this.here();
    this.consume(0, t.In);
    this.consume(0, t.Flight);
    const message = this.name(0, 'the name of a message');
    const args = this.option(0, () => this.subrule(0, this.args)) ?? [];
    const from = this.option(1, () => {
      this.consume(0, t.From);
      return this.subrule(0, this.sum);
    });
    const to = this.option(2, () => {
      this.consume(0, t.To);
      return this.subrule(1, this.sum);
    });
    return { kind: 'inFlight', message, args, from: from ?? null, to: to ?? null, span: this.span(start) };
  });

  parentheses = this.RULE('parentheses', (): Expr => {
    const open = this.consume(0, t.LeftParen);
    const inner = this.subrule(0, this.formula);
    this.close(0, t.RightParen, open);
    return this.ACTION(() => putInParentheses(inner, this.span(open.startOffset)));
  });

  /** `{}`, `{ a, b }`, `{ e for x in S }` or `{ k: e for k in K }`. */
  braces = this.RULE('braces', (): Expr => {
    const start = this.here();
    const open = this.consume(0, t.LeftBrace);
    const key = this.option(2, { GATE: () => this.isNext(t.Colon, 2), DEF: () => this.label(4, 'a name for the key') });
    let elements: Expr[] = [];
    let binders: Binder[] | undefined;
    this.option(0, {
      GATE: () => !this.isNext(t.RightBrace),
      DEF: () => {
        elements = this.commas(0, (each) => this.subrule(each, this.formula));
        binders = this.option(1, {
          GATE: () => elements.length === 1,
          DEF: () => {
            this.consume(0, t.For);
            return this.binders(3);
          },
        });
      },
    });
    if (key && !binders) this.ACTION(() => this.requireRule(key));
    this.close(0, t.RightBrace, open);
    const span = this.span(start);
    if (key && binders) return { kind: 'map', key, value: elements[0], binders, span };
    return binders ? { kind: 'comprehension', element: elements[0], binders, span } : { kind: 'set', elements, span };
  });

  /** A map lists no keys one by one. */
  private requireRule({ text }: Name): void {
    if (this.isNext(t.Comma))
      this.fail('PV0105', this.spanOf(this.next()), 'a map needs one rule for all its keys', {
        help: `write \`{ ${text}: e for ${text} in K }\`, with \`if\` in \`e\` if keys differ`,
      });
    this.failMark(t.For, `and the set that \`${text}\` ranges over`);
  }

  /** `name :` */
  private label(index: number, what: string): Name {
    const label = this.name(index, what);
    this.consume(index, t.Colon);
    return label;
  }

  list = this.RULE('list', (): Expr => {
    const start = this.here();
    const open = this.consume(0, t.LeftBracket);
    const elements = this.option(0, {
      GATE: () => !this.isNext(t.RightBracket),
      DEF: () => this.commas(0, (each) => this.subrule(each, this.formula)),
    });
    this.close(0, t.RightBracket, open);
    return { kind: 'list', elements: elements ?? [], span: this.span(start) };
  });

  /** A name, `f(...)`, `Role#1`, or `count(x in S where p)`. */
  named = this.RULE('named', (): Expr => {
    const start = this.here();
    const name = this.name(0, 'a name');
    const plain: Expr = { kind: 'name', name, span: name.span };
    return (
      this.option(0, () =>
        this.or(0, [
          { GATE: () => name.text === 'count' && this.isBinderAhead(), ALT: () => this.count(start) },
          { ALT: () => this.call(name, start) },
          { ALT: () => this.instance(name, start) },
        ]),
      ) ?? plain
    );
  });

  /** `( a, b in`: what stands in the parentheses is ranged over. */
  private isBinderAhead(): boolean {
    let ahead = 2;
    while (this.isNext(t.Identifier, ahead) && this.isNext(t.Comma, ahead + 1)) ahead += 2;
    return this.isNext(t.Identifier, ahead) && this.isNext(t.In, ahead + 1);
  }

  private count(start: number): Expr {
    const open = this.consume(0, t.LeftParen);
    this.ACTION(() => this.glue(open));
    const binder = this.subrule(0, this.binder);
    this.close(0, t.RightParen, open);
    return { kind: 'count', binder, span: this.span(start) };
  }

  private call(name: Name, start: number): Expr {
    const args = this.subrule(0, this.args);
    return { kind: 'call', name, args, span: this.span(start) };
  }

  private instance(role: Name, start: number): Expr {
    this.consume(0, t.Hash);
    this.ACTION(() => {
      if (!this.isNext(t.Integer) && !this.isNext(t.LeftParen))
        this.fail('PV0103', this.missingSpan(), `expected the number of the instance, as in \`${role.text}#1\` or \`${role.text}#(n)\``);
    });
    return this.or(6, [
      {
        ALT: (): Expr => {
          const index = this.consume(0, t.Integer);
          return { kind: 'instance', role, index: this.numberOf(index), span: this.span(start) };
        },
      },
      {
        ALT: (): Expr => {
          const open = this.consume(5, t.LeftParen);
          const number = this.subrule(5, this.formula);
          this.close(5, t.RightParen, open);
          return { kind: 'numbered', role, number, span: this.span(start) };
        },
      },
    ]);
  }

  /** `( arg,* )` directly behind a name; `()` is allowed. */
  args = this.RULE('args', (): Arg[] => {
    const open = this.consume(0, t.LeftParen);
    this.ACTION(() => this.glue(open));
    const args = this.option(0, {
      GATE: () => !this.isNext(t.RightParen),
      DEF: () => this.commas(0, (each) => this.subrule(each, this.arg)),
    });
    this.close(0, t.RightParen, open);
    return args ?? [];
  });

  arg = this.RULE('arg', (): Arg => {
    const start = this.here();
    const name = this.option(0, { GATE: () => this.isNext(t.Colon, 2), DEF: () => this.label(0, 'the name of a field') });
    const value = this.subrule(0, this.formula);
    return { name: name ?? null, value, span: this.span(start) };
  });
}
