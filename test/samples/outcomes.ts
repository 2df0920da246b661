/** Runs every check of a spec and judges each verdict against what the spec expects. */
import { performance } from 'node:perf_hooks';
import { checkModel } from '#checker';
import { type Outcome, standing } from '#report';
import { analysed } from '../support/spec.ts';

export interface Judged extends Outcome {
  readonly assume: string;
  readonly system: string;
}

export function outcomesOf(text: string): Judged[] {
  return analysed(text).checks.flatMap(({ assume, system, runs }) =>
    runs.flatMap((run) => {
      const { model, diagnostics } = run.model();
      if (model === null) throw new Error(`no model under ${assume}: ${diagnostics.map((d) => d.message).join('; ')}`);
      const properties = run.expectations.map(({ property }) => property);
      const result = checkModel(model, { properties, now: () => performance.now() });
      return run.expectations.map(({ property, verdict: expected }) => {
        const verdict = result.properties.find((p) => p.property === property)?.verdict;
        if (verdict === undefined) throw new Error(`${property} under ${assume} was not judged`);
        return { property, point: run.sweep, expected, verdict, size: result.size, model, assume, system };
      });
    }),
  );
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
