/** The run that shows a claim of a `provisos` block to be wrong: blocks are checked until one is found. */
import { type ClaimOutcome, checkClaims, nothingSearched, type PlannedClaim, type Progress, type ProvisosPlan } from '#checker';
import { parseExpression, printExpr } from '#grammar';
import { claimResultText, claimSet, pointText } from '#report';
import { claimUnder } from '../ide/runs.ts';
import type { Snapshot } from '../ide/snapshot.ts';
import { type LaunchArguments, Refused } from './arguments.ts';
import { meant, named, runOf } from './found.ts';
import type { DebuggedRun } from './run.ts';

/** Milliseconds between two looks at what the client wants. */
const SLICE = 50;

/** `condition`: as somebody writes it. Throws `Refused` where there is no such claim, or none is shown to be wrong. */
export function* findInClaims(
  wanted: LaunchArguments,
  condition: string,
  snapshot: Snapshot,
  now: () => number,
): Generator<Pick<Progress, 'states'>, DebuggedRun> {
  const plans = plansOf(snapshot, wanted, condition);
  const { timeout, maxStates, maxMemory } = wanted.budget;
  const end = now() + timeout * 1000;
  const options = {
    ...{ now, slice: SLICE, maxStates, maxMemory: maxMemory * 2 ** 20, timeout: timeout * 1000 },
    stop: () => (now() < end ? null : `the time limit of ${timeout} s was reached`),
  };
  let last: ClaimOutcome | null = null;
  for (const plan of plans) {
    for (const event of checkClaims(snapshot.analysis, plan, options)) {
      if (event.kind === 'progress') yield { states: event.states };
      if (event.kind !== 'claim') continue;
      last = event.outcome;
      const run = runIn(snapshot, plan, event.outcome);
      if (run !== null) return run;
    }
  }
  if (last === null) throw new Refused('No claim could be checked: the constants of its points are wrong.');
  const { claim, result } = last;
  throw new Refused(`There is no run to debug: ${claim.property} holds ${wordOf(claim)} ${claim.text}: ${claimResultText(result)}.`);
}

function wordOf({ exact }: PlannedClaim): 'when' | 'provided' {
  return exact ? 'when' : 'provided';
}

/** The blocks, each with the claims and points that are meant alone. */
function plansOf({ path, analysis }: Snapshot, { assume, system, property, point }: LaunchArguments, condition: string): ProvisosPlan[] {
  if (analysis.provisos.length === 0) throw new Refused(`There is no \`provisos\` block in ${path}.`);
  const under = named(analysis.provisos, (plan) => plan.assume, assume, 'from', 'block of provisos');
  const of = named(under, (plan) => plan.system, system, 'of', 'block of provisos');
  const { expr } = parseExpression('', condition);
  const text = expr === null ? condition : printExpr(expr);
  const isMeant = (claim: PlannedClaim) => claim.text === text && (property === null || claim.property === property);
  const isAt = (at: ClaimOutcome['point']) =>
    [...point].every(([name, value]) => at.some((one) => one.name === name && one.value === value));
  const known = of.flatMap(({ runs }) => runs.flatMap(({ claims }) => claims));
  if (!known.some(isMeant)) {
    const about = property === null ? '' : ` of \`${property}\``;
    throw new Refused(
      `No claim here${about} has the condition \`${text}\`.${meant(
        text,
        known.map((claim) => claim.text),
      )}`,
    );
  }
  const there = of.flatMap((plan): ProvisosPlan[] => {
    const runs = plan.runs.filter((run) => isAt(run.point)).map((run) => ({ ...run, claims: run.claims.filter(isMeant) }));
    return runs.some(({ claims }) => claims.length > 0) ? [{ ...plan, runs }] : [];
  });
  if (there.length > 0) return there;
  throw new Refused(`No claim that this is about has the point ${pointText([...point].map(([name, value]) => ({ name, value })))}.`);
}

/** Null where the claim is right, or is wrong by holding. */
function runIn(snapshot: Snapshot, { assume, system }: ProvisosPlan, { claim, point, result }: ClaimOutcome): DebuggedRun | null {
  const set = claimSet(result);
  if (result.kind !== 'violated' || set === null) return null;
  const { verdict, model } = result;
  const about = { assume, system, span: claim.span, sweeps: [], under: claimUnder(assume, set, point) };
  return runOf(snapshot, about, { property: claim.property, point, expected: 'holds', verdict, size: nothingSearched, model });
}
