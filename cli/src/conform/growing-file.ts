/** Logs that grow, as what is new of each: a line counts once it has its end. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { statOf } from '../files.ts';

/** Bytes that are read at once. */
const PART = 4 * 2 ** 20;

export class GrowingFile {
  readonly #path: string;
  readonly #decoder = new StringDecoder('utf8');
  /** bytes that were read */
  #read = 0;
  /** of the file that was read: another one may have taken its name since */
  #inode: number | null = null;
  /** the beginning of a line that has no end yet */
  #begun = '';

  constructor(path: string) {
    this.#path = path;
  }

  /** It has another size than when it was read, or is another file. */
  hasChanged(): boolean {
    const stat = statOf(this.#path);
    return (stat?.size ?? 0) !== this.#read || (stat !== null && stat.ino !== this.#inode);
  }

  /** Whole lines that are new, as texts that end with one; null where the file is shorter than it was or another one, or cannot be read. */
  more(): string[] | null {
    let file: number;
    try {
      file = openSync(this.#path, 'r');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      return null;
    }
    try {
      const { size, ino } = fstatSync(file);
      this.#inode ??= ino;
      if (size < this.#read || ino !== this.#inode) return null;
      const texts: string[] = [];
      while (this.#read < size) {
        const part = Buffer.alloc(Math.min(PART, size - this.#read));
        const count = readSync(file, part, 0, part.length, this.#read);
        if (count === 0) break;
        this.#read += count;
        const text = this.#begun + this.#decoder.write(part.subarray(0, count));
        const end = text.lastIndexOf('\n') + 1;
        this.#begun = text.slice(end);
        if (end > 0) texts.push(text.slice(0, end));
      }
      return texts;
    } finally {
      closeSync(file);
    }
  }
}
