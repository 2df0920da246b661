/** One `provisos` block of a file, as a generator that yields progress, and ends with its claims: it runs in a thread of its own. */
import { type ClaimOutcome, checkClaims, reduceFrom } from '#checker';
import { provisosReport } from '#report';
import type { BlockData, ClaimRun } from '../ide/verdicts.ts';
import type { CheckBudget, ProvisosProgress, Sources } from './messages.ts';
import { analysed } from './sources.ts';

const SLICE_MILLISECONDS = 60;

/** Runs of a block that are kept. */
const MOST_RUNS = 20;

export function* checkBlock(
  sources: Sources,
  block: number,
  { maxStates, maxMemory, seconds }: CheckBudget,
  now: () => number,
): Generator<ProvisosProgress, BlockData> {
  const { loaded, analysis } = analysed(sources);
  const syntax = loaded.root.provisos[block];
  const plan = analysis.provisos.find((one) => one.block === syntax);
  if (plan === undefined) throw new Error('the block to check is not in the file');
  const [begin, end] = [now(), now() + seconds * 1000];
  const events = checkClaims(analysis, plan, {
    now,
    slice: SLICE_MILLISECONDS,
    maxStates,
    timeout: seconds * 1000,
    maxMemory: maxMemory * 2 ** 20,
    stop: () => (now() < end ? null : `the ${seconds} s given are used up`),
    search: { reduceFrom },
  });
  const outcomes: ClaimOutcome[] = [];
  for (const event of events) {
    if (event.kind === 'progress') yield { checks: event.checks, states: event.states };
    else if (event.kind === 'claim') outcomes.push(event.outcome);
  }
  const report = provisosReport(plan, outcomes, now() - begin, (file) => loaded.texts.get(file) ?? null);
  const byClaim = [...Map.groupBy(outcomes, ({ claim }) => claim.span.start).values()];
  const kept = runsToKeep(byClaim);
  return {
    claims: report.claims.map((claim, i) =>
      claim.outcomes.map(({ counterexample, ...outcome }, j) => {
        const of = byClaim[i][j];
        return { ...outcome, story: counterexample?.story ?? null, run: kept.has(of) ? runOf(of) : null };
      }),
    ),
    milliseconds: report.milliseconds,
  };
}

/** The first of every claim, then the second of every claim, and so on: a sweep leaves something to the claims behind it. */
function runsToKeep(byClaim: readonly (readonly ClaimOutcome[])[]): ReadonlySet<ClaimOutcome> {
  const wrong = byClaim.flatMap((all) => all.filter((one) => runOf(one) !== null).map((one, nth) => ({ one, nth })));
  const inTurn = wrong.toSorted((a, b) => a.nth - b.nth);
  return new Set(inTurn.slice(0, MOST_RUNS).map(({ one }) => one));
}

function runOf({ result }: ClaimOutcome): ClaimRun | null {
  return result.kind === 'violated' ? { verdict: result.verdict, assumption: result.assumption } : null;
}
