/** The meaning of names, and which of them are visible where. */
import type { Name, NodeMember, Expr as Syntax } from '#grammar';
import type { Expr, Type } from '../model/ir.ts';
import { BROKEN, type Context, constant, type Ended, nodeType, type RoleInfo, refer, type Scope, seesEverything } from './context.ts';
import { constantValue, number } from './expressions.ts';
import { inline } from './functions.ts';
import { BOOL, int } from './types.ts';

type NameSyntax = Extract<Syntax, { kind: 'name' }>;

export const seesNode = (scope: Scope) =>
  scope.place === 'node' || scope.place === 'ghost' || (scope.place === 'watch' && scope.role !== null);
/** What a variable begins with: of its node it sees the variables above it. */
export const isFirst = (scope: Scope) => scope.place === 'first' || scope.place === 'first of a ghost';
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

export function ownVariable(cx: Context, name: Name, role: RoleInfo, variable: number, scope: Scope): Expr | null {
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

export function member(cx: Context, owner: string, { text, span }: Name): Expr | null {
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
  if (scope.ended?.names.has(text)) return { expr: boundBefore(cx, name, scope.ended) };
  return { expr: cx.reporter.unknown(name, scope.place === 'constant' ? 'constant' : 'name', candidates) };
}

function boundBefore(cx: Context, { text, span }: Name, { word, body }: Ended): null {
  const at = (position: number) => ({ ...span, start: position, end: position });
  return cx.reporter.report('PV0201', span, `\`${text}\` is bound on the left alone: \`${word}\` ends what the quantifier speaks of`, {
    help: 'put parentheses around all of it: `forall x in S: (P leads to Q)`',
    fixes: [
      {
        title: 'Put parentheses around what the quantifier speaks of',
        edits: [
          { span: at(body.start), text: '(' },
          { span: at(body.end), text: ')' },
        ],
      },
    ],
  });
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
