/** The claims of the samples as the table of docs/provisos.md. `npm run generate` writes it. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Analysis, analyse, load } from '#checker';

const root = new URL('../../', import.meta.url);
const samples = new URL('samples/', root);
export const PAGE = fileURLToPath(new URL('docs/provisos.md', root));

export interface Claiming {
  readonly file: string;
  readonly analysis: Analysis;
}

/** The samples with `provisos` blocks. */
export function claiming(): Claiming[] {
  const files = readdirSync(samples)
    .filter((file) => file.endsWith('.proviso'))
    .sort();
  return files.flatMap((file) => {
    const loaded = load(file, readFileSync(new URL(file, samples), 'utf8'), () => ({ problem: 'the samples import nothing', details: {} }));
    return loaded.root.provisos.length === 0 ? [] : [{ file, analysis: analyse(loaded) }];
  });
}

/** A line for each claim. */
export function claimsTable(): string {
  const rows = claiming().flatMap(({ file, analysis }) =>
    analysis.provisos.flatMap(({ assume, system, block, runs }) => {
      const over = block.over.map(({ word }) => word).join(', ');
      const sweeps = block.sweeps.map(({ name }) => name.text).join(', ');
      const claims = new Map(runs.flatMap((run) => run.claims.map((claim) => [claim.span.start, claim] as const)));
      return [...claims.values()].map(({ property, exact, text }) =>
        row(`[${system}](../samples/${file})`, assume, property, `${exact ? 'when' : 'provided'} \`${text}\``, over, sweeps),
      );
    }),
  );
  const head = [row('system', 'from', 'property', 'holds', 'varied', 'for each'), '| --- | --- | --- | --- | --- | --- |'];
  return [...head, ...rows].join('\n');
}

function row(...cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

const [BEGIN, END] = ['<!-- claims of the samples -->\n', '\n<!-- end -->'];

/** The page with the table as it should be. */
export function pageWith(page: string, table: string): string {
  const [from, to] = [page.indexOf(BEGIN) + BEGIN.length, page.indexOf(END)];
  return `${page.slice(0, from)}${table}${page.slice(to)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(PAGE, pageWith(readFileSync(PAGE, 'utf8'), claimsTable()));
