/**
 * What has to be told of the steps before the last one, besides faults, for the end to be understood: who set what the property is
 * about, what a ghost was compared with, when the message that arrives last was sent, and what was lost on the way.
 */
import type { MessageState, Trace, TraceStep } from '#checker';
import { type Cell, changesIn, decidedBy, distinctCells, isPartOf, lastChange, sameCell, sentAt, sentBefore } from './cells.ts';
import type { Moved } from './changes.ts';
import { effectsOf, type Sent } from './effects.ts';
import { looksLike } from './happened.ts';
import { nodeOf, type Reader, roleOf } from './reader.ts';

export interface Earlier {
  readonly index: number;
  /** of what it changed, what matters */
  readonly changed: readonly Moved[];
  /** a message that it sent and that matters: because it arrives late, or never */
  readonly sent: Sent | null;
}

/** Together with faults no more than so many; but some of them always. */
const MOST_TOLD = 5;
const LEAST_EARLIER = 2;
const MOST_CHANGES = 2;
/** What is compared with what is compared. */
const MOST_DEPTH = 2;
const MOST_DROPPED = 2;
const MOST_WAY = 2;

/** What the run is told for. */
export interface Ends {
  /** what the property is about, as it is at the end */
  readonly cells: readonly Cell[];
  /** `step`: about what the last step changes; `waits`: about something that does not come, in time or at all */
  readonly kind: 'state' | 'step' | 'waits';
  /** steps that are told with what is wrong at the end */
  readonly told?: readonly number[];
  /** nothing happens any more but that time passes: so what came to nothing matters */
  readonly isStuck?: boolean;
  /** a message that should have come by now */
  readonly awaited?: MessageState | null;
}

/**
 * `told`: steps that are told anyway, the last one (-1: there is none) among them. What matters most is taken first; all is put into
 * its order then.
 */
export function earlierSteps(
  reader: Reader,
  { cells, kind, isStuck = false, awaited = null }: Ends,
  last: number,
  told: ReadonlySet<number>,
): Earlier[] {
  const end = reader.trace.steps.length;
  const found = new Map<number, Earlier>();
  const most = Math.max(LEAST_EARLIER, MOST_TOLD - told.size + 1);
  const add = (index: number, about: readonly Cell[], sent: Sent | null = null) => {
    if (index < 0 || told.has(index)) return;
    const before = found.get(index);
    if (before === undefined && found.size === most) return;
    const changed = changesIn(reader, index).filter((moved) => about.some((cell) => isPartOf(moved, cell)));
    const all = [...(before?.changed ?? []), ...changed];
    const distinct = all.filter((moved, i) => all.findIndex((other) => sameCell(other, moved)) === i);
    found.set(index, { index, changed: distinct.slice(0, MOST_CHANGES), sent: sent ?? before?.sent ?? null });
  };
  for (const index of lostAtFullQueues(reader)) add(index, [], fullQueue(reader, index));
  for (const cell of cells) add(lastChange(reader, cell, end), [cell]);
  if (kind === 'step') for (const cell of cells) add(lastChange(reader, cell, end - 1), [cell]);
  if (kind === 'waits') for (const index of dropped(reader, isStuck).slice(-MOST_DROPPED)) add(index, []);
  for (const { index, sent } of awaited === null ? [] : wayOf(reader, awaited)) add(index, [], sent);
  let open = cells.map((cell) => ({ cell, set: lastChange(reader, cell, end) }));
  for (let depth = 0; depth < MOST_DEPTH; depth++) {
    open = open.flatMap(({ cell, set }) =>
      (set < 0 ? [] : decidedFor(reader, cell, set, kind === 'waits')).map((other) => ({
        cell: other,
        set: lastChange(reader, other, set),
      })),
    );
    for (const { cell, set } of open) add(set, [cell]);
  }
  const sent = last < 0 ? null : sentAt(reader.trace, last);
  // It was under way while something else happened that is told.
  const isLate = sent !== null && sent >= 0 && [...found.keys(), ...told].some((index) => index > sent && index < last);
  if (isLate) add(sent, [], sentTo(reader, sent, last));
  return inOrder(found);
}

/**
 * Messages that came to nothing: no handler took them, their receiver was down, or they changed only what a ghost notes; where all is
 * `stuck` also those that a handler took and that changed nothing.
 */
function dropped(reader: Reader, stuck: boolean): number[] {
  const { trace } = reader;
  return trace.steps.flatMap(({ step }, index) => {
    const { label, events } = step;
    if (label.kind !== 'deliver') return [];
    const does = events.some((e) => e.kind === 'sent' || e.kind === 'started' || e.kind === 'stopped' || e.kind === 'paused');
    const changes = changesIn(reader, index);
    if (does || changes.some(({ kind }) => kind === 'variable')) return [];
    return stuck || label.handler === null || changes.length > 0 ? [index] : [];
  });
}

/** The steps that sent a message, the one that was handled there, and so on. */
function wayOf(reader: Reader, message: MessageState): { readonly index: number; readonly sent: Sent | null }[] {
  const found: { index: number; sent: Sent | null }[] = [];
  let wanted: MessageState | null = message;
  for (let end = reader.trace.steps.length; wanted !== null && found.length < MOST_WAY; ) {
    const index: number = sentBefore(reader.trace, wanted, end);
    if (index < 0) break;
    const { name } = reader.model.messages[wanted.message];
    found.push({ index, sent: effectsOf(reader, index).sent.find((sent) => sent.message === name && sent.lost === null) ?? null });
    const { label }: TraceStep['step'] = reader.trace.steps[index].step;
    wanted = label.kind === 'deliver' || label.kind === 'duplicate' ? label.message : null;
    end = index;
  }
  return found;
}

function inOrder(found: ReadonlyMap<number, Earlier>): Earlier[] {
  return [...found.values()].sort((a, b) => a.index - b.index);
}

/**
 * What decided the value that a step gave to a cell: of a ghost first what other nodes and other ghosts hold, since nobody
 * but the reader sees those; else what is in the value. Of a number or a set that grows also what it was before.
 */
function decidedFor(reader: Reader, cell: Cell, set: number, waits: boolean): readonly Cell[] {
  const { model, trace } = reader;
  const node = nodeOf(trace.steps[set]);
  if (node === null) return [];
  const { by, when } = decidedBy(model, node, cell);
  const own = model.instances[node].name;
  const isSeen = (c: Cell) => c.node === own && roleOf(model, node).variables.some((v) => v.name === c.name && !v.ghost);
  const [moved] = changesIn(reader, set).filter((one) => isPartOf(one, cell));
  const isFlag = moved.to === 'true' || moved.to === 'false';
  const others = (cells: readonly Cell[]) => cells.filter((c) => !sameCell(c, cell));
  // What is compared and then overwritten in the same step nobody sees any more either.
  const isOverwritten = (c: Cell) => changesIn(reader, set).some((one) => isPartOf(one, c)) && by.some((one) => sameCell(one, c));
  const hidden = others([...by, ...when]).filter((c) => !isSeen(c) || (moved.kind === 'ghost' && isOverwritten(c)));
  // What is copied from a variable into a map or a set needs no history; what a comparison or a difference is made of does.
  const isMade = isFlag ? moved.kind === 'ghost' : /^-?\d+$/.test(moved.to) && moved.name === cell.name;
  const before = !isFlag && !waits && by.some((c) => sameCell(c, cell)) ? [cell] : [];
  return distinctCells([...(hidden.length > 0 ? hidden : isMade && !waits ? others(by) : []), ...before]);
}

/** Steps that sent what a full queue lost, unless the same was in flight already. */
function lostAtFullQueues({ trace }: Reader): number[] {
  return trace.steps.flatMap(({ step, state }, index) => {
    const lost = step.events.some((event) => {
      if (event.kind !== 'sent' || event.vanished !== 'queue full') return false;
      return !state.messages.some((other) => looksLike(other, event.message));
    });
    return lost && isInStem(trace, index) ? [index] : [];
  });
}

function isInStem({ loop }: Trace, index: number): boolean {
  return loop === undefined || index < loop;
}

function fullQueue(reader: Reader, index: number): Sent | null {
  return effectsOf(reader, index).sent.find(({ lost }) => lost === 'queue full') ?? null;
}

function sentTo(reader: Reader, sent: number, last: number): Sent | null {
  const { label } = reader.trace.steps[last].step;
  if (label.kind !== 'deliver' && label.kind !== 'duplicate') return null;
  const { name } = reader.model.messages[label.message.message];
  return effectsOf(reader, sent).sent.find(({ message, lost }) => message === name && lost === null) ?? null;
}
