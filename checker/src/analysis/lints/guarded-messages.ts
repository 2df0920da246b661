/** A kind of message whose handlers are all guarded, and which is not deferred: when no guard holds, it is consumed. */
import type { HandlerMember, NameTrigger, NodeItem, System } from '#grammar';
import { article } from '../types.ts';
import { comparesMessage, marked, marking, type Suspect, said } from './suspect.ts';

export function guardedMessages(system: System): Suspect[] {
  const messages = new Set(system.items.flatMap((item) => (item.kind === 'message' ? [item.name.text] : [])));
  return system.items.flatMap((item) => (item.kind === 'node' && !item.strict ? ofNode(system, item, messages) : []));
}

function ofNode(system: System, node: NodeItem, messages: ReadonlySet<string>): Suspect[] {
  const handlers = node.members.filter((m): m is HandlerMember => m.kind === 'handler');
  const deferred = new Set(node.members.flatMap((m) => (m.kind === 'defer' ? [m.trigger.name.text] : [])));
  const byMessage = new Map<string, { trigger: NameTrigger; handler: HandlerMember }[]>();
  for (const handler of handlers) {
    for (const trigger of handler.triggers) {
      if (trigger.kind !== 'name' || !messages.has(trigger.name.text)) continue;
      byMessage.set(trigger.name.text, [...(byMessage.get(trigger.name.text) ?? []), { trigger, handler }]);
    }
  }
  return [...byMessage].flatMap(([message, found]) => {
    if (deferred.has(message)) return [];
    // An answer to an older request, or an older term, is meant to be dropped: the author has said so.
    if (found.some(({ trigger, handler }) => handler.guard === null || trigger.call !== null || comparesMessage(handler))) return [];
    return [
      {
        diagnostic: diagnostic(message, found[0].trigger),
        system: marked(system, node, [...node.members, dropping(found[0].trigger)], node.span),
      },
    ];
  });
}

/** Takes what no other handler takes. */
function dropping({ name, span }: NameTrigger): HandlerMember {
  const trigger = { kind: 'name', name, bindings: null, key: null, from: null, call: null, span } as const;
  return { kind: 'handler', triggers: [trigger], guard: null, body: marking({ statements: [], span }, span), doc: null, span };
}

function diagnostic(message: string, { name }: NameTrigger): Suspect['diagnostic'] {
  return said((reporter) =>
    reporter.report('PV0701', name.span, `${article(message)} that arrives while no guard holds is dropped`, {
      why: 'A message that no handler accepts does not wait; it is consumed.',
      help: `\`defer ${message} when ...\` leaves it in flight; \`on ${message} { }\` drops it on purpose`,
    }),
  );
}
