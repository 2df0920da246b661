/** A kind of message whose handlers are all guarded, and which is not deferred: when no guard holds, it is consumed. */
import type { HandlerMember, NameTrigger, System } from '#grammar';
import type { Context } from '../context.ts';
import type { Reporter } from '../report.ts';

export function guardedMessages(system: System, cx: Context, reporter: Reporter): void {
  for (const item of system.items) {
    if (item.kind !== 'node' || item.strict) continue;
    const handlers = item.members.filter((m): m is HandlerMember => m.kind === 'handler');
    const deferred = new Set(item.members.flatMap((m) => (m.kind === 'defer' ? [m.trigger.name.text] : [])));
    const byMessage = new Map<string, { trigger: NameTrigger; guarded: boolean; named: boolean }[]>();
    for (const h of handlers) {
      for (const t of h.triggers) {
        if (t.kind !== 'name' || !cx.messages.has(t.name.text)) continue;
        byMessage.set(t.name.text, [
          ...(byMessage.get(t.name.text) ?? []),
          { trigger: t, guarded: h.guard !== null, named: t.call !== null },
        ]);
      }
    }
    for (const [message, found] of byMessage) {
      // An answer to an older request is meant to be dropped: the author has said `for`.
      if (deferred.has(message) || found.some((f) => !f.guarded || f.named)) continue;
      reporter.report('PV0701', found[0].trigger.name.span, `a ${message} that arrives while no guard holds is dropped`, {
        why: 'A message that no handler accepts does not wait; it is consumed.',
        help: `\`defer ${message} when ...\` leaves it in flight; \`on ${message} { }\` drops it on purpose`,
      });
    }
  }
}
