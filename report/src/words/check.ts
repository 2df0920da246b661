/** What became of a property at all points of a check, in a line; and of all checks. */
import type { CheckReport, OutcomeReport, PointReport, RunReport, Standing, Summary } from '../result/types.ts';
import { enumerate, plural, thousands } from './counts.ts';
import { markText, wantedText } from './exhausted.ts';
import { lengthText, pointText } from './verdicts.ts';

/** " for P in 0..3, MARGIN in 1..3" */
export function sweepText({ sweep }: Pick<CheckReport, 'sweep'>): string {
  return sweep.length === 0 ? '' : ` for ${sweep.map(({ name, values }) => `${name} in ${values}`).join(', ')}`;
}

/** "never runs under Calm: Worker's `on Refused`": what the author wrote for a case that these assumptions exclude */
export function neverRunsText({ assume, neverRuns }: CheckReport): string {
  const names = neverRuns.map(({ role, code }) => `${role}'s \`${code}\``);
  return `never ${names.length === 1 ? 'runs' : 'run'} under ${assume}: ${enumerate(names)}`;
}

/** " at P = 2" */
export function atText(point: PointReport): string {
  return point.length === 0 ? '' : ` at ${pointText(point)}`;
}

/** The outcomes of a property by how they stand; of each standing those at the smallest values of the constants first. */
export type Standings = Readonly<Record<Standing, readonly OutcomeReport[]>>;

export function standingsOf(outcomes: readonly OutcomeReport[]): Standings {
  const ordered = [...outcomes].sort((a, b) => compared(a.point, b.point));
  const of = (wanted: Standing) => ordered.filter(({ standing }) => standing === wanted);
  return {
    expected: of('expected'),
    unexpected: of('unexpected'),
    known: of('known'),
    undecided: of('undecided'),
    unchecked: of('unchecked'),
  };
}

/** By the first constant whose values differ; `false` is less than `true`. */
function compared(a: PointReport, b: PointReport): number {
  return a.map(({ value }, i) => Number(value) - Number(b[i]?.value ?? value)).find((difference) => difference !== 0) ?? 0;
}

/** What it came to, by what matters most first: what is unexpected, then what is undecided. */
export function outcomesText(outcomes: readonly OutcomeReport[], { unexpected, undecided, known, expected }: Standings): string {
  if (unexpected.length > 0) return unexpectedText(outcomes, unexpected);
  if (undecided.length > 0) return undecidedText(outcomes, undecided);
  if (known.length > 0) return `${unexpectedText(outcomes, known)} (known)`;
  return expected.length > 0 ? expectedText(outcomes, expected) : outcomes[0].verdict.text;
}

function unexpectedText(all: readonly OutcomeReport[], unexpected: readonly OutcomeReport[]): string {
  const [{ verdict, expected, upToFaults, point }] = unexpected;
  const wanted = verdict.status === 'error' ? '' : `; expected: ${wantedText(expected, upToFaults)}`;
  const others = all.length === 1 ? '' : ` (${unexpected.length} of ${plural(all.length, 'point')} unexpected)`;
  return `${verdict.text}${wanted}${atText(point)}${others}`;
}

function undecidedText(all: readonly OutcomeReport[], undecided: readonly OutcomeReport[]): string {
  const [{ verdict, point }] = undecided;
  const others = all.length === 1 ? '' : ` (${undecided.length} of ${plural(all.length, 'point')} undecided)`;
  return `${verdict.text}${atText(point)}${others}`;
}

/** "violated, as expected: 1 fault, 10 steps"; of a sweep "as expected at 12 points: holds at 6, violated at 6" */
function expectedText(all: readonly OutcomeReport[], expected: readonly OutcomeReport[]): string {
  if (all.length === 1) {
    const [{ verdict, counterexample }] = expected;
    if (verdict.status !== 'violated' || counterexample === null) return verdict.text;
    return `violated, as expected: ${lengthText(counterexample.length)}${markText(verdict.simplestWithin)}`;
  }
  const kinds = [...Map.groupBy(expected, shortVerdict)].map(([kind, { length }]) => ({ kind, length }));
  const counts = kinds.length === 1 ? kinds[0].kind : enumerate(kinds.map(({ kind, length }) => `${kind} at ${length}`));
  const unchecked = all.length > expected.length ? `, ${all.length - expected.length} not checked` : '';
  return `as expected at ${plural(expected.length, 'point')}: ${counts}${unchecked}`;
}

function shortVerdict({ verdict }: OutcomeReport): string {
  return verdict.status === 'violated' || verdict.status === 'reached' ? verdict.status : verdict.text;
}

/** "P = 3: holds; expected: violated" */
export function unexpectedAtText({ point, verdict, expected, upToFaults }: OutcomeReport): string {
  return `${pointText(point)}: ${verdict.text}; expected: ${wantedText(expected, upToFaults)}`;
}

/** "2 files of 3 were not checked, because of what is said above." */
export function skippedText({ files, skipped }: RunReport): string {
  const all = files.length === 1 ? 'The file was' : 'The files were';
  const some = `${plural(skipped.length, 'file')} of ${files.length} ${skipped.length === 1 ? 'was' : 'were'}`;
  return `${skipped.length === files.length ? all : some} not checked, because of what is said above.`;
}

export interface SummaryPart {
  readonly standing: Standing;
  readonly text: string;
}

/** "3 warnings or hints: `--lints` shows them in full" */
export function lintsText(count: number): string {
  return `${plural(count, 'warning or hint', 'warnings or hints')}: \`--lints\` shows ${count === 1 ? 'it' : 'them'} in full`;
}

/** "20 as expected", "1 unexpected", "2 not checked yet (liveness)" */
export function summaryParts(
  { expected, unexpected, known, undecided, unchecked }: Summary,
  checks: readonly CheckReport[],
): SummaryPart[] {
  const parts: SummaryPart[] = [
    { standing: 'expected', text: `${thousands(expected)} as expected` },
    { standing: 'unexpected', text: unexpected === 0 ? '' : `${thousands(unexpected)} unexpected` },
    { standing: 'known', text: known === 0 ? '' : `${thousands(known)} known` },
    { standing: 'undecided', text: undecided === 0 ? '' : `${thousands(undecided)} undecided` },
    { standing: 'unchecked', text: unchecked === 0 ? '' : `${thousands(unchecked)} not checked yet (${reasons(checks)})` },
  ];
  return parts.filter(({ text }) => text !== '');
}

function reasons(checks: readonly CheckReport[]): string {
  const all = checks.flatMap(({ properties }) => properties.flatMap(({ outcomes }) => outcomes.map(({ verdict }) => verdict)));
  return [...new Set(all.flatMap(({ status, reason }) => (status === 'unchecked' && reason !== null ? [reason] : [])))].join(', ');
}
