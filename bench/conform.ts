/**
 * How long `proviso conform` takes for a long log: runs of the interpreter of 100,000 events, in full and thinned. `node bench/conform.ts [FILE SYSTEM ASSUME]`
 */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { analyse, load, lower, type Model, readLogs } from '#checker';
import { eventsOf, type Json } from '#test/random/logs.ts';
import { ended } from '../checker/src/conform/conform.ts';
import { ConformSearch } from '../checker/src/conform/search.ts';
import { initialSteps, steps } from '../checker/src/model/interpreter.ts';
import type { State } from '../checker/src/model/state.ts';
import { randomStream } from '../checker/src/simulate/random.ts';

const EVENTS = 100_000;
const [file = 'bench/models/lease-service.proviso', system = 'LeaseService', assume = 'Calm'] = process.argv.slice(2);

const sources = load(file, readFileSync(file, 'utf8'), () => ({ problem: 'no imports here', details: {} }));
const { model } = lower(analyse(sources), system, assume, new Map());
if (model === null) throw new Error(`${system} under ${assume} is no model`);

/** Of a run that takes faults seldom. */
function logOf(of: Model): Json[] {
  const random = randomStream(1, 0);
  const start = initialSteps(of).next();
  if (start.done === true || start.value.target.kind !== 'state') throw new Error('no initial state');
  const events = eventsOf(of, null, start.value);
  let state: State = start.value.target.state;
  while (events.length < EVENTS) {
    const all = steps(of, state).filter(({ target }) => target.kind === 'state');
    // Something that happens, mostly; and of faults few.
    const likely = [all.filter(({ cost, label }) => cost === 0 && label.kind !== 'tick'), all.filter(({ cost }) => cost === 0)];
    const from = likely.find((some) => some.length > 0 && random.below(20) > 0) ?? all;
    const step = from[random.below(from.length)];
    if (step?.target.kind !== 'state') throw new Error('the run ends');
    events.push(...eventsOf(of, state, step));
    state = step.target.state;
  }
  return events;
}

function measure(name: string, of: Model, files: readonly (readonly Json[])[], complete: readonly string[]): void {
  const texts = files.map((lines, i) => ({
    file: `${i}.jsonl`,
    text: [{ proviso: 1, complete }, ...lines].map((line) => JSON.stringify(line)).join('\n'),
  }));
  const lines = files.flat();
  const begun = performance.now();
  const logs = readLogs(of, texts, { timed: false });
  const read = performance.now();
  const search = new ConformSearch(of, logs, null);
  const stop = () => (performance.now() - read < 20_000 ? null : 'after 20 s');
  const options = { now: () => performance.now(), slice: 60, stop, timing: null, weaken: false, steps: 1 };
  const explaining = ended(search, search.places.total, options);
  let stopped: string | null = null;
  for (;;) {
    const { done, value } = explaining.next();
    if (!done) continue;
    stopped = value;
    break;
  }
  const figures = [
    `${lines.length} events`,
    search.isExplained ? 'conforms' : `explained up to ${search.furthest}, ${stopped ?? 'and no run explains more'}`,
    `${((read - begun) / 1000).toFixed(1)} s to read`,
    `${((performance.now() - read) / 1000).toFixed(1)} s to explain`,
    `${search.count} pairs`,
    `${search.space.count} states`,
    `${Math.round(search.bytes / 2 ** 20)} MiB`,
  ];
  process.stdout.write(`${name}: ${figures.join(', ')}\n`);
}

const all = logOf(model);
const kinds = ['act', 'send', 'receive', 'fire', 'pause', 'resume', 'crash', 'restart', 'lose', 'duplicate', 'tick'];
measure('everything, and nothing else', model, [all], kinds);
measure('everything', model, [all], []);
const plain = all.filter(({ event }) => event === 'send' || event === 'receive').map(({ state: _, handled: __, ...rest }) => rest);
measure('messages without states', model, [plain], []);
measure('messages without states, complete', model, [plain], ['send', 'receive']);
const nodes = Object.entries(
  Object.groupBy(
    all.slice(0, EVENTS / 10).filter(({ event }) => event !== 'tick'),
    ({ node }) => String(node),
  ),
);
const changed = all.map((event, i) =>
  i === all.length - 10 ? { ...event, event: 'send', node: 'Worker#1', message: 'Granted', to: undefined } : event,
);
measure('everything, one event changed near the end', model, [changed], []);
measure('everything, one event changed, complete', model, [changed], kinds);
const noTicks = kinds.filter((kind) => kind !== 'tick');
measure(
  'a tenth, one file for each node',
  model,
  nodes.map(([, events]) => events ?? []),
  noTicks,
);
const wrong = nodes.map(([node, events = []]) =>
  events.map((event, i) => (node === 'Storage' && i === events.length - 5 ? { ...event, fields: { token: 0 } } : event)),
);
measure('a tenth, one file for each node, one event changed', model, wrong, noTicks);
