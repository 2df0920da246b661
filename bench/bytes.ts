/**
 * Bytes a state, and memory of the whole process at most, of each tool on the cases of the bench. Every state is looked at, by one thread.
 *
 *     npm run build && npm run bench:bytes [-- NAME...] [-- --large] [-- --without TLC]
 *
 * Bytes a state are what the tool says: of all that the search keeps in Proviso, of stored states without the hash table in SPIN, of one
 * packed state in Rumur; TLC keeps a fingerprint of 8 bytes and its queue on disk, and Stateright says nothing. What else the machine
 * does changes none of these.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Case, cases, casesNamed } from './cases.ts';
import { machine, table, whole } from './figures.ts';
import { peersHere, type Recipe, WITHOUT } from './peers.ts';
import { COMMAND, checkRecipe, deepEnough, peerRecipes, type Ran, withPrograms } from './programs.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { large: { type: 'boolean', default: false }, without: WITHOUT },
});
if (!existsSync(COMMAND)) throw new Error('run `npm run build` first');
const here = peersHere(values.without);
const TOOLS = ['Proviso', 'Proviso, compressed', 'SPIN', 'SPIN, collapsed', 'Rumur', 'TLC', 'Stateright'] as const;
const SAYING = TOOLS.slice(0, 5);

const rows: string[][] = [];
const safety = cases.filter(({ search }) => search === 'safety');
for (const one of casesNamed(positionals, ({ large }) => values.large || large === undefined, safety)) {
  rows.push(measured(one));
  console.error(`${one.name}: done`);
}
const head = ['system', 'states', ...SAYING.map((tool) => `${tool}, bytes`), ...TOOLS.map((tool) => `${tool}, MB`)];
console.log(table(head, rows));
console.log(
  `\nBytes: a state, as the tool says it. MB: resident memory of the process at most, for TLC with a heap of 4 GB. ${machine()}.`,
);

function measured(one: Case): string[] {
  const plain = checkRecipe('Proviso', one, 1, ['--no-reduction', '--no-compress']);
  const compressed = checkRecipe('Proviso, compressed', one, 1, ['--no-reduction', '--compress']);
  const peers = peerRecipes(one, here, 1).filter(({ name }) => name !== 'TLC, exported' || one.tla === undefined);
  const runs = new Map<string, Ran>();
  for (const recipe of [plain, compressed, ...peers]) runs.set(recipe.name === 'TLC, exported' ? 'TLC' : recipe.name, ran(recipe));
  if (one.spin !== null && here.has('SPIN')) runs.set('SPIN, collapsed', ran(deepEnough(one.spin, 'safety', { collapse: true })));
  const counts = new Set([...runs.values()].map(({ told }) => told.states));
  if (counts.size !== 1)
    throw new Error(`${one.name}: the counts differ: ${[...runs].map(([name, { told }]) => `${name} ${told.states}`)}`);
  const [states] = counts;
  const bytes = SAYING.map((tool) => runs.get(tool)?.told.bytesPerState?.toFixed(0) ?? '');
  const resident = TOOLS.map((tool) => (runs.get(tool)?.run.resident == null ? '' : (runs.get(tool)!.run.resident! / 1e6).toFixed(0)));
  return [one.title, whole(states!), ...bytes, ...resident];
}

function ran(recipe: Recipe): Ran {
  return withPrograms([recipe], ([program]) => program.run(false));
}
