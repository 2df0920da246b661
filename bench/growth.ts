/**
 * How cost grows: for each family of systems the states, and the seconds of a whole process, of Proviso and of each peer that has the
 * model, as a table and a picture. What is generated and compiled before is not counted. All that look at every state have to count as many.
 *
 *     npm run build && npm run bench:growth [-- FAMILY...] [-- --rounds 3] [-- --points 8] [-- --limit 20] [-- --without TLC] [-- --images docs/images]
 *
 * A tool that took longer than the limit, in seconds, is not asked about larger systems of the family. One thread each.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Case } from './cases.ts';
import { type Family, families } from './families.ts';
import { atLeastOne, least, machine, table, whole } from './figures.ts';
import { peersHere, type Recipe, WITHOUT } from './peers.ts';
import { picture, type Series } from './plot.ts';
import { COMMAND, checks, type Program, peerRecipes, type Ran, withPrograms } from './programs.ts';

/** What came of one system of a family: by tool. */
interface Grown {
  readonly at: number;
  readonly states: number;
  readonly seconds: ReadonlyMap<string, number>;
  /** those that Proviso looks at unless asked for every one */
  readonly reduced: number;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    points: { type: 'string', default: '99' },
    limit: { type: 'string', default: '20' },
    images: { type: 'string', default: 'docs/images' },
    without: WITHOUT,
  },
});
const [rounds, points, limit] = [values.rounds, values.points, values.limit].map(atLeastOne);
const unknown = positionals.filter((name) => !families.some((family) => family.name === name));
if (unknown.length > 0) throw new Error(`no family ${unknown.join(', ')}; there are ${families.map(({ name }) => name).join(', ')}`);
if (!existsSync(COMMAND)) throw new Error('run `npm run build` first');

const here = peersHere(values.without);
mkdirSync(values.images, { recursive: true });
for (const family of families) if (positionals.length === 0 || positionals.includes(family.name)) show(family, grow(family));
console.log(`\nSeconds: the least of ${rounds} rounds, one thread each. ${machine()}.`);

function grow(family: Family): Grown[] {
  const slow = new Set<string>();
  return family.points.slice(0, points).map(({ at, one }) => {
    const recipes = recipesFor(one).filter(({ name }) => !slow.has(name));
    const runs = withPrograms(recipes, (programs) => new Map(programs.map((program) => [program.name, repeated(program)])));
    const seconds = new Map([...runs].map(([name, of]) => [name, least(of.map(({ run }) => run.seconds))]));
    for (const [name, took] of seconds) if (took > limit) slow.add(name);
    return { at, states: statesOf(one, runs), reduced: runs.get('Proviso')?.[0].told.states ?? 0, seconds };
  });
}

/** Of TLC the module that was written by hand, where there is one. */
function recipesFor(one: Case): Recipe[] {
  const peers = peerRecipes(one, here, 1).filter(({ name }) => name !== 'TLC, exported' || one.tla === undefined);
  return [...checks(one, 1), ...peers].map((recipe) => (recipe.name === 'TLC, exported' ? { ...recipe, name: 'TLC' } : recipe));
}

/** One that takes longer than the limit is asked once. */
function repeated(program: Program): Ran[] {
  const runs = [program.run(false)];
  while (runs.length < rounds && runs[0].run.seconds < limit) runs.push(program.run(false));
  return runs;
}

function statesOf(one: Case, runs: ReadonlyMap<string, readonly Ran[]>): number {
  const counts = [...runs].filter(([name]) => name !== 'Proviso').map(([name, [{ told }]]) => [name, told.states] as const);
  const [[, states]] = counts;
  if (states === null || counts.some(([, other]) => other !== states))
    throw new Error(`${one.title}: the counts differ: ${counts.map((count) => count.join(' ')).join(', ')}`);
  return states;
}

function show({ name, title, grows }: Family, grown: readonly Grown[]): void {
  const tools = [...new Set(grown.flatMap(({ seconds }) => [...seconds.keys()]))];
  const rows = grown.map(({ at, states, reduced, seconds }) => [
    String(at),
    whole(states),
    whole(reduced),
    ...tools.map((tool) => seconds.get(tool)?.toFixed(2) ?? ''),
  ]);
  const named = `${title[0].toUpperCase()}${title.slice(1)}, by ${grows}`;
  const file = `growth-${name}.svg`;
  console.log(`\n${named}\n\n![${named}: states and seconds](images/${file})\n`);
  console.log(table([grows, 'states', 'of them looked at', ...tools.map((tool) => `${tool}, s`)], rows, 0));
  const series = (label: string, of: (point: Grown) => number | undefined): Series => ({
    label,
    points: grown.flatMap((point) => {
      const value = of(point);
      return value === undefined ? [] : [[point.at, value] as const];
    }),
  });
  const isReduced = grown.some(({ states, reduced }) => states !== reduced);
  const states = [series('every state', (point) => point.states), ...(isReduced ? [series('looked at', (point) => point.reduced)] : [])];
  const panels = [
    { title: 'states', series: states },
    { title: 'seconds', series: tools.map((tool) => series(tool, ({ seconds }) => seconds.get(tool))) },
  ];
  writeFileSync(join(values.images, file), picture({ title: `${named}: states and seconds`, axis: grows, panels }));
}
