/** The rows of a counterexample's table in words. */

import type { Verdict } from '#checker';
import { unhandled } from '#grammar';
import type { Happened } from '../facts/happened.ts';
import type { Reader } from '../facts/reader.ts';
import { type Row as Facts, rowsOf, type What } from '../facts/rows.ts';
import { plural } from './counts.ts';
import { changeText, effectTexts, letterText, stepText, valueText } from './steps.ts';

export interface Row {
  /** null where the row spans time: a pause, a loop */
  readonly time: number | null;
  /** `network` and the like for steps of the world */
  readonly node: string;
  /** "Renew from Worker#1: sends Granted back" */
  readonly what: string;
  readonly changed: readonly string[];
  /** faults are what an assumption allows to go wrong; `end` is a model error */
  readonly kind: 'start' | 'step' | 'fault' | 'time' | 'end' | 'loop';
  /** index of the step in the trace; -1 before the first */
  readonly step: number;
}

export function traceRows(reader: Reader, verdict: Verdict | null = null): Row[] {
  return rowsOf(reader, verdict).map(rowText);
}

function rowText(row: Facts): Row {
  const { time, node, what, step } = row;
  return { time, node: node ?? worldOf(what), what: whatText(what), changed: changedTexts(row), kind: kindOf(row), step };
}

function worldOf(what: What): string {
  return worldText(what.kind === 'step' ? what.happened.kind : what.kind);
}

/** Whose step it is where it is no node's: the network's, or (empty) the whole system's. */
export function worldText(kind: What['kind'] | Happened['kind']): string {
  return WORLD.includes(kind) ? 'network' : '';
}

const WORLD: readonly string[] = ['lose', 'corrupt', 'cut', 'heal', 'not received'];

/** The row from which on the rows repeat; `nothing`: there are none. */
export function loopRow(nothing: boolean): Omit<Row, 'step'> {
  return { time: null, node: '', what: whatText({ kind: 'loop', nothing }), changed: [], kind: 'loop' };
}

function kindOf({ what, isFault }: Facts): Row['kind'] {
  switch (what.kind) {
    case 'start':
    case 'step':
    case 'pause':
      return isFault ? 'fault' : what.kind === 'start' ? 'start' : 'step';
    case 'not received':
    case 'time':
      return 'time';
    case 'loop':
      return 'loop';
    case 'error':
      return 'end';
    default:
      return unhandled(what);
  }
}

export function whatText(what: What): string {
  switch (what.kind) {
    case 'start': {
      if (what.byzantine) return 'is Byzantine: it runs none of its code and may send anything';
      const parts = effectTexts(what.effects);
      return parts.length === 0 ? 'starts' : `starts: ${parts.join('; ')}`;
    }
    case 'step':
      return stepText(what.happened, what.effects);
    case 'pause':
      return `paused for ${plural(what.ticks, 'tick')}${what.waiting === null ? '' : `, ${what.waiting} waits`}`;
    case 'not received':
      return `${letterText(what.message)} is not received: ${what.message.to} is down`;
    case 'time':
      return `time passes: ${plural(what.ticks, 'tick')}`;
    case 'loop':
      return what.nothing ? 'from here on nothing happens' : 'from here on this repeats forever:';
    case 'error':
      return what.message;
    default:
      return unhandled(what);
  }
}

function changedTexts({ what, changed, node }: Facts): string[] {
  const open = what.kind === 'start' ? what.values.map(valueText) : [];
  const ranOut = what.kind === 'time' ? what.ranOut.map((one) => `${one.node}.${one.timer} runs out`) : [];
  return [...open, ...changed.map((change) => changeText(change, node)), ...ranOut];
}
