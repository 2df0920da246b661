/**
 * A random session of edits over several files: the server never falls over, never shows a verdict of another text, and
 * does not grow. The server runs as its own process, as editors have it.
 */
import { afterEach, expect, test } from 'vitest';
import { fileVerdicts, subjectFor, summaryOf } from '../../../server/src/checks/file-verdicts.ts';
import { Memory } from '../../../server/src/checks/memory.ts';
import type { CheckBudget } from '../../../server/src/checks/messages.ts';
import { runCheck } from '../../../server/src/checks/run-check.ts';
import { type Snapshot, withVerdicts } from '../../../server/src/ide/snapshot.ts';
import { Places } from '../../../server/src/lsp/places.ts';
import { diagnosticsOf } from '../../../server/src/lsp/publish.ts';
import { disk } from '../../../server/src/project/disk.ts';
import { Project } from '../../../server/src/project/project.ts';
import { type Client, startClient } from './client.ts';
import { ALONE, Chance, randomEdit, SYSTEMS, WORLD } from './edits.ts';

const SLOW = process.env.PROVISO_SLOW === '1';
const EDITS = SLOW ? 20_000 : 2_000;
/** Between two comparisons with a fresh run. */
const BLOCK = 100;
const CHECK = { delay: 5, maxStates: 2_000, timeout: 60, maxMemory: 256 };
const BUDGET: CheckBudget = { maxStates: CHECK.maxStates, seconds: CHECK.timeout, maxMemory: CHECK.maxMemory };
const ORIGINALS: Readonly<Record<string, string>> = { world: WORLD, main: SYSTEMS, alone: ALONE };
const pathOf = (name: string) => `/nowhere/${name}.proviso`;
const uriOf = (name: string) => `file://${pathOf(name)}`;

let client: Client | null = null;
afterEach(() => client?.stop());

/** What a server that had just been started would say about these texts. */
function fresh(project: Project, name: string): Snapshot {
  const snapshot = project.snapshot(pathOf(name))!;
  const memory = new Memory();
  for (const { identity, plan } of subjectFor(snapshot).checks) {
    const running = runCheck(plan, { budget: BUDGET, now: () => 0 });
    for (;;) {
      const { done, value } = running.next();
      if (!done) continue;
      memory.put(identity, value, BUDGET);
      break;
    }
  }
  return withVerdicts(snapshot, fileVerdicts(snapshot, memory, BUDGET, false));
}

async function compare(played: Client): Promise<void> {
  const project = new Project(disk);
  const names = Object.keys(ORIGINALS);
  for (const name of names) project.setText(pathOf(name), played.text(uriOf(name)));
  for (const name of names) {
    const told = await played.checkFile(uriOf(name));
    const expected = fresh(project, name);
    const { version, items } = played.diagnostics.get(uriOf(name))!;
    expect({ name, ...told }).toEqual({ name, file: uriOf(name), ...summaryOf(expected) });
    expect(version).toBe(played.documents.get(uriOf(name))!.version);
    expect(items).toEqual(JSON.parse(JSON.stringify(diagnosticsOf(new Places(), expected))));
  }
}

test(`${EDITS} random edits`, { timeout: SLOW ? 900_000 : 120_000 }, async () => {
  client = await startClient({ settings: { check: CHECK }, nodeOptions: ['--expose-gc'] });
  const chance = new Chance(7);
  for (const [name, text] of Object.entries(ORIGINALS)) await client.open(uriOf(name), text);
  const heaps: number[] = [];
  for (let edit = 0; edit < EDITS; edit++) {
    const name = chance.of(['main', 'main', 'alone', 'world']);
    await client.edit(uriOf(name), randomEdit(chance, client.text(uriOf(name)), ORIGINALS[name]));
    if (chance.below(5) === 0) await new Promise((resolve) => setTimeout(resolve, chance.below(30)));
    if (chance.below(100) === 0) {
      await client.close(uriOf(name));
      await client.open(uriOf(name), ORIGINALS[name]);
    }
    if (edit % BLOCK < BLOCK - 1) continue;
    await compare(client);
    const { heap, crashes } = await client.statistics();
    expect(crashes).toBe(0);
    heaps.push(heap);
  }
  expect(client.log).toEqual([]);
  expect(client.stderr).toBe('');
  const mebibytes = heaps.map((heap) => Math.round((heap / 2 ** 20) * 10) / 10);
  console.log(`heap after each ${BLOCK} edits, MiB: ${mebibytes.join(' ')}`, JSON.stringify(await client.statistics()));
});
