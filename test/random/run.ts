/** How many specs, from which seed, and which of them count. */

import fc from 'fast-check';
import { analyse, type Model } from '#checker';
import { type Diagnostic, parse } from '#grammar';

export const slow = process.env.PROVISO_SLOW === '1';

/** How often the ordinary number of cases; where planted faults have to be noticed, more than once. */
const TIMES = Number(process.env.PROVISO_TIMES || 1);

/** How many cases: fewer in the ordinary run, more in the slow one, where TIME_LIMIT mostly ends it first; as many as PROVISO_RUNS says where the long run asks. */
export function runs(ordinary: number, inSlowRun: number): number {
  return Number(process.env.PROVISO_RUNS || (slow ? inSlowRun : ordinary * TIMES));
}

/**
 * How long one random test goes on, in milliseconds. The slow run is a part of the gate, so time ends its tests: a machine that is
 * busy tries fewer cases, it does not take longer. A part of the long run goes on to its end.
 */
export const TIME_LIMIT = process.env.PROVISO_RUNS || TIMES > 1 ? 3_600_000 : slow ? 5_000 : 120_000;

export const firstSeed = Number(process.env.PROVISO_SEED ?? 20_261_123);

/** One of so many parts of all in the slow run, another every day, so that each has its turn; all in the long run. */
export function todays<T>(all: readonly T[], parts: number): T[] {
  const today = Math.floor(Date.now() / 86_400_000);
  return all.filter((_, i) => process.env.PROVISO_RUNS !== undefined || (i + today) % parts === 0);
}

/** States up to which a system is walked: in the ordinary run many small systems show more than a few large ones. */
export const MAX_STATES = Number(process.env.PROVISO_STATES || (slow ? 1000 : 200));

export interface Tally {
  specs: number;
  /** the analysis refused it */
  refused: number;
  /** walked to the end within the bound */
  whole: number;
  /** which codes refused how many */
  readonly codes: Map<string, number>;
}

export interface Read {
  readonly models: ReadonlyMap<string, Model>;
  readonly errors: readonly Diagnostic[];
}

/** The model of each assumption set, or what is wrong with the spec. */
export function read(text: string): Read {
  const { file, diagnostics } = parse('spec.proviso', text);
  const analysis = analyse({ root: file, files: new Map([['spec.proviso', file]]), resolve: () => null });
  // A sweep may have no point.
  const runs = analysis.checks.flatMap((check) => check.runs.slice(0, 1).map((run) => run.model()));
  const all = [...diagnostics, ...analysis.diagnostics, ...runs.flatMap((run) => run.diagnostics)];
  const models = runs.flatMap(({ model }) => (model === null ? [] : [[model.assume, model] as const]));
  return { models: new Map(models), errors: all.filter((d) => d.severity === 'error') };
}

/** Runs `check` on that many specs; a failure is shrunk and shown with its spec and its seed. */
export function everySpec(
  specs: fc.Arbitrary<string>,
  count: number,
  check: (models: ReadonlyMap<string, Model>, tally: Tally, text: string) => void,
  seed: number = firstSeed,
): Tally {
  const tally: Tally = { specs: 0, refused: 0, whole: 0, codes: new Map() };
  const property = fc.property(specs, (text) => {
    tally.specs += 1;
    const { models, errors } = read(text);
    for (const { code } of errors) tally.codes.set(code, (tally.codes.get(code) ?? 0) + 1);
    if (errors.length > 0) tally.refused += 1;
    else check(models, tally, text);
  });
  const endOnFailure = process.env.PROVISO_SHRINK === '0';
  const result = fc.check(property, { numRuns: count, seed, endOnFailure, interruptAfterTimeLimit: TIME_LIMIT });
  if (result.failed && result.counterexample !== null) {
    const { counterexample, errorInstance, counterexamplePath, numRuns } = result;
    throw new Error(`PROVISO_SEED=${seed} (${counterexamplePath}) gives after ${numRuns} cases\n${counterexample[0]}\n${errorInstance}`);
  }
  return tally;
}

/** Runs `check`, which may take turns with other threads, on that many texts. What time ends in the middle goes on, since it needs its threads to the end. */
export async function everyText(
  texts: fc.Arbitrary<string>,
  numRuns: number,
  seed: number,
  check: (text: string) => Promise<void>,
): Promise<void> {
  let last: Promise<void> = Promise.resolve();
  const begin = (text: string) => {
    last = check(text);
    return last;
  };
  await fc.assert(fc.asyncProperty(texts, begin), { numRuns, seed, endOnFailure: true, interruptAfterTimeLimit: TIME_LIMIT });
  await last;
}
