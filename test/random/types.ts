/** Types of the specs made at random, as the writer of expressions sees them, and how they are written. */
import { either } from './spelling.ts';
import type { Tape } from './tape.ts';

export type GenType =
  | { readonly kind: 'bool' }
  /** `name` where the type is declared (with `limit`, or with a constant as its end) */
  | { readonly kind: 'int'; readonly low: number; readonly high: number; readonly name: string | null }
  | { readonly kind: 'enum'; readonly name: string; readonly members: readonly string[] }
  | { readonly kind: 'node'; readonly role: GenRole }
  | { readonly kind: 'optional'; readonly of: GenType }
  | { readonly kind: 'set'; readonly of: GenType }
  | { readonly kind: 'list'; readonly of: GenType }
  | { readonly kind: 'map'; readonly key: GenType; readonly value: GenType }
  | { readonly kind: 'struct'; readonly name: string; readonly fields: readonly { readonly name: string; readonly type: GenType }[] };

export interface GenRole {
  readonly name: string;
  readonly count: number;
  /** brackets are written */
  readonly indexed: boolean;
}

export const BOOL: GenType = { kind: 'bool' };
export const BIT: GenType = { kind: 'int', low: 0, high: 1, name: null };
export const SMALL: GenType = { kind: 'int', low: 0, high: 2, name: null };
export const ODD: GenType = { kind: 'int', low: 1, high: 3, name: null };
export const TERM: GenType = { kind: 'int', low: 0, high: 2, name: 'Term' };
export const LEVEL: GenType = { kind: 'int', low: 0, high: 2, name: 'Level' };
export const COLOUR: GenType = { kind: 'enum', name: 'Colour', members: ['red', 'green'] };
export const PHASE: GenType = { kind: 'enum', name: 'Phase', members: ['idle', 'busy', 'done'] };
export const PAIR: GenType = {
  kind: 'struct',
  name: 'Pair',
  fields: [
    { name: 'fst', type: BIT },
    { name: 'flag', type: BOOL },
  ],
};

export function instances(role: GenRole): string[] {
  return role.indexed ? Array.from({ length: role.count }, (_, i) => `${role.name}#${i + 1}`) : [role.name];
}

/** Few values, fit for keys, payloads and elements. */
export function scalarType(tape: Tape, roles: readonly GenRole[]): GenType {
  return tape.pick<GenType>([BOOL, BIT, SMALL, COLOUR, { kind: 'node', role: tape.pick(roles) }, PHASE, TERM, ODD]);
}

/** Any type of a variable. */
export function variableType(tape: Tape, roles: readonly GenRole[]): GenType {
  const element = (): GenType => tape.pick<GenType>([BOOL, BIT, COLOUR, { kind: 'node', role: tape.pick(roles) }, TERM]);
  switch (tape.below(14)) {
    case 7:
    case 8:
      return { kind: 'optional', of: scalarType(tape, roles) };
    case 9:
      return { kind: 'set', of: element() };
    case 10:
      return { kind: 'list', of: element() };
    case 11:
      return { kind: 'map', key: element(), value: element() };
    case 12:
      return PAIR;
    case 13:
      return tape.pick<GenType>([
        LEVEL,
        { kind: 'optional', of: PAIR },
        { kind: 'map', key: COLOUR, value: { kind: 'optional', of: BIT } },
      ]);
    default:
      return scalarType(tape, roles);
  }
}

export function payloadType(tape: Tape, roles: readonly GenRole[]): GenType {
  return tape.pick<GenType>([
    BIT,
    BOOL,
    COLOUR,
    { kind: 'node', role: tape.pick(roles) },
    { kind: 'optional', of: BIT },
    TERM,
    PAIR,
    { kind: 'set', of: BIT },
  ]);
}

export function typeText(type: GenType): string {
  switch (type.kind) {
    case 'bool':
      return 'bool';
    case 'int':
      return type.name ?? `${type.low}..${type.high}`;
    case 'enum':
    case 'struct':
      return type.name;
    case 'node':
      return type.role.name;
    case 'optional':
      return type.of.kind === 'int' ? either(`(${typeText(type.of)})?`, `${typeText(type.of)}?`) : `${typeText(type.of)}?`;
    case 'set':
      return `set<${typeText(type.of)}>`;
    case 'list':
      return `list<${typeText(type.of)}, 2>`;
    case 'map':
      return `map<${typeText(type.key)}, ${typeText(type.value)}>`;
  }
}

/** Every value of `from` is one of `to`, and no check is needed on the way. */
export function fits(from: GenType, to: GenType): boolean {
  if (from.kind === 'int' && to.kind === 'int') return from.low >= to.low && from.high <= to.high;
  return typeText(from) === typeText(to);
}

/** The simplest value that can be written without any name. */
export function simplest(type: GenType): string {
  switch (type.kind) {
    case 'bool':
      return 'false';
    case 'int':
      return `${type.low}`;
    case 'enum':
      return type.members[0];
    case 'node':
      return instances(type.role)[0];
    case 'optional':
      return 'none';
    case 'set':
      return '{}';
    case 'list':
      return '[]';
    case 'map':
      return simplest(type.value);
    case 'struct':
      return `${type.name}(${type.fields.map((field) => `${field.name}: ${simplest(field.type)}`).join(', ')})`;
  }
}
