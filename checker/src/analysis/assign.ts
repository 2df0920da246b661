/** Assignment: what may be assigned from where, parts of values, and `+=` and `-=` for numbers and sets. */
import type { Statement, Expr as Syntax } from '#grammar';
import type { AssignTarget, Expr, PathStep, Stmt, Type } from '../model/ir.ts';
import { arithmetic } from './binary.ts';
import { BROKEN, type Context, refer, referToPart, roleNames, type Scope } from './context.ts';
import { check, coerce, infer, needsHint, number } from './expressions.ts';
import { isNamedSet, setOf } from './sets.ts';
import { article, convertible, typeText } from './types.ts';

type AssignSyntax = Extract<Statement, { kind: 'assign' }>;

export function assign(cx: Context, s: AssignSyntax, scope: Scope): Stmt | null {
  const found = target(cx, s.target, scope);
  if (found === null) {
    if (!needsHint(s.value)) infer(cx, s.value, scope);
    return null;
  }
  const what = `\`${text(s.target)}\``;
  const value = s.op === '=' ? givenValue(cx, s.value, found.target.type, scope, what) : changed(cx, s, found.target.type, scope, what);
  return value && { kind: 'assign', target: found.target, value, span: s.span };
}

function text(e: Syntax): string {
  if (e.kind === 'name') return e.name.text;
  if (e.kind === 'field') return `${text(e.of)}.${e.field.text}`;
  return e.kind === 'index' ? `${text(e.of)}[...]` : 'this';
}

/** The value assigned to a variable of the type: a map takes a map, or one value for every key. */
export function givenValue(cx: Context, e: Syntax, type: Type, scope: Scope, what: string): Expr | null {
  if (type.kind !== 'map' || e.kind === 'map') return check(cx, e, scope, type, what);
  const given = infer(cx, e, scope, type.value);
  if (given === null) return null;
  const isWhole = given.type.kind === 'map' && (type.value.kind !== 'map' || convertible(given.type, type));
  if (isWhole) return coerce(cx, given, type, what);
  const value = coerce(cx, given, type.value, `each value of ${what}`);
  return value && { op: 'mapOf', value, type, span: e.span };
}

/** `x += e` is `x = x + e`; for sets `x | e`, where e is a set or one element. */
function changed(cx: Context, s: AssignSyntax, type: Type, scope: Scope, what: string): Expr | null {
  if (type.kind === 'int') {
    const before = number(cx, s.target, scope, what);
    const by = number(cx, s.value, scope, `\`${s.op}\``);
    const after = arithmetic(cx, s.value, s.op === '+=' ? '+' : '-', before, by);
    return after && coerce(cx, { ...after, span: s.span }, type, what);
  }
  if (type.kind !== 'set') {
    return cx.reporter.report(
      'PV0301',
      s.span,
      `\`${s.op}\` works on numbers and sets, and ${what} is ${article(typeText(type, roleNames(cx)))}`,
    );
  }
  const before = infer(cx, s.target, scope);
  const given = isNamedSet(cx, s.value, scope)
    ? setOf(cx, s.value, scope)
    : infer(cx, s.value, scope, type.of.kind === 'enum' ? type.of : type);
  if (before === null || given === null) return null;
  const isElement = given.type.kind !== 'set';
  const of = isElement ? coerce(cx, given, type.of, 'an element') : null;
  if (isElement && of === null) return null;
  const other = isElement ? ({ op: 'setOf', elements: [of!], type, span: given.span } as const) : coerce(cx, given, type, `\`${s.op}\``);
  return other && { op: s.op === '+=' ? 'union' : 'difference', left: before, right: other, type, span: s.span };
}

interface Found {
  readonly target: AssignTarget;
}

function target(cx: Context, e: Syntax, scope: Scope): Found | null {
  switch (e.kind) {
    case 'name':
      return variable(cx, e, scope);
    case 'field':
      return fieldTarget(cx, e, scope);
    case 'index': {
      const base = target(cx, e.of, scope);
      return base && indexTarget(cx, base.target, e, scope);
    }
    default:
      return cx.reporter.report('PV0404', e.span, 'this cannot be assigned to', {
        help: 'the left side must be a variable or a part of one',
      });
  }
}

function variable(cx: Context, e: Extract<Syntax, { kind: 'name' }>, scope: Scope): Found | null {
  const { text: name, span } = e.name;
  if (scope.names.get(name) === BROKEN) return null;
  if (scope.names.has(name)) {
    return cx.reporter.report('PV0404', span, `\`${name}\` is bound once and cannot be assigned to`, {
      help: 'use a variable of the node for a value that changes',
    });
  }
  const role = scope.role!;
  const own = role.variables.get(name);
  if (own !== undefined) {
    const declared = role.variableList[own];
    refer(cx, span, declared.span, 'variable', name);
    if (!allowed(cx, e, declared.ghost, scope, name)) return null;
    return { target: { variable: { kind: 'own', variable: own }, path: [], type: declared.type } };
  }
  const ghost = cx.ghosts.get(name);
  if (ghost !== undefined) {
    const declared = cx.ghostList[ghost];
    refer(cx, span, declared.span, 'ghost', name);
    if (!allowed(cx, e, true, scope, name)) return null;
    return { target: { variable: { kind: 'system', ghost }, path: [], type: declared.type } };
  }
  if (cx.constants.has(name)) return cx.reporter.report('PV0404', span, `\`${name}\` is a constant`);
  if (cx.clocks.has(name)) return cx.reporter.report('PV0404', span, `\`${name}\` is a clock, which a node can only read`);
  if (role.timers.has(name))
    return cx.reporter.report('PV0404', span, `\`${name}\` is a timer and cannot be assigned to`, {
      help: `write \`start ${name} for ...\``,
    });
  return cx.reporter.unknown(e.name, 'variable', [...role.variables.keys(), ...cx.ghosts.keys()]);
}

/** Node code writes what is not a ghost, ghost blocks write ghosts. */
function allowed(cx: Context, e: Syntax, ghost: boolean, scope: Scope, name: string): boolean {
  if (ghost === (scope.place === 'ghost')) return true;
  if (ghost)
    cx.reporter.report('PV0404', e.span, `\`${name}\` is a ghost and can only be changed in a \`ghost { }\` block`, {
      help: 'wrap it in `ghost { ... }`',
    });
  else
    cx.reporter.report('PV0403', e.span, `\`${name}\` is not a ghost, so a ghost block cannot change it`, {
      why: 'A ghost block must not change the run that it observes.',
    });
  return false;
}

function fieldTarget(cx: Context, e: Extract<Syntax, { kind: 'field' }>, scope: Scope): Found | null {
  if (isOwnPath(cx, e.of, scope)) {
    const base = target(cx, e.of, scope);
    return base && structTarget(cx, base.target, e);
  }
  const node = infer(cx, e.of, scope);
  if (node === null) return null;
  const type = node.type.kind === 'optional' ? node.type.of : node.type;
  if (type.kind !== 'node' || type.roles.length !== 1) return cx.reporter.report('PV0404', e.span, 'this cannot be assigned to');
  const role = cx.roles[type.roles[0]];
  if (node.op === 'self') return variable(cx, { kind: 'name', name: e.field, span: e.span }, scope);
  const index = role.variables.get(e.field.text);
  if (index === undefined) return cx.reporter.unknown(e.field, `variable of ${role.name}`, role.variables.keys());
  const declared = role.variableList[index];
  refer(cx, e.field.span, declared.span, 'variable', e.field.text);
  if (scope.place !== 'ghost' || !declared.ghost) {
    return cx.reporter.report('PV0401', e.span, `a node cannot change ${role.name}'s \`${e.field.text}\``, {
      why: 'Nodes share nothing.',
      help: 'send a message',
    });
  }
  const converted = coerce(cx, node, type, 'the value before the dot');
  return (
    converted && {
      target: { variable: { kind: 'other', node: converted, role: role.index, variable: index }, path: [], type: declared.type },
    }
  );
}

/** The words before the dot name a variable of one's own or a system ghost, or a part of one that is no node. */
function isOwnPath(cx: Context, e: Syntax, scope: Scope): boolean {
  if (e.kind === 'index') return isOwnPath(cx, e.of, scope);
  if (e.kind === 'field') return isOwnPath(cx, e.of, scope);
  if (e.kind !== 'name' || scope.names.has(e.name.text)) return false;
  const own = scope.role?.variables.get(e.name.text);
  const type =
    own !== undefined
      ? scope.role!.variableList[own].type
      : cx.ghosts.has(e.name.text)
        ? cx.ghostList[cx.ghosts.get(e.name.text)!].type
        : null;
  return type !== null && type.kind !== 'node' && !(type.kind === 'optional' && type.of.kind === 'node');
}

function structTarget(cx: Context, base: AssignTarget, e: Extract<Syntax, { kind: 'field' }>): Found | null {
  if (base.type.kind !== 'struct')
    return cx.reporter.report('PV0404', e.span, `${typeText(base.type, roleNames(cx))} has no parts that can be assigned to to`);
  const field = base.type.fields.findIndex((f) => f.name === e.field.text);
  if (field < 0) {
    const names = base.type.fields.map((f) => f.name);
    return cx.reporter.unknown(e.field, `field of \`${base.type.name}\``, names);
  }
  referToPart(cx, base.type.name, e.field);
  return into(base, { kind: 'field', field, in: base.type }, base.type.fields[field].type);
}

function indexTarget(cx: Context, base: AssignTarget, e: Extract<Syntax, { kind: 'index' }>, scope: Scope): Found | null {
  const { type } = base;
  if (type.kind === 'map') {
    const key = check(cx, e.index, scope, type.key, 'the key');
    return key && into(base, { kind: 'key', key, in: type }, type.value);
  }
  if (type.kind === 'list') {
    const index = number(cx, e.index, scope, 'a position');
    return index && into(base, { kind: 'position', index, in: type }, type.of);
  }
  return cx.reporter.report('PV0301', e.of.span, `only lists and maps can be indexed, found ${article(typeText(type, roleNames(cx)))}`);
}

function into(base: AssignTarget, step: PathStep, type: Type): Found {
  return { target: { ...base, path: [...base.path, step], type } };
}
