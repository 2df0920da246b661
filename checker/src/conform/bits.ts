/** Sets of logs as bits: of many the last share one. */
export function bitOf(sequence: number): number {
  return 1 << Math.min(sequence, 30);
}
