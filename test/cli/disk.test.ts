/** `--disk`: searches that go on there, what is refused, and that nothing is left. */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, expect, test } from 'vitest';
import { DiskDamage, DiskRefusal } from '#checker';
import { DiskFolder } from '../../cli/src/check/disk.ts';
import { documentOf, specOf } from './counter.ts';
import { commandLine, folderWith, provisoProcess, removeFolders } from './proviso.ts';

afterAll(removeFolders);

const slow = process.env.PROVISO_SLOW === '1';

const WORDS = ['check', 'spec.proviso', '--no-reduction', '--no-cache'];

test('a file gives back its parts; what is too much is refused, and nothing is left', () => {
  const folder = folderWith({});
  const disk = new DiskFolder(folder, 'here', 1000);
  const [one, other] = [disk.open(), disk.open()];
  const parts = [7, 0, 300, 500].map((length, i) => new Uint8Array(length).fill(i + 1));
  for (const part of parts) one.append(part);
  for (const [i, part] of parts.entries()) expect(one.read(i)).toEqual(part);
  expect(one.bytes).toBe(807);
  expect(() => other.append(new Uint8Array(194))).toThrow(DiskRefusal);
  one.drop();
  other.append(new Uint8Array(194));
  expect(readdirSync(folder)).toEqual([]);
  disk.clear();
  expect(() => other.read(0)).toThrow(DiskDamage);
});

test('what cannot be is refused by name', { timeout: 60_000 }, () => {
  const folder = folderWith({ 'spec.proviso': specOf(2) });
  const refusal = (words: readonly string[], reason: string) =>
    expect(provisoProcess([...WORDS, ...words], folder)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(reason) });
  refusal(['--disk', 'spec.proviso'], '--disk spec.proviso: it is not a folder.');
  if (!slow) return;
  refusal(['--disk', 'd', '--checkpoint', 'kept'], '`--disk` does not go with `--checkpoint`');
  refusal(['--disk', 'd', '--no-compress'], '`--disk` does not go with `--no-compress`');
  refusal(['--disk', 'd', '--max-disk', '0'], '`--max-disk 0`: write a number of MiB above 0');
  refusal(['--max-disk', '100'], '`--max-disk` belongs to `--disk FOLDER`.');
});

const document = (text: string) => documentOf(text, ['milliseconds', 'bytes', 'bytesOnDisk', 'compressed']);

test('the same answer as in memory; a disk that is used up ends it', { timeout: 60_000 }, () => {
  const folder = folderWith({ 'spec.proviso': specOf(slow ? 6 : 5) });
  const memory = ['--max-memory', slow ? '1' : '0.3'];
  const json = ['--format', 'json', '--no-deepening'];
  const onDisk = provisoProcess([...WORDS, ...json, ...memory, '--disk', 'd/e'], folder);
  expect(onDisk).toMatchObject({ code: 0, err: '' });
  expect(onDisk.out).toMatch(/"bytesOnDisk": [1-9]/);
  expect(readdirSync(join(folder, 'd/e'))).toEqual([]);
  if (!slow) return;
  expect(document(onDisk.out)).toEqual(document(provisoProcess([...WORDS, ...json], folder).out));
  const usedUp = provisoProcess([...WORDS, ...memory, '--disk', 'd', '--max-disk', '1'], folder);
  expect(usedUp).toMatchObject({ code: 3, out: expect.stringContaining('unknown: stopped at 1 MiB on disk') });
});

test.runIf(slow)('a run that is killed leaves nothing', { timeout: 120_000 }, async () => {
  const folder = folderWith({ 'spec.proviso': specOf(8) });
  mkdirSync(join(folder, 'd'));
  writeFileSync(join(folder, 'd/own'), '');
  const words = [...WORDS, '--max-memory', '2', '--disk', 'd'];
  for (const signal of ['SIGKILL', 'SIGINT'] as const) {
    const child = spawn(process.execPath, [...commandLine, ...words], { cwd: folder, stdio: 'ignore' });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    await new Promise((resolve) => setTimeout(resolve, 4000));
    child.kill(signal);
    await ended;
    expect(readdirSync(join(folder, 'd'))).toEqual(['own']);
  }
});
