/** A small file is checked by the process itself; whatever does not suit that is checked by a thread, and says the same. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { slow } from '../random/run.ts';
import { commandLine, folderWith, provisoProcess, removeFolders } from './proviso.ts';

afterAll(removeFolders);

const root = join(import.meta.dirname, '../..');
/** Says where a thread begins, and where the process begins to check by itself, which is given as long as it takes on a machine that is busy. */
const WATCHED = `const [threads, vm] = [require('node:worker_threads'), require('node:vm')];
const say = (text) => require('node:fs').writeSync(2, text);
const { Worker } = threads;
const { createContext } = vm;
threads.Worker = class extends Worker { constructor(...words) { say('a thread begins\\n'); super(...words); } };
vm.createContext = (...words) => { say('it tries\\n'); return createContext(...words); };
if (process.env.PATIENT) {
  const { runInContext } = vm.Script.prototype;
  vm.Script.prototype.runInContext = function (context) { return runInContext.call(this, context); };
  process.cpuUsage = () => ({ user: 1, system: 0 });
}
process.uptime = () => 0;
require('node:module').syncBuiltinESMExports();`;
const watch = join(folderWith({ 'watch.cjs': WATCHED }), 'watch.cjs');

const COUNTER = `system Counter {
  node Client { n: 0..3 = 0  action count when n < 3 { n += 1 } }
  safety Small: always Client.n <= 2
}
assume Plain { timing async }
check Plain { Small holds }
`;
const FILES = {
  'counter.proviso': COUNTER,
  'same.proviso': `import { Counter, Plain } from "./counter.proviso"\ncheck Plain { Counter.Small violated }\n`,
  'wrong.proviso': COUNTER.replace('n < 3', 'm < 3'),
  // The second state has a million million steps.
  'long.proviso': `system Endless {
  node Client {
    n: 0..2 = 0
    action first when n == 0 { n = 1 }
    optional action pick when n == 1 {
      ${['a', 'b', 'c', 'd'].map((name) => `let ${name} = choose v in 0..1000`).join('  ')}
      if a + b + c + d > 9000 { n = 2 }
    }
  }
  safety Zero: always Client.n == 0
  safety Small: always Client.n <= 1
}
assume Plain { timing async }
check Plain { Zero holds  Small holds }
`,
};

process.env.PATIENT = '1';

/** Where the thread is asked for, it is asked for one thread in all: no answer depends on that. */
function told(way: 'itself' | 'thread', words: readonly string[], folder: string) {
  const more = way === 'thread' ? ['--threads', '1'] : [];
  const { code, out, err } = provisoProcess(['check', ...words, ...more], folder, { node: ['--require', watch] });
  return {
    code,
    out: out.replaceAll(/(?:\d+ min )?[\d.]+ s$/gm, '- s'),
    err: err.replaceAll(/^(a thread begins|it tries)\n/gm, ''),
    thread: err.includes('a thread begins'),
  };
}

function same(words: readonly string[], folder: string): { readonly thread: boolean } {
  const [itself, thread] = (['itself', 'thread'] as const).map((way) => told(way, words, folder));
  expect(thread.thread).toBe(true);
  expect({ ...itself, thread: true }).toEqual(thread);
  return itself;
}

test('a small file begins no thread, and a mistake in one does not either', () => {
  const folder = folderWith(FILES);
  for (const name of ['same.proviso', ...(slow ? ['counter.proviso', 'wrong.proviso'] : [])])
    expect(same(['--no-cache', name], folder).thread).toBe(false);
});

test('what is remembered, and an answer from it, takes no thread either', () => {
  const folder = folderWith(FILES);
  const [first, again] = [1, 2].map(() => told('itself', ['--cache-folder', 'kept', 'counter.proviso'], folder));
  expect([first.thread, again.thread]).toEqual([false, false]);
  expect(again.out).toContain('remembered');
});

/** Seven searches, which a thread makes. */
const SWEPT = COUNTER.replace('system Counter {', 'system Counter {\n  const MOST = 3')
  .replace('<= 2', '<= MOST')
  .replace('Plain { Small', 'Plain for MOST in 3..9 { Small');

test.runIf(slow)(
  'where the searches were too many once, the thread begins first, and a mistake or a remembered answer is found meanwhile',
  () => {
    const folder = folderWith({ 'a.proviso': SWEPT });
    const begins = (...words: readonly string[]) => {
      const { err } = provisoProcess(['check', 'a.proviso', ...words], folder, { node: ['--require', watch] });
      return err.match(/a thread begins|it tries/g)?.join();
    };
    // Until little has to be compiled nothing is noted.
    for (let i = 0; i < 4; i++) begins('--no-cache');
    expect(begins('--no-cache')).toBe('a thread begins,it tries');
    expect(same(['--no-cache', 'a.proviso'], folder).thread).toBe(true);
    writeFileSync(join(folder, 'a.proviso'), SWEPT.replace('n += 1', 'm += 1'));
    expect(same(['--no-cache', 'a.proviso'], folder).thread).toBe(true);
    // Where results are remembered, the same text is tried again, since its answer may be one of them.
    writeFileSync(join(folder, 'a.proviso'), SWEPT);
    const kept = ['--cache-folder', 'kept'];
    expect([1, 2].map(() => begins(...kept))).toEqual(['it tries,a thread begins', 'it tries']);
    writeFileSync(join(folder, 'a.proviso'), `${SWEPT}// once more\n`);
    expect([1, 2].map(() => begins(...kept))).toEqual(['a thread begins,it tries', 'it tries']);
  },
);

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s while the process checks by itself ends it within a second', { timeout: 60_000 }, async (signal, expected) => {
  const folder = folderWith(FILES);
  const child = spawn(process.execPath, ['--require', watch, ...commandLine, 'check', '--no-cache', 'long.proviso'], {
    ...{ cwd: folder, env: { ...process.env, PATIENT: '' } },
  });
  let [err, sent] = ['', 0];
  child.stderr.on('data', (data) => {
    err += data;
    if (sent > 0 || !err.includes('it tries')) return;
    sent = performance.now();
    child.kill(signal);
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect(code).toBe(expected);
  expect(err).toContain('a thread begins');
  // A second, on a machine that does nothing else.
  expect(performance.now() - sent).toBeLessThan(5000);
});

/** With a mistake, and with as many states as a search has at once. */
describe.runIf(slow)('the same is said, remembered and answered from that', () => {
  test('two-generals', { timeout: 120_000 }, () => {
    const text = readFileSync(join(root, 'samples/two-generals.proviso'), 'utf8');
    const folder = folderWith({ 'a.proviso': text, 'b.proviso': text.replace(/ when /, ' wen ').replace(' == ', ' == ==') });
    const remembered = (way: string) =>
      readdirSync(join(folder, way), { recursive: true, encoding: 'utf8' })
        .filter((path) => /[0-9a-f]{64}$/.test(path))
        .sort();
    const words = ['a.proviso', '--lints', '--no-provisos', '--max-states', '50'];
    for (const way of ['itself', 'thread'] as const) told(way, [...words, '--cache-folder', way], folder);
    expect(remembered('itself')).toEqual(remembered('thread'));
    same([...words, '--cache-folder', 'thread'], folder);
    expect(same(['b.proviso', '--no-cache'], folder).thread).toBe(false);
  });
});
