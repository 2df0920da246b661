/**
 * What people wait for: whole processes, from a changed text to the verdict, of Proviso and of the tools that they come from, one after
 * another in each round. Every tool that looks at all states has to count as many.
 *
 *     npm run build && npm run bench:whole [-- NAME...] [-- --rounds 5] [-- --threads 1] [-- --large] [-- --without TLC]
 *
 * Compiling is what SPIN, Rumur and Stateright do before each search of a changed text (of Stateright the models alone, not what they
 * depend on); TLC and Proviso have none. Everybody has as many threads as there are cores, unless asked, but SPIN, which has one.
 * Proviso remembers nothing of an earlier run, but V8's compiled code is there from the one that is not counted.
 */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type Case, cases, casesNamed } from './cases.ts';
import { atLeastOne, machine, median, ratios, spread, table, whole } from './figures.ts';
import { peersHere, WITHOUT } from './peers.ts';
import { COMMAND, checks, peerRecipes, type Ran, withPrograms } from './programs.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    threads: { type: 'string' },
    large: { type: 'boolean', default: false },
    without: WITHOUT,
  },
});
const rounds = atLeastOne(values.rounds);
const asked = values.threads === undefined ? null : atLeastOne(values.threads);
/** With which the others are compared: it looks at every state too. */
const OURS = 'Proviso, every state';
const NAMES = ['two-phase-commit-7', 'two-phase-commit-8', 'paxos', 'filter-lock', 'fenced-lock'];

if (!existsSync(COMMAND)) throw new Error('run `npm run build` first');
const here = peersHere(values.without);
const safety = cases.filter(({ search }) => search === 'safety');
const wanted = casesNamed(positionals, (one) => values.large || NAMES.includes(one.name), safety);
for (const one of wanted) measure(one);
console.log(`\n${machine()}; ${rounds} rounds, ${asked ?? availableParallelism()} threads each (SPIN: 1).`);
console.log('Times: least (median). × is the time of the tool over that of Proviso with every state, in the same round: of all that one');
console.log('waits for; of its process alone, compiled before, over our whole one; of the searches alone, as each tool tells it.');

function measure(one: Case): void {
  const recipes = [...checks(one, asked), ...peerRecipes(one, here, asked ?? availableParallelism())];
  const runs = withPrograms(recipes, (programs) => {
    const [command] = programs;
    command.run(false);
    const of = new Map<string, Ran[]>(programs.map(({ name }) => [name, []]));
    for (let round = 0; round < rounds; round++) for (const { name, run } of programs) of.get(name)?.push(run(true));
    return of;
  });
  console.log(`\n${one.name} (${one.title}): ${whole(statesOf(one, runs))} states\n`);
  print(runs);
}

/** Of all tools but Proviso with its reductions. */
function statesOf(one: Case, runs: ReadonlyMap<string, readonly Ran[]>): number {
  const told = [...runs]
    .filter(([name]) => name !== 'Proviso')
    .flatMap(([name, of]) => of.map(({ told }) => ({ name, states: told.states })));
  const counts = new Set(told.map(({ states }) => states));
  const [states] = counts;
  if (counts.size === 1 && states !== null) return states;
  throw new Error(`${one.name}: the counts differ: ${told.map((by) => `${by.name} ${by.states}`).join(', ')}`);
}

function print(runs: ReadonlyMap<string, readonly Ran[]>): void {
  const ours = runs.get(OURS) ?? [];
  const rows = [...runs].map(([name, of]) => [
    name,
    spread(of.flatMap(({ build }) => build?.seconds ?? [])),
    spread(of.map(({ run }) => run.seconds)),
    spread(searches(of)),
    ratios(of.map(all), ours.map(all)),
    ratios(
      of.map(({ run }) => run.seconds),
      ours.map(all),
    ),
    ratios(searches(of), searches(ours)),
    middle(of.flatMap(({ run }) => (run.resident === null ? [] : [run.resident / 1e6]))),
    middle(of.flatMap(({ told }) => told.bytesPerState ?? [])),
  ]);
  const head = ['', 'compiling, s', 'process, s', 'its search, s', '× all', '× process', '× search', 'memory at most, MB', 'bytes a state'];
  console.log(table(head, rows));
}

function all({ build, run }: Ran): number {
  return (build?.seconds ?? 0) + run.seconds;
}

function searches(of: readonly Ran[]): number[] {
  return of.flatMap(({ told }) => told.seconds ?? []);
}

function middle(figures: readonly number[]): string {
  return figures.length === 0 ? '' : median(figures).toFixed(0);
}
