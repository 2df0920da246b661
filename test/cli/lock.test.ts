/** One process at a time has the folder of a checkpoint, and none that has ended keeps it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, expect, test } from 'vitest';
import { lockedBy, unlock } from '../../cli/src/check/lock.ts';
import { folderWith, removeFolders } from './proviso.ts';

afterAll(removeFolders);

const lock = () => join(folderWith({}), 'lock');

test('a process that is at work has it; of one that has ended it is taken over', () => {
  const path = lock();
  const parent = process.ppid;
  writeFileSync(path, String(parent));
  expect(lockedBy(path)).toBe(parent);
  const { pid } = spawnSync(process.execPath, ['--version']);
  for (const gone of [String(pid), '', 'nothing', '-1', '1e99']) {
    writeFileSync(path, gone);
    expect(lockedBy(path), gone).toBeNull();
    expect(readFileSync(path, 'utf8')).toBe(String(process.pid));
    expect(readdirSync(join(path, '..'))).toEqual(['lock']);
  }
  unlock(path);
  expect(existsSync(path)).toBe(false);
});

test.runIf(existsSync('/proc/self/stat'))('a process whose exit code nobody has asked for has ended', { timeout: 60_000 }, async () => {
  // What `exec` puts in the place of the shell does not know of its child.
  const child: ChildProcess = spawn('sh', ['-c', 'sleep 0.5 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const ended = Number(await new Promise((resolve) => child.stdout!.on('data', (text) => resolve(String(text)))));
    const state = () => / (\w) /.exec(readFileSync(`/proc/${ended}/stat`, 'utf8'))?.[1];
    await expect.poll(state, { timeout: 30_000 }).toBe('Z');
    expect(process.kill(ended, 0)).toBe(true);
    const path = lock();
    writeFileSync(path, String(ended));
    expect(lockedBy(path)).toBeNull();
  } finally {
    child.kill('SIGKILL');
  }
});
