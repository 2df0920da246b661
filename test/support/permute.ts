/** States with nodes and members of enumerations exchanged, by the definition of the language alone, to compare symmetry with. */
import { type Context, type Cut, type Model, type NodeState, type State, type Type, type Value, values } from '#checker';
import { withCut } from '../../checker/src/model/cuts.ts';
import { compare, compareMessages, rank } from '../../checker/src/model/values.ts';

export interface Permutation {
  /** for each instance the one that takes its place */
  readonly nodes: readonly number[];
  /** the same for members of enumerations, by name */
  readonly enums: ReadonlyMap<string, readonly number[]>;
}

/** Every permutation of the instances of these roles and of the members of these enumerations. */
export function permutations(model: Model, names: readonly string[]): Permutation[] {
  let all: Permutation[] = [{ nodes: model.instances.map((_, i) => i), enums: new Map() }];
  for (const name of names) {
    const role = model.roles.find((r) => r.name === name);
    all = all.flatMap(({ nodes, enums }): Permutation[] => {
      if (role === undefined) return orders(membersOf(model, name)).map((order) => ({ nodes, enums: new Map([...enums, [name, order]]) }));
      const { first, count } = role;
      const within = (n: number) => n >= first && n < first + count;
      return orders(count).map((order) => ({ nodes: nodes.map((n, i) => (within(i) ? first + order[i - first] : n)), enums }));
    });
  }
  return all;
}

function orders(count: number): number[][] {
  if (count === 0) return [[]];
  return orders(count - 1).flatMap((rest) => Array.from({ length: count }, (_, at) => rest.toSpliced(at, 0, count - 1)));
}

function membersOf(model: Model, name: string): number {
  let found = 0;
  JSON.stringify(model, (_, part) => {
    if (part?.kind === 'enum' && part.name === name) found = part.members.length;
    return part;
  });
  return found;
}

export function permutedState(model: Model, by: Permutation, state: State): State {
  const value = (type: Type, v: Value) => permutedValue(by, type, v);
  const nodes: NodeState[] = [];
  for (const [i, node] of state.nodes.entries()) {
    const role = model.roles[model.instances[i].role];
    const { suspended } = node;
    nodes[by.nodes[i]] = {
      ...node,
      variables: node.variables.map((v, at) => value(role.variables[at].type, v)),
      timers: node.timers.map((keys, t) => {
        const { key } = role.timers[t];
        const moved = [...keys];
        if (key !== null) for (const [at, k] of values(key).entries()) moved[rank(key, value(key, k))] = keys[at];
        return moved;
      }),
      suspended: suspended && {
        ...suspended,
        values: suspended.values.map((v, at) => value(model.locals[model.pausePoints[suspended.point].saves[at]].type, v)),
        context: suspended.context && permutedContext(by, suspended.context),
      },
    };
  }
  const messages = state.messages.map((m) => ({
    ...m,
    ...permutedContext(by, m),
    to: by.nodes[m.to],
    fields: m.fields.map((v, at) => value(model.messages[m.message].fields[at].type, v)),
  }));
  if (model.network.fifo) messages.sort((a, b) => a.from - b.from || a.to - b.to);
  else messages.sort((a, b) => compareMessages(model, a, b));
  return {
    ...state,
    nodes,
    messages,
    cuts: state.cuts.map((cut) => permutedCut(by, cut)).reduce(withCut, []),
    byzantine: moved(by, state.byzantine),
    ghosts: state.ghosts.map((v, at) => value(model.ghosts[at].type, v)),
  };
}

function moved<T>({ nodes }: Permutation, each: readonly T[]): T[] {
  const to: T[] = [];
  for (const [i, one] of each.entries()) to[nodes[i]] = one;
  return to;
}

function permutedContext<C extends Context>(by: Permutation, context: C): C {
  const { from, call } = context;
  return { ...context, from: by.nodes[from], call: call && { ...call, caller: by.nodes[call.caller] } };
}

function permutedCut(by: Permutation, cut: Cut): Cut {
  if ('from' in cut) {
    const [from, to] = [by.nodes[cut.from], by.nodes[cut.to]];
    return cut.kind === 'link' && from > to ? { ...cut, from: to, to: from } : { ...cut, from, to };
  }
  const members = moved(by, cut.members);
  return { ...cut, members: cut.kind === 'two-way' && members[0] ? members.map((inside) => !inside) : members };
}

function permutedValue(by: Permutation, type: Type, value: Value): Value {
  if (value === null) return null;
  const part = (of: Type, v: Value) => permutedValue(by, of, v);
  const all = value as readonly Value[];
  switch (type.kind) {
    case 'node':
      return by.nodes[value as number];
    case 'enum':
      return by.enums.get(type.name)?.[value as number] ?? value;
    case 'optional':
      return part(type.of, value);
    case 'struct':
      return all.map((v, i) => part(type.fields[i].type, v));
    case 'list':
      return all.map((v) => part(type.of, v));
    case 'set':
      return all.map((v) => part(type.of, v)).sort((a, b) => compare(type.of, a, b));
    case 'map': {
      const map: Value[] = [];
      for (const [i, key] of values(type.key).entries()) map[rank(type.key, part(type.key, key))] = part(type.value, all[i]);
      return map;
    }
    default:
      return value;
  }
}
