/** The steps of a batch of states of a level, made here or taken over from where they were made ahead (see ahead.ts), with what is noted of them. */
import type { Machine } from '../machine/machine.ts';
import { BATCH } from '../machine/successors.ts';
import { type PortionPlace, portionEnd } from '../parallel/portions.ts';
import type { EdgeLog } from '../states/edges.ts';
import type { States } from '../states/states.ts';
import type { TimeNotes } from './time-notes.ts';

interface Notes {
  readonly machine: Machine;
  readonly store: States;
  readonly time: TimeNotes;
  /** null unless steps are kept */
  readonly edges: EdgeLog | null;
  /** states of a portion */
  readonly portion: number;
}

/** From state `start` on, up to `last` at most; returns where it ends. Where steps are kept, that is the end of a portion, as others make them as well. */
export function makeSteps({ machine, store, time, edges, portion }: Notes, start: number, last: number, which: 'free' | 'faults'): number {
  const { successors } = machine;
  const end = edges === null ? last : portionEnd(start, last, portion);
  for (let state = start; ; ) {
    const before = successors.count;
    const { ticks, forcedCuts } = successors;
    machine.expand(store.segment(state), store.offset(state), which);
    time.expanded(state, successors, before, successors.count, successors.ticks > ticks || successors.forcedCuts > forcedCuts, which);
    edges?.noteSource(state, successors.count);
    state++;
    if (state === end || (edges === null && successors.count >= BATCH)) return state;
  }
}

/** The same for the portion that begins with state `start`. */
export function takeOver(
  { time, edges, portion }: Notes,
  made: PortionPlace,
  start: number,
  last: number,
  which: 'free' | 'faults',
): number {
  const end = portionEnd(start, last, portion);
  for (let state = start, first = 0; state < end; state++) {
    const after = made.ends[state - start];
    time.expanded(state, made, first, after, made.timely[state - start] === 1, which);
    edges!.noteSource(state, after);
    first = after;
  }
  return end;
}
