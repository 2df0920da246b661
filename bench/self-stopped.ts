/**
 * What partial-order reduction could find in the samples: steps of suspended handlers, and messages to nodes that have stopped for
 * good, which no other step depends on. Counted is how many states there are with a suspended handler, and how many would be
 * left if messages to stopped nodes vanished at once: more no reduction could save there.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createCompiledMachine } from '#checker';
import { canCost, jobsFor } from '../checker/src/explore/check/jobs.ts';
import { Search } from '../checker/src/explore/search/search.ts';
import { stateText } from '../test/random/lockstep.ts';
import { analysed } from '../test/support/spec.ts';

const folder = new URL('../samples/', import.meta.url);
/** Beyond this nothing is counted. */
const MOST = 300_000;

export function stoppedTable(): void {
  console.log('\nsafety searches of the samples, first points: states with suspended handlers, and without messages to stopped nodes\n');
  console.log(
    '| sample | under | states | of them suspended | without messages to stopped nodes | times fewer |\n| --- | --- | --: | --: | --: | --: |',
  );
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.proviso'))) {
    for (const { assume, runs } of analysed(readFileSync(new URL(name, folder), 'utf8')).checks) {
      const { model } = runs[0].model();
      if (model === null || (model.pausePoints.length === 0 && !model.crashes.some(({ mode }) => mode === 'stop'))) continue;
      const [job] = jobsFor(model.properties.filter(({ kind, usesKnowledge }) => kind !== 'liveness' && !usesKnowledge));
      // biome-ignore lint/correctness/useYield: the search goes to its end
      const levelDone = function* () {
        return false;
      };
      const machine = createCompiledMachine(model, job.watch);
      const search = new Search(machine, job.watch, { faults: canCost(model), noteTime: false, levelDone });
      for (const _ of search.run()) if (search.store.count > MOST) break;
      const { store } = search;
      if (!search.exhausted) {
        console.log(`| ${name.replace('.proviso', '')} | ${assume} | more than ${MOST.toLocaleString('en')} |  |  |  |`);
        continue;
      }
      const left = new Set<string>();
      let suspended = 0;
      for (let state = 0; state < store.count; state++) {
        const decoded = machine.decode(store.segment(state), store.offset(state));
        left.add(stateText({ ...decoded, messages: decoded.messages.filter(({ to }) => decoded.nodes[to].status !== 'stopped') }));
        if (decoded.nodes.some((node) => node.suspended !== null)) suspended += 1;
      }
      const cells = [name.replace('.proviso', ''), assume, store.count, suspended, left.size, (store.count / left.size).toFixed(2)];
      console.log(`| ${cells.join(' | ')} |`);
    }
  }
}
