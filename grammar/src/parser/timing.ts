/** `timing`: the model's word and the bounds of the four quantities. */
import type { IToken } from 'chevrotain';
import type { Expr, TimingBound, TimingItem } from '../ast.ts';
import * as t from '../tokens.ts';
import { DeclarationParser } from './declarations.ts';
import { quantities } from './starts.ts';

const continuesRange = new Set([t.DotDot, t.Plus, t.Minus, t.Star, t.Slash, t.Percent, t.LeftParen, t.Dot]);
const quantityWords = new Set(Object.values(quantities));

export abstract class TimingParser extends DeclarationParser {
  timing = this.RULE('timing', (): TimingItem => {
    const start = this.here();
    this.consume(0, t.Timing);
    this.ACTION(() => this.repair([t.Sync, t.Partial, t.Async]));
    const model = this.option(0, () =>
      this.or(0, [
        { ALT: () => this.consume(0, t.Sync) },
        { ALT: () => this.consume(0, t.Partial) },
        { ALT: () => this.consume(0, t.Async) },
      ]),
    );
    this.ACTION(() => {
      if (!model && !this.isNext(t.LeftBrace))
        this.fail('PV0101', this.missingSpan(), 'expected `sync`, `partial`, `async` or `{` after `timing`');
    });
    const bounds: TimingBound[] = [];
    let word: IToken | null = null;
    this.option(1, () =>
      this.entries('timing', [...quantityWords, t.Always, t.Eventually], () => {
        if (this.LA(0).tokenType === t.Semicolon) word = null;
        const own = this.option(2, () =>
          this.or(1, [{ ALT: () => this.consume(0, t.Always) }, { ALT: () => this.consume(0, t.Eventually) }]),
        );
        word = own ?? word;
        bounds.push(this.subrule(0, this.bound, { ARGS: [word, own ?? null] }));
      }),
    );
    return {
      kind: 'timing',
      model: model ? (this.wordOf(model) as 'sync' | 'partial' | 'async') : null,
      modelSpan: model ? this.spanOf(model) : null,
      bounds,
      span: this.span(start),
    };
  });

  bound = this.RULE('bound', (word: IToken | null, own: IToken | null): TimingBound => {
    const start = own ? own.startOffset : this.here();
    this.ACTION(() => this.requireWord(quantityWords, '`delay`, `pause`, `drift` or `skew`'));
    const quantity = this.or(0, [
      { ALT: () => this.consume(0, t.Delay) },
      { ALT: () => this.consume(0, t.Pause) },
      { ALT: () => this.consume(0, t.Drift) },
      { ALT: () => this.consume(0, t.Skew) },
    ]);
    const role = this.option(0, {
      GATE: () => !continuesRange.has(this.LA(2).tokenType),
      DEF: () => this.name(0, 'the name of a node'),
    });
    const ends = this.or(1, [
      { ALT: () => this.upperBound() },
      { ALT: () => this.wrongBound(quantity) },
      { ALT: () => this.rangeBound(quantity) },
    ]);
    return {
      word: word ? (this.wordOf(word) as 'always' | 'eventually') : null,
      wordSpan: own ? this.spanOf(own) : null,
      quantity: this.wordOf(quantity) as TimingBound['quantity'],
      quantitySpan: this.spanOf(quantity),
      role: role ?? null,
      ...ends,
      span: this.span(start),
    };
  });

  private upperBound(): { low: Expr | null; high: Expr } {
    this.consume(0, t.LessEqual);
    return { low: null, high: this.subrule(0, this.sum) };
  }

  private wrongBound(quantity: IToken): { low: Expr | null; high: Expr } {
    const token = this.or(2, [
      { ALT: () => this.consume(0, t.Equal) },
      { ALT: () => this.consume(0, t.EqualEqual) },
      { ALT: () => this.consume(0, t.Less) },
      { ALT: () => this.consume(0, t.Greater) },
      { ALT: () => this.consume(0, t.GreaterEqual) },
    ]);
    const span = this.spanOf(token);
    this.report('PV0121', span, `\`${this.wordOf(quantity)}\` takes an upper bound: \`${this.wordOf(quantity)} <= k\``, {
      fixes: [{ title: 'Write `<=`', edits: [{ span, text: '<=' }] }],
    });
    return { low: null, high: this.subrule(1, this.sum) };
  }

  private rangeBound(quantity: IToken): { low: Expr | null; high: Expr } {
    const before = this.here();
    const low = this.subrule(2, this.sum);
    this.ACTION(() => {
      if (!this.isNext(t.DotDot))
        this.fail('PV0121', this.span(before), `a bound of \`${this.wordOf(quantity)}\` needs \`<=\``, {
          fixes: [{ title: 'Write `<=`', edits: [{ span: { ...this.span(before), end: before }, text: '<= ' }] }],
        });
    });
    this.consume(0, t.DotDot);
    const high = this.subrule(3, this.sum);
    if (quantity.tokenType !== t.Delay)
      this.ACTION(() =>
        this.report('PV0121', this.span(before), `only \`delay\` can have a minimum; a bound of \`${this.wordOf(quantity)}\` needs \`<=\``),
      );
    return { low, high };
  }

  /** One of several words must stand here; `expected` lists them. */
  protected requireWord(words: ReadonlySet<unknown>, expected: string): void {
    if (words.has(this.next().tokenType)) return;
    const found = this.beginsLine(this.next(), this.LA(0)) ? '' : `, found ${this.found()}`;
    this.fail('PV0101', this.missingSpan(), `expected ${expected}${found}`);
  }
}
