/**
 * An optional action that sends and changes nothing of its node: it can take place again at once, and each time there is
 * one more message in flight. Actions that are not optional are left alone: to send again and again is what they are for.
 */
import type { ActionMember, System } from '#grammar';
import type { Reporter } from '../report.ts';
import type { Meeting } from './meeting.ts';
import { someStatement } from './statements.ts';

export function repeatedSends(system: System, { model }: Meeting, reporter: Reporter): void {
  if (model.network.queue !== null) return;
  for (const item of system.items) {
    if (item.kind !== 'node') continue;
    for (const m of item.members) {
      if (m.kind !== 'action' || !m.optional || !sendsOnly(m)) continue;
      reporter.report('PV0707', m.name.span, `${m.name.text} can send again immediately although nothing has changed`, {
        why: `Each time one more message is in flight, until the search stops at its bound of ${model.network.capacity}, so no verdict is better than *holds within bounds*.`,
        help: 'record in a variable that it was sent and test that in the guard, or assume `queue N per link`',
      });
    }
  }
}

function sendsOnly({ body }: ActionMember): boolean {
  const sends = someStatement(body, (s) => s.kind === 'send' || s.kind === 'broadcast', false);
  return sends && !someStatement(body, (s) => s.kind === 'assign' || s.kind === 'start' || s.kind === 'stop' || s.kind === 'pause', false);
}
