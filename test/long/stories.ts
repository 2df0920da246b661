/**
 * Every story of every sample and incident on one page, to be read aloud: `npm run stories [FILE...]`. Of a property that is violated
 * or reached at several points of a check the first one is told, with the table of its steps after `--tables`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { campaign, type Outcome } from '#checker';
import { counterexampleTable, plainStyle, pointText, type Reader, story, traceRows } from '#report';
import { analysed } from '../support/spec.ts';

const args = process.argv.slice(2);
const tables = args.includes('--tables');
const given = args.filter((arg) => !arg.startsWith('--'));
const files = given.length > 0 ? given : ['samples', 'samples/incidents'].flatMap(specsIn);

function specsIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => (name.endsWith('.proviso') ? [`${folder}/${name}`] : []));
}

function tell(text: string, { model, property, point, verdict }: Outcome): string[] {
  const declared = model?.properties.find(({ name }) => name === property);
  if (declared === undefined || !('trace' in verdict)) return [];
  const known = 'known' in verdict ? (verdict.known ?? null) : null;
  const reader: Reader = { model, trace: verdict.trace, source: (span) => text.slice(span.start, span.end), known };
  const at = point.length === 0 ? '' : ` (${pointText(point)})`;
  const rows = tables ? counterexampleTable(traceRows(reader, verdict), model.timing.time, { style: plainStyle, columns: 150 }) : [];
  return [`- ${story(reader, declared, verdict)}${at}`, ...(tables ? ['', ...rows.map((row) => `      ${row}`), ''] : [])];
}

for (const file of files) {
  const text = readFileSync(file, 'utf8');
  console.log(`\n## ${file}`);
  for (const event of campaign(analysed(text).checks, { now: () => performance.now(), blame: 'always' })) {
    if (event.kind !== 'done') continue;
    const { assume, system, outcomes } = event.outcome;
    const wanted = outcomes.filter(({ verdict }) => verdict.status === 'violated' || verdict.status === 'error');
    const first = [...Map.groupBy(wanted, ({ property }) => property).values()].map(([outcome]) => outcome);
    if (first.length > 0) console.log(['', `${system} under ${assume}`, '', ...first.flatMap((outcome) => tell(text, outcome))].join('\n'));
  }
}
