/** How deep an expression is, found without recursion: whoever walks the tree after the parser may recurse. */
import type { Expr } from '../ast.ts';

/** Operators, or prefix words, in one row. */
export const longestRow = 400;
/** Levels of one expression's tree. */
export const deepestTree = 400;

export function isTooDeep(expr: Expr): boolean {
  const waiting: { value: object; depth: number }[] = [{ value: expr, depth: 1 }];
  for (let top = waiting.pop(); top; top = waiting.pop()) {
    if (top.depth > deepestTree) return true;
    const depth = 'kind' in top.value ? top.depth + 1 : top.depth;
    for (const part of Object.values(top.value)) if (part !== null && typeof part === 'object') waiting.push({ value: part, depth });
  }
  return false;
}
