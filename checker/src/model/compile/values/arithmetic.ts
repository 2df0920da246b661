/** Numbers: texts of arithmetic, folded where both sides are known. */
import { unhandled } from '#grammar';
import type { Expr } from '../../ir.ts';
import type { Division, Sum } from '../../operators.ts';
import { isScalar } from '../../shapes.ts';
import { ERROR, failIf, isNumber, type Scope } from '../unit.ts';
import { value } from './expressions.ts';
import { compareText } from './values.ts';

type Arithmetic = Extract<Expr, { readonly op: Sum | Division | 'min' | 'max' }>;

export function arithmetic(scope: Scope, e: Arithmetic): string {
  switch (e.op) {
    case 'negate': {
      const of = value(scope, e.of);
      return isNumber(of) ? String(0 - Number(of)) : `(-${of})`;
    }
    case 'min':
    case 'max':
      return extreme(scope, e.op, e.args);
    case '+':
    case '-':
    case '*': {
      const a = value(scope, e.left);
      const b = value(scope, e.right);
      if (isNumber(a) && isNumber(b)) return String(constantOf(e.op, Number(a), Number(b)));
      return e.op === '-' ? `(${a}-(${b}))` : `(${a}${e.op}${b.startsWith('-') ? `(${b})` : b})`;
    }
    case '/':
    case '%': {
      const a = scope.code.hold(value(scope, e.left));
      const b = scope.code.hold(value(scope, e.right));
      if (!isNumber(b) || Number(b) === 0) failIf(scope, `${b}===0`, ERROR);
      const quotient = `Math.floor(${a}/(${b}))`;
      return e.op === '/' ? quotient : `(${a}-(${b})*${quotient})`;
    }
    default:
      return unhandled(e);
  }
}

function constantOf(op: '+' | '-' | '*', a: number, b: number): number {
  return (op === '+' ? a + b : op === '-' ? a - b : a * b) + 0;
}

function extreme(scope: Scope, op: 'min' | 'max', args: readonly Expr[]): string {
  const texts = args.map((a) => scope.code.hold(value(scope, a)));
  if (args.every((a) => isScalar(a.type))) return texts.length === 1 ? texts[0] : `Math.${op}(${texts.join(',')})`;
  let best = texts[0];
  for (const [i, text] of texts.entries()) {
    if (i === 0) continue;
    const better = compareText(scope.unit, args[i].type, text, args[0].type, best, op === 'min' ? '<' : '>');
    best = scope.code.keep(`${better}?${text}:${best}`);
  }
  return best;
}
