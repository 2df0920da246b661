/**
 * Answers that are collected or counted without saying to which request they belong: an answer to an older request, late,
 * then counts for a newer one. Told only where the same node sends the request anew, and the handler adds to something.
 */
import type { HandlerMember, System } from '#grammar';
import type { Context } from '../context.ts';
import type { Reporter } from '../report.ts';
import { eachStatement, someStatement } from './statements.ts';

export function unnamedAnswers(system: System, _cx: Context, reporter: Reporter): void {
  const replies = new Set<string>();
  for (const item of system.items) {
    if (item.kind !== 'node') continue;
    for (const m of item.members)
      if (m.kind === 'handler' || m.kind === 'action') eachStatement(m.body, (s) => s.kind === 'reply' && replies.add(s.message.text));
  }
  for (const item of system.items) {
    if (item.kind !== 'node') continue;
    const broadcasts = item.members.some(
      (m) => (m.kind === 'handler' || m.kind === 'action') && someStatement(m.body, (s) => s.kind === 'broadcast'),
    );
    if (!broadcasts) continue;
    for (const m of item.members) if (m.kind === 'handler') judge(m, replies, reporter);
  }
}

function judge(handler: HandlerMember, replies: ReadonlySet<string>, reporter: Reporter): void {
  for (const t of handler.triggers) {
    if (t.kind !== 'name' || t.call !== null || !replies.has(t.name.text)) continue;
    if (!someStatement(handler.body, (s) => s.kind === 'assign' && s.op === '+=')) continue;
    reporter.report('PV0702', t.name.span, `a late ${t.name.text} to an older request counts here as well`, {
      why: 'The assumptions allow an answer to arrive after a new request has been sent.',
      help: `name the request with \`call round = broadcast ...\` and accept only its answers with \`on ${t.name.text} for round\``,
    });
  }
}
