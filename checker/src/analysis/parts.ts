/** The meaning of fields after a dot and of indexes in brackets, and which of them are visible where. */
import type { Name, Span, Expr as Syntax } from '#grammar';
import type { Expr, Type } from '../model/ir.ts';
import { type Context, type RoleInfo, refer, referToPart, roleNames, type Scope, seesEverything } from './context.ts';
import { check, coerce, infer, number } from './expressions.ts';
import { isFirst, member, ownVariable, seesNode } from './names.ts';
import { article, BOOL, int, typeText } from './types.ts';

type FieldSyntax = Extract<Syntax, { kind: 'field' }>;

// Behind a dot

export function fieldAccess(cx: Context, e: FieldSyntax, scope: Scope): Expr | null {
  const { of, field } = e;
  if (of.kind === 'name' && !scope.names.has(of.name.text)) {
    if (seesNode(scope) && scope.role?.timers.has(of.name.text)) return timerPart(cx, scope.role, null, of.name, null, e, scope);
    if (cx.clocks.has(of.name.text)) return clockPart(cx, of.name, field, e.span, scope);
    if (cx.enums.has(of.name.text)) {
      refer(cx, of.span, cx.enums.get(of.name.text)!.name.span, 'enum', of.name.text);
      return member(cx, of.name.text, field);
    }
  }
  if (
    of.kind === 'index' &&
    of.of.kind === 'name' &&
    seesNode(scope) &&
    scope.role?.timers.has(of.of.name.text) &&
    !scope.names.has(of.of.name.text)
  ) {
    return timerPart(cx, scope.role, null, of.of.name, of.index, e, scope);
  }
  const othersTimer = timerOfOther(cx, e, scope);
  if (othersTimer !== undefined) return othersTimer;
  const base = infer(cx, of, scope);
  return base && partOf(cx, base, e, scope);
}

function partOf(cx: Context, base: Expr, e: FieldSyntax, scope: Scope): Expr | null {
  const { field, span } = e;
  const type = base.type.kind === 'optional' ? base.type.of : base.type;
  if (type.kind === 'struct') {
    const index = type.fields.findIndex((f) => f.name === field.text);
    if (index < 0)
      return cx.reporter.unknown(
        field,
        `field of \`${type.name}\``,
        type.fields.map((f) => f.name),
      );
    referToPart(cx, type.name, field);
    const of = coerce(cx, base, type, 'the value before the dot');
    return of && { op: 'field', of, field: index, type: type.fields[index].type, span };
  }
  if (type.kind === 'node') {
    const node = coerce(cx, base, type, 'the value before the dot');
    return node && variableOf(cx, node, type, field, span, scope);
  }
  return cx.reporter.report(
    'PV0301',
    field.span,
    `${article(typeText(base.type, roleNames(cx)))} has no parts, so \`.${field.text}\` has no meaning`,
    sizeHelp(base.type, field.text),
  );
}

function sizeHelp(type: Type, part: string): { help?: string } {
  const isSize = ['size', 'length', 'count', 'len'].includes(part);
  return isSize && (type.kind === 'set' || type.kind === 'list') ? { help: 'use `count(...)` for the number of elements' } : {};
}

function variableOf(cx: Context, node: Expr, type: Extract<Type, { kind: 'node' }>, field: Name, span: Span, scope: Scope): Expr | null {
  const role = oneRole(cx, type, field);
  if (role === null) return null;
  const variable = role.variables.get(field.text);
  if (variable === undefined) {
    if (role.timers.has(field.text))
      return cx.reporter.report('PV0203', field.span, `\`${field.text}\` is a timer`, {
        help: `use \`.${field.text}.left\` or \`.${field.text}.running\``,
      });
    return cx.reporter.unknown(field, `variable of ${role.name}`, [...role.variables.keys(), ...role.timers.keys()]);
  }
  if (node.op === 'self' && (seesNode(scope) || isFirst(scope))) {
    const own = ownVariable(cx, field, role, variable, scope);
    return own && { ...own, span };
  }
  const declared = role.variableList[variable];
  refer(cx, field.span, declared.span, 'variable', field.text);
  if (!seesEverything(scope)) return sharesNothing(cx, span, `${role.name}'s \`${field.text}\``);
  return { op: 'varOf', node, role: role.index, variable, type: declared.type, span };
}

function sharesNothing(cx: Context, span: Span, what: string): null {
  return cx.reporter.report('PV0401', span, `a node cannot read ${what}`, {
    why: 'Nodes share nothing. A node learns about another one only from messages, which may be outdated.',
    help: 'send it in a message, or read it in a property or a `ghost { }` block',
  });
}

export function oneRole(cx: Context, type: Extract<Type, { kind: 'node' }>, field: Name): RoleInfo | null {
  if (type.roles.length === 1) return cx.roles[type.roles[0]];
  return cx.reporter.report(
    'PV0203',
    field.span,
    `ambiguous \`${field.text}\`: this can be ${type.roles.map((r) => cx.roles[r].name).join(' or ')}`,
  );
}

/** `n.t.left`, `n.t[k].running` of another node; `undefined` where it is none of these. */
function timerOfOther(cx: Context, e: FieldSyntax, scope: Scope): Expr | null | undefined {
  if (e.field.text !== 'left' && e.field.text !== 'running') return undefined;
  const timer = e.of.kind === 'index' ? e.of.of : e.of;
  if (timer.kind !== 'field') return undefined;
  const base = infer(cx, timer.of, scope);
  if (base === null) return null;
  const type = base.type.kind === 'optional' ? base.type.of : base.type;
  if (type.kind !== 'node') return undefined;
  const role = oneRole(cx, type, timer.field);
  if (role === null) return null;
  if (!role.timers.has(timer.field.text)) return undefined;
  const node = coerce(cx, base, type, 'the value before the dot');
  const own = node?.op === 'self';
  if (!own && !seesEverything(scope)) return sharesNothing(cx, e.span, `${role.name}'s timer \`${timer.field.text}\``);
  return node && timerPart(cx, role, own ? null : node, timer.field, e.of.kind === 'index' ? e.of.index : null, e, scope);
}

function timerPart(
  cx: Context,
  role: RoleInfo,
  node: Expr | null,
  name: Name,
  keySyntax: Syntax | null,
  e: FieldSyntax,
  scope: Scope,
): Expr | null {
  const index = role.timers.get(name.text)!;
  const timer = role.timerList[index];
  refer(cx, name.span, timer.span, 'timer', name.text);
  noTime(cx, name.span, `the timer \`${name.text}\``);
  const key = timerKey(cx, timer, keySyntax, name, scope);
  if (key === undefined) return null;
  if (e.field.text !== 'left' && e.field.text !== 'running') return cx.reporter.unknown(e.field, 'part of a timer', ['left', 'running']);
  if (scope.place === 'node') timer.isRead = true;
  else if (scope.place !== 'watch' && !alwaysBounded(cx, role)) return noSingleReading(cx, role, name, e, scope);
  if (e.field.text === 'running') return { op: 'running', node, role: role.index, timer: index, key, type: BOOL, span: e.span };
  // Durations are known once every `start` has been seen: see `finishTimers`.
  return { op: 'left', node, role: role.index, timer: index, key, type: int(0, role.timerList[index].maxDuration), span: e.span };
}

function noSingleReading(cx: Context, role: RoleInfo, name: Name, e: FieldSyntax, scope: Scope): null {
  const what =
    e.field.text === 'left' ? `the remaining time of ${role.name}'s \`${name.text}\`` : `whether ${role.name}'s \`${name.text}\` runs`;
  const where = scope.place === 'ghost' ? 'a ghost block' : 'a property';
  return cx.reporter.report('PV0507', e.span, `${what} has no single value in ${where}`, {
    why: `The drift of ${role.name}'s timers is not always bounded, so each read in ${role.name}'s code may give a different value.`,
    help: `assume \`always drift <= 0\`, or let ${role.name}'s code store its reading in a variable and use that`,
  });
}

function alwaysBounded(cx: Context, role: RoleInfo): boolean {
  if (cx.timing === null || !cx.timing.time) return true;
  return Array.from({ length: role.count }, (_, i) => cx.timing!.drift[role.first + i]).every((bound) => bound?.always);
}

/** The key of an indexed timer, null for a plain one; `undefined` where brackets are missing or too many. */
export function timerKey(
  cx: Context,
  timer: { name: string; key: Type | null },
  written: Syntax | null,
  name: Name,
  scope: Scope,
): Expr | null | undefined {
  if (timer.key === null && written === null) return null;
  if (timer.key === null) {
    cx.reporter.report('PV0203', written!.span, `\`${timer.name}\` is a single timer, so it takes no key`);
    return undefined;
  }
  if (written === null) {
    cx.reporter.report(
      'PV0203',
      name.span,
      `\`${timer.name}\` has one timer for each ${typeText(timer.key, roleNames(cx))}, so it needs a key`,
      {
        help: `write \`${timer.name}[...]\``,
      },
    );
    return undefined;
  }
  return check(cx, written, scope, timer.key, `\`${timer.name}[ ]\``) ?? undefined;
}

function clockPart(cx: Context, name: Name, field: Name, span: Span, scope: Scope): Expr | null {
  const clock = cx.clocks.get(name.text)!;
  const declared = cx.clockList[clock];
  refer(cx, name.span, declared.span, 'clock', name.text);
  noTime(cx, name.span, `the clock \`${name.text}\``);
  if (!seesNode(scope)) {
    return cx.reporter.report('PV0405', span, 'a clock can only be read in the code of a node', {
      help: 'store the reading in a variable or a ghost',
    });
  }
  const part = field.text;
  if (part !== 'now' && part !== 'earliest' && part !== 'latest')
    return cx.reporter.unknown(field, 'part of a clock', ['now', 'earliest', 'latest']);
  return { op: 'clock', clock, part, type: int(0, declared.horizon + (part === 'latest' ? declared.uncertainty : 0)), span };
}

/** Under async nothing measures time. */
export function noTime(cx: Context, span: Span, what: string): void {
  if (cx.timing === null || cx.timing.time) return;
  const assume = cx.assumes[0];
  const timing = cx.assumes.flatMap((a) => a.items).find((item) => item.kind === 'timing');
  const where = timing?.kind === 'timing' ? timing.modelSpan : null;
  cx.reporter.reportOnce('PV0501', span, `${what} cannot be used under ${assume?.name.text ?? 'async'}`, {
    why: 'Its timing is async: there are no bounds and no clocks, so time cannot be measured.',
    help: 'write `timing { }`, which has no bounds either but has time',
    related: assume ? [{ span: where ?? assume.name.span, message: `${assume.name.text} is async here` }] : [],
    ...(where === null ? {} : { fixes: [{ title: 'Write `timing { }`', edits: [{ span: where, text: '{ }' }] }] }),
  });
}

// In brackets

export function indexAccess(cx: Context, e: Extract<Syntax, { kind: 'index' }>, scope: Scope): Expr | null {
  const base = infer(cx, e.of, scope);
  if (base === null) return null;
  const type = base.type.kind === 'optional' ? base.type.of : base.type;
  const of = coerce(cx, base, type, 'the value before the brackets');
  if (type.kind === 'map') {
    const key = check(cx, e.index, scope, type.key, 'the key');
    return of && key && { op: 'lookup', of, key, type: type.value, span: e.span };
  }
  if (type.kind === 'list') {
    const index = number(cx, e.index, scope, 'a position');
    return of && index && { op: 'position', of, index, type: type.of, span: e.span };
  }
  return cx.reporter.report(
    'PV0301',
    e.of.span,
    `only lists and maps can be indexed, found ${article(typeText(base.type, roleNames(cx)))}`,
  );
}
