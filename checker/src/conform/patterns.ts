/** Values of a log, read by the type that the spec gives them. What is left out of a struct or a map is not known. */
import { closest, unhandled } from '#grammar';
import type { Model, Type, Value } from '../model/ir.ts';
import { toSet, values } from '../model/values.ts';
import type { ValuePattern } from './event.ts';

/** Thrown where a line is wrong, and caught by what reads the line. The message is a sentence without an end. */
export class MistakeSignal extends Error {}

const ANY: ValuePattern = { kind: 'any' };

/** Throws MistakeSignal. `what`: how the value is called, for messages. */
export function patternOf(model: Model, type: Type, json: unknown, what: string): ValuePattern {
  switch (type.kind) {
    case 'optional':
      return json === null ? { kind: 'exactly', value: null } : patternOf(model, type.of, json, what);
    case 'struct': {
      const known = objectOf(json, what, `the fields of ${type.name}`);
      const names = type.fields.map(({ name }) => name);
      for (const name of Object.keys(known))
        if (!names.includes(name)) throw new MistakeSignal(unknown(`field of ${type.name}`, name, names));
      return partsOf(
        type.fields.map(({ name, type: of }) => (Object.hasOwn(known, name) ? patternOf(model, of, known[name], `${what}.${name}`) : ANY)),
      );
    }
    case 'map': {
      const known = objectOf(json, what, 'its keys');
      const keys = values(type.key).map((key) => keyText(model, type.key, key));
      for (const key of Object.keys(known)) if (!keys.includes(key)) throw new MistakeSignal(unknown(`key of ${what}`, key, keys));
      return partsOf(keys.map((key) => (Object.hasOwn(known, key) ? patternOf(model, type.value, known[key], `${what}[${key}]`) : ANY)));
    }
    case 'bool':
    case 'int':
    case 'enum':
    case 'node':
    case 'set':
    case 'list':
      return { kind: 'exactly', value: wholeValue(model, type, json, what) };
    default:
      return unhandled(type);
  }
}

/** Of which all is known. Throws MistakeSignal. */
export function wholeValue(model: Model, type: Type, json: unknown, what: string): Value {
  switch (type.kind) {
    case 'bool':
      if (typeof json !== 'boolean') throw new MistakeSignal(expected(what, 'true or false', json));
      return json;
    case 'int':
      if (typeof json !== 'number' || !Number.isInteger(json)) throw new MistakeSignal(expected(what, 'a whole number', json));
      if (json < type.lo || json > type.hi) throw new MistakeSignal(`${what} is ${json}, outside ${type.lo}..${type.hi}`);
      return json;
    case 'enum': {
      const member = typeof json === 'string' ? type.members.indexOf(json) : -1;
      if (typeof json !== 'string') throw new MistakeSignal(expected(what, `a member of ${type.name}`, json));
      if (member < 0) throw new MistakeSignal(unknown(`member of ${type.name}`, json, type.members));
      return member;
    }
    case 'node': {
      const instance = nodeNamed(model, json, what);
      if (!type.instances.includes(instance)) throw new MistakeSignal(expected(what, namesOf(model, type.instances), json));
      return instance;
    }
    case 'set':
    case 'list': {
      if (!Array.isArray(json)) throw new MistakeSignal(expected(what, 'an array', json));
      const elements = json.map((one: unknown) => wholeValue(model, type.of, one, `an element of ${what}`));
      if (type.kind === 'list' && elements.length > type.max)
        throw new MistakeSignal(`${what} has ${elements.length} elements, and at most ${type.max} have room`);
      return type.kind === 'set' ? toSet(type.of, elements) : elements;
    }
    case 'optional':
    case 'struct':
    case 'map': {
      const value = wholeOf(patternOf(model, type, json, what));
      if (value === undefined) throw new MistakeSignal(`${what} stands in a set or list, where all of it has to be known`);
      return value;
    }
    default:
      return unhandled(type);
  }
}

export function nodeNamed({ instances }: Model, json: unknown, what: string): number {
  if (typeof json !== 'string') throw new MistakeSignal(expected(what, 'the name of a node', json));
  const found = instances.findIndex(({ name }) => name === json);
  const names = instances.map(({ name }) => name);
  if (found < 0) throw new MistakeSignal(unknown('node', json, names));
  return found;
}

/** "there is no node `Workr#1`: did you mean `Worker#1`?" */
export function unknown(what: string, name: string, known: readonly string[]): string {
  const near = closest(name, known);
  if (near !== null) return `there is no ${what} \`${name}\`: did you mean \`${near}\`?`;
  return known.length === 0 ? `there is no ${what} \`${name}\`` : `there is no ${what} \`${name}\`: there is ${listed(known)}`;
}

export function expected(what: string, wanted: string, json: unknown): string {
  return `${what}: expected ${wanted}, found ${JSON.stringify(json)}`;
}

export function objectOf(json: unknown, what: string, holds: string): Readonly<Record<string, unknown>> {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new MistakeSignal(expected(what, `an object of ${holds}`, json));
  return json as Readonly<Record<string, unknown>>;
}

function partsOf(parts: readonly ValuePattern[]): ValuePattern {
  const whole = wholeOf({ kind: 'parts', parts });
  return whole === undefined ? { kind: 'parts', parts } : { kind: 'exactly', value: whole };
}

function wholeOf(pattern: ValuePattern): Value | undefined {
  switch (pattern.kind) {
    case 'any':
      return undefined;
    case 'exactly':
      return pattern.value;
    case 'parts': {
      const found = pattern.parts.map(wholeOf);
      return found.every((part) => part !== undefined) ? found : undefined;
    }
    default:
      return unhandled(pattern);
  }
}

/** A key of a map as the name of a part of an object; of keys of other types there is no short form. */
export function keyText(model: Model, type: Type, key: Value): string {
  if (type.kind === 'enum') return type.members[key as number];
  return type.kind === 'node' ? model.instances[key as number].name : JSON.stringify(key);
}

const MOST_LISTED = 8;

function listed(names: readonly string[]): string {
  return names.length > MOST_LISTED ? `${names.slice(0, MOST_LISTED).join(', ')}, ...` : names.join(', ');
}

function namesOf({ instances }: Model, nodes: readonly number[]): string {
  return `one of ${listed(nodes.map((node) => instances[node].name))}`;
}
