/**
 * What is sent once, at the start, to a node that may be down when it arrives, or over a network that may lose it: whoever
 * waits for an answer may wait forever. Told only where something is expected to happen in the end.
 */

import type { NodeItem, Send, System } from '#grammar';
import { comesBack } from '../../model/crash-modes.ts';
import type { Reporter } from '../report.ts';
import type { Meeting } from './meeting.ts';
import { eachStatement } from './statements.ts';

export function lostRequests(system: System, { model, isExpectedToHold }: Meeting, reporter: Reporter): void {
  if (!model.properties.some((p) => p.kind === 'liveness' && isExpectedToHold(p.name))) return;
  const down = new Set(model.crashes.filter((c) => comesBack(c.mode)).flatMap((c) => c.roles));
  for (const item of system.items) {
    if (item.kind !== 'node') continue;
    for (const send of sentOnce(item)) {
      const receiver = receiverOf(send);
      const role = model.roles.find((r) => r.name === receiver);
      const isDown = role !== undefined && down.has(role.index);
      if (role === undefined || (!isDown && model.network.loss === null)) continue;
      reporter.report('PV0708', send.message.span, `${send.message.text} is sent only once and can be lost`, {
        why: isDown
          ? `Under ${model.assume}, ${role.name} may be down when it arrives. It is never sent again.`
          : `Under ${model.assume} the network may lose it. It is never sent again.`,
        help: 'send it again until an answer arrives, from a timer or from an `action` with such a guard',
      });
    }
  }
}

/** Sends in `on start` alone, of messages that the node sends nowhere else. */
function sentOnce(item: NodeItem): Send[] {
  const all: { send: Send; once: boolean }[] = [];
  for (const m of item.members) {
    if (m.kind !== 'handler' && m.kind !== 'action') continue;
    const once = m.kind === 'handler' && m.triggers.every((t) => t.kind === 'start');
    eachStatement(m.body, (s) => {
      if (s.kind === 'send' || s.kind === 'broadcast') all.push({ send: s, once });
    });
  }
  const again = new Set(all.filter((s) => !s.once).map((s) => s.send.message.text));
  return all.filter((s) => s.once && !again.has(s.send.message.text)).map((s) => s.send);
}

function receiverOf({ to }: Send): string | null {
  if (to?.kind === 'name') return to.name.text;
  return to?.kind === 'instance' ? to.role.text : null;
}
