/** Runs every check of a spec and judges each verdict against what the spec expects. */
import { performance } from 'node:perf_hooks';
import { campaign, type Outcome, standing } from '#checker';
import { analysed } from '../support/spec.ts';

export interface Judged extends Outcome {
  readonly assume: string;
  readonly system: string;
}

export function outcomesOf(text: string): Judged[] {
  const judged: Judged[] = [];
  for (const event of campaign(analysed(text).checks, { now: () => performance.now(), blame: 'always' })) {
    if (event.kind !== 'done') continue;
    const { assume, system, outcomes } = event.outcome;
    const wrong = event.diagnostics.filter(({ severity }) => severity !== 'hint');
    if (wrong.length > 0) throw new Error(`under ${assume}: ${wrong.map((d) => d.message).join('; ')}`);
    judged.push(...outcomes.map((outcome) => ({ ...outcome, assume, system })));
  }
  return judged;
}

/** "Sync at D = 1, R = 0: Accurate violated, expected: holds"; empty where all is as expected or not checked yet. */
export function surprises(outcomes: readonly Judged[]): string[] {
  return outcomes
    .filter((outcome) => ['unexpected', 'undecided'].includes(standing(outcome)))
    .map(({ assume, property, point, expected, verdict }) => {
      const where = point.map(({ name, value }) => `${name} = ${value}`).join(', ');
      return `${assume}${where === '' ? '' : ` at ${where}`}: ${property} ${verdict.status}, expected: ${expected}`;
    });
}
