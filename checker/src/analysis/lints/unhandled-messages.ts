/** A message that is sent and that no node has a handler for. */
import type { Expr, NodeItem, System } from '#grammar';
import type { Context } from '../context.ts';
import type { Reporter } from '../report.ts';
import { eachStatement, mentions } from './statements.ts';

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
    reporter.report('PV0703', item.name.span, `${item.name.text} is sent, but no node handles it`, {
      help: `add \`on ${item.name.text} { }\` to its receiver`,
      fixes: receiversOf(system, item.name.text).map((node) => ({
        title: `Add \`on ${item.name.text} { }\` to ${node.name.text}`,
        edits: [{ span: { ...node.span, start: node.span.end - 1, end: node.span.end - 1 }, text: `  on ${item.name.text} { }\n` }],
      })),
    });
  }
}

/** The nodes that a message of this name is sent to by their names; where there is none, every node. */
function receiversOf(system: System, message: string): NodeItem[] {
  const nodes = system.items.filter((item) => item.kind === 'node');
  const targets: Expr[] = [];
  for (const member of nodes.flatMap(({ members }) => members)) {
    if (member.kind !== 'handler' && member.kind !== 'action') continue;
    eachStatement(member.body, (s) => {
      if ((s.kind === 'send' || s.kind === 'broadcast') && s.message.text === message && s.to !== null) targets.push(s.to);
    });
  }
  const named = nodes.filter(({ name }) => targets.some((to) => mentions(to, name.text)));
  return named.length > 0 ? named : nodes;
}
