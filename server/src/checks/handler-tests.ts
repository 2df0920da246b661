/** Which handlers and actions of a check's system ran in some run. */
import type { CheckOutcome } from '#checker';
import type { Span } from '#grammar';
import type { Snapshot } from '../ide/snapshot.ts';
import type { HandlerTest } from './test-types.ts';

/** Null where the searches did not see every state: what they did not see may run. Whether `on start` and `on restart` run is the assumption's business. */
export function handlersOf({ loaded }: Snapshot, { sawAll, outcomes, neverRan }: CheckOutcome): HandlerTest<Span>[] | null {
  const [first] = outcomes;
  if (!sawAll || first === undefined) return null;
  const members = [...loaded.files.values()].flatMap(({ systems }) =>
    systems.flatMap(({ items }) => items.flatMap((item) => (item.kind === 'node' ? item.members : []))),
  );
  // Of one with several triggers each has its own words.
  const whole = (span: Span) => {
    const member = members.find((one) => isIn(one.span, span));
    return member === undefined || (member.kind === 'handler' && member.triggers.length > 1) ? span : member.span;
  };
  const hasRun = (span: Span) => !neverRan.some((one) => one.span.file === span.file && one.span.start === span.start);
  return first.model.roles.flatMap((role) => [
    ...role.handlers
      .filter(({ trigger }) => trigger.kind !== 'start' && trigger.kind !== 'restart')
      .map(({ title, span }) => ({ name: `${role.name}: ${title}`, place: whole(span), ran: hasRun(span) })),
    ...role.actions.map(({ name, span }) => ({ name: `${role.name}: action ${name}`, place: whole(span), ran: hasRun(span) })),
  ]);
}

function isIn(outer: Span, inner: Span): boolean {
  return outer.file === inner.file && outer.start <= inner.start && inner.end <= outer.end;
}
