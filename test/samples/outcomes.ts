/** Runs every check of a spec and judges each verdict against what the spec expects. */
import { performance } from 'node:perf_hooks';
import { type CheckOutcome, campaign, type Outcome, standing } from '#checker';
import { analysed } from '../support/spec.ts';

export interface Chosen {
  readonly assume?: string | null;
  readonly blame?: boolean;
}

export interface Judged extends Outcome {
  readonly assume: string;
  readonly system: string;
}

/** `only`: of these properties; `assume`: only its checks. Without `blame` it is worked out of nothing. */
export function checksOf(text: string, only?: readonly string[], { assume: wanted = null, blame = true }: Chosen = {}): CheckOutcome[] {
  const checks: CheckOutcome[] = [];
  const chosen = analysed(text).checks.filter(({ assume }) => wanted === null || assume === wanted);
  const plans = chosen.map((plan) => ({
    ...plan,
    runs: plan.runs.map((run) => ({ ...run, expectations: run.expectations.filter(({ property }) => only?.includes(property) ?? true) })),
  }));
  for (const event of campaign(plans, { now: () => performance.now(), blame: blame ? 'always' : 'never' })) {
    if (event.kind !== 'done') continue;
    const { assume } = event.outcome;
    const wrong = event.diagnostics.filter(({ severity }) => severity !== 'hint');
    if (wrong.length > 0) throw new Error(`under ${assume}: ${wrong.map((d) => d.message).join('; ')}`);
    checks.push(event.outcome);
  }
  return checks;
}

export function outcomesOf(text: string, only?: readonly string[], chosen: Chosen = {}): Judged[] {
  return judgedIn(checksOf(text, only, chosen));
}

export function judgedIn(checks: readonly CheckOutcome[]): Judged[] {
  return checks.flatMap(({ assume, system, outcomes }) => outcomes.map((outcome) => ({ ...outcome, assume, system })));
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
