/**
 * Expressions. Three rules differ in how loose an operator they take: `formula` all of them, `range` up to `a..b` (a set
 * that something else follows), `sum` arithmetic only (amounts and bounds, which `until`, `<`, `>` or `=` may follow).
 * `{` after an expression is always a block.
 */
import type { IToken } from 'chevrotain';
import type { BinaryOperator, Expr, Span } from '../ast.ts';
import * as t from '../tokens.ts';
import { ListParser } from './lists.ts';
import { binding, bindingOf, type Operand, type Operator, treeOf, wholeSpan } from './operators.ts';
import { deepestTree, isTooDeep, longestRow } from './size.ts';

export abstract class ExpressionParser extends ListParser {
  private isInside = false;
  private isFormula = false;

  formula = this.RULE('formula', (): Expr => this.measured(() => this.subrule(0, this.leadsTo), true));
  range = this.RULE('range', (): Expr => this.measured(() => this.row(binding.range)));
  sum = this.RULE('sum', (): Expr => this.measured(() => this.row(binding.sum)));

  /** The beginnings of values; each kind of value has its own rule. */
  protected abstract value(): Expr;

  leadsTo = this.RULE('leadsTo', (): Expr => {
    const start = this.here();
    const left = this.subrule(0, this.until);
    let right: Expr | null = null;
    let within: Expr | null = null;
    this.ACTION(() => {
      if (this.isNext(t.To, 2)) this.repair([t.Leads]);
    });
    this.option(0, {
      GATE: () => this.isNext(t.To, 2),
      DEF: () => {
        this.consume(0, t.Leads);
        this.consume(0, t.To);
        right = this.subrule(1, this.until);
        this.ACTION(() => {
          if (!this.beginsLine(this.next(), this.LA(0))) this.repair([t.Within]);
        });
        this.option(1, () => {
          this.consume(0, t.Within);
          within = this.subrule(0, this.sum);
        });
      },
    });
    return right ? { kind: 'leadsTo', left, right, within, span: this.span(start) } : left;
  });

  until = this.RULE('until', (): Expr => {
    const parts = [this.subrule(0, this.implication)];
    this.many(0, () => {
      this.consume(0, t.Until);
      parts.push(this.subrule(1, this.implication));
    });
    return this.ACTION(() => {
      this.checkRow(parts.length, parts[0].span.start);
      return parts.reduceRight((right, left) => ({ kind: 'until', left, right, span: { ...wholeSpan(left), end: wholeSpan(right).end } }));
    });
  });

  implication = this.RULE('implication', (): Expr => this.row(binding.implies));

  operand = this.RULE(
    'operand',
    (): Operand =>
      this.nested(() => {
        const nots: Span[] = [];
        this.many(0, () => {
          const token = this.consume(0, t.Not);
          this.ACTION(() => nots.push(this.spanOf(token)));
        });
        this.ACTION(() => this.checkRow(nots.length, nots[0]?.start ?? 0));
        return { nots, expr: this.subrule(0, this.negated) };
      }),
  );

  negated = this.RULE('negated', (): Expr => {
    const minuses: IToken[] = [];
    this.many(0, () => {
      const minus = this.consume(0, t.Minus);
      this.ACTION(() => this.glue(this.next()));
      minuses.push(minus);
    });
    this.ACTION(() => this.checkRow(minuses.length, minuses[0]?.startOffset ?? 0));
    const of = this.subrule(0, this.postfix);
    return this.ACTION(() =>
      minuses.reduceRight<Expr>((inner, minus) => ({ kind: 'unary', op: '-', of: inner, span: this.span(minus.startOffset) }), of),
    );
  });

  postfix = this.RULE('postfix', (): Expr => {
    const start = this.here();
    let expr = this.value();
    this.many(0, () => {
      expr = this.part(expr, start);
    });
    return expr;
  });

  /** `.f` or `[i]` behind an expression. */
  protected part(of: Expr, start: number): Expr {
    return this.or(7, [
      {
        ALT: (): Expr => {
          this.consume(7, t.Dot);
          const field = this.name(7, 'the name of a field after `.`');
          return { kind: 'field', of, field, span: this.span(start) };
        },
      },
      {
        ALT: (): Expr => {
          const index = this.key();
          return { kind: 'index', of, index, span: this.span(start) };
        },
      },
    ]);
  }

  /** `[ e ]` behind a name. */
  protected key(): Expr {
    const open = this.consume(7, t.LeftBracket);
    this.ACTION(() => this.glue(open));
    const index = this.subrule(7, this.formula);
    this.close(7, t.RightBracket, open);
    return index;
  }

  /** `x = e` on the next line is the next statement; in a type, `=` may follow what is no formula. */
  protected isNewAssignment(): boolean {
    if (!this.isFormula || !this.beginsLine(this.next(), this.LA(0))) return false;
    return [t.Equal, t.PlusEqual, t.MinusEqual].some((mark) => this.isNext(mark, 2));
  }

  /** Operands with operators that bind at least as tightly as `least`. */
  private row(least: number): Expr {
    const operands = [this.subrule(0, this.operand)];
    const operators: Operator[] = [];
    this.many(0, {
      GATE: () => this.isOperatorNext(least),
      DEF: () => {
        operators.push(this.operator());
        operands.push(this.subrule(1, this.operand));
      },
    });
    return this.ACTION(() => {
      this.checkRow(operators.length, operands[0].expr.span.start);
      return treeOf(operands, operators, (span, message, help) => this.report('PV0113', span, message, { help }));
    });
  }

  private isOperatorNext(least: number): boolean {
    if (this.isNext(t.Not)) return this.isNext(t.In, 2) && least <= binding.comparison;
    if (this.isNext(t.Equal)) return least <= binding.implies;
    return bindingOf(this.next()) >= least;
  }

  private operator(): Operator {
    return this.or(0, [
      {
        ALT: (): Operator => {
          const not = this.consume(0, t.Not);
          const last = this.consume(0, t.In);
          return { op: 'not in', span: { file: this.path, start: not.startOffset, end: this.endOf(last) }, binding: binding.comparison };
        },
      },
      { ALT: () => this.singleEqual(this.consume(0, t.Equal)) },
      {
        ALT: (): Operator => {
          const token = this.consume(0, t.BinaryOperator);
          return { op: String(token.tokenType.PATTERN) as BinaryOperator, span: this.spanOf(token), binding: bindingOf(token) };
        },
      },
    ]);
  }

  private singleEqual(token: IToken): Operator {
    const span = this.spanOf(token);
    this.report('PV0116', span, 'values are compared with `==`; `=` assigns', {
      fixes: [{ title: 'Write `==`', edits: [{ span, text: '==' }] }],
    });
    return { op: '==', span, binding: binding.comparison };
  }

  private checkRow(length: number, start: number): void {
    if (length > longestRow) this.tooLarge(start, `more than ${longestRow} operators in a row`);
  }

  /** Runs the rule of a whole expression and refuses a tree that nobody could walk. */
  private measured(rule: () => Expr, isFormula = false): Expr {
    if (this.isInside || this.RECORDING_PHASE) return rule();
    this.isInside = true;
    this.isFormula = isFormula;
    const before = this.place();
    try {
      const expr = rule();
      if (this.place() - before > deepestTree && isTooDeep(expr)) this.tooLarge(expr.span.start, 'this expression is nested too deeply');
      return expr;
    } finally {
      this.isInside = false;
    }
  }

  private tooLarge(start: number, message: string): never {
    this.fail('PV0112', this.span(start), message, { help: 'name a part of it with `let` or `fun`' });
  }
}
