/** The processes of the program. None outlives this one, whatever ends it. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

type Child = ChildProcessByStdio<Writable, Readable, null>;

/** A shell beside each process: it ends the process if it hears no more from us, so even if we are killed and the process is stopped. */
const GUARD = 'trap "" INT TERM HUP; read -r ended || kill -KILL "$0"';

export class Nodes {
  readonly #children = new Map<string, Child>();

  /** Starts a file of `src`; answers the first line that it says. */
  async start(node: string, script: string, args: readonly string[]): Promise<string> {
    const path = fileURLToPath(new URL(`../src/${script}`, import.meta.url));
    const child = spawn(process.execPath, [path, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    const guard = spawn('/bin/sh', ['-c', GUARD, String(child.pid)], { stdio: ['pipe', 'ignore', 'ignore'] });
    child.once('exit', () => guard.stdin.end('ended\n'));
    this.#children.set(node, child);
    // What it is told may come too late.
    child.stdin.on('error', () => {});
    const said = once(createInterface({ input: child.stdout }), 'line').then(([line]) => String(line));
    const ended = once(child, 'exit').then(([code]) =>
      Promise.reject(new Error(`${node} ended with exit code ${code} before it was ready`)),
    );
    return Promise.race([said, ended]);
  }

  /** Says a line to it. */
  tell(node: string, line: string): void {
    this.#child(node).stdin.write(`${line}\n`);
  }

  signal(node: string, signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child(node).kill(signal);
  }

  async kill(node: string): Promise<void> {
    const child = this.#child(node);
    this.#children.delete(node);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#children.keys()].map((node) => this.kill(node)));
  }

  #child(node: string): Child {
    const child = this.#children.get(node);
    if (child === undefined) throw new Error(`${node} is not running`);
    return child;
  }
}
