/** Sorts that can be symmetric: the instances of a role, or the members of an enum; and the effect on a value of exchanging two elements. */
import { unhandled } from '#grammar';
import type { Model, Type, Value } from '../ir.ts';
import { compare, rank, values } from '../values.ts';

export type Sort =
  | { readonly kind: 'role'; readonly name: string; readonly role: number; readonly elements: readonly number[] }
  | { readonly kind: 'enum'; readonly name: string; readonly elements: readonly number[] };

/** Every role and enumeration of two or more. */
export function sortsOf(model: Model): Sort[] {
  const sorts: Sort[] = [];
  for (const { index, name, first, count } of model.roles) {
    if (count > 1) sorts.push({ kind: 'role', name, role: index, elements: Array.from({ length: count }, (_, i) => first + i) });
  }
  const enums = new Map<string, number>();
  for (const type of typesOf(model)) if (type.kind === 'enum') enums.set(type.name, type.members.length);
  for (const [name, count] of enums) {
    if (count > 1) sorts.push({ kind: 'enum', name, elements: Array.from({ length: count }, (_, i) => i) });
  }
  return sorts;
}

/** Types that stand in states: those of variables, ghosts and messages, with their parts. */
function* typesOf(model: Model): Generator<Type> {
  for (const role of model.roles) for (const { type } of role.variables) yield* typesWithin(type);
  for (const { type } of model.ghosts) yield* typesWithin(type);
  for (const message of model.messages) for (const { type } of message.fields) yield* typesWithin(type);
}

/** The type and its parts. */
export function* typesWithin(type: Type): Generator<Type> {
  yield type;
  for (const part of partsOf(type)) yield* typesWithin(part);
}

function partsOf(type: Type): readonly Type[] {
  switch (type.kind) {
    case 'optional':
    case 'set':
    case 'list':
      return [type.of];
    case 'struct':
      return type.fields.map((field) => field.type);
    case 'map':
      return [type.key, type.value];
    case 'bool':
    case 'int':
    case 'enum':
    case 'node':
      return [];
    default:
      return unhandled(type);
  }
}

/** Whether elements of the sort can stand in values of the type. */
export function refersTo(type: Type, sort: Sort): boolean {
  if (type.kind === 'node') return sort.kind === 'role' && type.roles.includes(sort.role);
  if (type.kind === 'enum') return sort.kind === 'enum' && type.name === sort.name;
  return partsOf(type).some((part) => refersTo(part, sort));
}

/** Exchanges each element with its neighbour: together these exchanges make every permutation of the sort. */
export function exchanges({ elements }: Sort): ((element: number) => number)[] {
  return elements.slice(1).map((second, i) => {
    const first = elements[i];
    return (element) => (element === first ? second : element === second ? first : element);
  });
}

/** The value with each element of the sort in it replaced. */
export function replaced(type: Type, sort: Sort, by: (element: number) => number, value: Value): Value {
  if (value === null || !refersTo(type, sort)) return value;
  const part = (of: Type) => (v: Value) => replaced(of, sort, by, v);
  switch (type.kind) {
    case 'node':
      return sort.elements.includes(value as number) ? by(value as number) : value;
    case 'enum':
      return by(value as number);
    case 'optional':
      return part(type.of)(value);
    case 'list':
      return (value as Value[]).map(part(type.of));
    case 'set':
      return (value as Value[]).map(part(type.of)).sort((a, b) => compare(type.of, a, b));
    case 'struct':
      return (value as Value[]).map((v, i) => part(type.fields[i].type)(v));
    case 'map': {
      const all = value as Value[];
      const map: Value[] = [];
      for (const [i, key] of values(type.key).entries()) map[rank(type.key, part(type.key)(key))] = part(type.value)(all[i]);
      return map;
    }
    case 'bool':
    case 'int':
      return value;
    default:
      return unhandled(type);
  }
}
