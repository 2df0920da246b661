/** What a handler or a `defer` looks at before its guard, and what keeps a message from being delivered. */
import type { Expr, Handler, MessagePattern, Role } from '#checker';
import { asLook, block, type Code, choice, type Env, manyText, one, thenLook, withLocal } from '../code/env.ts';
import { look, seen } from '../code/evaluate.ts';
import { expression, isPlain } from '../code/expressions.ts';
import type { Module } from '../module.ts';
import { all, quoted } from '../text/write.ts';
import { inOperator } from './actions.ts';

/** Of a message of the pattern's name: its call. */
export function callText(m: Module, env: Env, pattern: MessagePattern): string {
  if (pattern.call === null) return 'TRUE';
  const call = quoted(m.model.roles[env.role!].calls[pattern.call]);
  return m.guard('call', `m.call = Some([caller |-> ${env.self}, name |-> ${call}, fresh |-> TRUE])`);
}

/** Name and call of the message `m`. */
function patternText(m: Module, env: Env, pattern: MessagePattern): string {
  return all([`m.name = ${quoted(m.model.messages[pattern.message].name)}`, callText(m, env, pattern)]);
}

/** With the locals of the pattern bound to the parts of the message. */
export function bindPattern(m: Module, env: Env, pattern: MessagePattern, about: string): Env {
  const { payload, fields } = m.messages[pattern.message];
  let bound = env;
  for (const [i, local] of pattern.fields.entries())
    if (local !== null) bound = withLocal(bound, local, `${about}.${payload}.${fields[i]}`);
  return pattern.from === null ? bound : withLocal(bound, pattern.from, `${about}.from`);
}

/** Whether it matches: `pattern` is what is looked at before the guard. */
function matches(m: Module, env: Env, pattern: string, guard: Expr | null): { readonly text: string } | { readonly code: Code } {
  if (guard === null || m.isDropped('guard')) return { text: pattern };
  if (isPlain(m, guard)) return { text: all([pattern, expression(m, env, guard)]) };
  return { code: choice(pattern, look(m, env, guard), seen('FALSE', env)) };
}

/** A look at whether one of several matches, the first that does ending it. */
export function firstOf(m: Module, env: Env, candidates: readonly { env: Env; pattern: string; guard: Expr | null }[]): Code {
  const [first, ...others] = candidates;
  if (first === undefined) return seen('FALSE', env);
  const found = matches(m, { ...first.env, state: env.state }, first.pattern, first.guard);
  const next = (at: Env) => firstOf(m, at, others);
  if ('text' in found) return choice(found.text, seen('TRUE', env), next(env));
  return thenLook(found.code, env, asLook, (value, after) => choice(value, seen('TRUE', after), next(after)));
}

/** A look at whether the node defers the message, or null where its role defers nothing. */
export function defersOf(m: Module, role: Role): { readonly call: (state: string, self: string, about: string) => Code } | null {
  if (role.defers.length === 0 || m.isDropped('defer')) return null;
  const many = role.defers.some((one) => one.guard !== null && !isPlain(m, one.guard));
  const name = m.once(`defers ${role.index}`, `${role.name}_defers`, (wanted) => {
    const env = { ...inOperator(m, role.index, ['s', 'self', 'm']), corrupted: 'm.corrupted' };
    const candidates = role.defers.map((one) => ({
      env: bindPattern(m, env, one, 'm'),
      pattern: patternText(m, env, one),
      guard: one.guard,
    }));
    const code = firstOf(m, env, candidates);
    m.define(`${wanted}(s, self, m) ==\n${block(many ? manyText(code) : code.text)}`);
  });
  return { call: (state, self, about) => ({ text: `${name}(${state}, ${self}, ${about})`, many, ends: many }) };
}

/**
 * A look at whether a message can be handed to its node, which is up: it is old enough and not deferred, and under `fifo` each older
 * one of its pair is. An operator of the working state, the node and the place of the message; `plain`: the same as conditions on the
 * message `m` at `h`, where nothing is deferred.
 */
export function deliverableOf(
  m: Module,
  role: Role,
): { readonly call: (state: string, self: string, slot: string) => Code; readonly plain: readonly string[] | null } {
  const defers = defersOf(m, role);
  const { fifo } = m.model.network;
  const many = defers?.call('s', 'self', 'm').many ?? false;
  const name = m.once(`deliverable ${role.index}`, `${role.name}_can_take`, (wanted) => {
    const env = inOperator(m, role.index, ['s', 'self', 'h']);
    const about = 'Message(s.net, h)';
    const old = m.guard('old enough', `OldEnough(s, ${about})`);
    const first = m.guard('fifo order', 'Older(s.net, h) = <<>>');
    let code: Code;
    if (defers === null) code = seen(fifo ? all([old, first]) : old, env);
    else {
      const older = fifo && !m.isDropped('fifo order') ? olderDeferred(m, role, defers, many) : null;
      const undeferred = thenLook(defers.call('s', 'self', about), env, asLook, (deferred, after) => {
        const rest: Code =
          older === null ? seen('TRUE', after) : { text: `${older}(${after.state}, Older(s.net, h), self)`, many, ends: many };
        return choice(deferred, seen('FALSE', after), rest);
      });
      code = choice(old, undeferred, seen('FALSE', env));
    }
    m.define(`${wanted}(s, self, h) ==\n${block(many ? manyText(code) : code.text)}`);
  });
  const plain = [m.guard('old enough', 'OldEnough(Now, m)'), ...(fifo ? [m.guard('fifo order', 'Older(net, h) = <<>>')] : [])];
  return {
    call: (state, self, slot) => ({ text: `${name}(${state}, ${self}, ${slot})`, many, ends: many }),
    plain: defers === null ? plain : null,
  };
}

/** Whether each message of a sequence is deferred, from the first on until one is not. */
function olderDeferred(m: Module, role: Role, defers: NonNullable<ReturnType<typeof defersOf>>, many: boolean): string {
  return m.once(`older ${role.index}`, `${role.name}_defers_each`, (wanted) => {
    const env = inOperator(m, role.index, ['s', 'self', 'older']);
    const goOn = thenLook(defers.call('s', 'self', 'Head(older)'), env, asLook, (deferred, after) =>
      choice(deferred, { text: `${wanted}(${after.state}, Tail(older), self)`, many, ends: many }, seen('FALSE', after)),
    );
    const code = choice('older = <<>>', seen('TRUE', env), goOn);
    m.define(`RECURSIVE ${wanted}(_, _, _)\n${wanted}(s, older, self) ==\n${block(many ? manyText(code) : code.text)}`);
  });
}

/** Handlers for one occasion, in text order. `about`: the message, or null. */
export interface Occasion {
  readonly handlers: readonly Handler[];
  readonly pattern: (env: Env, handler: Handler) => string;
  readonly bind: (env: Env, handler: Handler) => Env;
}

/**
 * What comes of the occasion where it is this handler that runs (null: none), the first that matches. What ends the step in a guard
 * before it is the business of the step of that handler.
 */
export function whereRuns(
  m: Module,
  env: Env,
  { handlers, pattern, bind }: Occasion,
  which: Handler | null,
  runs: (env: Env) => Code,
  nothing: (state: string) => Code,
): Code {
  const [first, ...others] = handlers;
  if (first === undefined) return which === null ? runs(env) : nothing(env.state!);
  const rest = (at: Env) => whereRuns(m, at, { handlers: others, pattern, bind }, which, runs, nothing);
  if (first !== which && which !== null && m.isDropped('order')) return rest(env);
  const inside = bind(env, first);
  const found = matches(m, inside, pattern(env, first), first.guard);
  const isIt = first === which;
  const here = (at: Env) => (isIt ? runs(bind(at, first)) : nothing(at.state!));
  const otherwise = (at: Env) => (isIt ? nothing(at.state!) : rest(at));
  if ('text' in found) return choice(found.text, here(env), otherwise(env));
  return thenLook(found.code, env, isIt ? (state) => one(state, true) : nothing, (value, after) =>
    choice(value, here(after), otherwise(after)),
  );
}
