/** What is nearest to what never comes about, in words. */
import type { Length } from '../result/types.ts';
import { enumerate } from './counts.ts';
import { lengthText } from './verdicts.ts';

interface Part {
  readonly text: string;
  /** what it would have to be */
  readonly value: boolean;
}

/** "No run comes near: `B.n == 1` is never true." */
export function neverText(parts: readonly Part[]): string {
  const texts = parts.map(({ text, value }) => `\`${text}\` is never ${value ? 'true' : 'false'}`);
  return `No run comes near: ${enumerate(texts)}.`;
}

/** "Each part of it comes about, but never all at the same time: the nearest run lacks only `B.n == 1` (no fault, 4 steps)." */
export function nearestText({ text, value }: Part, length: Length): string {
  const lacks = value ? `lacks only \`${text}\`` : `differs only in that \`${text}\` is true`;
  return `Each part of it comes about, but never all at the same time: the nearest run ${lacks} (${lengthText(length)}).`;
}
