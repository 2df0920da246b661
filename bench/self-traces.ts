/** What the simplest run to a goal costs beside the search of the whole graph that comes before it. */
import { createCompiledMachine, type Trace } from '#checker';
import { canCost, jobsFor } from '../checker/src/explore/check/jobs.ts';
import { decidedAt, goalOf } from '../checker/src/explore/check/verdicts.ts';
import { replayOf } from '../checker/src/explore/search/replay.ts';
import { Search } from '../checker/src/explore/search/search.ts';
import { traceTo } from '../checker/src/explore/search/trace.ts';
import { type Case, cases } from './cases.ts';
import { table, whole } from './figures.ts';
import { modelOf } from './model.ts';

/** By case, the goal. */
const GOALS: Readonly<Record<string, string>> = {
  'two-phase-commit-8': 'forall m in 1..MANAGERS: Database.phase[m] == committed',
  'fenced-lock': 'Storage.newest == 2 and LockService.holder == none',
  'quorum-register-crashes': 'Reader.reads == 2 and not Reader.reading and Reader.best == 1 and (exists r in Replica: not up(r))',
};

export const traced = Object.keys(GOALS);

interface Searched {
  readonly states: number;
  readonly bytes: number;
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
    return { states: search.store.count, bytes: search.bytes, tracing, machine };
  };
}

/** The trace follows, if it is asked for. */
export function toGoal(one: Case, withTrace: boolean): () => { readonly states: number; readonly bytes: number } {
  const search = searching(one);
  return () => {
    const { states, bytes, tracing } = search();
    if (withTrace) for (const _ of tracing());
    return { states, bytes };
  };
}

/** Of how many states the steps are made again. */
export function againTable(): void {
  const rows = traced.map((name) => {
    const { states, tracing, machine } = searching(cases.find((one) => one.name === name)!)();
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
      if (done) return [name, String(value.steps.length), String(value.faults), whole(states), whole(again)];
    }
  });
  console.log(`\n${table(['system', 'steps', 'faults', 'states', 'looked at again'], rows)}`);
}
