/** A counterexample as a compact table for a terminal: time, node, what happened, what changed. */
import { greatest, padded, printable, width, wrapped } from './layout.ts';
import type { Style } from './style.ts';
import type { Row } from './words/rows.ts';

const GAP = '  ';
/** A column for words never gets narrower than this, however narrow the terminal is. */
const LEAST = 24;

export type TableRow = Omit<Row, 'step'>;

export interface TableOptions {
  readonly style: Style;
  /** columns that the lines may take */
  readonly columns: number;
}

/** Lines without indentation. `withTime`: under async there is no time and no column for it. */
export function counterexampleTable(rows: readonly TableRow[], withTime: boolean, { style, columns }: TableOptions): string[] {
  const cells = rows.map((row) => cellsOf(row, withTime));
  const head = [...(withTime ? ['time'] : []), 'node', 'what happened', 'what changed'];
  const widths = columnWidths([head, ...cells], columns);
  const headLine = line(head, widths, withTime);
  return [
    style.faint(headLine),
    ...cells.flatMap((row, i) => linesOf(row, widths, withTime).map((text) => coloured(text, rows[i], style))),
  ];
}

function cellsOf(row: TableRow, withTime: boolean): string[] {
  const time = row.time === null ? (row.kind === 'loop' ? '' : ':') : String(row.time);
  return [...(withTime ? [time] : []), row.node, row.what, row.changed.join(', ')].map(printable);
}

/** The last two columns hold words and share what is left, by need. */
function columnWidths(rows: readonly (readonly string[])[], columns: number): number[] {
  const needed = rows[0].map((_, c) => greatest(rows.map((row) => width(row[c]))));
  const fixed = needed.slice(0, -2);
  const [what, changed] = needed.slice(-2);
  const room = columns - fixed.reduce((sum, w) => sum + w + GAP.length, 0) - GAP.length;
  if (what + changed <= room) return needed;
  const changedWidth = Math.max(LEAST, Math.min(changed, Math.max(room - what, Math.floor(room * 0.4))));
  return [...fixed, Math.max(LEAST, room - changedWidth), changedWidth];
}

function linesOf(cells: readonly string[], widths: readonly number[], withTime: boolean): string[] {
  const parts = cells.map((cell, c) => (c < cells.length - 2 ? [cell] : wrapped(cell, widths[c])));
  const height = Math.max(...parts.map((part) => part.length));
  return Array.from({ length: height }, (_, i) =>
    line(
      parts.map((part) => part[i] ?? ''),
      widths,
      withTime,
    ),
  );
}

/** Times stand in the middle of their column. */
function line(cells: readonly string[], widths: readonly number[], withTime: boolean): string {
  const placed = cells.map((cell, c) => {
    if (!withTime || c > 0) return padded(cell, widths[c]);
    return cell === 'time' ? cell : padded(cell.padStart(3), widths[c]);
  });
  return placed.join(GAP).trimEnd();
}

function coloured(text: string, row: TableRow, style: Style): string {
  if (row.kind === 'fault') return style.warn(text);
  if (row.kind === 'end') return style.bad(text);
  if (row.kind === 'loop') return style.strong(text);
  return row.kind === 'time' ? style.faint(text) : text;
}
