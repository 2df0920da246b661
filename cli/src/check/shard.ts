/**
 * `--shard i/n`: which checks and `provisos` blocks this run makes of all. Each of the n runs divides them by itself, so the division depends
 * on nothing but the files, the call and the times that were given: then no check is in two shards, and none is left out.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { RunReport } from '#report';
import { type Call, many } from '../call.ts';
import type { Part } from './parts.ts';

export interface Shard {
  /** from 1 */
  readonly index: number;
  readonly count: number;
  readonly times: Times;
}

/** Milliseconds that a check or a block took on average, by its name. */
export type Times = ReadonlyMap<string, number>;

/** null where all is wanted */
export function shardOf(call: Call): Shard | null | { readonly problem: string } {
  const { shard } = call.options;
  const files = many(call, 'times');
  if (typeof shard !== 'string')
    return files.length === 0 ? null : { problem: '`--times` divides checks among shards: write `--shard 1/4` as well.' };
  const [, index, count] = (/^(\d{1,6})\/(\d{1,6})$/.exec(shard) ?? []).map(Number);
  if (!(index >= 1 && index <= count))
    return { problem: `\`--shard ${shard}\`: write which of how many, from \`--shard 1/4\` to \`--shard 4/4\`.` };
  const times = timesIn(files);
  return 'problem' in times ? times : { index, count, times: times.times };
}

function timesIn(files: readonly string[]): { readonly times: Times } | { readonly problem: string } {
  const all = new Map<string, number[]>();
  for (const file of files) {
    let run: unknown;
    try {
      run = JSON.parse(readFileSync(file, 'utf8'));
    } catch (error) {
      // Without it this run would divide otherwise than the runs that have it.
      return { problem: `The times in ${file} cannot be read: ${(error as Error).message}` };
    }
    const known = timesOf(run);
    if (known === null)
      return { problem: `There are no times in ${file}: \`--times\` takes what an earlier \`proviso check --format json=FILE\` wrote.` };
    for (const [name, milliseconds] of known) all.set(name, [...(all.get(name) ?? []), milliseconds]);
  }
  return { times: new Map([...all].map(([name, some]) => [name, some.reduce((a, b) => a + b, 0) / some.length])) };
}

/** Of a report that an earlier version may have written; null where it is none. */
function timesOf(run: unknown): (readonly [string, number])[] | null {
  const { checks, provisos } = (run ?? {}) as Partial<RunReport>;
  if (!Array.isArray(checks) || !Array.isArray(provisos)) return null;
  const listed = [
    ...checks.map((one) => [nameOf('check', one?.place?.file, one), timeOf(one?.search)] as const),
    ...provisos.map((one) => [nameOf('provisos', one?.place?.file, one), timeOf(one)] as const),
  ];
  return listed.filter((one): one is [string, number] => typeof one[1] === 'number' && Number.isFinite(one[1]) && one[1] >= 0);
}

/** What was remembered says nothing of the time that it takes. */
function timeOf(one: { readonly milliseconds: number; readonly remembered: boolean } | undefined): unknown {
  return one?.remembered === true ? null : one?.milliseconds;
}

function nameOf(kind: Part['kind'], file: string, plan: { readonly system: string; readonly assume: string }): string {
  return [kind, file, plan?.system, plan?.assume].join('\n');
}

/** What is never divided. */
export interface Unit {
  readonly part: Part;
  /** the same for those of one kind, file, system and assume */
  readonly name: string;
  /** how much there is to do, where nobody knows how long it takes */
  readonly size: number;
}

/** A claim of a block takes so much longer at a point than a check: it tries many assumption sets. */
const SETS = 10;

/** null where there is nothing to do for these properties. Without properties, all are meant. */
export function unitOf(part: Part, properties: readonly string[]): Unit | null {
  const isWanted = (property: string) => properties.length === 0 || properties.includes(property);
  const wanted = part.asks.map((names) => names.filter(isWanted).length).filter((count) => count > 0);
  const size = part.kind === 'check' ? wanted.length : SETS * wanted.reduce((sum, count) => sum + count, 0);
  return size === 0 ? null : { part, name: nameOf(part.kind, part.file, part), size };
}

/** The shard of each, from 1. What takes longest comes first, each to the shard that has least to do by then. */
export function divided(units: readonly Pick<Unit, 'name' | 'size'>[], count: number, times: Times): number[] {
  const rate = rateOf(units, times);
  const weighed = units.map(({ name, size }, at) => ({ name, at, weight: times.get(name) ?? size * rate }));
  weighed.sort((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.at - b.at));
  const shards = Array.from({ length: Math.min(count, units.length) }, (_, i) => ({ shard: i + 1, weight: 0, units: 0 }));
  const result = units.map(() => 1);
  for (const { at, weight } of weighed) {
    const least = shards.reduce((a, b) => (b.weight < a.weight || (b.weight === a.weight && b.units < a.units) ? b : a));
    least.weight += weight;
    least.units++;
    result[at] = least.shard;
  }
  return result;
}

/** Milliseconds for one of size 1: the median of those that are known. */
function rateOf(units: readonly Pick<Unit, 'name' | 'size'>[], times: Times): number {
  const rates = units.flatMap(({ name, size }) => (times.has(name) ? [times.get(name)! / size] : [])).sort((a, b) => a - b);
  return rates.length === 0 ? 1 : Math.max(rates[rates.length >> 1], Number.MIN_VALUE);
}

/** The same in two runs that divide alike, and hardly ever in two that do not. */
export function divisionOf(units: readonly Pick<Unit, 'name'>[], shards: readonly number[]): string {
  const lines = units.map(({ name }, i) => `${name}\n${shards[i]}`).sort();
  return createHash('sha256').update(lines.join('\n\n')).digest('hex').slice(0, 12);
}
