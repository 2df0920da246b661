/**
 * A file that has the number of the process which is at work in its folder. What processes of other machines, or of other containers, do there
 * is not noticed.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import process from 'node:process';

/** Milliseconds between two looks at a process that is ending, or a file that is being written, and how many looks there are. */
const [WAIT, LOOKS] = [20, 100];

/** The process that has the lock; null where this one has taken it. */
export function lockedBy(path: string): number | null {
  for (let looks = 0; ; looks++) {
    if (made(path)) return null;
    const text = textOf(path);
    if (text === null) continue;
    const holder = Number(text);
    const standing = text === '' ? 'ending' : standingOf(holder);
    if (standing === 'at work') return holder;
    if (standing === 'ending' && looks < LOOKS) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT);
    else takeAway(path, text);
  }
}

export function unlock(path: string): void {
  rmSync(path, { force: true });
}

/** False where it is there. */
function made(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

/** Of a process that was killed. Where another has just taken it over, it is given back. */
function takeAway(path: string, text: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (textOf(aside) === text) rmSync(aside, { force: true });
  else renameSync(aside, path);
}

/** Null where it is not there any more. */
function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return null;
  }
}

/** A process that was killed has its number until another has asked for its exit code, which in a container may be never. */
function standingOf(pid: number): 'at work' | 'ending' | 'gone' {
  if (!(pid > 0) || pid === process.pid || !hasProcess(pid)) return 'gone';
  const stat = textOf(`/proc/${pid}/stat`);
  if (stat === null) return 'at work';
  // proc(5): behind the name, which stands in parentheses, the state, and as the 18th the number of threads.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] !== 'Z') return 'at work';
  return Number(fields[17]) > 1 ? 'ending' : 'gone';
}

function hasProcess(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
