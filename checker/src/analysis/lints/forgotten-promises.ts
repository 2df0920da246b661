/**
 * A promise kept in a volatile variable: a handler answers a request, remembers that it did, and what it remembers decides
 * how later requests are answered. A crash that the node comes back from makes it forget. Told only where nothing durable
 * is written with the answer, nothing is put back at a restart, and the check expects no harm.
 */
import type { HandlerMember, NodeItem, System } from '#grammar';
import type { Reporter } from '../report.ts';
import type { Meeting } from './meeting.ts';
import { assigned, mentions, someStatement } from './statements.ts';

export function forgottenPromises(system: System, { model, isExpectedToHold }: Meeting, reporter: Reporter): void {
  if (!model.properties.filter((p) => p.word === 'safety').every((p) => isExpectedToHold(p.name))) return;
  const forgetful = model.crashes.filter((c) => c.mode === 'recovery').flatMap((c) => c.roles);
  for (const item of system.items) {
    if (item.kind !== 'node' || !model.roles.some((r) => r.name === item.name.text && forgetful.includes(r.index))) continue;
    const handlers = item.members.filter((m): m is HandlerMember => m.kind === 'handler');
    for (const handler of handlers) for (const variable of promised(item, handler)) warn(model.assume, item, variable, handler, reporter);
  }
}

type Variable = Extract<NodeItem['members'][number], { kind: 'variable' }>;

function promised(item: NodeItem, handler: HandlerMember): Variable[] {
  const variables = item.members.filter((m): m is Variable => m.kind === 'variable' && m.modifier !== 'ghost');
  const changes = (m: HandlerMember, v: Variable) =>
    someStatement(m.body, (s) => s.kind === 'assign' && assigned(s.target) === v.name.text, false);
  if (handler.guard === null || !someStatement(handler.body, (s) => s.kind === 'reply', false)) return [];
  if (variables.some((v) => v.modifier === 'durable' && changes(handler, v))) return [];
  const restarts = item.members.filter((m): m is HandlerMember => m.kind === 'handler' && m.triggers.some((t) => t.kind === 'restart'));
  return variables.filter(
    (v) =>
      v.modifier === null &&
      mentions(handler.guard, v.name.text) &&
      changes(handler, v) &&
      !restarts.some((restart) => changes(restart, v)),
  );
}

function warn(assume: string, item: NodeItem, variable: Variable, handler: HandlerMember, reporter: Reporter): void {
  const { text, span } = variable.name;
  reporter.report('PV0709', span, `${item.name.text} makes a promise with \`${text}\` and forgets it in a crash`, {
    why: `Its answers depend on \`${text}\`. Under ${assume} it can crash and come back, and \`${text}\` is then reset.`,
    help: `write \`durable ${text}\` to keep it across a crash`,
    related: [{ span: handler.triggers[0].span, message: 'the promise is made here' }],
    fixes: [{ title: 'Write `durable`', edits: [{ span: { ...variable.span, end: variable.span.start }, text: 'durable ' }] }],
  });
}
