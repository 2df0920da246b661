/** Where someone stands when a run has become another one. */
import type { Counterexample } from '#report/walk';

/** The same step, wherever it is now; of several the nearest; where it is gone, the last moment up to which both runs are the same. */
export function keptMoment(before: Counterexample, moment: number, after: Counterexample): number {
  const told = tellingOf(before, moment);
  const same = after.steps.flatMap(({ number }) => (tellingOf(after, number) === told ? [number] : []));
  if (told !== '' && same.length > 0) return same.reduce((best, one) => (Math.abs(one - moment) < Math.abs(best - moment) ? one : best));
  const last = Math.min(moment, after.replay.moments.length);
  for (let at = 1; at <= last; at++) if (tellingOf(before, at) !== tellingOf(after, at)) return at - 1;
  return last;
}

function tellingOf({ steps }: Counterexample, moment: number): string {
  return steps.flatMap(({ number, node, text }) => (number === moment ? [`${node} ${text}`] : [])).join('; ');
}
