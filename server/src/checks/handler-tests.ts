/** Which handlers and actions of a check's system run. */
import type { CheckOutcome } from '#checker';
import type { Span } from '#grammar';
import type { Snapshot } from '../ide/snapshot.ts';
import type { HandlerTest } from './test-types.ts';

/** Those of which it is known: a search that did not see every state does not say what never runs. Whether `on start` and `on restart` run is the assumption's business. */
export function handlersOf({ loaded }: Snapshot, { ran, neverRan }: CheckOutcome): HandlerTest<Span>[] {
  const members = [...loaded.files.values()].flatMap(({ systems }) =>
    systems.flatMap(({ items }) => items.flatMap((item) => (item.kind === 'node' ? item.members : []))),
  );
  // Of one with several triggers each has its own words.
  const whole = (span: Span) => {
    const member = members.find((one) => isIn(one.span, span));
    return member === undefined || (member.kind === 'handler' && member.triggers.length > 1) ? span : member.span;
  };
  return [...ran.map((code) => ({ ...code, ran: true })), ...neverRan.map((code) => ({ ...code, ran: false }))]
    .map(({ role, title, span, ran }) => ({ name: `${role}: ${title}`, place: whole(span), ran }))
    .toSorted((a, b) => a.place.start - b.place.start);
}

function isIn(outer: Span, inner: Span): boolean {
  return outer.file === inner.file && outer.start <= inner.start && inner.end <= outer.end;
}
