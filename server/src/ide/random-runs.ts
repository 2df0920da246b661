/** What random runs came to, in the editor: beside a check that left something undecided, beside its properties, and in their hovers. */
import type { Outcome } from '#checker';
import { plural, simulatedIn, simulatedText } from '#report';
import type { Judged } from './judged.ts';
import type { Snapshot } from './snapshot.ts';
import type { CheckVerdicts, RandomOutcome } from './verdicts.ts';

/** What is undecided and random runs may decide; what nodes know they do not ask. */
export function* openOutcomes(outcomes: readonly Outcome[]): Generator<Outcome> {
  // Whether a property asks that is the same at all points, and a model for each takes long.
  const asked = new Map<string, boolean>();
  for (const outcome of outcomes) {
    const { verdict, property } = outcome;
    if (verdict.status !== 'unknown') continue;
    const isAsked = asked.get(property) ?? outcome.model.properties.some((one) => one.name === property && !one.usesKnowledge);
    asked.set(property, isAsked);
    if (isAsked) yield outcome;
  }
}

/** Of one outcome of a check; null where there were no runs for it, or they found something. */
export function randomOf({ verdicts }: Snapshot, { check, index, outcome }: Judged): RandomOutcome | null {
  const random = verdicts?.checks.find((one) => one.index === check)?.random?.outcomes[index] ?? null;
  return outcome.verdict.status === 'unknown' && random?.verdict.status === 'unknown' ? random : null;
}

/** The run that its verdict rests on was found by random runs. */
export function isByChance({ verdicts }: Snapshot, { check, index, outcome: { verdict } }: Judged): boolean {
  const random = verdicts?.checks.find((one) => one.index === check)?.random?.outcomes[index] ?? null;
  return random !== null && random.verdict === verdict;
}

/** "10,000 random runs found nothing"; null where there were none, or something was found. */
export function randomBrief(outcomes: readonly (RandomOutcome | null)[]): string | null {
  const open = outcomes.flatMap((one) => (one?.verdict.status === 'unknown' ? [one] : []));
  const runs = [...new Set(open.map(({ size }) => size))].reduce((sum, size) => sum + (size.simulated?.runs ?? 0), 0);
  return runs === 0 ? null : `${plural(runs, 'random run')} found nothing`;
}

/** For the hover of a property: what was not found, what the runs did not reach, and what more of them would come to. */
export function randomText(snapshot: Snapshot, judged: Judged): string[] {
  const random = randomOf(snapshot, judged);
  if (random === null || random.verdict.status !== 'unknown') return [];
  const report = simulatedIn(random.size, judged.outcome.model);
  const lines = report === null ? [] : simulatedText(report, true, true);
  return [`**Random runs**: ${random.verdict.reason}.`, ...(lines.length === 0 ? [] : [lines.join(' ')])];
}

/** Whether a check offers random runs, and how it calls them; null where nothing is undecided, or they are under way. */
export function offerOf({ outcome: { outcomes }, random }: CheckVerdicts): string | null {
  if (random?.running === true || openOutcomes(outcomes).next().done === true) return null;
  return random === undefined ? 'try random runs' : 'try other random runs';
}
