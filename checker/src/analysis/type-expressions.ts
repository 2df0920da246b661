/** From written types to types: ranges with their constants, declared names, nesting that makes sense, sizes that can be searched. */
import type { Name, TypeExpr } from '#grammar';
import type { Type } from '../model/ir.ts';
import { cardinality } from '../model/values.ts';
import { type Context, nodeType } from './context.ts';
import { constantInt } from './expressions.ts';
import { int } from './types.ts';

const MAX_ELEMENTS = 1024;
const MAX_INT = 2 ** 30;

/** null where the type is wrong, which has then been said. */
export function resolveType(cx: Context, written: TypeExpr): Type | null {
  switch (written.kind) {
    case 'bool':
      return { kind: 'bool' };
    case 'range': {
      const low = constantInt(cx, written.low);
      const high = constantInt(cx, written.high);
      if (low === null || high === null) return null;
      if (low > high)
        return cx.reporter.report('PV0306', written.span, `the range ${low}..${high} has no values`, { label: 'it ends before it begins' });
      if (low < -MAX_INT || high > MAX_INT) return cx.reporter.report('PV0603', written.span, 'a range must stay within 30 bits');
      return int(low, high);
    }
    case 'name':
      return namedType(cx, written.name);
    case 'optional': {
      const of = resolveType(cx, written.of);
      if (of?.kind === 'optional')
        return cx.reporter.report('PV0301', written.span, 'an optional of an optional has two kinds of none; write one `?`');
      return of && { kind: 'optional', of };
    }
    case 'set': {
      const of = resolveType(cx, written.of);
      return of && small(cx, of, written.of, 'the elements of a set') ? { kind: 'set', of } : null;
    }
    case 'list': {
      const of = resolveType(cx, written.of);
      const max = constantInt(cx, written.max);
      if (of === null || max === null) return null;
      if (max < 0 || max > MAX_ELEMENTS)
        return cx.reporter.report('PV0603', written.max.span, `a list can hold 0 to ${MAX_ELEMENTS} elements, not ${max}`);
      return { kind: 'list', of, max };
    }
    case 'map': {
      const key = resolveType(cx, written.key);
      const value = resolveType(cx, written.value);
      return key && value && small(cx, key, written.key, 'the keys of a map') ? { kind: 'map', key, value } : null;
    }
  }
}

function small(cx: Context, type: Type, written: TypeExpr, what: string): boolean {
  const n = cardinality(type);
  if (n <= MAX_ELEMENTS) return true;
  cx.reporter.report(
    'PV0603',
    written.span,
    `${what} have ${Number.isFinite(n) ? n : 'too many'} values; at most ${MAX_ELEMENTS} can be searched`,
    {
      help: 'use a smaller range, or fewer instances',
    },
  );
  return false;
}

export function namedType(cx: Context, name: Name): Type | null {
  const known = cx.resolved.get(name.text);
  if (known !== undefined) return reference(cx, name, known);
  const role = cx.rolesByName.get(name.text);
  if (role !== undefined) return reference(cx, name, nodeType([role]));
  cx.resolved.set(name.text, null);
  const type = declaredType(cx, name);
  // A name that nothing declares is wrong at each of its uses; a declaration that is wrong has been told.
  if (type === null && !isDeclared(cx, name.text)) cx.resolved.delete(name.text);
  else cx.resolved.set(name.text, type);
  return type && reference(cx, name, type);
}

function isDeclared(cx: Context, name: string): boolean {
  return cx.enums.has(name) || cx.structs.has(name) || cx.aliases.has(name);
}

function reference(cx: Context, name: Name, type: Type | null): Type | null {
  const { text, span } = name;
  const declaration = cx.enums.get(text) ?? cx.structs.get(text) ?? cx.aliases.get(text) ?? cx.rolesByName.get(text)?.item;
  if (declaration) {
    cx.references.push({ span, declaration: declaration.name.span, kind: 'type', text });
    cx.used.add(`${declaration.name.span.file}:${declaration.name.span.start}`);
  }
  return type;
}

function declaredType(cx: Context, name: Name): Type | null {
  const members = cx.enums.get(name.text);
  if (members) return { kind: 'enum', name: name.text, members: members.members.map((m) => m.text) };
  const struct = cx.structs.get(name.text);
  if (struct) {
    const fields = struct.fields.map((f) => ({ name: f.name.text, type: resolveType(cx, f.type) }));
    if (fields.some((f) => f.type === null)) return null;
    return { kind: 'struct', name: name.text, fields: fields.map((f) => ({ name: f.name, type: f.type! })) };
  }
  const alias = cx.aliases.get(name.text);
  if (alias) {
    const type = resolveType(cx, alias.type);
    if (type === null || alias.limit === null) return type;
    if (type.kind !== 'int') return cx.reporter.report('PV0301', alias.limit, '`limit` bounds a range of numbers, and this is no range');
    return { ...type, limit: name.text };
  }
  const candidates = [...cx.enums.keys(), ...cx.structs.keys(), ...cx.aliases.keys(), ...cx.rolesByName.keys(), 'bool'];
  return cx.reporter.unknown(name, 'type', candidates);
}
