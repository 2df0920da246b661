/** Runs the command line in a folder of its own with the files given; answers what it said and its exit code. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { ThreadAnswer, ThreadCall, ThreadStart } from '../support/command-line-thread.ts';

/** The bundle of support/command-line.ts; else the sources, which start slowly. */
const SOURCES = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url));
const MAIN = process.env.PROVISO_COMMAND_LINE ?? SOURCES;

/** Nothing is remembered from one call to the next unless a test asks for it: no folder can be made there. */
process.env.XDG_CACHE_HOME = '/dev/null';

/** The text or bytes of a file, or where a link leads. */
export type Files = Readonly<Record<string, string | Uint8Array | { readonly link: string }>>;

export interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** runs again in the same folder */
  readonly folder: string;
}

const folders: string[] = [];

export function folderWith(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), 'proviso-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    if (typeof content === 'object' && 'link' in content) symlinkSync(content.link, path);
    else writeFileSync(path, content);
  }
  return folder;
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** What Node is called with, before the words. */
export const commandLine: readonly string[] = [MAIN];

/** What each of its threads runs: the bundle's begins in a fraction of the time. */
export const threadScript =
  MAIN === SOURCES ? fileURLToPath(new URL('../../cli/src/thread.ts', import.meta.url)) : join(dirname(MAIN), 'proviso-thread.mjs');

/** As in a checkout. */
export function provisoFromSources(words: readonly string[], files: Files): Said {
  return provisoProcess(words, files, { main: SOURCES });
}

/**
 * In a thread that all tests of this process share, where a call takes a few milliseconds. What belongs to a process of its own is not
 * there: who supervises a search, threads, signals, budgets that hold whatever the search does; see `provisoProcess`.
 */
export function proviso(words: readonly string[], files: Files | string = {}): Said {
  const script = process.env.PROVISO_COMMAND_LINE_THREAD;
  if (script === undefined) return provisoProcess(words, files);
  const folder = typeof files === 'string' ? files : folderWith(files);
  const before = process.cwd();
  process.chdir(folder);
  try {
    thread ??= new CommandLineThread(script);
    const { code, out, err, fault } = thread.call({ words, env: environment() });
    if (fault !== null) throw new Error(`proviso ${words.join(' ')}: ${fault}`);
    return { code, out, err, folder };
  } finally {
    process.chdir(before);
  }
}

interface How {
  /** options of Node itself */
  readonly node?: readonly string[];
  /** where standard output goes instead */
  readonly out?: number | 'pipe';
  readonly main?: string;
}

/** In a process of its own, as a user runs it. */
export function provisoProcess(
  words: readonly string[],
  files: Files | string = {},
  { node = [], out = 'pipe', main = MAIN }: How = {},
): Said {
  const folder = typeof files === 'string' ? files : folderWith(files);
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, main, ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: environment(),
    stdio: ['ignore', out, 'pipe'],
  });
  return { code: status, out: stdout, err: stderr, folder };
}

function environment(): NodeJS.ProcessEnv {
  return { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, NODE_OPTIONS: undefined };
}

/** Milliseconds. */
const PATIENCE = 120_000;
/** As of the thread that checks in a process of its own. */
const STACK_MIB = 256;

class CommandLineThread {
  readonly #port: MessagePort;
  readonly #answered = new Int32Array(new SharedArrayBuffer(4));

  constructor(script: string) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const workerData: ThreadStart = { port: port2, answered: this.#answered };
    const resourceLimits = { stackSizeMb: STACK_MIB, maxOldGenerationSizeMb: 4096 };
    new Worker(script, { workerData, transferList: [port2], argv: [], execArgv: [], resourceLimits }).unref();
    port1.unref();
  }

  /** Waits for the answer, as for the end of a process. */
  call(call: ThreadCall): ThreadAnswer {
    Atomics.store(this.#answered, 0, 0);
    this.#port.postMessage(call);
    if (Atomics.wait(this.#answered, 0, 0, PATIENCE) === 'timed-out') throw new Error(`no answer to ${call.words.join(' ')}`);
    return receiveMessageOnPort(this.#port)!.message;
  }
}

let thread: CommandLineThread | null = null;
