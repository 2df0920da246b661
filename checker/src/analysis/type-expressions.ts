/** From written types to types: ranges with their constants, declared names, nesting that makes sense, sizes that can be searched. */
import { type Name, type Span, type TypeExpr, unhandled } from '#grammar';
import type { Type } from '../model/ir.ts';
import { cardinality } from '../model/values.ts';
import { type Context, nodeType } from './context.ts';
import { dependenciesFirst } from './dependencies.ts';
import { constantInt } from './expressions.ts';
import { inPlaceOf } from './foreign-types.ts';
import { DEEPEST_TYPE, MOST_PARTS, sizeOf } from './type-size.ts';
import { int } from './types.ts';

const MAX_ELEMENTS = 1024;
const MAX_INT = 2 ** 30;

/** null where the type is wrong, which has then been reported. */
export function resolveType(cx: Context, written: TypeExpr): Type | null {
  const type = resolve(cx, written);
  return type && isSmallEnough(cx, type, written.span) ? type : null;
}

function isSmallEnough(cx: Context, type: Type, span: Span): boolean {
  const { parts, depth } = sizeOf(type);
  if (parts <= MOST_PARTS && depth <= DEEPEST_TYPE) return true;
  const problem =
    depth > DEEPEST_TYPE
      ? `this type nests more than ${DEEPEST_TYPE} types deep`
      : `a value of this type has ${parts < 1e15 ? parts.toLocaleString('en') : 'too many'} parts; at most ${MOST_PARTS.toLocaleString('en')} can be kept`;
  cx.reporter.report('PV0603', span, problem, { help: 'use fewer fields, a shorter list, or a smaller key type' });
  return false;
}

function resolve(cx: Context, written: TypeExpr): Type | null {
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
      if (of?.kind === 'optional') return cx.reporter.report('PV0301', written.span, 'an optional type cannot be made optional again');
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
    default:
      return unhandled(written);
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
  // A name that nothing declares is wrong at each of its uses.
  if (!isDeclared(cx, name.text)) return unknownType(cx, name);
  const { order, circular } = dependenciesFirst(name.text, (of) => namesOfTypes(cx, of));
  for (const circle of circular) containsItself(cx, circle);
  for (const needed of order) if (!cx.resolved.has(needed)) cx.resolved.set(needed, declaredType(cx, needed));
  return reference(cx, name, cx.resolved.get(name.text)!);
}

/** Declared types without a known meaning yet that stand in a declaration. */
function namesOfTypes(cx: Context, declared: string): string[] {
  const written = cx.structs.get(declared)?.fields.map((field) => field.type) ?? [];
  const alias = cx.aliases.get(declared);
  const found: string[] = [];
  const waiting: TypeExpr[] = alias === undefined ? [...written] : [alias.type];
  for (let top = waiting.pop(); top !== undefined; top = waiting.pop()) {
    switch (top.kind) {
      case 'bool':
      case 'range':
        break;
      case 'name':
        found.push(top.name.text);
        break;
      case 'optional':
      case 'set':
      case 'list':
        waiting.push(top.of);
        break;
      case 'map':
        waiting.push(top.key, top.value);
        break;
      default:
        unhandled(top);
    }
  }
  return found.filter((name) => isDeclared(cx, name) && !cx.resolved.has(name));
}

function containsItself(cx: Context, name: string): void {
  const declaration = (cx.structs.get(name) ?? cx.aliases.get(name))!;
  cx.resolved.set(name, null);
  cx.reporter.report('PV0307', declaration.name.span, `the type \`${name}\` is defined in terms of itself`, {
    label: 'its values would contain values of the same type, and so on forever',
    help: 'number the elements, and store in each the number of the next one',
  });
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

/** null where the declaration is wrong, which has then been reported. */
function declaredType(cx: Context, name: string): Type | null {
  const members = cx.enums.get(name);
  if (members) return { kind: 'enum', name, members: members.members.map((m) => m.text) };
  const struct = cx.structs.get(name);
  if (struct) {
    const fields = struct.fields.map((f) => ({ name: f.name.text, type: resolveType(cx, f.type) }));
    if (fields.some((f) => f.type === null)) return null;
    const type: Type = { kind: 'struct', name, fields: fields.map((f) => ({ name: f.name, type: f.type! })) };
    return isSmallEnough(cx, type, struct.name.span) ? type : null;
  }
  const alias = cx.aliases.get(name)!;
  const type = resolveType(cx, alias.type);
  if (type === null || alias.limit === null) return type;
  if (type.kind !== 'int') return cx.reporter.report('PV0301', alias.limit, '`limit` needs a range of numbers, and this is not a range');
  return { ...type, limit: name };
}

function unknownType(cx: Context, name: Name): null {
  const candidates = [...cx.enums.keys(), ...cx.structs.keys(), ...cx.aliases.keys(), ...cx.rolesByName.keys(), 'bool'];
  const help = inPlaceOf(name.text);
  return cx.reporter.unknown(name, 'type', candidates, help === null ? {} : { help });
}
