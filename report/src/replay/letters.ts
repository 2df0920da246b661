/** Which message is which along a run: states hold equal messages as many times as they are in flight, and no more is known of them. */
import type { Event, MessageState, Model, Trace } from '#checker';
import { unhandled } from '#grammar';
import { type Letter, letter, looksLike } from '../facts/happened.ts';
import type { Fate, MessageReport, Travel } from '../result/types.ts';

interface Open {
  /** as it is now */
  now: MessageState;
  readonly from: number;
  readonly to: number;
  readonly message: MessageReport;
  readonly sent: number;
  left: number | null;
  fate: Fate;
  corrupted: Travel['corrupted'];
  readonly copies: number[];
}

/** Of equal messages the one that was sent first leaves first. */
export function travelsOf(model: Model, trace: Trace): Travel[] {
  const all: Open[] = [];
  const inFlight: Open[] = [];
  const begin = (now: MessageState, sent: number, fate: Fate, left: number | null): Open => {
    const message = messageReport(letter(model, now));
    const open: Open = { now, from: now.from, to: now.to, message, sent, left, fate, corrupted: null, copies: [] };
    all.push(open);
    return open;
  };
  const find = (message: MessageState): Open => {
    const open = inFlight.find(({ now }) => looksLike(now, message));
    if (open === undefined) throw new Error(`no such message in flight: ${letter(model, message).message}`);
    return open;
  };
  const end = (message: MessageState, at: number, fate: Fate): void => {
    const open = find(message);
    inFlight.splice(inFlight.indexOf(open), 1);
    open.left = at;
    open.fate = fate;
  };
  const hear = (events: readonly Event[], at: number): void => {
    for (const event of events) {
      if (event.kind === 'vanished') end(event.message, at, 'not received');
      if (event.kind !== 'sent') continue;
      if (event.vanished === null) inFlight.push(begin(event.message, at, 'in flight', null));
      else begin(event.message, at, event.vanished === 'byzantine' ? 'taken by a liar' : event.vanished, at);
    }
  };
  hear(trace.initial.events, 0);
  trace.steps.forEach(({ step: { label, events }, state }, index) => {
    const at = index + 1;
    switch (label.kind) {
      case 'deliver':
        end(label.message, at, state.nodes[label.message.to].status === 'up' ? 'delivered' : 'not received');
        break;
      case 'lose':
        end(label.message, at, 'lost');
        break;
      case 'duplicate':
        find(label.message).copies.push(at);
        break;
      case 'corrupt': {
        const open = find(label.message);
        open.now = { ...label.message, fields: label.fields, corrupted: true };
        open.corrupted = { at, into: messageReport(letter(model, open.now)) };
        break;
      }
      case 'lie':
        begin(label.message, at, 'lie', at);
        break;
      case 'fire':
      case 'resume':
      case 'restart':
      case 'act':
      case 'tick':
      case 'stabilise':
      case 'crash':
      case 'cut':
      case 'heal':
      case 'clock':
        break;
      default:
        unhandled(label);
    }
    hear(events, at);
  });
  return all.map(({ now: _, ...travel }) => travel);
}

function messageReport({ message, fields, from, to }: Letter): MessageReport {
  return { name: message, fields, from, to };
}
