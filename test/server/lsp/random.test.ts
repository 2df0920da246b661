/**
 * A random session with the server that is shipped: it never falls over, answers no request with an error, never shows a
 * verdict of another text, and does not grow. Whenever nothing is on its way, it is held against a server that was just
 * started on the same texts.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { bundled } from './bundled.ts';
import { type Client, startClient } from './client.ts';
import { ALONE, Chance, LONG, SYSTEMS, WORLD } from './edits.ts';
import { Play, SETTINGS } from './play.ts';
import { reportedTo } from './quiet.ts';

const SLOW = process.env.PROVISO_SLOW === '1';
const EDITS = Number(process.env.PROVISO_RUNS || (SLOW ? 600 : 80));
/** Between two comparisons. */
const BLOCK = SLOW ? 300 : 40;
const FILES: Readonly<Record<string, string>> = { world: WORLD, main: SYSTEMS, alone: ALONE, long: LONG };
const KILLABLE = new URL('./killable.ts', import.meta.url).href;

const folder = mkdtempSync(join(tmpdir(), 'proviso-session-'));
const originals = new Map(Object.entries(FILES).map(([name, text]) => [pathToFileURL(join(folder, `${name}.proviso`)).href, text]));
let clients: Client[] = [];

afterEach(async () => {
  await Promise.all(clients.map((client) => client.stop()));
  clients = [];
  rmSync(folder, { recursive: true });
});

async function start(nodeOptions: readonly string[]): Promise<Client> {
  const client = await startClient({ ...bundled.commandLine, folder, settings: SETTINGS, nodeOptions });
  clients.push(client);
  return client;
}

async function compare(played: Client, chance: Chance): Promise<void> {
  const fresh = await start([]);
  for (const [uri, document] of played.documents) await fresh.open(uri, document.getText());
  for (const uri of originals.keys()) {
    const hovers = Array.from({ length: 5 }, () => ({ line: chance.below(60), character: 2 + chance.below(20) }));
    const reported = await reportedTo(played, uri, hovers);
    expect(reported).toEqual(await reportedTo(fresh, uri, hovers));
    expect(played.diagnostics.get(uri)?.version).toBe(played.documents.get(uri)?.version);
  }
  await fresh.stop();
  clients = clients.filter((client) => client !== fresh);
}

test(`${EDITS} random edits`, { timeout: 1_200_000 }, async () => {
  for (const [uri, text] of originals) writeFileSync(fileURLToPath(uri), text);
  const client = await start(['--expose-gc', '--import', KILLABLE]);
  const play = new Play(client, new Chance(7), originals);
  const heaps: number[] = [];
  const begin = performance.now();
  let compared = 0;
  for (const uri of originals.keys()) await play.open(uri);
  for (let edit = 1; edit <= EDITS; edit++) {
    await play.step();
    if (edit % BLOCK > 0) continue;
    await play.calm();
    const before = performance.now();
    await compare(client, new Chance(edit));
    compared += performance.now() - before;
    expect(play.failures).toEqual([]);
    expect(client.log.filter((line) => !line.startsWith('The checker stopped on'))).toEqual([]);
    expect(client.bars.size).toBe(0);
    const { heap } = await client.statistics();
    heaps.push(heap);
  }
  const mebibytes = heaps.map((heap) => heap / 2 ** 20);
  const seconds = Math.round((performance.now() - begin) / 1000);
  const { runs, cancelled, crashes, remembered } = await client.statistics();
  console.log(`${EDITS} edits in ${seconds} s, of which comparisons ${Math.round(compared / 1000)} s`, play.done);
  console.log(`${runs} runs, ${cancelled} cancelled, ${crashes} threads lost in a run; ${remembered} checks remembered`);
  console.log(`heap after each ${BLOCK} edits, MiB: ${mebibytes.map((heap) => heap.toFixed(1)).join(' ')}`);
  // What it keeps for later fills up in the first half; from there on it must not grow.
  const half = mebibytes.length >> 1;
  const mean = (part: readonly number[]) => part.reduce((sum, heap) => sum + heap, 0) / part.length;
  expect(mean(mebibytes.slice(-Math.ceil(half / 2))) - mean(mebibytes.slice(half >> 1, half))).toBeLessThan(3);
});
