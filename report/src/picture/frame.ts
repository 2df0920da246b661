/** What the parts of a space-time diagram are drawn with. */
import type { Replay } from '../result/types.ts';

export interface Frame {
  readonly replay: Replay;
  readonly escaped: (text: string) => string;
  readonly x: (node: number) => number;
  /** of a moment; half ones lie between two */
  readonly y: (moment: number) => number;
  readonly bottom: number;
  readonly width: number;
}

export function round(n: number): number {
  return Math.round(n * 10) / 10;
}

export function text(kind: string, x: number, y: number, words: string): string {
  return `<text class="${kind}" x="${round(x)}" y="${round(y)}">${words}</text>`;
}
