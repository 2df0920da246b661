/**
 * Each call is a process of its own, which keeps to its time and its memory by itself and is ended where the client cancels: whatever becomes
 * of it, the server goes on.
 */
import { spawn } from 'node:child_process';
import process from 'node:process';

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Calls at once; others wait. */
const AT_ONCE = 2;
/** Characters that are kept of an answer. */
const LONGEST = 32 * 1024 * 1024;
/** Milliseconds until what was asked to end is ended, and beyond its own time until that is done without its help. */
const [GRACE, LATE] = [2000, 15_000];

const waiting: (() => void)[] = [];
let running = 0;

const cancelled: Ran = { code: null, out: '', err: 'cancelled' };

/** Until a call has ended, or this one is cancelled, which then waits no more. */
function turn(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const come = () => {
      signal.removeEventListener('abort', leave);
      resolve();
    };
    const leave = () => {
      waiting.splice(waiting.indexOf(come), 1);
      resolve();
    };
    waiting.push(come);
    signal.addEventListener('abort', leave, { once: true });
  });
}

/** `seconds`: of its own time. */
export async function run(words: readonly string[], files: readonly string[], seconds: number, signal: AbortSignal): Promise<Ran> {
  while (running >= AT_ONCE && !signal.aborted) await turn(signal);
  if (signal.aborted) return cancelled;
  running++;
  try {
    return await started([...words, '--timeout', String(seconds), '--', ...files], seconds, signal);
  } finally {
    running--;
    waiting.shift()?.();
  }
}

async function started(words: readonly string[], seconds: number, signal: AbortSignal): Promise<Ran> {
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1], ...words], { stdio: ['ignore', 'pipe', 'pipe'], env });
  const end = () => {
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), GRACE).unref();
  };
  signal.addEventListener('abort', end);
  const timer = setTimeout(end, seconds * 1000 + LATE);
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (out.length < LONGEST) out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (err.length < LONGEST) err += text;
  });
  return await new Promise((resolve) => {
    const over = (code: number | null, said: string) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve({ code, out, err: said });
    };
    child.on('error', (error) => over(null, error.message));
    child.on('close', (code) => over(code, err));
  });
}
