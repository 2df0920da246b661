/**
 * The finite value domains of the intermediate form: order, equality, enumeration, defaults of comparison. Both machines
 * and every report order things by what stands here.
 */
import { append, unhandled } from '#grammar';
import type { Model, Type, Value } from './ir.ts';
import type { CallTag, MessageState } from './state.ts';

/** Negative, zero or positive as `a` stands before, at or after `b` in the order of `type`. */
export function compare(type: Type, a: Value, b: Value): number {
  switch (type.kind) {
    case 'bool':
      return Number(a) - Number(b);
    case 'int':
    case 'enum':
    case 'node':
      return (a as number) - (b as number);
    case 'optional':
      if (a === null || b === null) return (a === null ? 0 : 1) - (b === null ? 0 : 1);
      return compare(type.of, a, b);
    case 'struct':
      return compareEach(
        type.fields.map((f) => f.type),
        a as readonly Value[],
        b as readonly Value[],
      );
    case 'set':
      return compareSets(type.of, a as readonly Value[], b as readonly Value[]);
    case 'list':
      return compareLists(type.of, a as readonly Value[], b as readonly Value[]);
    case 'map':
      return compareLists(type.value, a as readonly Value[], b as readonly Value[]);
    default:
      return unhandled(type);
  }
}

function compareEach(types: readonly Type[], a: readonly Value[], b: readonly Value[]): number {
  for (let i = 0; i < types.length; i++) {
    const c = compare(types[i], a[i], b[i]);
    if (c !== 0) return c;
  }
  return 0;
}

/** Element by element; a proper prefix stands first. */
function compareLists(of: Type, a: readonly Value[], b: readonly Value[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const c = compare(of, a[i], b[i]);
    if (c !== 0) return c;
  }
  return a.length - b.length;
}

/** As the lists of their elements in value order. */
const compareSets = compareLists;

export function equal(type: Type, a: Value, b: Value): boolean {
  return compare(type, a, b) === 0;
}

/** The first value of the type; the type has one. */
export function least(type: Type): Value {
  switch (type.kind) {
    case 'bool':
      return false;
    case 'int':
      return type.lo;
    case 'enum':
      return 0;
    case 'node':
      return type.instances[0];
    case 'optional':
      return null;
    case 'struct':
      return type.fields.map((field) => least(field.type));
    case 'set':
    case 'list':
      return [];
    case 'map':
      return Array.from({ length: cardinality(type.key) }, () => least(type.value));
    default:
      return unhandled(type);
  }
}

/** How many values the type has; may be Infinity where that is beyond what a number holds exactly. */
export function cardinality(type: Type): number {
  switch (type.kind) {
    case 'bool':
      return 2;
    case 'int':
      return Math.max(0, type.hi - type.lo + 1);
    case 'enum':
      return type.members.length;
    case 'node':
      return type.instances.length;
    case 'optional':
      return cardinality(type.of) + 1;
    case 'struct':
      return type.fields.reduce((n, f) => n * cardinality(f.type), 1);
    case 'set':
      return 2 ** cardinality(type.of);
    case 'list': {
      const each = cardinality(type.of);
      let n = 0;
      for (let length = 0; length <= type.max; length++) n += each ** length;
      return n;
    }
    case 'map':
      return cardinality(type.value) ** cardinality(type.key);
    default:
      return unhandled(type);
  }
}

/** Every value of the type in value order. The caller keeps the type small: see `cardinality`. */
export function values(type: Type): Value[] {
  switch (type.kind) {
    case 'bool':
      return [false, true];
    case 'int':
      return Array.from({ length: cardinality(type) }, (_, i) => type.lo + i);
    case 'enum':
      return type.members.map((_, i) => i);
    case 'node':
      return [...type.instances];
    case 'optional':
      return [null, ...values(type.of)];
    case 'struct':
      return tuples(type.fields.map((f) => f.type));
    case 'set':
      return subsets(values(type.of)).sort((a, b) => compare(type, a, b));
    case 'list': {
      const lists: Value[][] = [];
      for (let length = 0; length <= type.max; length++) append(lists, tuples(new Array<Type>(length).fill(type.of)));
      return lists.sort((a, b) => compare(type, a, b));
    }
    case 'map':
      return tuples(new Array<Type>(cardinality(type.key)).fill(type.value));
    default:
      return unhandled(type);
  }
}

/**
 * The value at a position of the value order, from 0 on: without listing those before it, so that a type of a billion values can
 * be gone through. The caller keeps the position below `cardinality`, and that below 2^53.
 */
export function valueAt(type: Type, position: number): Value {
  switch (type.kind) {
    case 'bool':
      return position === 1;
    case 'int':
      return type.lo + position;
    case 'enum':
      return position;
    case 'node':
      return type.instances[position];
    case 'optional':
      return position === 0 ? null : valueAt(type.of, position - 1);
    case 'struct':
      return tupleAt(
        type.fields.map((field) => field.type),
        position,
      );
    case 'map':
      return tupleAt(new Array<Type>(cardinality(type.key)).fill(type.value), position);
    case 'list':
      return listAt(type, position);
    case 'set':
      return setAt(type.of, position);
    default:
      return unhandled(type);
  }
}

/** The last part changes fastest. */
function tupleAt(types: readonly Type[], position: number): Value[] {
  const parts = new Array<Value>(types.length);
  for (let i = types.length - 1; i >= 0; i--) {
    const each = cardinality(types[i]);
    parts[i] = valueAt(types[i], position % each);
    position = Math.floor(position / each);
  }
  return parts;
}

/** A list stands before those that go on from it, which stand together. */
function listAt(type: Type & { readonly kind: 'list' }, position: number): Value[] {
  const elements: Value[] = [];
  for (let max = type.max; position > 0; max--) {
    const goingOn = cardinality({ ...type, max: max - 1 });
    const next = position - 1;
    elements.push(valueAt(type.of, Math.floor(next / goingOn)));
    position = next % goingOn;
  }
  return elements;
}

/** As lists of ascending elements: 2^k sets go on from one whose greatest element has k elements above it. */
function setAt(of: Type, position: number): Value[] {
  const count = cardinality(of);
  const elements: Value[] = [];
  for (let element = 0; position > 0; element++) {
    const goingOn = 2 ** (count - 1 - element);
    if (position <= goingOn) {
      elements.push(valueAt(of, element));
      position -= 1;
    } else position -= goingOn;
  }
  return elements;
}

/** Every combination of values of the types, first slowest: value order of a struct. */
export function tuples(types: readonly Type[]): Value[][] {
  let out: Value[][] = [[]];
  for (const type of types) {
    const of = values(type);
    out = out.flatMap((prefix) => of.map((v) => [...prefix, v]));
  }
  return out;
}

function subsets(elements: readonly Value[]): Value[][] {
  let out: Value[][] = [[]];
  for (const e of elements) out = [...out, ...out.map((s) => [...s, e])];
  return out;
}

/** Where `value` stands in the value order of a scalar type or of any type of few values: its key rank. */
export function rank(type: Type, value: Value): number {
  if (type.kind === 'int') return (value as number) - type.lo;
  if (type.kind === 'bool') return Number(value);
  if (type.kind === 'enum') return value as number;
  if (type.kind === 'node') return type.instances.indexOf(value as number);
  return values(type).findIndex((v) => equal(type, v, value));
}

/** The elements as a set value: in value order, each once. */
export function toSet(of: Type, elements: readonly Value[]): Value[] {
  const sorted = [...elements].sort((a, b) => compare(of, a, b));
  return sorted.filter((v, i) => i === 0 || compare(of, sorted[i - 1], v) !== 0);
}

/** No call first; then by caller, call, stale before fresh. */
export function compareCalls(a: CallTag | null, b: CallTag | null): number {
  if (a === null || b === null) return (a === null ? 0 : 1) - (b === null ? 0 : 1);
  return a.caller - b.caller || a.call - b.call || Number(a.fresh) - Number(b.fresh);
}

/** The order of the bag: from, to, message, fields, corrupted, call, age. */
export function compareMessages(model: Model, a: MessageState, b: MessageState): number {
  const types = (m: MessageState) => model.messages[m.message].fields.map((f) => f.type);
  return (
    a.from - b.from ||
    a.to - b.to ||
    a.message - b.message ||
    compareEach(types(a), a.fields, b.fields) ||
    Number(a.corrupted) - Number(b.corrupted) ||
    compareCalls(a.call, b.call) ||
    a.age - b.age
  );
}

/** Equal in everything, age included. */
export function sameMessage(model: Model, a: MessageState, b: MessageState): boolean {
  return compareMessages(model, a, b) === 0;
}
