/** Nodes: their variables and timers first, then handlers, defers and actions, which may speak of every node. */
import {
  type ActionMember,
  append,
  type DeferMember,
  type HandlerMember,
  type Initial,
  type NameTrigger,
  type NodeItem,
  type NodeMember,
  sendIn,
  statementsOf,
  type Trigger as TriggerSyntax,
  unhandled,
} from '#grammar';
import type { Action, Defer, Expr, Handler, MessagePattern, Role, Trigger, Type, Value, Variable } from '../model/ir.ts';
import { cardinality } from '../model/values.ts';
import { givenValue } from './assign.ts';
import {
  type Context,
  declaredFields,
  fold,
  nodeType,
  outer,
  type RoleInfo,
  refer,
  referToCall,
  type Scope,
  withBroken,
  withLocal,
} from './context.ts';
import { condition } from './expressions.ts';
import { noTime } from './parts.ts';
import { setOf } from './sets.ts';
import { block } from './statements.ts';
import { resolveType } from './type-expressions.ts';
import { unknownBinding } from './unknown-field.ts';

/** Variables and timers of every node, so that code anywhere can name them. */
export function declareMembers(cx: Context, role: RoleInfo): void {
  const taken = new Map<string, NodeMember>();
  for (const m of role.item.members) {
    if (m.kind !== 'variable' && m.kind !== 'timer') continue;
    const first = taken.get(m.name.text);
    if (first !== undefined) {
      cx.reporter.report('PV0202', m.name.span, `${role.name} has two declarations called \`${m.name.text}\``, {
        related: [{ span: first.span, message: 'first declared here' }],
      });
      continue;
    }
    taken.set(m.name.text, m);
    if (m.kind === 'timer') declareTimer(cx, role, m);
    else declareVariable(cx, role, m);
  }
}

function declareTimer(cx: Context, role: RoleInfo, m: Extract<NodeMember, { kind: 'timer' }>): void {
  const key = m.key && resolveType(cx, m.key);
  if (m.key !== null && key === null) {
    cx.reporter.broken.add(m.name.text);
    return;
  }
  if (cx.constants.has(m.name.text)) cx.reporter.report('PV0202', m.name.span, `\`${m.name.text}\` is also a constant`);
  noTime(cx, m.name.span, `the timer \`${m.name.text}\``);
  const hasHandler = role.item.members.some(
    (h) => h.kind === 'handler' && h.triggers.some((t) => t.kind === 'name' && t.name.text === m.name.text),
  );
  role.timers.set(m.name.text, role.timerList.length);
  role.timerList.push({ name: m.name.text, key, span: m.name.span, hasHandler, isRead: false, maxDuration: 0 });
}

function declareVariable(cx: Context, role: RoleInfo, m: Extract<NodeMember, { kind: 'variable' }>): void {
  const type = resolveType(cx, m.type);
  if (type === null) {
    cx.reporter.broken.add(m.name.text);
    return;
  }
  if (cx.constants.has(m.name.text)) cx.reporter.report('PV0202', m.name.span, `\`${m.name.text}\` is also a constant`);
  // What it begins with may use the variables above it, so that it can be looked at now.
  const { text } = m.name;
  const place = m.modifier === 'ghost' ? 'first of a ghost' : 'first';
  const initial = initialValue(cx, m.initial, type, `\`${text}\``, outer(place, role));
  role.variables.set(text, role.variableList.length);
  role.variableList.push({
    name: text,
    type,
    durable: m.modifier === 'durable',
    ghost: m.modifier === 'ghost',
    initial,
    wiped: m.wiped === null ? initial : wipedValue(cx, role, m, m.wiped, type, initial),
    span: m.name.span,
  });
}

/** First values of one variable: the position of each is a number of 30 bits. */
const MOST_FIRST_VALUES = 2 ** 30;

type VariableSyntax = Extract<NodeMember, { kind: 'variable' }>;

function wipedValue(cx: Context, role: RoleInfo, m: VariableSyntax, wiped: Initial, type: Type, initial: Expr | null): Expr | null {
  const { text } = m.name;
  if (m.modifier === 'durable') return initialValue(cx, wiped, type, `\`${text}\` on an empty disk`, outer('first', role));
  const span = wiped.kind === 'any' ? wiped.span : wiped.value.span;
  cx.reporter.report('PV0405', span, `\`wiped\` is the value on an empty disk, and \`${text}\` is not on disk`, {
    help: m.modifier === 'ghost' ? 'a ghost survives every crash: leave `wiped` out' : `write \`durable ${text}\`, or leave \`wiped\` out`,
    related: [{ span: m.name.span, message: `\`${text}\` is declared here without \`durable\`` }],
  });
  return initial;
}

/** null is `any`; a wrong value becomes `any` too, once it has been said. A map's value is its value at every key. */
export function initialValue(cx: Context, initial: Initial, type: Type, what: string, scope: Scope): Expr | null {
  if (initial.kind === 'any') {
    const count = cardinality(type);
    if (count > MOST_FIRST_VALUES)
      cx.reporter.report(
        'PV0603',
        initial.span,
        `\`any\` stands for ${count < 1e15 ? count.toLocaleString('en') : 'too many'} values here; at most ${MOST_FIRST_VALUES.toLocaleString('en')} can be tried`,
        {
          help: 'use a smaller type, or write the value that matters',
        },
      );
    return null;
  }
  return givenValue(cx, initial.value, type, scope, what);
}

/** Roles whose code sends each message. */
export function findSenders(cx: Context): void {
  for (const role of cx.roles) {
    for (const s of statementsOf(role.item)) {
      const message = sendIn(s)?.message.text;
      if (message !== undefined) cx.senders.set(message, (cx.senders.get(message) ?? new Set()).add(role.index));
    }
  }
}

/** Names of `call c = ...` in text order. */
export function callNames(item: NodeItem): string[] {
  return [...new Set(statementsOf(item).flatMap((s) => (s.kind === 'call' ? [s.name.text] : [])))];
}

export function elaborateRole(cx: Context, role: RoleInfo): Role {
  const handlers: Handler[] = [];
  const defers: Defer[] = [];
  const actions: Action[] = [];
  for (const m of role.item.members) {
    switch (m.kind) {
      case 'handler':
        append(handlers, handler(cx, role, m));
        break;
      case 'defer':
        append(defers, defer(cx, role, m));
        break;
      case 'action': {
        if (actions.some((a) => a.name === m.name.text))
          cx.reporter.report('PV0202', m.name.span, `${role.name} has two actions called \`${m.name.text}\``);
        const made = action(cx, role, m);
        if (made) actions.push(made);
        break;
      }
      case 'variable':
      case 'timer':
        // Declared before the code of any node: see `declareMembers`.
        break;
      default:
        unhandled(m);
    }
  }
  const { name, index, first, count, indexed, variableList, timerList, calls } = role;
  return {
    name,
    index,
    strict: role.item.strict,
    first,
    count,
    indexed,
    variables: variableList as Variable[],
    timers: timerList,
    calls,
    handlers,
    defers,
    actions,
    span: role.item.name.span,
  };
}

// Handlers

interface Bound {
  readonly trigger: Trigger;
  readonly scope: Scope;
}

/** Several triggers bind nothing and share one body; what reads the message is then possible only where all are messages. */
function handler(cx: Context, role: RoleInfo, m: HandlerMember): Handler[] {
  const bound = m.triggers.map((t) => trigger(cx, role, t));
  const good = bound.filter((b) => b !== null);
  if (good.length === 0) {
    unknownTrigger(cx, role, m);
    return [];
  }
  const handlesMessage = good.every((b) => b.scope.handlesMessage);
  const scope: Scope = { ...good[0].scope, handlesMessage };
  const guard = m.guard && condition(cx, m.guard, scope);
  const body = block(cx, m.body, scope);
  return good.map((b, i) => ({
    id: cx.handlers++,
    trigger: b.trigger,
    guard,
    body,
    title: title(m.triggers[i]),
    span: m.triggers[i].span,
  }));
}

/** Errors inside are reported too, but nothing about the names that the trigger would have bound. */
function unknownTrigger(cx: Context, role: RoleInfo, m: HandlerMember): void {
  const bound = m.triggers.flatMap((t) =>
    t.kind === 'name' ? [...(t.bindings ?? []).map((b) => b.local ?? b.field), t.key, t.from].filter((name) => name !== null) : [],
  );
  const scope: Scope = { ...withBroken(outer('node', role), ...bound), handlesMessage: true };
  if (m.guard !== null) condition(cx, m.guard, scope);
  block(cx, m.body, scope);
}

function title(t: TriggerSyntax): string {
  return t.kind === 'name' ? `on ${t.name.text}` : `on ${t.kind}`;
}

function trigger(cx: Context, role: RoleInfo, t: TriggerSyntax): Bound | null {
  const scope = outer('node', role);
  if (t.kind !== 'name') return { trigger: { kind: t.kind }, scope };
  if (role.timers.has(t.name.text) && !cx.messages.has(t.name.text)) return timerTrigger(cx, role, t, scope);
  const found = pattern(cx, role, t, scope);
  return found && { trigger: { kind: 'message', ...found.pattern }, scope: found.scope };
}

function timerTrigger(cx: Context, role: RoleInfo, t: NameTrigger, scope: Scope): Bound | null {
  const timer = role.timers.get(t.name.text)!;
  const declared = role.timerList[timer];
  refer(cx, t.name.span, declared.span, 'timer', t.name.text);
  const wrong = t.from ?? t.call ?? (t.bindings === null ? null : t.name);
  if (wrong !== null) return cx.reporter.report('PV0203', wrong.span, `\`${t.name.text}\` is a timer, so it has no sender, fields or call`);
  if (declared.key === null) {
    if (t.key !== null) return cx.reporter.report('PV0203', t.key.span, `\`${t.name.text}\` is a single timer, so it takes no key`);
    return { trigger: { kind: 'timer', timer, key: null }, scope };
  }
  if (t.key === null) return { trigger: { kind: 'timer', timer, key: null }, scope };
  const added = withLocal(cx, scope, t.key, declared.key, true);
  return { trigger: { kind: 'timer', timer, key: added.local }, scope: added.scope };
}

function pattern(cx: Context, role: RoleInfo, t: NameTrigger, scope: Scope): { pattern: MessagePattern; scope: Scope } | null {
  const message = cx.messages.get(t.name.text);
  if (message === undefined)
    return cx.reporter.unknown(t.name, 'message or timer', [...cx.messages.keys(), ...role.timers.keys(), 'start', 'restart']);
  const declared = cx.messageList[message];
  refer(cx, t.name.span, declared.span, 'message', t.name.text);
  const fields: (number | null)[] = declared.fields.map(() => null);
  for (const binding of t.bindings ?? []) {
    const index = declared.fields.findIndex((f) => f.name === binding.field.text);
    if (index < 0) {
      const names = declared.fields.map((f) => f.name);
      unknownBinding(cx, binding.field, names, t.name.text);
      scope = withBroken(scope, binding.local ?? binding.field);
      continue;
    }
    if (fields[index] !== null) cx.reporter.report('PV0204', binding.span, `the field \`${binding.field.text}\` is bound twice`);
    const added = withLocal(cx, scope, binding.local ?? binding.field, declared.fields[index].type, true);
    refer(cx, binding.field.span, declaredFields(cx, t.name.text)[index].name.span, 'field', binding.field.text);
    fields[index] = added.local;
    scope = added.scope;
  }
  let from: number | null = null;
  if (t.from !== null) {
    const added = withLocal(cx, scope, t.from, senderType(cx, t.name.text), true);
    from = added.local;
    scope = added.scope;
  }
  const call = t.call === null ? null : role.calls.indexOf(t.call.text);
  if (call === -1)
    return cx.reporter.unknown(t.call!, `call of ${role.name}`, role.calls, {
      help: `\`call ${t.call!.text} = send ...\` names a request`,
    });
  if (t.call !== null) referToCall(cx, role, t.call);
  return { pattern: { message, fields, from, call }, scope: { ...scope, handlesMessage: true } };
}

/** Whoever can send it. A message that nobody sends can come from anybody, as far as its handler knows. */
function senderType(cx: Context, message: string): Type {
  const senders = cx.roles.filter((r) => cx.senders.get(message)?.has(r.index));
  return nodeType(senders.length === 0 ? cx.roles : senders);
}

function defer(cx: Context, role: RoleInfo, m: DeferMember): Defer[] {
  const found = pattern(cx, role, m.trigger, outer('node', role));
  if (found === null) return [];
  const guard = m.guard && condition(cx, m.guard, found.scope);
  return m.guard !== null && guard === null ? [] : [{ ...found.pattern, guard, span: m.span }];
}

// Actions

function action(cx: Context, role: RoleInfo, m: ActionMember): Action | null {
  let scope = outer('node', role);
  const params: { local: number; values: readonly Value[] }[] = [];
  for (const p of m.params) {
    const domain = setOf(cx, p.domain, outer('constant', null));
    if (domain === null || domain.type.kind !== 'set') {
      scope = withBroken(scope, p.name);
      continue;
    }
    const found = fold(cx, domain);
    if ('problem' in found) {
      cx.reporter.report('PV0304', p.domain.span, `the set of an action's parameter must be constant: ${found.problem}`);
      continue;
    }
    const added = withLocal(cx, scope, p.name, domain.type.of, true);
    scope = added.scope;
    params.push({ local: added.local, values: found.value as readonly Value[] });
  }
  const many = params.reduce((n, p) => n * p.values.length, 1);
  if (many > 4096) return cx.reporter.report('PV0603', m.name.span, `this declares ${many} actions; at most 4096 can be searched`);
  const guard = m.guard && condition(cx, m.guard, scope);
  const body = block(cx, m.body, scope);
  return { id: cx.handlers++, name: m.name.text, optional: m.optional, params, guard, body, span: m.name.span };
}
