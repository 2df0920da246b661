/**
 * The smaller bounds under which a model is searched first. With each level the capacity grows by one message, and so does the number in each
 * limit of the form `e <= N` or `e < N`, also under `forall`: these are the limits that become weaker as the number grows. So
 * every level's states and steps are among those of the next.
 *
 * A type with a limit stays as it is: quantifiers, choices and first values range over it, so that fewer values are another system. In its
 * place the variables of that type get a limit, which only cuts steps. What a struct, a map, a message or a local has of the type does not.
 */
import type { Expr, Model, Type, Variable } from '../../model/ir.ts';
import { leastCapacity } from '../../model/sends.ts';

export interface Narrow {
  readonly model: Model;
  /** the bounds that are smaller than those asked for, as verdicts name them: "capacity 2", "limit round <= 1" */
  readonly names: readonly string[];
}

/** The number of a limit at level 0. */
const LEAST_LIMIT = 1;

/** Null where nothing is smaller at this level than what is asked for. */
export function narrowed(model: Model, level: number): Narrow | null {
  const { network } = model;
  const capacity = Math.min(network.capacity, leastCapacity(model) + level);
  const names = capacity < network.capacity ? [`capacity ${capacity}`] : [];
  const limits = model.limits.map((limit) => {
    const smaller = smallerLimit(limit, LEAST_LIMIT + level);
    if (smaller === null) return limit;
    names.push(`limit ${smaller.text}`);
    return smaller;
  });
  const typed = [...limitedTypes(model)].flatMap(([name, { lo, hi }]) => {
    const most = lo + LEAST_LIMIT + level;
    return most < hi ? [{ name, most }] : [];
  });
  names.push(...typed.map((type) => `limit ${textOf(type)}`));
  const ofTypes = variablesUpTo(model, typed);
  const smaller = { ...model, locals: ofTypes.locals, limits: [...limits, ...ofTypes.limits], network: { ...network, capacity } };
  return names.length === 0 ? null : { model: smaller, names };
}

type Limit = Model['limits'][number];

/** A limit as it is written, up to its number; the name of a constant is one too. */
const UP_TO_NUMBER = /^(.* <=? )\w+$/s;

/** Null where the limit has no number that can be smaller, or is as small. */
function smallerLimit(limit: Limit, most: number): Limit | null {
  const predicate = withMost(limit.predicate, most);
  const begin = UP_TO_NUMBER.exec(limit.text)?.[1];
  return predicate === null || begin === undefined ? null : { ...limit, predicate, text: `${begin}${most}` };
}

/** The number stands at the end: of the body, where it is quantified. */
function withMost(e: Expr, most: number): Expr | null {
  if (e.op === 'forall') {
    const body = withMost(e.body, most);
    return body === null ? null : { ...e, body };
  }
  if (e.op !== '<=' && e.op !== '<') return null;
  const { right } = e;
  if (right.op !== 'const' || typeof right.value !== 'number' || right.value <= most) return null;
  return { ...e, right: { ...right, value: most } };
}

type Int = Extract<Type, { kind: 'int' }>;
type TypeLimit = { readonly name: string; readonly most: number };

const textOf = ({ name, most }: TypeLimit) => `${name} <= ${most}`;

/** The types with a limit that a variable has, by name. */
function limitedTypes(model: Model): Map<string, Int> {
  const variables = [...model.roles.flatMap((role) => role.variables), ...model.ghosts];
  return new Map(
    variables.flatMap(({ type }): [string, Int][] => (type.kind === 'int' && type.limit !== null ? [[type.limit, type]] : [])),
  );
}

/** A limit for each of the types: every variable of it is at most so much. */
function variablesUpTo(model: Model, types: readonly TypeLimit[]): Pick<Model, 'limits' | 'locals'> {
  const locals = [...model.locals];
  const limits = types.map((type): Limit => {
    const parts: Expr[] = [];
    const atMost = (left: Expr): Expr => {
      const { span } = left;
      const right: Expr = { op: 'const', value: type.most, type: { kind: 'int', lo: type.most, hi: type.most, limit: null }, span };
      return { op: '<=', left, right, type: BOOL, span };
    };
    for (const role of model.roles) {
      const instances = model.instances.filter((instance) => instance.role === role.index).map(({ index }) => index);
      const node: Type = { kind: 'node', roles: [role.index], instances };
      for (const [v, variable] of role.variables.entries()) {
        if (!isOf(variable, type)) continue;
        const { span } = variable;
        const local = locals.push({ name: role.name, type: node, span }) - 1;
        const read: Expr = {
          op: 'varOf',
          node: { op: 'local', local, type: node, span },
          role: role.index,
          variable: v,
          type: variable.type,
          span,
        };
        const from: Expr = { op: 'const', value: instances, type: { kind: 'set', of: node }, span };
        parts.push({ op: 'forall', local, from, where: null, body: atMost(read), type: BOOL, span });
      }
    }
    for (const [ghost, variable] of model.ghosts.entries()) {
      if (isOf(variable, type)) parts.push(atMost({ op: 'systemGhost', ghost, type: variable.type, span: variable.span }));
    }
    const predicate = parts.reduce((left, right): Expr => ({ op: 'and', left, right, type: BOOL, span: left.span }));
    return { predicate, text: textOf(type), span: predicate.span };
  });
  return { limits, locals };
}

const BOOL: Type = { kind: 'bool' };

function isOf({ type }: Variable, { name }: TypeLimit): boolean {
  return type.kind === 'int' && type.limit === name;
}
