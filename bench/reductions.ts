/**
 * How many states any reduction that makes states one could leave of what people search, and which parts of the states it would have to
 * look at: `node bench/reductions.ts [--most N] [FILE...]`, the samples unless files are given.
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { Model } from '#checker';
import { jobsFor } from '../checker/src/explore/check/jobs.ts';
import type { Watch } from '../checker/src/model/watch.ts';
import { analysed } from '../test/support/spec.ts';
import { bisimilar, type Partition } from './reductions/bisimilar.ts';
import { type Graph, graphOf } from './reductions/graph.ts';

const args = process.argv.slice(2);
const most = args[0] === '--most' ? Number(args.splice(0, 2)[1]) : 60_000;
const folder = new URL('../samples/', import.meta.url).pathname;
const files =
  args.length > 0
    ? args
    : readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.proviso'))
        .map((name) => `${folder}${name}`);

console.log(
  '| system | every state | with --forget | classes | times fewer | idle | times fewer | parts |\n| --- | --: | --: | --: | --: | --: | --: | --- |',
);
for (const file of files.sort()) {
  for (const { assume, runs } of analysed(readFileSync(file, 'utf8')).checks) {
    const { model } = runs[0].model();
    if (model === null) continue;
    const safe = model.properties.filter(({ kind, usesKnowledge }) => kind !== 'liveness' && kind !== 'scenario' && !usesKnowledge);
    for (const { watch, queries } of jobsFor(safe)) {
      const name = `${file.slice(file.lastIndexOf('/') + 1, -'.proviso'.length)}, ${assume}${watch.deadline === null ? '' : `, ${queries[0].property.name}`}`;
      console.log(`| ${name} | ${row(model, watch).join(' | ')} |`);
    }
  }
}

function row(model: Model, watch: Watch): string[] {
  const whole = graphOf(model, watch, 'every state', most);
  const today = graphOf(model, watch, 'as today', most);
  if (today === null) return ['', `more than ${most}`];
  const { count } = today.store;
  const strict = bisimilar(today);
  const loose = bisimilar(today, true);
  const n = (number: number) => number.toLocaleString('en');
  const times = (fewer: number) => (count / fewer).toFixed(2);
  return [
    whole === null ? '' : n(whole.store.count),
    n(count),
    n(strict.count),
    times(strict.count),
    n(loose.count),
    times(loose.count),
    parts(model, today, strict),
  ];
}

/** What would remain if states of one class that differ only in one part were one, for each part. */
function parts(model: Model, { machine, store }: Graph, { of }: Partition): string {
  const rest = new Int32Array(machine.words);
  const found = machine.parts().map(({ kind, name, without }) => {
    const remains = new Set<string>();
    for (let state = 0; state < store.count; state++) {
      without(store.segment(state), store.offset(state), rest);
      remains.add(`${of[state]} ${String.fromCharCode(...new Uint16Array(rest.buffer))}`);
    }
    return { name: `${kind} ${name}`, times: store.count / remains.size };
  });
  const ages = new Set<string>();
  for (let state = 0; state < store.count && model.timing.time; state++) {
    const decoded = machine.decode(store.segment(state), store.offset(state));
    const messages = decoded.messages.map((message) => JSON.stringify({ ...message, age: 0 })).sort();
    ages.add(`${of[state]} ${JSON.stringify({ ...decoded, messages })}`);
  }
  if (ages.size > 0) found.push({ name: 'ages', times: store.count / ages.size });
  return found
    .filter(({ times }) => times >= 1.03)
    .sort((a, b) => b.times - a.times)
    .map(({ name, times }) => `${name} ${times.toFixed(2)}`)
    .join(', ');
}
