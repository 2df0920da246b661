/** What is nearest to what never comes about, in words. */
import type { NearestRun } from '#checker';
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

/** "`b: on Granted` happens, but never after the first 2 of 4 steps, as in the run below (no fault, 4 steps)." */
export function nearestRunText({ steps, of, missing, isNever }: NearestRun, length: Length | null): string {
  const what = `\`${missing.text}\``;
  const isEnd = missing.kind === 'then';
  if (isNever === true) return isEnd ? `${what} is never true, in no run.` : `\`${missing.event}\` never happens, in no run.`;
  if (length === null) return `No run was found that comes so far.`;
  const run = `as in the run below (${lengthText(length)})`;
  if (isEnd) return `${isNever === false ? `${what} is true elsewhere, but` : `${what} is`} never right after the last step, ${run}.`;
  const order = steps === 1 ? 'the first step' : `the first ${steps} of ${of} steps`;
  return `${isNever === false ? `\`${missing.event}\` happens, but never so` : `${what} never happens`} after ${order}, ${run}.`;
}
