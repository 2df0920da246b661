/**
 * A table of the samples: for each check the states and transitions of its searches, summed over the points of its sweep,
 * and the time they took in all. Run it with `npx node bench/samples.ts`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { checkModel } from '#checker';
import { analysed } from '../test/support/spec.ts';

const folder = new URL('../samples/', import.meta.url);
const rows: string[][] = [];
const wanted = process.argv.slice(2);

for (const name of readdirSync(folder).sort()) {
  if (!name.endsWith('.proviso') || (wanted.length > 0 && !wanted.some((part) => name.includes(part)))) continue;
  for (const { assume, system, runs } of analysed(readFileSync(new URL(name, folder), 'utf8')).checks) {
    const total = { states: 0, transitions: 0, largest: 0, milliseconds: 0 };
    for (const run of runs) {
      const { model } = run.model();
      if (model === null) throw new Error(`${name}: no model under ${assume}`);
      const properties = run.expectations.map(({ property }) => property);
      const begin = performance.now();
      const { size } = checkModel(model, { properties, now: () => performance.now() });
      total.milliseconds += performance.now() - begin;
      total.states += size.states;
      total.transitions += size.transitions;
      total.largest = Math.max(total.largest, size.states);
    }
    const numbers = [runs.length, total.states, total.largest, total.transitions].map((n) => n.toLocaleString('en'));
    rows.push([name.replace('.proviso', ''), `${system} under ${assume}`, ...numbers, `${total.milliseconds.toFixed(0)} ms`]);
  }
}

const head = ['sample', 'check', 'points', 'states', 'most at a point', 'transitions', 'time'];
const widths = head.map((word, column) => Math.max(word.length, ...rows.map((row) => row[column].length)));
const line = (row: readonly string[]) => row.map((cell, i) => (i < 2 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ');
for (const row of [head, ...rows]) process.stdout.write(`${line(row).trimEnd()}\n`);
