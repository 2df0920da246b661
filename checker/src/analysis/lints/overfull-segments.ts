/**
 * A segment that sends more messages than may be in flight: every step that runs it is cut, so the search never sees what comes
 * after. Counted is what is sent for certain, so a lint is never wrong and may be missing.
 */
import type { Span, System } from '#grammar';
import type { Model, Role } from '../../model/ir.ts';
import { type Overfull, SendCounter } from '../../model/sends.ts';
import type { Reporter } from '../report.ts';
import type { Meeting } from './meeting.ts';

export function overfullSegments(_system: System, { model }: Meeting, reporter: Reporter): void {
  const { capacity, queue } = model.network;
  // A message sent into a full queue is lost instead.
  if (queue !== null) return;
  const found = model.roles.flatMap((role) => overfull(model, role));
  for (const { span, sent } of found) {
    reporter.report('PV0711', span, `${sent} messages are sent in one step, but the search follows at most ${capacity} in flight`, {
      why: `Under ${model.assume} no run gets past this point, so nothing after it is checked.`,
      help: help(sent),
    });
  }
  if (found.length === 0) overfullStart(model, reporter);
}

function help(sent: number): string {
  if (sent > MOST_CAPACITY) return `\`capacity\` is at most ${MOST_CAPACITY}: send to fewer nodes, or \`pause\` between the sends`;
  return `\`network { capacity ${sent} }\`, or more if other messages can be in flight too`;
}

const MOST_CAPACITY = 64;

/** The first such place of each handler and action. */
function overfull({ instances, network }: Model, role: Role): Overfull[] {
  const nodes = instances.filter((instance) => instance.role === role.index);
  return [...role.handlers, ...role.actions].flatMap(({ body }) => {
    const places = nodes.flatMap(({ index }) => {
      const counter = new SendCounter(index, network.capacity);
      counter.block(body, 0);
      return counter.overfull ?? [];
    });
    return places.slice(0, 1);
  });
}

/** Everything that is sent at the start is in flight together. */
function overfullStart(model: Model, reporter: Reporter): void {
  let sent = 0;
  let last: Span | null = null;
  for (const { index, role } of model.instances) {
    const start = model.roles[role].handlers.find(({ trigger, guard }) => trigger.kind === 'start' && guard === null);
    if (start === undefined) continue;
    const before = sent;
    sent += new SendCounter(index, model.network.capacity).firstSegment(start.body);
    if (sent > before) last = start.span;
  }
  const { capacity } = model.network;
  if (last === null || sent <= capacity) return;
  reporter.report('PV0711', last, `the nodes send ${sent} messages at the start, but the search follows at most ${capacity} in flight`, {
    why: `Under ${model.assume} no initial state is left, so nothing is checked.`,
    help: help(sent),
  });
}
