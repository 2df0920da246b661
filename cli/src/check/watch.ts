/**
 * `proviso check --watch`: checks again whenever a spec below the folders that were named changes. Each round is a process of its own, so
 * that whatever becomes of one, the next begins anew; what has not changed in meaning is remembered.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import process from 'node:process';
import { watch as watchFiles } from 'chokidar';
import type { Call } from '../call.ts';
import { configured } from '../config/configured.ts';
import { configOf, placeOfConfig } from '../config/find.ts';
import { device } from '../device.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { shown } from '../files.ts';

/** Milliseconds without a change before a round begins: an editor writes in several steps. */
const CALM = 80;
const CLEAR = '\u001b[2J\u001b[3J\u001b[H';
const KEYS = 'Enter: check again; q: quit';

export async function watch(call: Call, argv: readonly string[] = process.argv): Promise<ExitCode> {
  if (call.options.checkpoint !== undefined) {
    device.write('err', 'proviso: `--checkpoint` belongs to files that do not change, so it does not go with `--watch`.\n');
    return exitCodes.wrongInput;
  }
  return await new Promise((resolve) => new Watch(call.asked ?? call, argv, resolve));
}

class Watch {
  readonly #call: Call;
  readonly #argv: readonly string[];
  readonly #resolve: (code: ExitCode) => void;
  readonly #watcher: ReturnType<typeof watchFiles>;
  #child: ChildProcess | null = null;
  /** it was told to end, since something has changed */
  #ended: ChildProcess | null = null;
  #timer: NodeJS.Timeout | null = null;
  #changed = new Set<string>();
  /** what is watched */
  #paths: readonly string[] = [];
  /** where the configuration is, or would be; null where none is wanted */
  #config: string | null = null;
  /** how it ends; null while it goes on */
  #over: ExitCode | null = null;

  constructor(call: Call, argv: readonly string[], end: (code: ExitCode) => void) {
    this.#call = call;
    this.#argv = argv;
    this.#resolve = end;
    this.#watcher = watchFiles([], {
      ignoreInitial: true,
      ignored: (path, stats) =>
        /(^|[/\\])(node_modules|\.[^./\\][^/\\]*)$/.test(path) || (stats?.isFile() === true && !isWatched(path, this.#config)),
    });
    this.#watch();
    this.#watcher.on('all', (_, path) => this.#hear(path));
    // What cannot be watched is said, and the rest is watched.
    this.#watcher.on('error', (error) => device.write('err', `proviso: this cannot be watched: ${(error as Error).message}\n`));
    // A terminal sends Ctrl-C to the round as well.
    process.on('SIGINT', () => this.#end(exitCodes.interrupted, null));
    process.on('SIGTERM', () => this.#end(exitCodes.terminated, 'SIGTERM'));
    this.#listen();
    this.#round();
  }

  /** What is meant may be another now that the configuration is. */
  #watch(): void {
    const config = configOf(this.#call);
    const call = config === null ? this.#call : configured(this.#call, config, null);
    // A pattern is none of the watcher's business: the folder one stands in has its files. What is wrong with the configuration a round says.
    const words = 'problem' in call ? this.#call.words : call.words;
    const specs = words.length > 0 && words.every((word) => existsSync(word)) ? words : ['.'];
    const place = placeOfConfig(this.#call);
    this.#config = place;
    const paths = [...specs, ...(place === null ? [] : [place])];
    this.#watcher.unwatch(this.#paths.filter((path) => !paths.includes(path)));
    this.#watcher.add(paths.filter((path) => !this.#paths.includes(path)));
    this.#paths = paths;
  }

  #listen(): void {
    const { stdin } = process;
    if (!stdin.isTTY) return;
    stdin.setRawMode(true);
    stdin.on('data', (keys) => {
      for (const key of keys.toString()) {
        if (key === 'q' || key === '\u0003') this.#end(exitCodes.interrupted, 'SIGINT');
        if (key === '\r' || key === '\n') this.#round();
      }
    });
  }

  #hear(path: string): void {
    const isConfig = resolve(path) === this.#config;
    const isFile = isConfig || path.endsWith('.proviso');
    if (!isFile && statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return;
    if (isConfig) this.#watch();
    if (isFile) this.#changed.add(shown(path));
    if (this.#changed.size === 0) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#round(), CALM);
  }

  #round(): void {
    if (this.#over !== null) return;
    this.#timer = null;
    if (this.#child !== null) {
      // It begins again once this one has gone.
      this.#ended = this.#child;
      this.#child.kill('SIGTERM');
      return;
    }
    const changed = [...this.#changed];
    this.#changed = new Set();
    if (device.outIsTerminal) device.write('out', CLEAR);
    if (changed.length > 0) device.write('out', `changed: ${changed.join(', ')}\n`);
    const child = spawn(this.#argv[0], onceOnly(this.#argv.slice(1)), { stdio: ['ignore', 'inherit', 'inherit'] });
    this.#child = child;
    child.on('error', (error) => device.write('err', `proviso: no round can begin: ${error.message}\n`));
    child.on('close', () => {
      const wasEnded = this.#ended === child;
      this.#child = null;
      if (this.#over !== null) this.#resolve(this.#over);
      else if (wasEnded) this.#round();
      else device.write('out', `\nwaiting for a change${process.stdin.isTTY ? ` (${KEYS})` : ''}\n`);
    });
  }

  /** `signal`: what ends the round, unless it has heard already. */
  #end(code: ExitCode, signal: NodeJS.Signals | null): void {
    if (this.#over !== null) return;
    this.#over = code;
    void this.#watcher.close();
    if (process.stdin.isTTY) process.stdin.setRawMode(false);
    process.stdin.pause();
    if (this.#child === null) this.#resolve(code);
    else if (signal !== null) this.#child.kill(signal);
  }
}

function isWatched(path: string, config: string | null): boolean {
  return path.endsWith('.proviso') || resolve(path) === config;
}

/** The same call without the watching, however that was written: what comes last counts. */
export function onceOnly(words: readonly string[]): string[] {
  const end = words.indexOf('--');
  return words.toSpliced(end < 0 ? words.length : end, 0, '--no-watch');
}
