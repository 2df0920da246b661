/** What became of a claim of a `provisos` block. */
import type { ClaimResult, ProvisosAnswer } from '#checker';
import { unhandled } from '#grammar';
import type { ClaimOutcomeReport, ClaimReport, ProvisosReport } from '../result/types.ts';
import { breakText, conditionsAt } from './assumed.ts';
import { atText } from './check.ts';
import { duration, enumerate, plural, thousands } from './counts.ts';

/** Of one point. */
export function claimResultText(result: ClaimResult): string {
  switch (result.kind) {
    case 'right': {
      const bounds = result.bounds.length === 0 ? '' : ` within bounds (${result.bounds.join(', ')})`;
      const left = result.leftOut === 0 ? '' : `; left out: ${plural(result.leftOut, 'set')} under which the model fails`;
      const nothing = result.vacuous === null ? '' : `; vacuously under some set: ${result.vacuous}`;
      return `as claimed${bounds}${nothing}${left}`;
    }
    case 'violated': {
      const larger = result.capacity === null ? '' : `, with capacity ${result.capacity}`;
      return `violated under ${setText(result.space, result.set)}${larger}, though the condition is true there`;
    }
    case 'holds': {
      const conditions = conditionsAt(result.space, result.set);
      const where = conditions.length === 0 ? 'whatever happens' : `provided ${conditions.join(' and ')}`;
      return `holds ${where}, though the condition is false there`;
    }
    case 'open':
      return `not decided under ${setText(result.space, result.set)}: ${result.reason}`;
    case 'refused':
      return `has no provisos: ${REFUSALS[result.why]}`;
    case 'too large':
      return `not decided: this is about ${thousands(result.sets)} assumption sets; name with \`over\` what is to be varied`;
    default:
      return unhandled(result);
  }
}

/** The set that shows that a claim is wrong; of a violation that of the run. */
export function claimSet(result: ClaimResult): ClaimOutcomeReport['set'] {
  if (result.kind !== 'violated' && result.kind !== 'holds') return null;
  const set = result.kind === 'violated' ? result.shown : result.set;
  return { text: setText(result.space, set), conditions: conditionsAt(result.space, set) };
}

/** Why a property has no provisos. */
export const REFUSALS: Readonly<Record<Extract<ClaimResult, { kind: 'refused' }>['why'], string>> = {
  reachable: 'no assumption is needed for what can happen',
  knowledge: 'what nodes do not know hangs on every run, so nothing follows from one set for another',
  stable: 'it requires `stable`, which is true throughout where nothing is eventual, so nothing follows from one set for another',
  enabled:
    'it requires that a step is `enabled` which hangs on time or on the order of messages: such a step is possible more often where less is assumed, so nothing follows from one set for another',
};

function setText({ dimensions }: ProvisosAnswer['space'], set: readonly number[]): string {
  return breakText(dimensions.map(({ quantity, rungs }, axis) => [quantity, rungs[set[axis]]]));
}

/** "holds when drift <= 1: as claimed at 3 points"; `lead`: the outcome that matters most */
export function claimText({ word, condition, outcomes }: ClaimReport, lead: ClaimOutcomeReport): string {
  const same = outcomes.filter(({ standing }) => standing === lead.standing).length;
  const claim = `holds ${word} ${condition}`;
  if (outcomes.length === 1) return `${claim}: ${lead.text}`;
  if (lead.standing === 'known') return `${claim}: ${lead.text} (known)`;
  if (lead.standing === 'expected') return `${claim}: ${lead.text} at ${plural(same, 'point')}`;
  return `${claim}:${atText(lead.point)} ${lead.text} (${same} of ${plural(outcomes.length, 'point')})`;
}

/** "3 checks and 1 block of provisos"; none of a kind is not said */
export function countsText(checks: number, blocks: number): string {
  const parts = [
    ...(checks > 0 || blocks === 0 ? [plural(checks, 'check')] : []),
    ...(blocks > 0 ? [plural(blocks, 'block of provisos', 'blocks of provisos')] : []),
  ];
  return enumerate(parts);
}

/** "1,944 assumption sets, 13 checks, 0.4 s" */
export function claimsEffortText({ claims, milliseconds, remembered }: ProvisosReport): string {
  const outcomes = claims.flatMap((claim) => claim.outcomes);
  const sum = (of: (outcome: ClaimOutcomeReport) => number) => outcomes.map(of).reduce((a, b) => a + b, 0);
  return `${plural(
    sum(({ sets }) => sets),
    'assumption set',
  )}, ${plural(
    sum(({ searches }) => searches),
    'check',
  )}, ${remembered ? 'remembered' : duration(milliseconds)}`;
}
