/** One JSON value in a file, which a crash leaves as it was before or after a change. */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';

export class Disk<T> {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  read(first: T): T {
    return existsSync(this.#path) ? (JSON.parse(readFileSync(this.#path, 'utf8')) as T) : first;
  }

  write(value: T): void {
    const file = openSync(`${this.#path}.new`, 'w');
    writeSync(file, JSON.stringify(value));
    fsyncSync(file);
    closeSync(file);
    renameSync(`${this.#path}.new`, this.#path);
  }
}
