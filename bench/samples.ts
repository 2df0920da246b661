/**
 * The samples as a Markdown table: for each check the states and transitions of its searches, summed over the points of its
 * sweep, the time they took in all, the verdicts, and how long the counterexample at the first point is. Run it with
 * `npx node bench/samples.ts [NAME...]`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { checkModel, type Verdict } from '#checker';
import { analysed } from '../test/support/spec.ts';

const folder = new URL('../samples/', import.meta.url);
const wanted = process.argv.slice(2);

interface Told {
  readonly verdicts: Map<string, number>;
  length: string;
}

console.log('| sample | system under assumptions | points | states | transitions | time | verdicts (counterexample: faults, steps) |');
console.log('| --- | --- | ---: | ---: | ---: | ---: | --- |');
for (const name of readdirSync(folder).sort()) {
  if (!name.endsWith('.proviso') || (wanted.length > 0 && !wanted.some((part) => name.includes(part)))) continue;
  for (const { assume, system, runs } of analysed(readFileSync(new URL(name, folder), 'utf8')).checks) {
    const total = { states: 0, transitions: 0, milliseconds: 0 };
    const told = new Map<string, Told>();
    for (const run of runs) {
      const { model } = run.model();
      if (model === null) throw new Error(`${name}: no model under ${assume}`);
      const properties = run.expectations.map(({ property }) => property);
      const begin = performance.now();
      const result = checkModel(model, { properties, now: () => performance.now() });
      total.milliseconds += performance.now() - begin;
      total.states += result.size.states;
      total.transitions += result.size.transitions;
      for (const { property, verdict } of result.properties) {
        const of = told.get(property) ?? { verdicts: new Map(), length: '' };
        told.set(property, of);
        of.verdicts.set(verdict.status, (of.verdicts.get(verdict.status) ?? 0) + 1);
        if (verdict.status === 'violated' && of.length === '') of.length = lengthOf(verdict);
      }
    }
    const counts = [runs.length, total.states, total.transitions].map((n) => n.toLocaleString('en'));
    const verdicts = [...told].map(([property, of]) => `${property} ${verdictsOf(of)}`).join(', ');
    console.log(
      `| ${name.replace('.proviso', '')} | ${system} under ${assume} | ${counts.join(' | ')} | ${(total.milliseconds / 1000).toFixed(2)} s | ${verdicts} |`,
    );
  }
}

function lengthOf({ trace }: Verdict & { readonly status: 'violated' }): string {
  const { faults, steps, loop } = trace;
  return loop === undefined ? ` (${faults}, ${steps.length})` : ` (${faults}, ${loop} + ${steps.length - loop} for ever)`;
}

/** "holds", "holds 4, violated 2 (1, 7)" */
function verdictsOf({ verdicts, length }: Told): string {
  const parts = [...verdicts].map(([status, n]) => `${status}${verdicts.size > 1 ? ` ${n}` : ''}${status === 'violated' ? length : ''}`);
  return parts.join(' / ');
}
