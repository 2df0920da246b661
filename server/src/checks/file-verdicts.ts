/** The results of the checks of a text, with places in that text, and their summary. */
import { standing } from '#checker';
import { plural, type Standing } from '#report';
import { claimsOf } from '../ide/block-verdicts.ts';
import type { Snapshot } from '../ide/snapshot.ts';
import type { FileVerdicts } from '../ide/verdicts.ts';
import type { Memory } from './memory.ts';
import type { CheckBudget, SoFar } from './messages.ts';
import { checkVerdicts, withRandom } from './outcome.ts';
import type { RandomSearches } from './random-searches.ts';
import type { Subject } from './subject.ts';

/** What a check under way has told, by what it depends on. */
export interface UnderWay {
  readonly key: string;
  readonly soFar: readonly SoFar[];
}

export function fileVerdicts(
  subject: Subject,
  memory: Memory,
  budget: CheckBudget,
  running: boolean,
  underWay: UnderWay | null = null,
  random: Pick<RandomSearches, 'of'> | null = null,
): FileVerdicts {
  const checks = subject.checks.flatMap(({ index, plan, identity }) => {
    const data = memory.get(identity, budget);
    return data === null ? [] : [withRandom(checkVerdicts(index, plan, data), plan, random?.of(identity) ?? null)];
  });
  const soFar = subject.checks.flatMap(({ plan: { system }, identity: { key } }) =>
    key === underWay?.key ? underWay.soFar.map((one) => ({ ...one, system })) : [],
  );
  return { checks, running, ...(running && soFar.length > 0 ? { soFar } : {}) };
}

export interface Summary {
  readonly state: 'idle' | 'checking' | 'ok' | 'broken' | 'unknown' | 'error';
  /** one line */
  readonly text: string;
}

export function summaryOf(view: Snapshot): Summary {
  const { loaded, analysis, verdicts } = view;
  const problems = [...loaded.diagnostics, ...analysis.diagnostics];
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if (errors > 0) return { state: 'error', text: `${plural(errors, 'error')}` };
  const outcomes = (verdicts?.checks ?? []).flatMap(({ outcome }) => outcome.outcomes);
  const count = (wanted: ReturnType<typeof standing>) => outcomes.filter((outcome) => standing(outcome) === wanted).length;
  const claims = claimsOf(view);
  const claimed = (wanted: Standing) => claims.filter((claim) => claim.standing === wanted).length;
  const all = outcomes.length + claims.length;
  const wrong = count('unexpected') + claimed('unexpected');
  const open = count('undecided') + claimed('undecided');
  const fine = count('as expected') + claimed('expected');
  if (verdicts?.running === true) return { state: 'checking', text: 'checking' };
  const pointErrors = (verdicts?.checks ?? []).flatMap(({ diagnostics }) => diagnostics ?? []).filter((d) => d.severity === 'error').length;
  if (pointErrors > 0) return { state: 'error', text: `${plural(pointErrors, 'error')} at single points of a sweep` };
  if (wrong > 0) return { state: 'broken', text: `${wrong} of ${plural(all, 'verdict')} unexpected` };
  if (open > 0) return { state: 'unknown', text: `${open} of ${plural(all, 'verdict')} undecided` };
  if (all === 0) return { state: 'idle', text: loaded.root.checks.length === 0 ? 'no check in this file' : 'not checked' };
  const unchecked = all - fine;
  const rest = unchecked > 0 ? `, ${unchecked} not checked yet` : '';
  return { state: 'ok', text: `${plural(fine, 'verdict')} as expected${rest}` };
}
