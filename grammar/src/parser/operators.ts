/**
 * Infix operators: how tightly each binds, and the tree of a flat row of operands and operators. The parser reads rows
 * (`a or not b == c + 1`) without recursion; the tree is made here, so a long row costs no stack.
 */
import type { IToken, TokenType } from 'chevrotain';
import type { BinaryOperator, Expr, Span } from '../ast.ts';
import * as t from '../tokens.ts';

/** Higher binds tighter. `not` stands between `and` and the comparisons. */
export const binding = { implies: 1, or: 2, and: 3, not: 4, comparison: 5, range: 6, sum: 7, product: 8 } as const;

const bindings = new Map<TokenType, number>([
  [t.Implies, binding.implies],
  [t.Or, binding.or],
  [t.And, binding.and],
  ...[t.EqualEqual, t.NotEqual, t.Less, t.LessEqual, t.Greater, t.GreaterEqual, t.In].map((token) => [token, binding.comparison] as const),
  [t.DotDot, binding.range],
  ...[t.Plus, t.Minus, t.Bar].map((token) => [token, binding.sum] as const),
  ...[t.Star, t.Slash, t.Percent, t.Ampersand].map((token) => [token, binding.product] as const),
]);

/** 0 for what is no infix operator. */
export function bindingOf(token: IToken): number {
  return bindings.get(token.tokenType) ?? 0;
}

export interface Operand {
  /** the `not`s in front, by their place */
  readonly nots: readonly Span[];
  readonly expr: Expr;
}

export interface Operator {
  readonly op: BinaryOperator;
  readonly span: Span;
  readonly binding: number;
}

/** Two operators side by side whose order the language leaves open: the message's span, and what is wrong. */
export type Clash = (span: Span, message: string, help: string) => void;

export function treeOf(operands: readonly Operand[], operators: readonly Operator[], clash: Clash): Expr {
  let position = 0;
  let nots = 0;

  function prefixed(least: number): Expr {
    const operand = operands[position];
    if (nots >= operand.nots.length) {
      nots = 0;
      return operand.expr;
    }
    const span = operand.nots[nots];
    if (least > binding.not) clash(span, '`not` has lower precedence than the operator before it', 'write `(not ...)`');
    nots += 1;
    const of = row(binding.not + 1, true);
    return { kind: 'unary', op: 'not', of, span: { ...span, end: wholeSpan(of).end } };
  }

  function row(least: number, afterNot = false): Expr {
    let left = prefixed(afterNot ? binding.not : least);
    while (position < operators.length && operators[position].binding >= least) {
      const operator = operators[position];
      position += 1;
      const right = row(operator.binding === binding.implies ? operator.binding : operator.binding + 1);
      left = binary(operator, left, right);
      const after = operators[position];
      const chains = operator.binding === binding.comparison || operator.binding === binding.range;
      if (chains && after?.binding === operator.binding)
        clash(after.span, `\`${operator.op}\` and \`${after.op}\` cannot be chained`, 'write `a < b and b < c`, or use parentheses');
    }
    return left;
  }

  return row(0);
}

const parentheses = new WeakMap<Expr, Span>();

/** Notes where the parentheses around an expression stand; its own span leaves them out. */
export function putInParentheses(expr: Expr, span: Span): Expr {
  parentheses.set(expr, span);
  return expr;
}

/** The place of an expression with the parentheses around it. */
export function wholeSpan(expr: Expr): Span {
  return parentheses.get(expr) ?? expr.span;
}

function binary(operator: Operator, left: Expr, right: Expr): Expr {
  const span = { file: left.span.file, start: wholeSpan(left).start, end: wholeSpan(right).end };
  return { kind: 'binary', op: operator.op, opSpan: operator.span, left, right, span };
}
