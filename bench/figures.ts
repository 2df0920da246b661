/** Figures of several rounds, and the words around them that every bench prints. */
import { availableParallelism, cpus, totalmem } from 'node:os';
import process from 'node:process';

export function least(figures: readonly number[]): number {
  return Math.min(...figures);
}

export function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)];
}

/** "0.41 (0.44)": the least and the median; nothing of no figures */
export function spread(figures: readonly number[], digits = 2): string {
  return figures.length === 0 ? '' : `${least(figures).toFixed(digits)} (${median(figures).toFixed(digits)})`;
}

/** The same of the quotients, round by round: `theirs` over `ours`. */
export function ratios(theirs: readonly number[], ours: readonly number[]): string {
  return ours.length === 0 || theirs.length !== ours.length ? '' : spread(theirs.map((figure, i) => figure / ours[i]));
}

export function whole(count: number): string {
  return count.toLocaleString('en');
}

export function table(head: readonly string[], rows: readonly (readonly string[])[], words = 1): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i < words ? '---' : '--:'))), ...rows.map(line)].join('\n');
}

/** What the figures are of. */
export function machine(): string {
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  return `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${availableParallelism()} cores, ${gibibytes} GiB, ${process.platform}, Node ${process.version}`;
}

/** A number of an option: at least 1. */
export function atLeastOne(text: string): number {
  return Math.max(1, Math.floor(Number(text)) || 1);
}
