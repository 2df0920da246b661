/** Logs that grow, as what is new of each: a line counts once it has its end. */
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

/** Bytes that are read at once. */
const PART = 4 * 2 ** 20;

export class GrowingFile {
  readonly #path: string;
  readonly #decoder = new StringDecoder('utf8');
  /** bytes that were read */
  #read = 0;
  /** the beginning of a line that has no end yet */
  #begun = '';

  constructor(path: string) {
    this.#path = path;
  }

  /** It has another size than when it was read. */
  hasChanged(): boolean {
    return (statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0) !== this.#read;
  }

  /** Whole lines that are new, as texts that end with one; null where the file is shorter than it was, or cannot be read. */
  more(): string[] | null {
    let file: number;
    try {
      file = openSync(this.#path, 'r');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      return null;
    }
    try {
      const { size } = fstatSync(file);
      if (size < this.#read) return null;
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
