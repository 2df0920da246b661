/**
 * What is to be said if the thread that checks ends before it can say it itself: it stood in one step for too long, or was out of
 * memory. Plain data, kept up to date by that thread, so that nothing that was known is lost.
 */
import type { ExitCode } from '../exit.ts';

export interface Will {
  /** lines of the answer; `REASON` stands for why the thread has ended */
  readonly lines: readonly string[];
  /** the same for each file that is to be written, from its first line on */
  readonly files: readonly { readonly path: string; readonly lines: readonly string[] }[];
  /** checks that have not ended */
  readonly open: number;
  /** what traces have decided, of searches that go on: a line each */
  readonly found: readonly string[];
  readonly codes: readonly ExitCode[];
}

/** A character that no answer has. */
export const REASON = '\uE0FF';

export function withReason(lines: readonly string[], reason: string): string[] {
  return lines.map((line) => line.replaceAll(REASON, reason));
}
