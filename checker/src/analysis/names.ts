/** The meaning of names, of fields after a dot and of indexes in brackets, and which of them are visible where. */
import type { Name, NodeMember, Span, Expr as Syntax } from '#grammar';
import type { Expr, Type } from '../model/ir.ts';
import {
  BROKEN,
  type Context,
  constant,
  nodeType,
  type RoleInfo,
  refer,
  referToPart,
  roleNames,
  type Scope,
  seesEverything,
} from './context.ts';
import { check, coerce, constantValue, infer, number } from './expressions.ts';
import { inline } from './functions.ts';
import { article, BOOL, int, typeText } from './types.ts';

type NameSyntax = Extract<Syntax, { kind: 'name' }>;
type FieldSyntax = Extract<Syntax, { kind: 'field' }>;

const seesNode = (scope: Scope) => scope.place === 'node' || scope.place === 'ghost' || (scope.place === 'watch' && scope.role !== null);
/** What a variable begins with: of its node it sees the variables above it. */
const isFirst = (scope: Scope) => scope.place === 'first' || scope.place === 'first of a ghost';
const seesGhosts = (scope: Scope) => seesEverything(scope) || scope.place === 'first of a ghost';

export function nameUse(cx: Context, e: NameSyntax, scope: Scope, expected: Type | null): Expr | null {
  const { name } = e;
  return (
    local(cx, name, scope) ??
    stateUse(cx, name, scope) ??
    constantUse(cx, name) ??
    memberUse(cx, name, expected) ??
    roleUse(cx, name) ??
    builtInUse(cx, name, scope) ??
    otherUse(cx, name, scope)
  ).expr;
}

/** A lookup returns `undefined` for "no such thing", else an object, whose expression is null if there was an error. */
type Found = { readonly expr: Expr | null } | undefined;

function local(cx: Context, { text, span }: Name, scope: Scope): Found {
  const id = scope.names.get(text);
  if (id === undefined) return undefined;
  if (id === BROKEN) return { expr: null };
  refer(cx, span, cx.locals[id].span, 'local', text);
  return { expr: { op: 'local', local: id, type: cx.locals[id].type, span } };
}

function constantUse(cx: Context, { text, span }: Name): Found {
  if (!cx.constants.has(text)) return undefined;
  const declared = cx.constants.declared.get(text);
  if (declared) refer(cx, span, declared.span, 'constant', text);
  const value = cx.constants.value(text, (e) => constantScalar(cx, e));
  if (value === null) return { expr: null };
  return { expr: constant(value, typeof value === 'boolean' ? BOOL : int(value, value), span) };
}

/** The value of a constant's definition: a number or a truth value. */
export function constantScalar(cx: Context, e: Syntax): number | boolean | null {
  const found = constantValue(cx, e);
  if (found === null) return null;
  if (found.type.kind !== 'int' && found.type.kind !== 'bool')
    return cx.reporter.report('PV0301', e.span, 'a constant must be a number, `true` or `false`');
  return found.value as number | boolean;
}

/** Variables of one's own, timers, clocks, system ghosts and predicates. */
function stateUse(cx: Context, name: Name, scope: Scope): Found {
  const { text, span } = name;
  const { role } = scope;
  if (isFirst(scope) && role !== null) {
    const above = variableAbove(cx, name, role, scope);
    if (above !== undefined) return above;
  }
  if (seesNode(scope) && role !== null) {
    const variable = role.variables.get(text);
    if (variable !== undefined) return { expr: ownVariable(cx, name, role, variable, scope) };
    if (role.timers.has(text)) {
      return {
        expr: cx.reporter.report('PV0203', span, `\`${text}\` is a timer, not a value`, {
          help: `use \`${text}.left\` or \`${text}.running\``,
        }),
      };
    }
  }
  const ghost = cx.ghosts.get(text);
  if (ghost !== undefined) {
    const { span: declared, type } = cx.ghostList[ghost];
    refer(cx, span, declared, 'ghost', text);
    if (!seesEverything(scope)) return { expr: readsGhost(cx, name) };
    return { expr: { op: 'systemGhost', ghost, type, span } };
  }
  if (cx.clocks.has(text))
    return {
      expr: cx.reporter.report('PV0203', span, `\`${text}\` is a clock, not a value`, {
        help: `use \`${text}.now\`, \`${text}.earliest\` or \`${text}.latest\``,
      }),
    };
  if (cx.predicates.has(text) || cx.functions.has(text)) return { expr: inline(cx, name, [], span, scope) };
  return undefined;
}

function readsGhost(cx: Context, { text, span }: Name): null {
  return cx.reporter.report('PV0402', span, `\`${text}\` is a ghost, which node code cannot read`, {
    why: 'A ghost is known to an outside observer only. A protocol that reads one could not be implemented.',
    help: 'read it in a `ghost { }` block or in a property',
  });
}

function ownVariable(cx: Context, name: Name, role: RoleInfo, variable: number, scope: Scope): Expr | null {
  const declared = role.variableList[variable];
  refer(cx, name.span, declared.span, 'variable', name.text);
  if (declared.ghost && !seesGhosts(scope)) return readsGhost(cx, name);
  return { op: 'var', variable, type: declared.type, span: name.span };
}

/** A variable or timer of the node, declared wherever in it. */
function memberCalled({ item }: RoleInfo, text: string): Extract<NodeMember, { kind: 'variable' | 'timer' }> | undefined {
  return item.members.flatMap((m) => (m.kind === 'variable' || m.kind === 'timer' ? [m] : [])).find((m) => m.name.text === text);
}

/** A first value is worked out from the top: what is declared further down has none yet. */
function variableAbove(cx: Context, name: Name, role: RoleInfo, scope: Scope): Found {
  const { text, span } = name;
  const declared = memberCalled(role, text);
  const variable = role.variables.get(text);
  if (declared === undefined) return undefined;
  if (variable !== undefined) return { expr: ownVariable(cx, name, role, variable, scope) };
  if (cx.reporter.broken.has(text)) return { expr: null };
  const isItself = declared.span.start <= span.start && span.end <= declared.span.end;
  if (isItself)
    return { expr: cx.reporter.report('PV0405', span, `\`${text}\` cannot be used in its own initial value`, { help: 'write a value' }) };
  const isTimer = declared.kind === 'timer';
  const what = isTimer ? `\`${text}\` is a timer, and no timer runs yet` : `\`${text}\` has no value yet`;
  const expr = cx.reporter.report('PV0405', span, `${what}: an initial value can use only the variables declared above it`, {
    help: isTimer ? 'write a value without it' : `declare \`${text}\` above, or write a value without it`,
    related: [{ span: declared.name.span, message: `\`${text}\` is declared here` }],
  });
  return { expr };
}

/** A member of an enum: of the expected one first, else of the only one that has it. */
function memberUse(cx: Context, { text, span }: Name, expected: Type | null): Found {
  const owners = [...cx.enums.values()].filter((e) => e.members.some((m) => m.text === text));
  if (owners.length === 0) return undefined;
  const wanted = expected?.kind === 'optional' || expected?.kind === 'set' || expected?.kind === 'list' ? expected.of : expected;
  const owner = owners.find((e) => wanted?.kind === 'enum' && wanted.name === e.name.text) ?? (owners.length === 1 ? owners[0] : null);
  if (owner === null) {
    const names = owners.map((o) => `\`${o.name.text}.${text}\``).join(' or ');
    return { expr: cx.reporter.report('PV0203', span, `\`${text}\` is ambiguous: it could be ${names}`, { help: 'name the enum too' }) };
  }
  return { expr: member(cx, owner.name.text, { text, span }) };
}

function member(cx: Context, owner: string, { text, span }: Name): Expr | null {
  const { members } = cx.enums.get(owner)!;
  const index = members.findIndex((m) => m.text === text);
  if (index < 0) {
    return cx.reporter.unknown(
      { text, span },
      `member of \`${owner}\``,
      members.map((m) => m.text),
    );
  }
  refer(cx, span, members[index].span, 'member', text);
  return constant(index, { kind: 'enum', name: owner, members: members.map((m) => m.text) }, span);
}

/** A node declared without brackets is its one instance. */
function roleUse(cx: Context, { text, span }: Name): Found {
  const role = cx.rolesByName.get(text);
  if (role === undefined) return undefined;
  refer(cx, span, role.item.name.span, 'node', text);
  if (!role.indexed && role.count === 1) return { expr: constant(role.first, nodeType([role]), span) };
  return {
    expr: cx.reporter.report('PV0203', span, `\`${text}\` is ${role.count} nodes, but a single node is expected`, {
      help: `name one of them, such as \`${text}#1\`, or quantify: \`exists n in ${text}: ...\``,
    }),
  };
}

/** `corrupted` of the message handled; `stable`, which is true throughout where nothing is eventual. */
function builtInUse(cx: Context, { text, span }: Name, scope: Scope): Found {
  if (text === 'corrupted') {
    if (scope.handlesMessage) return { expr: { op: 'corrupted', type: BOOL, span } };
    return {
      expr: cx.reporter.report('PV0405', span, '`corrupted` is a flag of the message being handled, and this code handles no message'),
    };
  }
  if (text !== 'stable') return undefined;
  if (!seesEverything(scope))
    return {
      expr: cx.reporter.report(
        'PV0401',
        span,
        'a node cannot see whether the system is stable; use `stable` in properties and ghosts only',
      ),
    };
  if (cx.timing?.time === false)
    return {
      expr: cx.reporter.report('PV0405', span, `\`stable\` has no meaning under ${cx.assumes[0]?.name.text ?? 'async'}`, {
        why: 'Its timing is async, so no bounds ever take effect.',
        related: cx.assumes.length === 0 ? [] : [{ span: cx.assumes[0].name.span, message: `${cx.assumes[0].name.text} is here` }],
      }),
    };
  return { expr: { op: 'stable', type: BOOL, span } };
}

/** What other languages call `none`. */
const NO_VALUE = new Set(['null', 'nil', 'none', 'nothing', 'undefined']);

function otherUse(cx: Context, name: Name, scope: Scope): { expr: Expr | null } {
  const { text, span } = name;
  const owner = cx.roles.find((r) => r.variables.has(text) || r.timers.has(text));
  if (owner !== undefined && (scope.place === 'property' || scope.place === 'watch')) {
    const one = owner.indexed ? `${owner.name}#1` : owner.name;
    const says = scope.place === 'property' ? 'a property must say to which node' : 'it is not said of which node';
    return {
      expr: cx.reporter.report('PV0201', span, `\`${text}\` belongs to ${owner.name}, and ${says}`, {
        help: `write \`${one}.${text}\``,
      }),
    };
  }
  const own =
    scope.role === null || !(seesNode(scope) || isFirst(scope)) ? [] : [...scope.role.variables.keys(), ...scope.role.timers.keys()];
  const members = [...cx.enums.values()].flatMap((e) => e.members.map((m) => m.text));
  const candidates = [
    ...scope.names.keys(),
    ...own,
    ...cx.constants.names(),
    ...cx.ghosts.keys(),
    ...cx.clocks.keys(),
    ...members,
    ...cx.rolesByName.keys(),
    ...cx.predicates.keys(),
    ...cx.functions.keys(),
    ...['true', 'false', 'none', 'self'],
  ];
  const isNone = NO_VALUE.has(text.toLowerCase());
  if (isNone)
    return {
      expr: cx.reporter.unknown(name, 'name', [], {
        unknown: { name: text, certain: true },
        help: 'the empty optional is `none`',
        fixes: [{ title: 'Write `none`', edits: [{ span, text: 'none' }] }],
      }),
    };
  return { expr: cx.reporter.unknown(name, scope.place === 'constant' ? 'constant' : 'name', candidates) };
}

export function instanceLiteral(cx: Context, e: Extract<Syntax, { kind: 'instance' }>): Expr | null {
  const role = cx.rolesByName.get(e.role.text);
  if (role === undefined) return cx.reporter.unknown(e.role, 'node', cx.rolesByName.keys());
  refer(cx, e.role.span, role.item.name.span, 'node', e.role.text);
  if (e.index < 1 || e.index > role.count) {
    return cx.reporter.report(
      'PV0201',
      e.span,
      `there is no \`${role.name}#${e.index}\`: ${role.name} has ${role.count === 1 ? 'one instance' : `instances 1 to ${role.count}`}`,
      { unknown: { name: e.role.text, certain: false } },
    );
  }
  return constant(role.first + e.index - 1, nodeType([role]), e.span);
}

/** `Role#(e)`: known at once where e is a constant. */
export function numberedInstance(cx: Context, e: Extract<Syntax, { kind: 'numbered' }>, scope: Scope): Expr | null {
  const role = cx.rolesByName.get(e.role.text);
  if (role === undefined) return cx.reporter.unknown(e.role, 'node', cx.rolesByName.keys());
  refer(cx, e.role.span, role.item.name.span, 'node', e.role.text);
  const found = number(cx, e.number, scope, `\`${role.name}#( )\``);
  if (found === null) return null;
  if (found.op === 'const') return instanceLiteral(cx, { kind: 'instance', role: e.role, index: found.value as number, span: e.span });
  return { op: 'numbered', role: role.index, number: found, type: nodeType([role]), span: e.span };
}

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
