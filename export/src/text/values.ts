/** Values and types in TLA+: literals, the set of all values, the order of values. */
import { type Type, type Value, values } from '#checker';
import { type Span, unhandled } from '#grammar';
import type { Module } from '../module.ts';
import { fieldNames } from './names.ts';
import { numeral, points, quoted, record, sequence, set } from './write.ts';

export function node(m: Module, instance: number): string {
  return quoted(m.model.instances[instance].name);
}

export function nodes(m: Module, instances: readonly number[]): string {
  return set(instances.map((one) => node(m, one)));
}

export function structFields(type: Type & { kind: 'struct' }): string[] {
  return fieldNames(type.fields.map(({ name }) => name));
}

export function literal(m: Module, type: Type, value: Value, span: Span): string {
  const part = (of: Type, v: Value) => literal(m, of, v, span);
  switch (type.kind) {
    case 'bool':
      return value === true ? 'TRUE' : 'FALSE';
    case 'int':
      return numeral(value as number);
    case 'enum':
      return quoted(type.members[value as number]);
    case 'node':
      return node(m, value as number);
    case 'optional':
      return value === null ? 'None' : `Some(${part(type.of, value)})`;
    case 'struct': {
      const names = structFields(type);
      return record((value as readonly Value[]).map((v, i) => [names[i], part(type.fields[i].type, v)]));
    }
    case 'set':
      return set((value as readonly Value[]).map((v) => part(type.of, v)));
    case 'list':
      return sequence((value as readonly Value[]).map((v) => part(type.of, v)));
    case 'map': {
      const keys = values(type.key);
      return points((value as readonly Value[]).map((v, i) => [part(type.key, keys[i]), part(type.value, v)]));
    }
    default:
      return unhandled(type);
  }
}

/** The set of all values of a type. */
export function allValues(m: Module, type: Type, span: Span): string {
  const part = (of: Type) => allValues(m, of, span);
  switch (type.kind) {
    case 'bool':
      return 'BOOLEAN';
    case 'int':
      return `(${numeral(type.lo)}..${numeral(type.hi)})`;
    case 'enum':
      return set(type.members.map(quoted));
    case 'node':
      return nodes(m, type.instances);
    case 'optional':
      return some(m, part(type.of));
    case 'struct': {
      const names = structFields(type);
      return type.fields.length === 0 ? '{<<>>}' : `[${type.fields.map((field, i) => `${names[i]} : ${part(field.type)}`).join(', ')}]`;
    }
    case 'set':
      return `(SUBSET ${part(type.of)})`;
    case 'list':
      return lists(m, part(type.of), type.max);
    case 'map':
      return `[${part(type.key)} -> ${part(type.value)}]`;
    default:
      return unhandled(type);
  }
}

function some(m: Module, of: string): string {
  const value = m.names.unique('y');
  return `({None} \\cup {Some(${value}) : ${value} \\in ${of}})`;
}

function lists(m: Module, of: string, max: number): string {
  const length = m.names.unique('n');
  return `(UNION {[1..${length} -> ${of}] : ${length} \\in 0..${max}})`;
}

/** The values of a type of few values, in order. */
export function allInOrder(m: Module, type: Type, span: Span): string {
  return sequence(values(type).map((v) => literal(m, type, v, span)));
}

/**
 * An operator that gives for each value of the type a sequence of numbers, so that values stand in the order in which these stand as
 * words do: what has several lengths says at each element that there is one more (1), and at its end that there is none (0).
 */
export function keyOf(m: Module, type: Type, span: Span): string {
  return m.once(`key ${typeText(type)}`, `Key_${type.kind}`, (name) => {
    const v = m.names.scope().bind('v');
    m.define(`\\* a word of numbers by which such values are ordered\n${name}(${v}) == ${keyText(m, type, v, span)}`);
  });
}

function keyText(m: Module, type: Type, v: string, span: Span): string {
  const part = (of: Type, text: string) => `${keyOf(m, of, span)}(${text})`;
  switch (type.kind) {
    case 'bool':
      return `<<IF ${v} THEN 1 ELSE 0>>`;
    case 'int':
      return `<<${v}>>`;
    case 'enum':
      return `<<${points(type.members.map((one, i) => [quoted(one), String(i)]))}[${v}]>>`;
    case 'node':
      return `<<IndexOf[${v}]>>`;
    case 'optional':
      return `IF ${v} = None THEN <<0>> ELSE <<1>> \\o ${part(type.of, `${v}.value`)}`;
    case 'struct': {
      const names = structFields(type);
      return type.fields.length === 0 ? '<<>>' : type.fields.map((field, i) => part(field.type, `${v}.${names[i]}`)).join(' \\o ');
    }
    case 'list':
      return `${wordOf(m, type.of, span)}(${v})`;
    case 'set':
      return `${wordOf(m, type.of, span)}(${inOrder(m, type.of, v, span)})`;
    case 'map':
      return values(type.key)
        .map((key) => part(type.value, `${v}[${literal(m, type.key, key, span)}]`))
        .join(' \\o ');
    default:
      return unhandled(type);
  }
}

function wordOf(m: Module, of: Type, span: Span): string {
  const key = keyOf(m, of, span);
  return m.once(`word ${typeText(of)}`, `Word_${of.kind}`, (name) => {
    const l = m.names.scope().bind('l');
    m.define(`RECURSIVE ${name}(_)\n${name}(${l}) == IF ${l} = <<>> THEN <<0>> ELSE <<1>> \\o ${key}(Head(${l})) \\o ${name}(Tail(${l}))`);
  });
}

/** The elements of a set as a sequence in the order of values. */
export function inOrder(m: Module, of: Type, text: string, span: Span): string {
  switch (of.kind) {
    case 'bool':
    case 'enum':
    case 'node':
      return `InOrder(${allInOrder(m, of, span)}, ${text})`;
    case 'int':
    case 'optional':
    case 'struct':
    case 'set':
    case 'list':
    case 'map':
      return `${sorted(m, of, span)}(${text})`;
    default:
      return unhandled(of);
  }
}

function sorted(m: Module, of: Type, span: Span): string {
  const before = of.kind === 'int' ? 'a <= b' : `~Before(${keyOf(m, of, span)}(b), ${keyOf(m, of, span)}(a))`;
  return m.once(`sorted ${of.kind === 'int' ? 'int' : typeText(of)}`, `Sorted_${of.kind}`, (name) =>
    m.define(
      `RECURSIVE ${name}(_)\n${name}(S) ==\n  IF S = {} THEN <<>> ELSE LET x == CHOOSE a \\in S : \\A b \\in S : ${before} IN <<x>> \\o ${name}(S \\ {x})`,
    ),
  );
}

/** Equal texts are equal types; names of limits do not matter. */
export function typeText(type: Type): string {
  return JSON.stringify(type);
}
