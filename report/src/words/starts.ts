/** What differs in another initial state, in words. */
import type { Letter } from '../facts/happened.ts';
import type { Cell, Datum } from '../result/types.ts';
import { cellText, cellValueText } from './moments.ts';
import { letterText } from './steps.ts';

/** "Client#1.lease (timer): 2 left", "General#2: byzantine", "stable: no" */
export function cellHoldsText(cell: Pick<Cell, 'kind' | 'name'>, node: string | null, value: Datum): string {
  const holds = cellValueText(cell, value);
  if (cell.kind === 'status') return `${node}: ${holds}`;
  return `${node === null ? '' : `${node}.`}${cellText(cell)}: ${holds}`;
}

/** "in flight: Ask from Client#1 to Server", "not in flight: ..." */
export function inFlightOrNotText(letter: Letter, isThere: boolean): string {
  return `${isThere ? '' : 'not '}in flight: ${letterText(letter)}`;
}
