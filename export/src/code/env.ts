/** Where a piece of code is written, and pieces that go on from a state to the next or to several. */
import type { Module } from '../module.ts';
import type { Scope } from '../text/names.ts';

export interface Env {
  /** the working state; null where the variables of the module themselves are read */
  readonly state: string | null;
  readonly self: string | null;
  readonly role: number | null;
  /** the text of each local */
  readonly locals: ReadonlyMap<number, string>;
  /** names that these texts may hold */
  readonly names: readonly string[];
  readonly scope: Scope;
  /** whether the message handled is corrupted; null where the working state says so */
  readonly corrupted: string | null;
  /** the state after the step; null where `next` is written with primes */
  readonly next: string | null;
}

export function at(env: Env, variable: string): string {
  return env.state === null ? variable : `${env.state}.${variable}`;
}

/** The whole state as one value. */
export function whole(env: Env): string {
  return env.state ?? 'Now';
}

export function withLocal(env: Env, local: number, text: string): Env {
  return { ...env, locals: new Map([...env.locals, [local, text]]) };
}

/** With a name bound for a local. */
export function bindLocal(m: Module, env: Env, local: number): { readonly name: string; readonly env: Env } {
  const name = env.scope.bind(m.model.locals[local].name);
  return { name, env: withName(withLocal(env, local, name), name) };
}

export function withName(env: Env, name: string): Env {
  return { ...env, names: [...env.names, name] };
}

/**
 * A text that is a working state, or a set of them (`many`); or, where values are looked at, records [v |-> the value, s |-> the state].
 * `ends`: the state may be one in which the step is over: suspended, cut, or an error.
 */
export interface Code {
  readonly text: string;
  readonly many: boolean;
  readonly ends: boolean;
}

export function one(text: string, ends = false): Code {
  return { text, many: false, ends };
}

export const NO_STEP: Code = { text: '{}', many: true, ends: false };

export function manyText(code: Code): string {
  return code.many ? code.text : `{${code.text}}`;
}

/** What becomes of a state in which evaluation ends. */
export type Wrap = (state: string) => Code;

export const asState: Wrap = (state) => one(state, true);
export const asLook: Wrap = (state) => one(`[v |-> FALSE, s |-> ${state}]`, true);
export const asNothing: Wrap = () => NO_STEP;

export function choice(condition: string, then: Code, otherwise: Code): Code {
  if (condition === 'TRUE') return then;
  if (condition === 'FALSE') return otherwise;
  const many = then.many || otherwise.many;
  const text = (code: Code) => (many ? manyText(code) : code.text);
  return { text: `IF ${condition} THEN\n${block(text(then))}\nELSE\n${block(text(otherwise))}`, many, ends: then.ends || otherwise.ends };
}

/** A line further in. */
export function block(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}

/** The code between parentheses, where it is part of more. */
export function part(code: Code): string {
  return /\n|^(IF|LET) /.test(code.text) ? `(${code.text})` : code.text;
}

export function bindText(name: string, value: string, rest: Code): Code {
  if (rest.text === name) return { ...rest, text: value };
  return { ...rest, text: `LET ${name} == ${value.includes('\n') ? `\n${block(value)}\n` : `${value} `}IN\n${rest.text}` };
}

/** Goes on from where the first code leaves the state, unless the step is over there. */
export function afterwards(first: Code, env: Env, wrap: Wrap, rest: (env: Env) => Code): Code {
  const state = env.scope.bind('s');
  const after = rest({ ...env, state });
  if (!first.many) {
    const over = wrap(state);
    return bindText(
      state,
      first.text,
      first.ends ? choice(`${state}.end # ""`, { ...over, ends: over.many ? over.ends : true }, after) : after,
    );
  }
  if (wrap === asState) return { text: `After(${part(first)}, LAMBDA ${state} :\n${block(manyText(after))})`, many: true, ends: true };
  const tail = first.ends ? choice(`${state}.end # ""`, wrap(state), after) : after;
  return { text: `EachOf(${part(first)}, LAMBDA ${state} :\n${block(manyText(tail))})`, many: true, ends: true };
}

/** The same for code that looks at a value. */
export function thenLook(first: Code, env: Env, wrap: Wrap, rest: (value: string, env: Env) => Code): Code {
  const look = env.scope.bind('r');
  const state = env.state === null ? null : `${look}.s`;
  const after = rest(`${look}.v`, { ...env, state });
  const tail = first.ends ? choice(`${look}.s.end # ""`, wrap(`${look}.s`), after) : after;
  if (!first.many) return bindText(look, first.text, tail);
  return { text: `EachOf(${part(first)}, LAMBDA ${look} :\n${block(manyText(tail))})`, many: true, ends: true };
}
