/** What threads beside a proviso search find is what it finds without them, whatever becomes of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { analyse, load, type ProvisosAnswer, type ProvisosOptions, provisos } from '#checker';
import { answerText, plainStyle, provisosText } from '#report';
import { noteSignal } from '../../cli/src/interrupt.ts';
import { PointThreads } from '../../cli/src/provisos/point-threads.ts';
import { folderWith, removeFolders } from './proviso.ts';

afterAll(removeFolders);

const SCRIPT = fileURLToPath(new URL('../../cli/src/thread.ts', import.meta.url));
const LONG = { timeout: 120_000 };
const path = 'samples/fencing-tokens.proviso';
const text = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const analysis = analyse(load(path, text, () => ({ problem: 'no imports', details: {} })));
const now = () => performance.now();
const options: ProvisosOptions = {
  ...{ now, slice: 20, maxStates: 20_000, timeout: 60_000, stop: () => null, joint: true },
  over: ['crashes', 'losses'],
};

function told(answers: readonly ProvisosAnswer[]): string[] {
  const words = answers.flatMap((answer) => provisosText(answer, { style: plainStyle, columns: 200, all: true, milliseconds: 0 }));
  return [...words, ...answers.map(({ checks, remembered }) => `${checks} checks, ${remembered} remembered`)];
}

async function search(threads: PointThreads | undefined, more: Partial<ProvisosOptions> = {}): Promise<ProvisosAnswer[]> {
  const answers: ProvisosAnswer[] = [];
  try {
    for (const event of provisos(analysis, 'FencingTokens', 'Stops', new Map(), { ...options, ...more, ahead: threads })!) {
      if (event.kind === 'answer') answers.push(event.answer);
      await threads?.moment();
    }
  } finally {
    threads?.end();
  }
  return answers;
}

const beside = (script: string, word = new Int32Array(new SharedArrayBuffer(4))) =>
  new PointThreads({ script, word, threads: 3, after: 0 });

test('any number of threads, and threads that end at once, come to the same', LONG, async () => {
  const alone = told(await search(undefined));
  expect(told(await search(beside(SCRIPT)))).toEqual(alone);
  const folder = folderWith({ 'broken.mjs': 'throw new Error("broken")', 'deaf.mjs': '' });
  for (const script of ['broken.mjs', 'deaf.mjs']) expect(told(await search(beside(join(folder, script))))).toEqual(alone);
});

test('a thread takes questions, and gives up those that are no more', LONG, async () => {
  const threads = beside(SCRIPT);
  const series = String(threads.series());
  const { model } = analysis.checks[0].runs[0].model();
  const question = { model: model!, properties: [model!.properties[0].name], budget: { maxStates: 20_000 }, search: {} };
  threads.pose([{ key: `${series} one`, question: () => question }]);
  expect([threads.busy, threads.idle()]).toEqual([2, 1]);
  // Until it is there the one that asks does not wait for it.
  expect(threads.answer(`${series} two`)).toBe(null);
  const until = async (isSo: () => boolean) => {
    for (; !isSo(); threads.idle()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  await until(() => threads.peek(`${series} one`) !== null);
  expect(threads.answer(`${series} one`)).toMatchObject({ properties: [{ property: model!.properties[0].name }] });
  const [two, three, four] = ['two', 'three', 'four'].map((key) => ({ key, question: () => question }));
  threads.pose([two, three]);
  expect(threads.idle()).toBe(0);
  // Nobody is left for it, so the one that has what is foreseen no more makes room.
  threads.pose([three, four]);
  expect(threads.answer('two')).toBe(null);
  await until(() => threads.idle() > 0);
  threads.pose([four]);
  await until(() => threads.peek('four') !== null);
  threads.end();
});

test('a signal ends it', LONG, async () => {
  const word = new Int32Array(new SharedArrayBuffer(4));
  let asked = 0;
  const stop = () => {
    if (++asked === 8) noteSignal(word, 'SIGINT');
    return Atomics.load(word, 0) === 0 ? null : 'interrupted';
  };
  const [answer] = await search(beside(SCRIPT, word), { stop });
  expect(answer.stopped).toBe('interrupted');
  expect(answerText(answer)).not.toContain('and only then');
});
