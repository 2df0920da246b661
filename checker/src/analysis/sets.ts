/** What can be gone through: sets, lists, ranges, and the names of nodes, enums and small types, which stand for all their values. */
import type { Expr as Syntax } from '#grammar';
import type { Expr, Type } from '../model/ir.ts';
import { cardinality, values } from '../model/values.ts';
import { type Context, constant, refer, roleNames, type Scope } from './context.ts';
import { infer } from './expressions.ts';
import { namedType } from './type-expressions.ts';
import { article, BOOL, typeText } from './types.ts';

/** A set or list; null if it is neither (already reported). */
export function asSet(cx: Context, e: Syntax, scope: Scope, hint: Type | null = null): Expr | null {
  if (isNamedSet(cx, e, scope)) {
    const type = isBool(cx, e.name.text, scope) ? BOOL : namedType(cx, e.name);
    return type && all(cx, type, e);
  }
  const found = infer(cx, e, scope, hint);
  if (found === null || found.type.kind === 'set' || found.type.kind === 'list') return found;
  const text = article(typeText(found.type, roleNames(cx)));
  return cx.reporter.report('PV0301', e.span, `expected a set, found ${text}`, { help: `\`{ x }\` is the set with one element` });
}

export function setOf(cx: Context, e: Syntax, scope: Scope, hint: Type | null = null): Expr | null {
  const found = asSet(cx, e, scope, hint);
  if (found === null || found.type.kind === 'set') return found;
  return cx.reporter.report('PV0301', e.span, 'expected a set, found a list', { help: '`{ x for x in xs }` turns a list into a set' });
}

/** A node's, an enum's or a small type's name: all of its values, where a set can stand. */
export function isNamedSet(cx: Context, e: Syntax, scope: Scope): e is Extract<Syntax, { kind: 'name' }> {
  return e.kind === 'name' && isTypeName(cx, e.name.text, scope);
}

/** The value of a `let` without a type: a name that stands for several values is the set of them; a node without brackets is itself. */
export function inferNamed(cx: Context, e: Syntax, scope: Scope): Expr | null {
  if (!isNamedSet(cx, e, scope)) return infer(cx, e, scope);
  const role = cx.rolesByName.get(e.name.text);
  const isOne = role !== undefined && !role.indexed && role.count === 1;
  return isOne ? infer(cx, e, scope) : asSet(cx, e, scope);
}

function isTypeName(cx: Context, name: string, scope: Scope): boolean {
  if (scope.names.has(name) || cx.constants.has(name)) return false;
  return cx.rolesByName.has(name) || cx.enums.has(name) || cx.aliases.has(name) || isBool(cx, name, scope);
}

/** `bool` is a name wherever something declares it. */
function isBool(cx: Context, name: string, scope: Scope): boolean {
  if (name !== 'bool' || scope.names.has(name) || cx.constants.has(name)) return false;
  if (scope.role?.variables.has(name) || scope.role?.timers.has(name)) return false;
  if ([cx.ghosts, cx.predicates, cx.functions, cx.clocks].some((declared) => declared.has(name))) return false;
  return ![...cx.enums.values()].some(({ members }) => members.some(({ text }) => text === name));
}

function all(cx: Context, type: Type, e: Syntax): Expr | null {
  const n = cardinality(type);
  if (n > 4096) return cx.reporter.report('PV0603', e.span, `this set has ${n} values, too many to enumerate`);
  return constant(values(type), { kind: 'set', of: type }, e.span);
}

/** Every instance of a node, as a constant set. */
export function everyInstance(cx: Context, name: { text: string; span: Syntax['span'] }): Expr | null {
  const role = cx.rolesByName.get(name.text);
  if (role === undefined) return cx.reporter.unknown(name, 'node', cx.rolesByName.keys());
  refer(cx, name.span, role.item.name.span, 'node', name.text);
  const instances = Array.from({ length: role.count }, (_, i) => role.first + i);
  return constant(instances, { kind: 'set', of: { kind: 'node', roles: [role.index], instances } }, name.span);
}
