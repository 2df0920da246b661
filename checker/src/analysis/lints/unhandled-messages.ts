/** A message that is sent and that no node has a handler for. */
import type { System } from '#grammar';
import type { Context } from '../context.ts';
import type { Reporter } from '../report.ts';

export function unhandledMessages(system: System, cx: Context, reporter: Reporter): void {
  const handled = new Set(
    system.items.flatMap((item) =>
      item.kind === 'node'
        ? item.members.flatMap((m) => (m.kind === 'handler' ? m.triggers.flatMap((t) => (t.kind === 'name' ? [t.name.text] : [])) : []))
        : [],
    ),
  );
  for (const item of system.items) {
    if (item.kind !== 'message' || handled.has(item.name.text) || !cx.senders.has(item.name.text)) continue;
    reporter.report('PV0703', item.name.span, `${item.name.text} is sent, and no node handles it`, {
      help: `add \`on ${item.name.text} { }\` to its receiver`,
    });
  }
}
