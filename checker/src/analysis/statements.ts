/** Statements of handlers and actions. Each `let` opens a scope that lasts to the end of its block. */
import { append, type Block as BlockSyntax, printExpr, type Send, type Statement, unhandled } from '#grammar';
import type { Block, Expr, Stmt } from '../model/ir.ts';
import { cardinality } from '../model/values.ts';
import { assign } from './assign.ts';
import { namedArgs, nodeValue } from './calls.ts';
import { type Context, declaredFields, refer, referToCall, type Scope, withBroken, withLocal } from './context.ts';
import { coerce, condition, infer, number } from './expressions.ts';
import { match } from './match.ts';
import { noTime, timerKey } from './parts.ts';
import { asSet, everyInstance, inferNamed, setOf } from './sets.ts';
import { resolveType } from './type-expressions.ts';

type Of<Kind extends Statement['kind']> = Extract<Statement, { kind: Kind }>;

export function block(cx: Context, written: BlockSyntax, scope: Scope): Block {
  const out: Stmt[] = [];
  for (const s of written.statements) {
    const done = statement(cx, s, scope);
    if (done === null) {
      scope = declareAnyway(s, scope);
      continue;
    }
    append(out, done.stmts);
    scope = done.scope;
  }
  return out;
}

interface Done {
  readonly stmts: readonly Stmt[];
  readonly scope: Scope;
}

/** A wrong `let` still declares its name, so that its uses are not wrong too. */
function declareAnyway(s: Statement, scope: Scope): Scope {
  return s.kind === 'let' || s.kind === 'choose' || s.kind === 'random' ? withBroken(scope, s.name) : scope;
}

function statement(cx: Context, s: Statement, scope: Scope): Done | null {
  const only = (stmt: Stmt | null): Done | null => stmt && { stmts: [stmt], scope };
  if (scope.place === 'ghost' && !['assign', 'let', 'if', 'match', 'for', 'ghost'].includes(s.kind)) {
    return cx.reporter.report('PV0403', s.span, `a ghost block can only assign ghosts; \`${s.kind}\` is not allowed`, {
      why: 'A ghost block must not change the run that it observes.',
    });
  }
  switch (s.kind) {
    case 'assign':
      return only(assign(cx, s, scope));
    case 'let':
      return letStatement(cx, s, scope);
    case 'choose':
    case 'random':
      return choose(cx, s, scope);
    case 'if': {
      const cond = condition(cx, s.cond, scope);
      const then = block(cx, s.then, scope);
      const otherwise = s.else === null ? [] : block(cx, s.else, scope);
      return cond && only({ kind: 'if', cond, then, else: otherwise, span: s.span });
    }
    case 'match': {
      const stmts = match(cx, s, scope);
      return stmts && { stmts, scope };
    }
    case 'for':
      return only(loop(cx, s, scope));
    case 'send':
    case 'broadcast':
    case 'reply':
      return only(send(cx, s, scope, null));
    case 'call': {
      const call = scope.role!.calls.indexOf(s.name.text);
      referToCall(cx, scope.role!, s.name);
      if (s.send.kind === 'reply')
        return cx.reporter.report('PV0405', s.span, '`call` needs a `send` or a `broadcast`; a reply is not a request');
      return only(send(cx, s.send, scope, call));
    }
    case 'start':
    case 'stop':
      return only(timer(cx, s, scope));
    case 'pause':
      return only(pause(cx, s, scope));
    case 'assert': {
      const cond = condition(cx, s.cond, scope);
      return cond && only({ kind: 'assert', cond, text: printExpr(s.cond), span: s.span });
    }
    case 'ghost': {
      const body = block(cx, s.body, { ...scope, place: 'ghost' });
      return only({ kind: 'ghost', body, span: s.span });
    }
    default:
      return unhandled(s);
  }
}

function letStatement(cx: Context, s: Of<'let'>, scope: Scope): Done | null {
  const type = s.type && resolveType(cx, s.type);
  if (s.type !== null && type === null) return null;
  const found = type === null ? inferNamed(cx, s.value, scope) : infer(cx, s.value, scope, type);
  const value = found && (type === null ? found : coerce(cx, found, type, `\`${s.name.text}\``));
  if (value === null) return null;
  const added = withLocal(cx, scope, s.name, value.type, true);
  return { stmts: [{ kind: 'let', local: added.local, value, span: s.span }], scope: added.scope };
}

function choose(cx: Context, s: Of<'choose'> | Of<'random'>, scope: Scope): Done | null {
  const from = setOf(cx, s.domain, scope);
  if (from?.type.kind !== 'set') return null;
  const type = from.type.of;
  const inner = withLocal(cx, scope, s.kind === 'choose' ? s.variable : s.name, type, false);
  const written = s.kind === 'choose' ? s.where : null;
  const where = written && condition(cx, written, inner.scope);
  if (written !== null && where === null) return null;
  const added = withLocal(cx, scope, s.name, type, true);
  return {
    stmts: [{ kind: 'choose', local: added.local, element: inner.local, from, where, random: s.kind === 'random', span: s.span }],
    scope: added.scope,
  };
}

/** The loop's variable and what is still to come are kept over a pause inside its body. */
function loop(cx: Context, s: Of<'for'>, scope: Scope): Stmt | null {
  const from = asSet(cx, s.domain, scope);
  if (from === null || (from.type.kind !== 'set' && from.type.kind !== 'list')) {
    block(cx, s.body, withBroken(scope, s.name));
    return null;
  }
  const element = withLocal(cx, scope, s.name, from.type.of, true);
  const where = s.where && condition(cx, s.where, element.scope);
  const rest = withLocal(cx, element.scope, { text: `the rest of ${s.name.text}`, span: s.name.span }, from.type, true);
  const body = block(cx, s.body, { ...rest.scope, names: element.scope.names });
  if (s.where !== null && where === null) return null;
  return { kind: 'for', local: element.local, from, where, rest: rest.local, body, span: s.span };
}

export function send(cx: Context, s: Send, scope: Scope, call: number | null): Stmt | null {
  const message = cx.messages.get(s.message.text);
  if (message === undefined) {
    if (s.to !== null && s.kind === 'send') nodeValue(cx, s.to, scope, '`to`');
    return cx.reporter.unknown(s.message, 'message', cx.messages.keys());
  }
  const declared = cx.messageList[message];
  refer(cx, s.message.span, declared.span, 'message', s.message.text);
  const args = namedArgs(cx, s.args, declared.fields, declaredFields(cx, s.message.text), s.message, s.span, scope);
  if (s.kind === 'reply') {
    if (!scope.handlesMessage) {
      return cx.reporter.report('PV0406', s.span, 'no message is being handled here, so there is no one to reply to', {
        help: `name the receiver: \`send ${s.message.text} to ...\``,
      });
    }
    return args && { kind: 'reply', message, args, span: s.span };
  }
  const to = s.to && (s.kind === 'send' ? nodeValue(cx, s.to, scope, '`to`') : receivers(cx, s.to, scope));
  return args && to && { kind: s.kind, message, args, to, call, span: s.span };
}

function receivers(cx: Context, e: NonNullable<Send['to']>, scope: Scope): Expr | null {
  const to =
    e.kind === 'name' && !scope.names.has(e.name.text) && cx.rolesByName.has(e.name.text) ? everyInstance(cx, e.name) : setOf(cx, e, scope);
  if (to === null || to.type.kind !== 'set') return null;
  if (to.type.of.kind === 'node') return to;
  return cx.reporter.report('PV0301', e.span, 'expected a set of nodes');
}

function timer(cx: Context, s: Of<'start'> | Of<'stop'>, scope: Scope): Stmt | null {
  const role = scope.role!;
  const index = role.timers.get(s.timer.text);
  if (index === undefined) return cx.reporter.unknown(s.timer, `timer of ${role.name}`, role.timers.keys());
  const declared = role.timerList[index];
  refer(cx, s.timer.span, declared.span, 'timer', s.timer.text);
  noTime(cx, s.timer.span, `the timer \`${s.timer.text}\``);
  const key = timerKey(cx, declared, s.key, s.timer, scope);
  if (s.kind === 'stop') return key === undefined ? null : { kind: 'stop', timer: index, key, span: s.span };
  const duration = number(cx, s.duration, scope, `the duration of \`${s.timer.text}\``);
  if (key === undefined || duration === null) return null;
  if (duration.type.hi > 10_000)
    return cx.reporter.report('PV0603', s.duration.span, `a timer of up to ${duration.type.hi} ticks is too long to search`);
  declared.maxDuration = Math.max(declared.maxDuration, duration.type.hi);
  return { kind: 'start', timer: index, key, duration, span: s.span };
}

function pause(cx: Context, s: Of<'pause'>, scope: Scope): Stmt {
  const tooLarge = scope.kept.find((local) => cardinality(cx.locals[local].type) > 2 ** 512);
  if (tooLarge !== undefined) cx.reporter.report('PV0603', s.span, `\`${cx.locals[tooLarge].name}\` is too large to keep across a pause`);
  const point = cx.pausePoints.push({ role: scope.role!.index, saves: scope.kept, span: s.span }) - 1;
  return { kind: 'pause', point, span: s.span };
}
