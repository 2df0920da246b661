/** `enabled(n.a)` and `enabled(n.a[x])`: whether an action, a timer or a message can have its turn at a node now. */
import type { ActionMember, Name, Expr as Syntax } from '#grammar';
import type { Expr, Turn, Type } from '../model/ir.ts';
import { type Context, outer, type RoleInfo, refer, roleNames, type Scope, seesEverything } from './context.ts';
import { infer, mismatch } from './expressions.ts';
import { noTime, oneRole } from './parts.ts';
import { setOf } from './sets.ts';
import { article, BOOL, join, typeText } from './types.ts';

type CallSyntax = Extract<Syntax, { kind: 'call' }>;

export function enabled(cx: Context, e: CallSyntax, scope: Scope): Expr | null {
  const [arg] = e.args;
  if (e.args.length !== 1 || arg.name !== null) return misspelt(cx, e);
  if (!seesEverything(scope)) {
    return cx.reporter.report('PV0401', e.span, 'a node cannot see which steps are enabled', {
      why: 'The environment chooses the next step, not the node.',
      help: 'use it in a property or in a `ghost { }` block',
    });
  }
  const { what, indexes } = taken(arg.value);
  if (what === null) return misspelt(cx, e);
  const node = infer(cx, what.of, scope);
  if (node === null) return null;
  if (node.type.kind !== 'node') {
    const text = article(typeText(node.type, roleNames(cx)));
    return cx.reporter.report('PV0301', what.of.span, `expected a node for \`enabled\`, found ${text}`);
  }
  const role = oneRole(cx, node.type, what.field);
  const turn = role && turnOf(cx, role, what.field, indexes, scope);
  return turn && { op: 'enabled', node, role: role!.index, turn, type: BOOL, span: e.span };
}

function misspelt(cx: Context, e: CallSyntax): null {
  return cx.reporter.report('PV0308', e.span, 'expected `enabled(n.a)` or `enabled(n.a[x])`', {
    help: '`n` is a node, and `a` is one of its actions, timers or messages',
  });
}

/** `n.a[x][y]` taken apart: `n.a`, and x and y. */
function taken(e: Syntax): { what: Extract<Syntax, { kind: 'field' }> | null; indexes: readonly Syntax[] } {
  if (e.kind === 'field') return { what: e, indexes: [] };
  if (e.kind !== 'index') return { what: null, indexes: [] };
  const { what, indexes } = taken(e.of);
  return { what, indexes: [...indexes, e.index] };
}

function turnOf(cx: Context, role: RoleInfo, name: Name, indexes: readonly Syntax[], scope: Scope): Turn | null {
  const { text, span } = name;
  const actions = role.item.members.filter((m) => m.kind === 'action');
  const action = actions.findIndex((m) => m.name.text === text);
  const message = cx.messages.get(text);
  if (action >= 0 && message !== undefined)
    return cx.reporter.report('PV0203', span, `\`${text}\` is both an action of ${role.name} and a message`, {
      help: 'rename one of them',
    });
  if (action >= 0) return actTurn(cx, actions[action], action, indexes, name, scope);
  if (message !== undefined) return deliverTurn(cx, role, message, indexes, name);
  if (role.timers.has(text)) return fireTurn(cx, role, indexes, name, scope);
  const known = [...actions.map((m) => m.name.text), ...role.timers.keys(), ...cx.messages.keys()];
  return cx.reporter.unknown(name, `action, timer or message of ${role.name}`, known);
}

function actTurn(cx: Context, action: ActionMember, index: number, indexes: readonly Syntax[], name: Name, scope: Scope): Turn | null {
  refer(cx, name.span, action.name.span, 'action', name.text);
  if (indexes.length > action.params.length)
    return tooMany(cx, indexes[action.params.length], `\`${name.text}\` has ${count(action.params.length)}`);
  const params: (Expr | null)[] = [];
  for (const [i, { domain }] of action.params.entries()) {
    const found = i < indexes.length ? setOf(cx, domain, outer('constant', null)) : null;
    if (i < indexes.length && found?.type.kind !== 'set') return null;
    const asked = found?.type.kind === 'set' ? oneOf(cx, indexes[i], found.type.of, scope) : null;
    if (found !== null && asked === null) return null;
    params.push(asked);
  }
  return { kind: 'act', action: index, params };
}

function count(n: number): string {
  return n === 0 ? 'no parameter' : n === 1 ? 'one parameter' : `${n} parameters`;
}

function tooMany(cx: Context, index: Syntax, why: string): null {
  return cx.reporter.report('PV0203', index.span, `${why}, so these brackets must be empty`);
}

function fireTurn(cx: Context, role: RoleInfo, indexes: readonly Syntax[], name: Name, scope: Scope): Turn | null {
  const index = role.timers.get(name.text)!;
  const timer = role.timerList[index];
  refer(cx, name.span, timer.span, 'timer', name.text);
  noTime(cx, name.span, `the timer \`${name.text}\``);
  const hasHandler = role.item.members.some(
    (m) => m.kind === 'handler' && m.triggers.some((t) => t.kind === 'name' && t.name.text === name.text),
  );
  if (!hasHandler)
    return cx.reporter.report('PV0203', name.span, `\`${name.text}\` has no handler, so it is never enabled`, {
      help: `to ask whether it has run out, write \`not .${name.text}.running\``,
    });
  const most = timer.key === null ? 0 : 1;
  if (indexes.length > most) return tooMany(cx, indexes[most], `\`${name.text}\` has ${most === 0 ? 'no key' : 'one key'}`);
  if (timer.key === null || indexes.length === 0) return { kind: 'fire', timer: index, key: null };
  const key = oneOf(cx, indexes[0], timer.key, scope);
  return key && { kind: 'fire', timer: index, key };
}

function deliverTurn(cx: Context, role: RoleInfo, message: number, indexes: readonly Syntax[], name: Name): Turn | null {
  refer(cx, name.span, cx.messageList[message].span, 'message', name.text);
  const isTaken = role.item.members.some(
    (m) => m.kind === 'handler' && m.triggers.some((t) => t.kind === 'name' && t.name.text === name.text),
  );
  if (!isTaken) return cx.reporter.report('PV0203', name.span, `no handler of ${role.name} accepts \`${name.text}\``);
  if (indexes.length > 0) return tooMany(cx, indexes[0], `\`${name.text}\` is a message`);
  return { kind: 'deliver', message };
}

/** A value that is compared with those of the type; it may be none of them. */
function oneOf(cx: Context, e: Syntax, type: Type, scope: Scope): Expr | null {
  const found = infer(cx, e, scope, type);
  if (found === null) return null;
  return join(found.type, type) === null ? mismatch(cx, e, found, { ...found, type }) : found;
}
