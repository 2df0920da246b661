/** Reads the log of a node while it is being written. */
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PlannedEvent } from './plan.ts';

const POLL_MS = 5;

export class Tail {
  readonly #path: string;
  readonly #lines: string[] = [];
  #position = 0;
  #rest = '';

  constructor(path: string) {
    this.#path = path;
  }

  /** The next event; null if none comes in so many milliseconds. */
  async next(patience: number): Promise<PlannedEvent | null> {
    for (const end = performance.now() + patience; ; await sleep(POLL_MS)) {
      this.#read();
      for (let line = this.#lines.shift(); line !== undefined; line = this.#lines.shift()) {
        const found = JSON.parse(line) as PlannedEvent | { readonly proviso: number };
        if ('event' in found) return found;
      }
      if (performance.now() > end) return null;
    }
  }

  #read(): void {
    if (!existsSync(this.#path)) return;
    const file = openSync(this.#path, 'r');
    const bytes = Buffer.alloc(65_536);
    const count = readSync(file, bytes, 0, bytes.length, this.#position);
    closeSync(file);
    this.#position += count;
    const [first, ...more] = `${this.#rest}${bytes.toString('latin1', 0, count)}`.split('\n');
    const whole = [first, ...more];
    this.#rest = whole.pop() ?? '';
    this.#lines.push(...whole);
  }
}
