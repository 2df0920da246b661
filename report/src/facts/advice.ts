/** What to write where a lie makes the model itself fail: a Byzantine node may send what the code of its role never does. */
import type { Handler, Model, Verdict } from '#checker';
import { nodeName, type Reader, roleOf } from './reader.ts';

export interface Advice {
  readonly liar: string;
  readonly message: string;
  /** the handler: "on Vote" */
  readonly handler: string;
  /** a guard that refuses it, where its sender tells: `m in Member`; else null */
  readonly guard: { readonly sender: string; readonly role: string } | null;
}

export function adviceFor({ model, trace }: Reader, verdict: Verdict): Advice | null {
  const label = trace.steps.at(-1)?.step.label;
  if (verdict.status !== 'error' || label?.kind !== 'lie' || label.handler === null) return null;
  const { from, to, message } = label.message;
  const handler = roleOf(model, to).handlers[label.handler];
  const guard = guardAgainst(model, handler, message, model.instances[from].role);
  return { liar: nodeName(model, from), message: model.messages[message].name, handler: handler.title, guard };
}

/** Where one other role alone sends the message of itself. */
function guardAgainst(model: Model, { trigger, guard }: Handler, message: number, liar: number): Advice['guard'] {
  if (trigger.kind !== 'message' || trigger.from === null || guard !== null) return null;
  const senders = model.roles.filter(({ handlers, actions }) => [...handlers, ...actions].some(({ body }) => isSent(body, message)));
  if (senders.length !== 1 || senders[0].index === liar) return null;
  return { sender: model.locals[trigger.from].name, role: senders[0].name };
}

const SENDING: readonly unknown[] = ['send', 'broadcast', 'reply'];

function isSent(part: unknown, message: number): boolean {
  if (typeof part !== 'object' || part === null) return false;
  const { kind, message: sent } = part as { readonly kind?: unknown; readonly message?: unknown };
  return (SENDING.includes(kind) && sent === message) || Object.values(part).some((inner) => isSent(inner, message));
}
