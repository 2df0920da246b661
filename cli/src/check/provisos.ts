/** The `provisos` blocks of the files, checked beside everything else. */
import { type Analysis, type ClaimOutcome, checkClaims, type ProvisosPlan } from '#checker';
import { type ProvisosReport, plural, provisosReport, type Standing, type Texts } from '#report';
import { type ExitCode, exitCodes } from '../exit.ts';
import type { Interrupt } from '../interrupt.ts';
import type { Terminal } from '../terminal.ts';
import type { Limits } from './limits.ts';
import type { Output } from './output.ts';

export interface Blocks {
  readonly analysis: Analysis;
  readonly plans: readonly ProvisosPlan[];
}

export interface BlockRun {
  readonly terminal: Terminal;
  readonly output: Output;
  readonly limits: Limits;
  readonly interrupt: Interrupt;
  readonly properties: readonly string[];
  readonly texts: Texts;
  /** the same block, in which what is known stands as that */
  readonly judged: (report: ProvisosReport) => ProvisosReport;
}

/** States of one assumption set, and seconds, unless the call gives others. */
const MOST_STATES = 500_000;

/** `count`: blocks that had an outcome. */
export async function runBlocks(
  run: BlockRun,
  blocks: readonly Blocks[],
): Promise<{ readonly count: number; readonly codes: readonly ExitCode[] }> {
  const { terminal, output, limits, interrupt, properties, texts, judged } = run;
  const codes = new Set<ExitCode>();
  let count = 0;
  for (const { analysis, plans } of blocks) {
    for (const plan of plans) {
      if (interrupt.happened()) break;
      const { budget, over } = limits.budgets(1);
      const begin = performance.now();
      const outcomes: ClaimOutcome[] = [];
      const events = checkClaims(analysis, plan, {
        now: () => performance.now(),
        slice: 60,
        maxStates: budget.maxStates ?? MOST_STATES,
        timeout: Infinity,
        maxMemory: budget.maxMemory,
        stop: () => (interrupt.happened() ? 'interrupted' : over()),
        search: limits.search,
        ...(properties.length > 0 ? { properties } : {}),
      });
      for (const event of events) {
        if (event.kind === 'progress') {
          terminal.progress(`provisos from ${plan.assume}: ${plural(event.checks, 'check')}, ${plural(event.states, 'state')}`);
          await new Promise(setImmediate);
        } else if (event.kind === 'claim') outcomes.push(event.outcome);
        else if (output.diagnostics(event.diagnostics)) codes.add(exitCodes.wrongInput);
      }
      terminal.clear();
      if (outcomes.length === 0) continue;
      count++;
      const report = judged(provisosReport(plan, outcomes, performance.now() - begin, texts));
      for (const claim of report.claims) for (const { standing } of claim.outcomes) codes.add(CODES[standing]);
      output.provisos(report);
    }
  }
  return { count, codes: [...codes] };
}

const CODES: Readonly<Record<Standing, ExitCode>> = {
  expected: exitCodes.fine,
  unexpected: exitCodes.unexpected,
  known: exitCodes.fine,
  undecided: exitCodes.undecided,
  unchecked: exitCodes.fine,
};
