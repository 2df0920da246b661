/**
 * Promises that a quorum counts and a crash forgets. A node takes note of a message and answers it; another counts the answers up to a
 * quorum. Any two quorums of q out of n have 2 q - n nodes in common: where as many can come back without the note, a second quorum
 * knows nothing of the first. Told only where no safety property is expected to be violated, and where a restart puts nothing back.
 */
import type { System } from '#grammar';
import type { CrashFault, Expr, Handler, Model, Role, Stmt, Variable } from '../../model/ir.ts';
import { expressionsIn, statements } from '../../model/walk.ts';
import type { Reporter } from '../report.ts';
import type { Meeting } from './meeting.ts';

export function forgottenQuorums(_: System, { model, isExpectedToHold }: Meeting, reporter: Reporter): void {
  const safety = model.properties.filter(({ word }) => word === 'safety');
  if (safety.length === 0 || !safety.every(({ name }) => isExpectedToHold(name))) return;
  for (const fault of model.crashes) {
    if (fault.mode !== 'recovery' && fault.mode !== 'amnesia') continue;
    for (const role of model.roles) if (fault.roles.includes(role.index)) lookAt(model, fault, role, reporter);
  }
}

function lookAt(model: Model, fault: CrashFault, role: Role, reporter: Reporter): void {
  const restarts = role.handlers.filter(({ trigger }) => trigger.kind === 'restart');
  // Whoever asks others at a restart may learn again what was forgotten.
  if (restarts.some(({ body }) => [...statements(body)].some(({ kind }) => kind === 'send' || kind === 'broadcast'))) return;
  const told = new Set<number>();
  for (const handler of role.handlers) {
    if (handler.trigger.kind !== 'message') continue;
    const body = [...statements(handler.body)];
    for (const answer of answersIn(handler, body)) {
      const quorum = quorumOf(model, answer, role);
      if (quorum === null || !canForget(model, fault, 2 * quorum - role.count)) continue;
      for (const index of notes(role, handler, body, fault, restarts)) {
        if (told.has(index)) continue;
        told.add(index);
        warn(model, fault, role, role.variables[index], quorum, reporter);
      }
    }
  }
}

/** What goes back to the sender of the message handled. */
function answersIn({ trigger }: Handler, body: readonly Stmt[]): number[] {
  const sender = trigger.kind === 'message' ? trigger.from : null;
  return body.flatMap((stmt) => {
    if (stmt.kind === 'reply') return [stmt.message];
    return stmt.kind === 'send' && stmt.to.op === 'local' && stmt.to.local === sender ? [stmt.message] : [];
  });
}

/** As many nodes as two quorums have in common. */
function canForget({ budgets }: Model, { budget }: CrashFault, common: number): boolean {
  return common > 0 && (budget === null || budgets[budget].limit >= common);
}

/** Up to how many different nodes with this answer somebody counts; null where nobody does. The least, where there are several. */
function quorumOf({ roles }: Model, message: number, from: Role): number | null {
  const found = roles.flatMap((role) => {
    const sets = new Set(role.handlers.flatMap((handler) => gatheredBy(handler, message)));
    if (sets.size === 0) return [];
    return expressionsIn([role.handlers, role.actions]).flatMap((e) => comparedSize(e, sets));
  });
  const fit = found.filter((quorum) => quorum > 1 && quorum <= from.count);
  return fit.length === 0 ? null : Math.min(...fit);
}

/** Variables to which a handler of the message adds its sender. */
function gatheredBy({ trigger, body }: Handler, message: number): number[] {
  if (trigger.kind !== 'message' || trigger.message !== message || trigger.from === null) return [];
  const { from } = trigger;
  return [...statements(body)].flatMap((stmt) => {
    if (stmt.kind !== 'assign' || stmt.target.variable.kind !== 'own' || stmt.value.type.kind !== 'set') return [];
    return expressionsIn(stmt.value).some((e) => e.op === 'local' && e.local === from) ? [stmt.target.variable.variable] : [];
  });
}

/** `count(s) >= 2`, `== 2`, `> 1`, or the other way round: 2 */
function comparedSize(e: Expr, sets: ReadonlySet<number>): number[] {
  if (e.op === '<=' || e.op === '<') return comparedSize({ ...e, op: e.op === '<=' ? '>=' : '>', left: e.right, right: e.left }, sets);
  if (e.op !== '>=' && e.op !== '==' && e.op !== '>') return [];
  const { left, right } = e;
  const isSize = left.op === 'size' && left.of.op === 'var' && sets.has(left.of.variable);
  if (!isSize || right.op !== 'const' || typeof right.value !== 'number') return [];
  return [e.op === '>' ? right.value + 1 : right.value];
}

/** What the handler notes and a crash forgets, if something of what the node does later depends on it. */
function notes(role: Role, handler: Handler, body: readonly Stmt[], { mode }: CrashFault, restarts: readonly Handler[]): number[] {
  const noted = assignedIn(body).filter((index) => {
    const { durable, ghost } = role.variables[index];
    return !ghost && (mode === 'amnesia' || !durable) && reachesOthers(role, index);
  });
  const restored = new Set(restarts.flatMap((restart) => assignedIn([...statements(restart.body)])));
  const kept = mode === 'recovery' && assignedIn(body).some((index) => role.variables[index].durable);
  // What a guard of its own asks of is a promise that PV0709 tells of.
  const isGuard = (index: number) => mode === 'recovery' && mentions(handler.guard, index);
  return kept ? [] : noted.filter((index) => !restored.has(index) && !isGuard(index));
}

function assignedIn(body: readonly Stmt[]): number[] {
  return body.flatMap((stmt) => (stmt.kind === 'assign' && stmt.target.variable.kind === 'own' ? [stmt.target.variable.variable] : []));
}

/** In what is sent, or in a guard or condition on which it depends whether something is. */
function reachesOthers(role: Role, index: number): boolean {
  const codes = [...role.handlers, ...role.actions].map(({ guard, body }) => ({ guard, inside: [...statements(body)] }));
  return codes.some(({ guard, inside }) => {
    if (mentions(guard, index) && inside.some(isSend)) return true;
    return inside.some((stmt) => {
      if (stmt.kind === 'if') return mentions(stmt.cond, index) && [...statements([stmt])].some(isSend);
      return isSend(stmt) && stmt.args.some((arg) => mentions(arg, index));
    });
  });
}

function isSend(stmt: Stmt): stmt is Extract<Stmt, { readonly kind: 'reply' | 'send' | 'broadcast' }> {
  return stmt.kind === 'reply' || stmt.kind === 'send' || stmt.kind === 'broadcast';
}

function mentions(e: Expr | null, index: number): boolean {
  return e !== null && expressionsIn(e).some((part) => part.op === 'var' && part.variable === index);
}

function warn(model: Model, { mode }: CrashFault, role: Role, { name, span }: Variable, quorum: number, reporter: Reporter): void {
  const [common, lost] = [2 * quorum - role.count, mode === 'amnesia' ? 'can lose its disk' : 'can crash and come back'];
  reporter.report('PV0717', span, `a quorum counts on \`${name}\`, which a crash of ${role.name} forgets`, {
    why: `${quorum} of ${role.count} answer with what is in \`${name}\`; two such quorums have ${common === 1 ? 'one node' : `${common} nodes`} in common. Under ${model.assume} ${common === 1 ? `it ${lost}` : `each ${lost}`}: a second quorum then knows nothing of the first.`,
    help:
      mode === 'amnesia'
        ? 'let a node that lost its disk ask the others before it answers again, or count on larger quorums'
        : `write \`durable ${name}\` to keep it across a crash`,
  });
}
