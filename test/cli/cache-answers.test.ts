/**
 * What is remembered is written as what was searched, in every format: the samples with option after option, all in one folder of results, so
 * that an answer to another question would be taken for this one if it could be. Only times differ, and that it says so.
 */
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { formatNames, type RunReport } from '#report';
import { slow } from '../random/run.ts';
import { folderWith, proviso, removeFolders } from './proviso.ts';

afterAll(removeFolders);

const SAMPLES = join(import.meta.dirname, '../../samples');
const OPTIONS: readonly (readonly string[])[] = [
  // What is known from a search without a budget is told whatever the budget is, so this comes first.
  ['--max-states', '300'],
  [],
  ['--traces'],
  ['--no-reduction'],
  ['--lints'],
  ['--no-provisos'],
  ['--no-deepening'],
  ['--quiet'],
  ['--threads', '1'],
  ['--shard', '1/2'],
  ['--stats'],
];

/** Files that a call has written, by name. Times and what was remembered are taken out. */
function written(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(join(folder, 'out'), { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.'));
  const entries = names.sort().map((name) => [name, timeless(readFileSync(join(folder, 'out', name), 'utf8'))] as const);
  rmSync(join(folder, 'out'), { recursive: true });
  return Object.fromEntries(entries);
}

function timeless(text: string): string {
  return text
    .replaceAll(/"(milliseconds|bytes|remembered|startTimeUtc|endTimeUtc)": ?[^,\n}]+/g, '"$1"')
    .replaceAll(/time(stamp)?="[^"]*"/g, 'time')
    .replaceAll(/, [\d,]+ states\/s/g, '')
    .replaceAll(/\b[\d.,]+ (ms|s|min)\b|\bremembered\b/g, 'TIME');
}

/** The slow run takes this one, the long run all. */
const FEW = ['closed-port.proviso'];
const names = process.env.PROVISO_RUNS === undefined ? FEW : readdirSync(SAMPLES).filter((name) => name.endsWith('.proviso'));

test.runIf(slow).each(names)('%s', { timeout: 1_800_000 }, (name) => {
  const folder = folderWith({});
  cpSync(join(SAMPLES, name), join(folder, name));
  const formats = formatNames.flatMap((format) => ['--format', `${format}=out/${format}.txt`]);
  const call = (...words: readonly string[]) => {
    const { code } = proviso(['check', name, ...formats, '--traces-as', 'itf=out/traces', ...words], folder);
    const { checks, provisos } = JSON.parse(readFileSync(join(folder, 'out/json.txt'), 'utf8')) as RunReport;
    const remembered = [...checks.map(({ search }) => search.remembered), ...provisos.map((block) => block.remembered)];
    return { remembered, answer: { options: words.slice(1), code, files: written(folder) } };
  };
  const { checks } = JSON.parse(proviso(['check', name, '--no-cache', '--format', 'json'], folder).out) as RunReport;
  const [{ name: property }] = checks[0].properties;
  for (const options of [...OPTIONS, ['--property', property]]) {
    const searched = call('--no-cache', ...options);
    expect(Object.keys(searched.answer.files)).toEqual(expect.arrayContaining(formatNames.map((format) => `${format}.txt`)));
    expect(searched.remembered).not.toContain(true);
    const kept = ['--cache-folder=kept', ...options];
    expect(call(...kept).answer).toEqual(searched.answer);
    const again = call(...kept);
    expect(again.answer).toEqual(searched.answer);
    // What is left open is searched again, and what is remembered has not all figures.
    if (searched.answer.code !== 3 && options[0] !== '--stats')
      expect([options, again.remembered]).toEqual([options, again.remembered.map(() => true)]);
  }
});
