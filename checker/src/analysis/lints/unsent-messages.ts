/** A message that a node handles and that nothing sends: left over, or the send is missing. */
import type { System } from '#grammar';
import type { Context } from '../context.ts';
import type { Reporter } from '../report.ts';

export function unsentMessages(system: System, cx: Context, reporter: Reporter): void {
  // A file without any send is unfinished, not wrong.
  if (cx.senders.size === 0) return;
  for (const item of system.items) {
    if (item.kind !== 'node') continue;
    for (const m of item.members) {
      const triggers = m.kind === 'handler' ? m.triggers : m.kind === 'defer' ? [m.trigger] : [];
      for (const t of triggers) {
        if (t.kind !== 'name' || !cx.messages.has(t.name.text) || cx.senders.has(t.name.text)) continue;
        if (t.name.text.startsWith('_')) continue;
        reporter.report('PV0705', t.name.span, `nothing sends ${t.name.text}, so this never runs`, {
          help: 'send it somewhere, or remove this handler',
        });
      }
    }
  }
}
