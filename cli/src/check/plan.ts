/** Runs the checks of one file, point by point, and says what came out. */
import type { CheckPlan, Model, RunPlan, Size, Verdict } from '#checker';
import type { Diagnostic, Span } from '#grammar';
import { type CheckOutcome, deadCode, type Multiplied, type Outcome, pointText, progressText } from '#report';
import type { Interrupt } from '../interrupt.ts';
import type { Terminal } from '../terminal.ts';
import type { Limits } from './limits.ts';
import { search } from './search.ts';

export interface PlanOptions {
  readonly properties: readonly string[];
  /** counterexamples that were expected are shown in full as well */
  readonly traces: boolean;
  /** find out what makes the largest search large */
  readonly statistics: boolean;
  readonly limits: Limits;
  readonly interrupt: Interrupt;
  readonly terminal: Terminal;
  readonly source: (span: Span) => string | null;
}

export interface PlanResult {
  readonly outcome: CheckOutcome;
  /** what the constants of single points bring up */
  readonly diagnostics: readonly Diagnostic[];
}

const NOTHING_SEARCHED: Size = {
  states: 0,
  transitions: 0,
  cut: 0,
  depth: 0,
  faults: 0,
  alike: [],
  bytes: 0,
  compressed: false,
  milliseconds: 0,
};

export async function runPlan(plan: CheckPlan, options: PlanOptions): Promise<PlanResult> {
  const diagnostics: Diagnostic[] = [];
  const outcomes: Outcome[] = [];
  const points: PointResult[] = [];
  for (const run of plan.runs) {
    if (options.interrupt.happened()) break;
    const expectations = run.expectations.filter(
      ({ property }) => options.properties.length === 0 || options.properties.includes(property),
    );
    if (expectations.length === 0) continue;
    outcomes.push(...(await runPoint(plan, { ...run, expectations, model: () => run.model() }, options, diagnostics, points)));
  }
  const sweep = plan.check.sweeps.map(({ name, domain }) => `${name.text} in ${options.source(domain.span) ?? '...'}`).join(', ');
  return {
    outcome: {
      assume: plan.assume,
      system: plan.system,
      span: plan.span,
      sweep,
      outcomes,
      neverRan: deadCode(points),
      ...largestOf(points, options),
    },
    diagnostics,
  };
}

interface PointResult extends Multiplied {
  readonly model: Model;
  readonly neverRan: readonly number[] | null;
}

function largestOf(points: readonly PointResult[], { statistics }: PlanOptions): { readonly largest?: Multiplied } {
  if (!statistics || points.length === 0) return {};
  const largest = points.reduce((best, point) => (point.states > best.states ? point : best));
  // The reductions may have made another point the largest than where they were needed.
  return { largest: { ...largest, dropped: [...new Set(points.flatMap(({ dropped }) => dropped ?? []))] } };
}

async function runPoint(
  plan: CheckPlan,
  run: RunPlan,
  options: PlanOptions,
  diagnostics: Diagnostic[],
  points: PointResult[],
): Promise<Outcome[]> {
  const { model, diagnostics: found } = run.model();
  diagnostics.push(...found);
  if (model === null) return [];
  const point = run.sweep;
  const judge = (verdictOf: (property: string) => Verdict, size: Size): Outcome[] =>
    run.expectations.map(({ property, verdict: expected }) => ({ property, point, expected, verdict: verdictOf(property), size, model }));
  const timeUp = options.limits.timeUp();
  if (timeUp !== null) return judge(() => ({ status: 'unknown', reason: timeUp, budget: true }), NOTHING_SEARCHED);
  const where = point.length === 0 ? plan.assume : `${plan.assume} at ${pointText(point)}`;
  const { result, multipliers, notAlike } = await search(model, {
    properties: run.expectations.map(({ property }) => property),
    budget: options.limits.budget,
    compress: options.limits.compress,
    blame: options.traces || run.expectations.some(({ verdict }) => verdict !== 'violated'),
    threads: options.limits.threads,
    reduceFrom: options.limits.reduceFrom,
    statistics: options.statistics,
    ended: () => (options.interrupt.happened() ? 'interrupted' : options.limits.timeUp()),
    progress: (progress) => options.terminal.progress(`${plan.system} under ${where}: ${progressText(progress)}`),
  });
  options.terminal.clear();
  const { dropped } = result;
  points.push({ model, point, neverRan: result.neverRan, states: result.size.states, multipliers, notAlike, dropped });
  const missing: Verdict = { status: 'unchecked', reason: 'this form of property' };
  return judge((property) => result.properties.find((p) => p.property === property)?.verdict ?? missing, result.size);
}
