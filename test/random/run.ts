/** How many specs, from which seed, and which of them count. */

import fc from 'fast-check';
import { analyse, type Model } from '#checker';
import { type Diagnostic, parse } from '#grammar';

export const slow = process.env.PROVISO_SLOW === '1';

/** How often the ordinary number of cases; where planted faults have to be noticed, more than once. */
const TIMES = Number(process.env.PROVISO_TIMES || 1);

/** How many cases of a random test. */
export interface Cases {
  /** these at any rate, so that what the test has to see at least once is seen on a busy machine, too */
  readonly least: number;
  /** as many while there is time */
  readonly most: number;
}

/**
 * Fewer in the ordinary run, more in the slow one, where time mostly ends it first, though not before `leastInSlowRun`; as many as PROVISO_RUNS
 * says where the long run asks.
 */
export function runs(ordinary: number, inSlowRun: number, leastInSlowRun = ordinary): Cases {
  const asked = Number(process.env.PROVISO_RUNS);
  if (asked > 0) return { least: asked, most: asked };
  return slow ? { least: Math.min(leastInSlowRun, inSlowRun), most: inSlowRun } : { least: ordinary * TIMES, most: ordinary * TIMES };
}

/** Beyond the least cases: how long one random test goes on in the slow run, in milliseconds. That run is a part of the gate, so time ends its tests. */
const SLOW_LIMIT = 4_000;

/** How long the least cases may take, in milliseconds: they only end so where something hangs. */
const PATIENCE = 120_000;

/** How long one random test goes on, in milliseconds, whatever it has tried by then. */
const TIME_LIMIT = process.env.PROVISO_RUNS || TIMES > 1 ? 3_600_000 : slow ? SLOW_LIMIT : PATIENCE;

/** Between the seeds of the least cases and of the rest. */
const NEXT_SEED = 1_000_000;

/** No more than that, even where the long run asks for more. */
export function atMost(count: number, { least, most }: Cases): Cases {
  return { least: Math.min(least, count), most: Math.min(most, count) };
}

/** What is run of that many cases: the least at any rate, then the rest while there is time. */
function* partsOf({ least, most }: Cases, seed: number): Generator<{ numRuns: number; seed: number; interruptAfterTimeLimit: number }> {
  const begin = performance.now();
  if (least > 0) yield { numRuns: least, seed, interruptAfterTimeLimit: Math.max(TIME_LIMIT, PATIENCE) };
  const left = TIME_LIMIT - (performance.now() - begin);
  if (most > least && left > 0) yield { numRuns: most - least, seed: seed + NEXT_SEED, interruptAfterTimeLimit: left };
}

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

/** Throws where a case failed. Time that ended a part before its first case is none. */
function insist<T>(result: fc.RunDetails<T>, seed: number): void {
  if (!result.failed || (result.interrupted && result.counterexample === null)) return;
  throw new Error(`PROVISO_SEED=${seed}: ${fc.defaultReportMessage(result)}`);
}

const endOnFailure = process.env.PROVISO_SHRINK === '0';

/** Tries that many cases of a property; a failure is shrunk and shown with its seed. */
export function everyCase<T>(property: fc.IProperty<T>, cases: Cases, seed: number = firstSeed): void {
  for (const part of partsOf(cases, seed)) insist(fc.check(property, { ...part, endOnFailure }), part.seed);
}

/** Runs `check` on that many specs; a failure is shrunk and shown with its spec and its seed. */
export function everySpec(
  specs: fc.Arbitrary<string>,
  cases: Cases,
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
  everyCase(property, cases, seed);
  return tally;
}

/** Runs `check`, which may take turns with other threads, on that many texts. What time ends in the middle goes on, since it needs its threads to the end. */
export async function everyText(
  texts: fc.Arbitrary<string>,
  cases: Cases,
  seed: number,
  check: (text: string) => Promise<void>,
): Promise<void> {
  let last: Promise<void> = Promise.resolve();
  const begin = (text: string) => {
    last = check(text);
    return last;
  };
  for (const part of partsOf(cases, seed)) {
    const result = await fc.check(fc.asyncProperty(texts, begin), { ...part, endOnFailure: true });
    await last;
    insist(result, part.seed);
  }
}
