/** How many states the samples have without the values that nothing reads: all properties of a check together, and each alone. */
import { readdirSync, readFileSync } from 'node:fs';
import { createCompiledMachine, type Model, type Property } from '#checker';
import { canCost, jobsFor } from '../checker/src/explore/check/jobs.ts';
import { Search } from '../checker/src/explore/search/search.ts';
import { deadValues, droppedNames } from '../checker/src/model/dead.ts';
import { analysed } from '../test/support/spec.ts';

const folder = new URL('../samples/', import.meta.url);
/** Beyond this nothing is counted. */
const MOST = 150_000;

export function deadTable(): void {
  console.log('\nvalues that nothing reads: safety searches of the samples that they change\n');
  console.log('| sample | under | properties | states | without dead values |\n| --- | --- | --- | --: | --: |');
  const seen = { points: 0, searches: 0, changed: 0, alone: 0, aloneChanged: 0, uncounted: 0 };
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.proviso'))) {
    for (const { assume, runs } of analysed(readFileSync(new URL(name, folder), 'utf8')).checks) {
      for (const [i, run] of runs.entries()) {
        const { model } = run.model();
        if (model === null) continue;
        seen.points += 1;
        const safe = model.properties.filter(({ kind, usesKnowledge }) => kind !== 'liveness' && !usesKnowledge);
        const reported = (properties: readonly Property[], what: string) => {
          const counts = counted(model, properties);
          if (counts === 'too many') seen.uncounted += 1;
          if (counts === null || counts === 'too many' || counts[0] === counts[1]) return 0;
          console.log(
            `| ${name.replace('.proviso', '')} | ${assume}${i === 0 ? '' : `, point ${i + 1}`} | ${what} | ${counts.join(' | ')} |`,
          );
          return 1;
        };
        // a check with liveness or knowledge has one search for all, without this reduction
        if (safe.length === model.properties.length) {
          seen.searches += 1;
          seen.changed += reported(safe, 'all');
        }
        if (i > 0 || safe.length < 2) continue;
        for (const property of safe) {
          seen.alone += 1;
          seen.aloneChanged += reported([property], `${property.name} alone`);
        }
      }
    }
  }
  const { points, searches, changed, alone, aloneChanged, uncounted } = seen;
  console.log(
    `\nOf ${points} points ${searches} ask for safety alone; of these ${changed} change. Of ${alone} single properties at first points ${aloneChanged} change.`,
  );
  console.log(`${uncounted} searches that drop something pass ${MOST.toLocaleString('en')} states and are not counted.`);
}

/** States with and without dead values; null where nothing is dead. */
function counted(model: Model, properties: readonly Property[]): readonly [number, number] | 'too many' | null {
  const [job] = jobsFor(properties);
  if (droppedNames(model, deadValues(model, job.watch, false)).length === 0) return null;
  const states = [false, true].map((dropDead) => {
    // biome-ignore lint/correctness/useYield: the search goes to its end
    const levelDone = function* () {
      return false;
    };
    const machine = createCompiledMachine(model, job.watch, { dropDead });
    const search = new Search(machine, job.watch, { faults: canCost(model), noteTime: false, levelDone });
    for (const _ of search.run()) if (search.store.count > MOST) return null;
    return search.store.count;
  });
  return states[0] === null || states[1] === null ? 'too many' : [states[0], states[1]];
}
