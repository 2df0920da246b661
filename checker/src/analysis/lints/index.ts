/** Valid code that is probably not intended. A lint stays silent unless it is sure; what depends on the run is told once it was seen. */
import type { Diagnostic, System } from '#grammar';
import type { Context } from '../context.ts';
import { Reporter } from '../report.ts';
import { manyTraitors, unendingConsensus } from './consensus.ts';
import { earlyDeadlines } from './early-deadlines.ts';
import { forgottenPromises } from './forgotten-promises.ts';
import { forgottenQuorums } from './forgotten-quorums.ts';
import { guardedMessages } from './guarded-messages.ts';
import { latestReadings } from './latest-readings.ts';
import { lostRequests } from './lost-requests.ts';
import type { Meeting } from './meeting.ts';
import { overfullSegments } from './overfull-segments.ts';
import { repeatedSends } from './repeated-sends.ts';
import { settledDisks } from './settled-disks.ts';
import type { Suspect } from './suspect.ts';
import { unhandledMessages } from './unhandled-messages.ts';
import { unnamedAnswers } from './unnamed-answers.ts';
import { unsentMessages } from './unsent-messages.ts';
import { unused } from './unused.ts';

export { type Encounter, idleBounds } from './idle-bounds.ts';
export { SEEN } from './suspect.ts';
export { unusedConstants } from './unused-constants.ts';

/** Of a system alone. `canLie`: some assumption set has nodes that send what they like. */
export function lints(system: System, cx: Context, canLie: boolean): readonly Diagnostic[] {
  const reporter = new Reporter();
  for (const lint of [unhandledMessages, unused]) lint(system, cx, reporter);
  if (!canLie) unsentMessages(system, cx, reporter);
  return reporter.diagnostics;
}

/** Of a system: what is told only where a search sees it happen. */
export function suspects(system: System): readonly Suspect[] {
  return [...guardedMessages(system), ...unnamedAnswers(system)];
}

const UNDER = [
  earlyDeadlines,
  repeatedSends,
  lostRequests,
  forgottenPromises,
  overfullSegments,
  latestReadings,
  settledDisks,
  unendingConsensus,
  manyTraitors,
  forgottenQuorums,
];

/** Of a system under an assumption set. */
export function lintsUnder(system: System, meeting: Meeting): readonly Diagnostic[] {
  const reporter = new Reporter();
  for (const lint of UNDER) lint(system, meeting, reporter);
  return reporter.diagnostics;
}
