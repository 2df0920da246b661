/**
 * The samples as a Markdown table: for each check the states and transitions of its searches, summed over the points of its
 * sweep, the time they took in all, the verdicts, and how long the counterexample at the first point is. Run it with
 * `npx node bench/samples.ts [NAME...]`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { campaign, runToEnd, type Size, type Verdict } from '#checker';
import { analysed } from '../test/support/spec.ts';

const folder = new URL('../samples/', import.meta.url);
const wanted = process.argv.slice(2);

interface Reported {
  readonly verdicts: Map<string, number>;
  length: string;
}

console.log('| sample | system under assumptions | points | states | transitions | time | verdicts (counterexample: faults, steps) |');
console.log('| --- | --- | ---: | ---: | ---: | ---: | --- |');
for (const name of readdirSync(folder).sort()) {
  if (!name.endsWith('.proviso') || (wanted.length > 0 && !wanted.some((part) => name.includes(part)))) continue;
  const { checks } = analysed(readFileSync(new URL(name, folder), 'utf8'));
  for (const check of runToEnd(campaign(checks, { now: () => performance.now(), blame: 'always' }))) {
    const sizes = [...new Set(check.outcomes.map(({ size }) => size))];
    const sum = (of: (size: Size) => number) => sizes.reduce((total, size) => total + of(size), 0);
    const reported = new Map<string, Reported>();
    for (const { property, verdict } of check.outcomes) {
      const of = reported.get(property) ?? { verdicts: new Map(), length: '' };
      reported.set(property, of);
      of.verdicts.set(verdict.status, (of.verdicts.get(verdict.status) ?? 0) + 1);
      if (verdict.status === 'violated' && of.length === '') of.length = lengthOf(verdict);
    }
    const cells = [
      name.replace('.proviso', ''),
      `${check.system} under ${check.assume}`,
      ...[sizes.length, sum(({ states }) => states), sum(({ transitions }) => transitions)].map((n) => n.toLocaleString('en')),
      `${(sum(({ milliseconds }) => milliseconds) / 1000).toFixed(2)} s`,
      [...reported].map(([property, of]) => `${property} ${verdictsOf(of)}`).join(', '),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

function lengthOf({ trace }: Verdict & { readonly status: 'violated' }): string {
  const { faults, steps, loop } = trace;
  return loop === undefined ? ` (${faults}, ${steps.length})` : ` (${faults}, ${loop} + ${steps.length - loop} forever)`;
}

/** "holds", "holds 4, violated 2 (1, 7)" */
function verdictsOf({ verdicts, length }: Reported): string {
  const parts = [...verdicts].map(([status, n]) => `${status}${verdicts.size > 1 ? ` ${n}` : ''}${status === 'violated' ? length : ''}`);
  return parts.join(' / ');
}
