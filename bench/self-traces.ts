/**
 * What the simplest run to a goal costs beside the search of the whole graph that comes before it: in the same process, round by round, since
 * one process differs from another by more.
 */
import { execFileSync } from 'node:child_process';
import { createCompiledMachine, type Trace } from '#checker';
import { canCost, jobsFor } from '../checker/src/explore/check/jobs.ts';
import { decidedAt, goalOf } from '../checker/src/explore/check/verdicts.ts';
import { replayOf } from '../checker/src/explore/search/replay.ts';
import { Search } from '../checker/src/explore/search/search.ts';
import { traceTo } from '../checker/src/explore/search/trace.ts';
import { type Case, cases } from './cases.ts';
import { ratios, spread, table, whole } from './figures.ts';
import { modelOf } from './model.ts';

/** By case, the goal. */
const GOALS: Readonly<Record<string, string>> = {
  'two-phase-commit-8': 'forall m in 1..MANAGERS: Database.phase[m] == committed',
  'fenced-lock': 'Storage.newest == 2 and LockService.holder == none',
  'quorum-register-crashes': 'Reader.reads == 2 and not Reader.reading and Reader.best == 1 and (exists r in Replica: not up(r))',
};

interface Searched {
  readonly states: number;
  /** the simplest run to the goal */
  readonly tracing: () => Generator<number, Trace>;
  readonly machine: ReturnType<typeof createCompiledMachine>;
}

/** A search of all states that looks for the goal. */
function searching(one: Case): () => Searched {
  const model = modelOf(one, (text) => text.replace('\n  safety ', `\n  reachable Goal: ${GOALS[one.name]}\n  safety `));
  const job = jobsFor(model.properties.filter(({ name }) => name === 'Goal'))[0];
  const [query] = job.queries;
  if (query.kind !== 'reachable') throw new Error(`${one.name} has no goal`);
  // biome-ignore lint/correctness/useYield: nothing is found out between levels
  const levelDone = function* () {
    return false;
  };
  return () => {
    const machine = createCompiledMachine(model, job.watch);
    const search = new Search(machine, job.watch, { faults: canCost(model), noteTime: false, levelDone });
    for (const _ of search.run());
    const goal = goalOf(search, query, decidedAt(search, query)!);
    const tracing = () => traceTo(search, replayOf(model, job.watch), goal);
    return { states: search.store.count, tracing, machine };
  };
}

interface Round {
  /** milliseconds */
  readonly search: number;
  readonly trace: number;
}

/** Each system in a process of its own. */
export function traceTable(rounds: number): void {
  const head = ['system', 'states', 'search, ms', 'simplest run, ms', 'of the search', 'steps', 'faults', 'looked at again'];
  const rows = Object.keys(GOALS).map((name) => {
    const told = execFileSync(process.execPath, [import.meta.filename, name, String(rounds)], { encoding: 'utf8' });
    const { found, cells } = JSON.parse(told) as ReturnType<typeof measured>;
    const of = (each: (round: Round) => number) => found.map(each);
    const [search, trace] = [of((round) => round.search), of((round) => round.trace)];
    return [name, cells[0], spread(search, 0), spread(trace, 0), ratios(trace, search), ...cells.slice(1)];
  });
  console.log(`\nthe simplest run to a goal, beside the search before it\n\n${table(head, rows)}`);
}

function measured(name: string, rounds: number): { readonly found: readonly Round[]; readonly cells: readonly string[] } {
  const make = searching(cases.find((one) => one.name === name)!);
  const found = Array.from({ length: rounds }, () => {
    const begin = performance.now();
    const { tracing } = make();
    const between = performance.now();
    for (const _ of tracing());
    return { search: between - begin, trace: performance.now() - between };
  });
  return { found, cells: again(make) };
}

/** How many states there are, how long the run is, and of how many states the steps are made again for it. */
function again(make: () => Searched): string[] {
  const { states, tracing, machine } = make();
  const { expand } = machine;
  let again = 0;
  Object.assign(machine, {
    expand: (...of: Parameters<typeof expand>) => {
      again++;
      return expand.apply(machine, of);
    },
  });
  const work = tracing();
  for (;;) {
    const { done, value } = work.next();
    if (done) return [states, value.steps.length, value.faults, again].map(whole);
  }
}

if (import.meta.main) console.log(JSON.stringify(measured(process.argv[2], Number(process.argv[3]))));
