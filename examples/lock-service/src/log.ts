/**
 * What a node logs for `proviso conform`: JSON Lines, with the names of lock-service.proviso. This is all that the program needs to be compared
 * with its spec.
 */
import { fstatSync, openSync, writeSync } from 'node:fs';

type Value = number | boolean | string | null;

export interface Event {
  readonly event: 'act' | 'send' | 'receive' | 'fire' | 'pause' | 'resume' | 'crash' | 'restart' | 'lose';
  readonly [key: string]: Value | Readonly<Record<string, Value>>;
}

/** Milliseconds since 1970, by a clock that nobody sets while the process runs. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}

export class Log {
  readonly #file: number;

  /** `complete`: kinds of events of which this log misses none. A node whose log is there already has been here before: it comes back. */
  constructor(path: string, header: { readonly node?: string; readonly complete: readonly string[] }) {
    this.#file = openSync(path, 'a');
    if (fstatSync(this.#file).size === 0) this.#write([{ proviso: 1, ...header }]);
    else this.step(now(), [{ event: 'restart' }]);
  }

  /**
   * What happened in one step, and what the node's variables hold after it. Call it once the step is done and before its messages leave, so
   * that no other log has heard of them. `time`: of the moment at which the step read its clock. It is written at once and as a
   * whole: a process that is killed has logged a step or it has not.
   */
  step(time: number, events: readonly Event[], state?: Readonly<Record<string, Value>>): void {
    this.#write(events.map((event, i) => ({ time: Math.round(time), ...event, ...(i === events.length - 1 ? { state } : {}) })));
  }

  #write(lines: readonly object[]): void {
    writeSync(this.#file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  }
}
