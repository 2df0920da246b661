/**
 * How the language server feels, with the bundle that is shipped: from a keystroke to the problems of the text, from a save to
 * the verdicts of each sample when nothing is remembered, and its memory after as many edits as an hour has.
 *
 *     npm run bench:server
 */
import { readdirSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { type Client, startClient } from '../test/server/lsp/client.ts';
import { ALONE, Chance, randomEdit } from '../test/server/lsp/edits.ts';
import bundle from '../test/support/command-line.ts';

const KEYSTROKES = 200;
const HOUR = 3_600;
const folder = new URL('../samples/', import.meta.url);
process.once('exit', bundle());
const { bundled } = await import('../test/server/lsp/bundled.ts');
const names = readdirSync(folder).filter((name) => name.endsWith('.proviso'));
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');

await keystrokes();
await saves();
await hour();

function start(check: object): Promise<Client> {
  return startClient({ ...bundled.commandLine, settings: { check }, nodeOptions: ['--expose-gc'] });
}

/** One character typed and taken back, again and again, in a text of 500 lines that is not checked meanwhile. */
async function keystrokes(): Promise<void> {
  const text = longText(500);
  const client = await start({ onType: false });
  const uri = 'file:///long.proviso';
  await client.open(uri, text);
  await client.until(() => client.diagnostics.has(uri), 'the problems of the text');
  const times: number[] = [];
  const place = text.indexOf('when ') + 5;
  for (let i = 0; i < KEYSTROKES; i++) {
    const begin = performance.now();
    await client.edit(uri, i % 2 === 0 ? { start: place, end: place, text: 'q' } : { start: place, end: place + 1, text: '' });
    const { version } = client.documents.get(uri)!;
    await client.until(() => client.diagnostics.get(uri)?.version === version, 'the problems of the new text');
    times.push(performance.now() - begin);
  }
  console.log(`keystroke to problems, ${text.split('\n').length} lines, ${KEYSTROKES} times: ${figures(times)}`);
  await client.stop();
}

/** Samples one after the other, each with its name changed, until there are so many lines. */
function longText(lines: number): string {
  let text = '';
  for (let i = 0; text.split('\n').length < lines; i++)
    text += `${ALONE.replace(/\b(Lamp|Room)\b/g, `$1${i}`).replace(/check (\w+) /, `check $1 of Lamp${i} `)}\n`;
  return text;
}

/** A warm server, and a text that it has never seen: a constant more. */
async function saves(): Promise<void> {
  const client = await start({ delay: 0, maxStates: 1_000_000, timeout: 60, maxMemory: 1024 });
  const times: [string, number][] = [];
  for (const name of names) {
    const uri = pathToFileURL(new URL(name, folder).pathname).href;
    await client.open(uri, read(name));
    await client.checkFile(uri);
    const text = client.text(uri);
    const at = text.search(/\n {2}(?:message|const|enum|type|clock) /) + 1;
    await client.edit(uri, { start: at, end: at, text: '  const WARM = 1\n' });
    const begin = performance.now();
    await client.checkFile(uri);
    times.push([name.replace('.proviso', ''), performance.now() - begin]);
    await client.close(uri);
  }
  times.sort(([, a], [, b]) => b - a);
  console.log(`save to verdicts, warm, ${times.length} samples: ${figures(times.map(([, time]) => time))}`);
  console.log(
    `  the slowest: ${times
      .slice(0, 5)
      .map(([name, time]) => `${name} ${Math.round(time)}`)
      .join(', ')} ms`,
  );
  await client.stop();
}

async function hour(): Promise<void> {
  const client = await start({ delay: 5, maxStates: 2_000 });
  const chance = new Chance(3);
  const uri = 'file:///hour.proviso';
  await client.open(uri, ALONE);
  await client.checkFile(uri);
  const before = (await client.statistics()).heap;
  for (let i = 0; i < HOUR; i++) {
    await client.edit(uri, randomEdit(chance, client.text(uri), ALONE));
    if (i % 20 === 0) await client.checkFile(uri);
  }
  await client.checkFile(uri);
  const after = (await client.statistics()).heap;
  const status = readFileSync(`/proc/${client.child.pid}/status`, 'utf8');
  const rss = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  console.log(`memory after ${HOUR} edits: heap ${mebibytes(after)} MiB (${mebibytes(before)} before), resident ${Math.round(rss)} MiB`);
  await client.stop();
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}

/** "median 12, nineteen of twenty within 20, at most 31 ms" */
function figures(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]);
  return `median ${at(0.5)}, nineteen of twenty within ${at(0.95)}, at most ${at(1)} ms`;
}
