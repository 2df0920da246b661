/** What is said of failures that were known. */
import type { BaselineReport, RunReport } from '../result/types.ts';
import { plural } from './counts.ts';

/** "1 failure that baseline.json knows is gone:", and a line for each; nothing where none is */
export function goneTexts({ baseline }: Pick<RunReport, 'baseline'>): string[] {
  if (baseline === null || baseline.gone.length === 0) return [];
  const { file, gone } = baseline;
  return [
    `${plural(gone.length, 'failure')} that ${file} knows ${gone.length === 1 ? 'is' : 'are'} gone (\`--update-baseline\` removes ${gone.length === 1 ? 'it' : 'them'}):`,
    ...gone.map((one) => `  ${goneText(one)}`),
  ];
}

const WHYS: Readonly<Record<BaselineReport['gone'][number]['why'], string>> = {
  'as expected': 'as expected now',
  'another verdict': 'another verdict now',
  'not asked': 'not asked any more',
};

/** "spec.proviso: Counter/Plain/Small was violated; as expected now" */
export function goneText({ file, question, verdict, why }: BaselineReport['gone'][number]): string {
  return `${file}: ${question} was ${verdict}; ${WHYS[why]}`;
}
