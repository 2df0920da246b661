/** A `knows` as an expression: its place, and the names that it uses from outside. */
import type { Expr, Value } from '../../model/ir.ts';
import { expressionsIn } from '../../model/walk.ts';

export type KnowsExpr = Extract<Expr, { op: 'knows' }>;

/** Every `knows` in an expression, outer ones first. */
export function knowsIn(part: unknown): KnowsExpr[] {
  return expressionsIn(part).filter((e) => e.op === 'knows');
}

/** Locals that an expression reads and does not bind. A local has one binder, so the order does not matter. */
export function freeLocals(e: Expr): number[] {
  const read = new Set<number>();
  const bound = new Set<number>();
  const walk = (part: unknown): void => {
    if (Array.isArray(part)) for (const each of part) walk(each);
    else if (typeof part === 'object' && part !== null) {
      const { op, local } = part as { readonly op?: string; readonly local?: number };
      if (local !== undefined) (op === 'local' ? read : bound).add(local);
      for (const child of children(part)) walk(child);
    }
  };
  walk(e);
  return [...read].filter((local) => !bound.has(local)).sort((a, b) => a - b);
}

/**
 * One text for what is asked: of whom, and what with the names from outside replaced by their values. It stays the same
 * when a name in the expression is replaced by the constant that it stands for.
 */
export function claimKey({ of }: KnowsExpr, node: number, locals: readonly Value[]): string {
  const free = new Set(freeLocals(of));
  const plain = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(plain);
    if (typeof part !== 'object' || part === null) return part;
    const { op, local } = part as { readonly op?: string; readonly local?: number };
    if (op === 'local' && local !== undefined && free.has(local)) return { op: 'const', value: locals[local] };
    const kept = Object.entries(part).filter(([key]) => key !== 'type' && key !== 'span');
    return Object.fromEntries(kept.map(([key, child]) => [key, op === 'const' ? child : plain(child)]));
  };
  return JSON.stringify([node, plain(of)]);
}

/** The parts of an expression that may hold expressions; a value is none. */
function children(part: object): unknown[] {
  if ((part as Partial<Expr>).op === 'const') return [];
  return Object.entries(part).flatMap(([key, child]) => (key === 'type' || key === 'span' ? [] : [child]));
}
