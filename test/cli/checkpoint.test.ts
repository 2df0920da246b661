/** `--checkpoint`: what was killed goes on, and what is of another question or damaged is refused. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, expect, test } from 'vitest';
import { documentOf, specOf } from './counter.ts';
import { commandLine, folderWith, provisoProcess, removeFolders } from './proviso.ts';

afterAll(removeFolders);

const slow = process.env.PROVISO_SLOW === '1';

const WORDS = ['check', 'spec.proviso', '--no-reduction', '--checkpoint', 'kept'];

const document = (text: string) => documentOf(text, ['milliseconds', 'bytes', 'remembered']);

test('what is left of a call that was killed at once is no other folder', { timeout: 60_000 }, () => {
  const left = { 'kept/lock': '', 'kept/proviso-checkpoint.json.new': '{ "vers' };
  const { folder, ...said } = provisoProcess(WORDS, { 'spec.proviso': specOf(2), ...left });
  expect(said).toMatchObject({ code: 0, err: '' });
  expect(readdirSync(join(folder, 'kept')).sort()).toEqual(['proviso-checkpoint.json', 'results']);
});

test('another question is refused by name, and so is a folder of something else', { timeout: 60_000 }, () => {
  const { folder, ...first } = provisoProcess(WORDS, { 'spec.proviso': specOf(2), 'full/of': 'something' });
  expect(first).toMatchObject({ code: 0, err: '' });
  expect(provisoProcess(WORDS, folder).out).toContain('states, remembered');
  const refusal = (words: readonly string[], reason: string) =>
    expect(provisoProcess(words, folder)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(reason) });
  refusal([...WORDS, '--property', 'Small'], 'is of other options: --property not given then, Small now.');
  refusal(['check', 'spec.proviso', '--checkpoint', 'full'], 'the folder is not empty, and has no checkpoint.');
  refusal(['check', 'spec.proviso', '--checkpoint', 'spec.proviso'], 'spec.proviso');
  refusal([...WORDS, '--watch'], 'does not go with `--watch`');
  writeFileSync(join(folder, 'kept/lock'), String(process.pid));
  refusal(WORDS, `process ${process.pid} is at work there`);
  writeFileSync(join(folder, 'kept/lock'), '');
  writeFileSync(join(folder, 'spec.proviso'), specOf(3));
  refusal(WORDS, 'is of other files: spec.proviso has changed since.');
  writeFileSync(join(folder, 'spec.proviso'), specOf(2));
  const manifest = join(folder, 'kept/proviso-checkpoint.json');
  const text = readFileSync(manifest, 'utf8');
  writeFileSync(manifest, text.replace(/"version": "[^"]*"/, '"version": "0.0.1"'));
  refusal(WORDS, 'is of another version of Proviso, 0.0.1.');
  writeFileSync(manifest, text.slice(1));
  refusal(WORDS, 'is damaged: proviso-checkpoint.json');
});

test.runIf(slow)('killed again and again, it goes on to the same answer; damaged, it is refused', { timeout: 600_000 }, async () => {
  const folder = folderWith({ 'spec.proviso': specOf(7) });
  const whole = provisoProcess([...WORDS.slice(0, -2), '--no-cache', '--format', 'json'], folder);
  const words = [...WORDS, '--threads', '1', '--format', 'json'];
  const searches = () => readdirSync(join(folder, 'kept'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('head'));
  const killed = async (milliseconds: number) => {
    const child = spawn(process.execPath, [...commandLine, ...words], { cwd: folder, stdio: 'ignore' });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    child.kill('SIGKILL');
    await ended;
  };
  for (let i = 0; i < 20 && (!existsSync(join(folder, 'kept')) || searches().length === 0); i++) await killed(1500 + 200 * i);
  const [head] = searches();
  const states = join(folder, 'kept', head.replace(/head$/, 'states'));
  const bytes = readFileSync(states);
  truncateSync(states, bytes.length - 4);
  expect(provisoProcess(words, folder)).toMatchObject({ code: 2, err: expect.stringContaining('are missing') });
  writeFileSync(
    states,
    bytes.map((byte, i) => (i === 1000 ? byte ^ 1 : byte)),
  );
  expect(provisoProcess(words, folder)).toMatchObject({ code: 2, err: expect.stringContaining('is not as it was written') });
  writeFileSync(states, bytes);
  const last = provisoProcess(words, folder);
  expect(last.err).toContain('proviso: goes on from');
  expect(document(last.out)).toEqual(document(whole.out));
});
