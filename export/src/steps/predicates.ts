/** Whether a predicate of a property is true, and whether it has a value. */
import type { Expr } from '#checker';
import { bindText, block, type Code, type Env, one } from '../code/env.ts';
import { look } from '../code/evaluate.ts';
import { expression, isPlain } from '../code/expressions.ts';
import type { Module } from '../module.ts';
import { beginning } from './actions.ts';

export function environment(m: Module): Env {
  return { ...beginning(m, null, null), state: null, corrupted: 'FALSE' };
}

/** Whether the predicate has a value, and it is true. */
export function holds(m: Module, predicate: Expr): string {
  const env = environment(m);
  if (isPlain(m, predicate)) return expression(m, env, predicate);
  const code = look(m, { ...env, state: 'Now' }, predicate);
  return `(\n${block(looked(env, code))})`;
}

/** Whether the predicate has no value, for the model errs in it: what looks for it then ends there. */
export function fails(m: Module, predicate: Expr): string {
  const env = environment(m);
  return isPlain(m, predicate) ? 'FALSE' : `(\n${block(looked(env, look(m, { ...env, state: 'Now' }, predicate), hasFailed))})`;
}

const isTrue = (look: string) => `${look}.s.end = "" /\\ ${look}.v`;
export const hasFailed = (look: string) => `${look}.s.end # ""`;

/** Nothing is chosen in a property, so there is one look. */
export function looked(env: Env, code: Code, test: (look: string) => string = isTrue): string {
  const look_ = env.scope.bind('r');
  if (code.many) return `\\A ${look_} \\in (\n${block(code.text)}) : ${test(look_)}`;
  return bindText(look_, code.text, one(test(look_))).text;
}
