/**
 * Hostile texts end within their budget, and at a first Ctrl-C. Times are told, not asserted, but for one that is ten times what it
 * should be. `npm run test:long -- hostile` prints the whole table.
 */
import { spawn } from 'node:child_process';
import process from 'node:process';
import { afterAll, expect, test } from 'vitest';
import { commandLine, folderWith, removeFolders } from '../cli/proviso.ts';
import { hostileInputs } from './hostile-inputs.ts';

afterAll(removeFolders);

/** Seconds. */
const BUDGET = 3;
const GRACE = 2;
const GENEROUS = 10;
/** Seconds until Ctrl-C. */
const PRESSED = 2.5;

const slow = process.env.PROVISO_SLOW === '1';
const names = slow ? Object.keys(hostileInputs) : ['a chain of 8,000 extends'];

interface Ended {
  readonly code: number | null;
  readonly seconds: number;
  readonly err: string;
}

async function run(text: string, words: readonly string[], pressed: number | null): Promise<Ended> {
  const folder = folderWith({ 'a.proviso': text });
  const child = spawn(process.execPath, [...commandLine, 'check', 'a.proviso', ...words], { cwd: folder });
  let err = '';
  let began = performance.now();
  child.stdout.resume();
  child.stderr.on('data', (data) => (err += data));
  if (pressed !== null)
    setTimeout(() => {
      began = performance.now();
      child.kill('SIGINT');
    }, pressed * 1000);
  return await new Promise((resolve) => child.on('close', (code) => resolve({ code, seconds: (performance.now() - began) / 1000, err })));
}

test.each(names)('%s', { timeout: 120_000 }, async (name) => {
  const text = hostileInputs[name]();
  const asked = await run(text, ['--timeout', String(BUDGET)], null);
  expect(asked.err).not.toContain('fault of proviso');
  expect([0, 1, 2, 3]).toContain(asked.code);
  expect(asked.seconds).toBeLessThan(GENEROUS * (BUDGET + GRACE));
  const row = [`{ ${name}`, `${BUDGET} s`, `${asked.seconds.toFixed(1)} s`];
  if (slow && asked.code === 3) {
    const { code, seconds } = await run(text, [], PRESSED);
    expect(code).toBe(130);
    expect(seconds).toBeLessThan(GENEROUS);
    row.push(`Ctrl-C ${seconds.toFixed(1)} s`);
  }
  console.log(`${row.join(' | ')} }`);
});
