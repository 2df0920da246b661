/** Models written in the intermediate form that use what the small system of models.ts does not. */
import type { Block, Expr, Handler, MessagePattern, Model, Role, Stmt, Type, Value, Variable } from '#checker';
import { always, eventually, span } from './models.ts';

export const bool: Type = { kind: 'bool' };
export const int = (lo: number, hi: number, limit: string | null = null): Type => ({ kind: 'int', lo, hi, limit });
export const setOf = (of: Type): Type => ({ kind: 'set', of });
export const optional = (of: Type): Type => ({ kind: 'optional', of });
export const list = (of: Type, max: number): Type => ({ kind: 'list', of, max });
export const map = (key: Type, value: Type): Type => ({ kind: 'map', key, value });

type Operation = Expr extends infer E ? (E extends { op: string } ? Omit<E, 'type' | 'span'> : never) : never;
const e = (type: Type, of: Operation): Expr => ({ ...of, type, span }) as Expr;
export const constant = (type: Type, value: Value) => e(type, { op: 'const', value });
export const variable = (type: Type, index: number) => e(type, { op: 'var', variable: index });
export const local = (type: Type, id: number) => e(type, { op: 'local', local: id });
export const convert = (type: Type, value: Expr) => e(type, { op: 'convert', what: 'it', value });
export const binary = (op: '==' | '!=' | '<' | '<=' | '>' | '>=' | 'and' | 'or', left: Expr, right: Expr) =>
  e(bool, { op, left, right } as Operation);
export const plus = (type: Type, left: Expr, right: Expr) => e(type, { op: '+', left, right });
export const expr = e;

type Statement = Stmt extends infer S ? (S extends { kind: string } ? Omit<S, 'span'> : never) : never;
export const stmt = (of: Statement): Stmt => ({ ...of, span }) as Stmt;
export const assign = (index: number, value: Expr): Stmt =>
  stmt({ kind: 'assign', target: { variable: { kind: 'own', variable: index }, path: [], type: value.type }, value });

export const declared = (type: Type, first: Value | undefined, more: Partial<Variable> = {}): Variable => {
  const initial = first === undefined ? null : constant(type, first);
  return { ...{ name: 'v', type, durable: false, ghost: false, span }, initial, wiped: initial, ...more };
};

export const on = (id: number, trigger: Handler['trigger'], guard: Expr | null, body: Block): Handler => ({
  ...{ id, trigger, guard, body, title: 'on', span },
});
export const message = (index: number, more: Partial<MessagePattern> = {}): Handler['trigger'] => ({
  ...{ kind: 'message', message: index, fields: [], from: null, call: null },
  ...more,
});
export const action = (id: number, guard: Expr | null, body: Block, params: Role['actions'][number]['params'] = []) => ({
  ...{ id, name: 'a', optional: true, params, guard, body, span },
});

export type RoleParts = Partial<Role> & { readonly count: number };

/** A model with defaults for all that is not given; roles number their instances in order. */
export function model(roles: readonly RoleParts[], more: Partial<Model> = {}): Model {
  const instances: Model['instances'][number][] = [];
  const complete = roles.map((parts, index) => {
    const first = instances.length;
    for (let n = 1; n <= parts.count; n++) instances.push({ index: instances.length, role: index, number: n, name: `R${index}#${n}` });
    return {
      ...{ name: `R${index}`, index, strict: false, first, indexed: true, variables: [], timers: [], calls: [], handlers: [], defers: [] },
      ...{ actions: [], span },
      ...parts,
    };
  });
  const each = <T>(value: T) => instances.map(() => value);
  return {
    ...{ system: 'Zoo', assume: 'A', constants: [], clocks: [], ghosts: [], properties: [], crashes: [], clockSteps: null, budgets: [] },
    ...{ limits: [], locals: [], pausePoints: [], messages: [], stabilises: false },
    timing: { time: false, word: 'async', delay: each(null), pause: each(null), drift: each(null), skew: each(null) },
    network: { loss: null, duplication: null, corruption: null, cuts: [], fifo: false, queue: null, queueSpan: null, capacity: 4 },
    ...more,
    roles: complete,
    instances,
  };
}

export const nodes = (role: number, instances: readonly number[]): Type => ({ kind: 'node', roles: [role], instances });

/** Bounds for `count` instances. */
export const timed = (
  count: number,
  of: { delay?: number; pause?: number; drift?: number; skew?: number; eventual?: boolean },
): Model['timing'] => {
  const bound = (k: number | undefined) =>
    Array.from({ length: count }, () => (k === undefined ? null : of.eventual ? eventually(k) : always(k)));
  return { time: true, word: null, delay: bound(of.delay), pause: bound(of.pause), drift: bound(of.drift), skew: bound(of.skew) };
};
