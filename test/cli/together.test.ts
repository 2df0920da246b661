/** Checks that several threads make side by side come to what one comes to, told in the same order, whatever becomes of the others. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, expect, test } from 'vitest';
import { analyse, type CampaignEvent, type CheckOutcome, campaign, load, runToEnd } from '#checker';
import { checkReport } from '#report';
import { allowedOf } from '../../cli/src/check/allowed.ts';
import { campaignOptionsOf } from '../../cli/src/check/campaign-options.ts';
import type { FromLane, LaneData } from '../../cli/src/check/lane.ts';
import { type Limits, limitsOf } from '../../cli/src/check/limits.ts';
import { Shares } from '../../cli/src/check/shares.ts';
import { checkTogether } from '../../cli/src/check/together.ts';
import { interruptIn, neverInterrupted, noteSignal } from '../../cli/src/interrupt.ts';
import { slow } from '../random/run.ts';
import { folderWith, provisoProcess, removeFolders, threadScript } from './proviso.ts';

afterAll(removeFolders);

const PATHS = [slow ? 'two-generals' : 'chain-replication', 'corrupted-packets', 'closed-port', 'time-outliers'].map(
  (name) => `samples/${name}.proviso`,
);
// The bundle remembers answers, as the sources do not.
const call = { words: [], options: { cache: false } };
const options = campaignOptionsOf(call, allowedOf(call, limitsOf(call) as Limits, null), neverInterrupted, null);
const LONG = { timeout: 120_000 };

const read = PATHS.map((path) => {
  const text = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  const sources = load(path, text, () => ({ problem: 'no imports', details: {} }));
  return { path, texts: new Map([[path, text]]), plans: analyse(sources).checks };
});
const plans = read.flatMap((file) => file.plans);
const files = read.map(({ path, texts, plans: own }) => ({ path, texts, checks: own.map((_, i) => i) }));
const texts = new Map(read.flatMap((file) => [...file.texts]));

/** All that is reported of a check, but for the time it took. */
function reported(outcome: CheckOutcome): string {
  return JSON.stringify(checkReport(outcome, (file) => texts.get(file) ?? null)).replaceAll(/"(milliseconds|seconds)":[0-9.e-]+/g, '');
}

/** The first difference, with what stands about it: the reports are long. */
function difference(one: readonly string[], other: readonly string[]): string | null {
  if (one.length !== other.length) return `${one.length} and ${other.length} checks`;
  const check = one.findIndex((text, i) => text !== other[i]);
  if (check < 0) return null;
  const at = [...one[check]].findIndex((char, i) => char !== other[check][i]);
  return `check ${check}: ${one[check].slice(at - 60, at + 60)}, and ${other[check].slice(at - 60, at + 60)}`;
}

const alone = runToEnd(campaign(plans, options)).map(reported);

async function together(script: string, word = new Int32Array(new SharedArrayBuffer(4)), shares = new Shares()): Promise<CampaignEvent[]> {
  const interrupted = interruptIn(word).happened;
  const events: CampaignEvent[] = [];
  const run = checkTogether(plans, { ...options, interrupted }, { script, call, word, shares, files, threads: 3, after: 0 });
  for await (const event of run) {
    events.push(event);
    await new Promise(setImmediate);
  }
  return events;
}

function ends(events: readonly CampaignEvent[]): string[] {
  return events.flatMap((event) => (event.kind === 'done' ? [reported(event.outcome)] : []));
}

test('a thread that takes every check tells of each what is told of it elsewhere', LONG, async () => {
  const word = new Int32Array(new SharedArrayBuffer(4));
  const workerData: LaneData = { role: 'lane', call, script: threadScript, word, shares: new Shares().words, files };
  const lane = new Worker(threadScript, { argv: [], workerData });
  const told: CheckOutcome[] = [];
  const over: number[] = [];
  await new Promise<void>((resolve, reject) => {
    lane.on('error', reject);
    lane.on('message', (message: FromLane) => {
      if (message.kind === 'idle') resolve();
      else if (message.kind === 'over') over.push(message.job);
      else if (message.event.kind === 'done') told.push(message.event.outcome);
    });
  });
  await lane.terminate();
  expect(over).toEqual(plans.map((_, i) => i));
  expect(difference(told.map(reported), alone)).toBe(null);
});

test('several threads end the checks in the order of the files', LONG, async () => {
  const events = await together(threadScript);
  expect(difference(ends(events), alone)).toBe(null);
  expect(events[0].kind).toBe('planned');
  const outcomes = (list: readonly CheckOutcome[]) => list.reduce((sum, check) => sum + check.outcomes.length, 0);
  expect(events.filter(({ kind }) => kind === 'outcome').length).toBeGreaterThanOrEqual(
    outcomes(events.flatMap((event) => (event.kind === 'done' ? [event.outcome] : []))),
  );
});

test.each([
  ['at once', 'process.exit();'],
  [
    'with a check that it has taken',
    `import { workerData } from 'node:worker_threads'; Atomics.add(workerData.shares, 0, 1); process.exit();`,
  ],
  ['with an error', `throw new Error('no memory');`],
])('what a thread leaves that ends %s is made by the caller', LONG, async (_, text) => {
  const folder = folderWith({});
  writeFileSync(join(folder, 'thread.mjs'), text);
  const shares = new Shares();
  expect(difference(ends(await together(join(folder, 'thread.mjs'), undefined, shares)), alone)).toBe(null);
  // Whoever is too late takes a number beyond the last check's, as this thread does: one at least was in time.
  if (_ === 'with a check that it has taken') expect(Atomics.load(shares.words, 0)).toBeLessThan(plans.length + 3);
});

test('an interruption ends the check under way and begins no other', LONG, async () => {
  const word = new Int32Array(new SharedArrayBuffer(4));
  noteSignal(word, 'SIGINT');
  const events = await together(threadScript, word);
  const whole = ends(events).filter((text) => alone.includes(text));
  expect(whole).toEqual([]);
});

test('a thread that is left keeps the run going', LONG, () => {
  // This thread has made both checks when the other one has only begun to look for work.
  const holder = `system Handover {
    message Token(by: Holder)
    node Holder[2] {
      holds: bool = self == Holder#1
      optional action pass when holds { holds = false  broadcast Token(by: self) to Holder }
      on Token { holds = true }
    }
    safety AtMostOne: never (exists a, b in Holder where a != b: a.holds and b.holds)
    safety Knows: always (Holder#2.holds implies knows(Holder#2, not Holder#1.holds))
    liveness Returns: Holder#2.holds leads to Holder#1.holds
  }
  assume Faulty { timing async  network { duplicating up to 1, lossy up to 1 }}
  check Faulty { AtMostOne violated  Knows violated }
  check Faulty { Returns violated }`;
  const { code, err } = provisoProcess(['check', 'spec.proviso', '--threads', '3', '-q'], { 'spec.proviso': holder });
  expect({ code, err }).toEqual({ code: 0, err: '' });
});
