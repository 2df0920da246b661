/** Relations between types: how they are written, when they are the same, what holds values of both, what can become what. */
import { unhandled } from '#grammar';
import type { Type } from '../model/ir.ts';

export const BOOL: Type = { kind: 'bool' };

export function int(lo: number, hi: number): Type {
  return { kind: 'int', lo, hi, limit: null };
}

/** As the author writes it. */
export function typeText(type: Type, roleNames: readonly string[]): string {
  const of = (t: Type) => typeText(t, roleNames);
  switch (type.kind) {
    case 'bool':
      return 'bool';
    case 'int':
      if (type.limit !== null) return type.limit;
      return type.lo === type.hi ? `${type.lo}` : `${type.lo}..${type.hi}`;
    case 'enum':
    case 'struct':
      return type.name;
    case 'node':
      return type.roles.map((r) => roleNames[r]).join(' or ');
    case 'optional':
      return `${of(type.of)}?`;
    case 'set':
      return `set<${of(type.of)}>`;
    case 'list':
      return `list<${of(type.of)}, ${type.max}>`;
    case 'map':
      return `map<${of(type.key)}, ${of(type.value)}>`;
    default:
      return unhandled(type);
  }
}

/** As a sentence names it: "a bool", "the number 3", "a number in 0..3". */
export function article(text: string): string {
  if (/^-?[0-9]+$/.test(text)) return `the number ${text}`;
  return /^[0-9-]/.test(text) ? `a number in ${text}` : /^[aeiou]/i.test(text) ? `an ${text}` : `a ${text}`;
}

export function sameType(a: Type, b: Type): boolean {
  switch (a.kind) {
    case 'bool':
      return b.kind === 'bool';
    case 'int':
      return b.kind === 'int' && a.lo === b.lo && a.hi === b.hi && a.limit === b.limit;
    case 'enum':
      return b.kind === 'enum' && a.name === b.name;
    case 'struct':
      return b.kind === 'struct' && a.name === b.name;
    case 'node':
      return b.kind === 'node' && a.roles.join() === b.roles.join();
    case 'optional':
    case 'set':
      return b.kind === a.kind && sameType(a.of, b.of);
    case 'list':
      return b.kind === 'list' && a.max === b.max && sameType(a.of, b.of);
    case 'map':
      return b.kind === 'map' && sameType(a.key, b.key) && sameType(a.value, b.value);
    default:
      return unhandled(a);
  }
}

/** The least type that holds the values of both, or null where there is none. */
export function join(a: Type, b: Type): Type | null {
  if (a.kind === 'optional' || b.kind === 'optional') {
    const of = join(a.kind === 'optional' ? a.of : a, b.kind === 'optional' ? b.of : b);
    return of && { kind: 'optional', of };
  }
  if (a.kind === 'int' && b.kind === 'int') return sameType(a, b) ? a : int(Math.min(a.lo, b.lo), Math.max(a.hi, b.hi));
  if (a.kind === 'node' && b.kind === 'node') return joinNodes(a, b);
  if (a.kind === 'set' && b.kind === 'set') {
    const of = join(a.of, b.of);
    return of && { kind: 'set', of };
  }
  if (a.kind === 'list' && b.kind === 'list') {
    const of = join(a.of, b.of);
    return of && { kind: 'list', of, max: Math.max(a.max, b.max) };
  }
  if (a.kind === 'map' && b.kind === 'map') {
    const value = join(a.value, b.value);
    return value && sameType(a.key, b.key) ? { kind: 'map', key: a.key, value } : null;
  }
  return sameType(a, b) ? a : null;
}

type NodeType = Extract<Type, { kind: 'node' }>;

function joinNodes(a: NodeType, b: NodeType): Type {
  const ascending = (xs: readonly number[], ys: readonly number[]) => [...new Set([...xs, ...ys])].sort((x, y) => x - y);
  return { kind: 'node', roles: ascending(a.roles, b.roles), instances: ascending(a.instances, b.instances) };
}

/** Some value of `from` is a value of `to`, so that a run-time check makes sense. */
export function convertible(from: Type, to: Type): boolean {
  if (from.kind === 'optional') return convertible(from.of, to.kind === 'optional' ? to.of : to);
  if (to.kind === 'optional') return convertible(from, to.of);
  switch (from.kind) {
    case 'int':
      return to.kind === 'int';
    case 'node':
      return to.kind === 'node' && from.instances.some((i) => to.instances.includes(i));
    case 'set':
      return to.kind === 'set' && convertible(from.of, to.of);
    case 'list':
      return to.kind === 'list' && convertible(from.of, to.of);
    case 'map':
      return to.kind === 'map' && sameType(from.key, to.key) && convertible(from.value, to.value);
    case 'bool':
    case 'enum':
    case 'struct':
      return sameType(from, to);
    default:
      return unhandled(from);
  }
}
