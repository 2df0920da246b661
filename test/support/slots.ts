/** Searches that are kept in memory, as the command line keeps them in files: what was appended after the last head is lost. */
import { deserialize, serialize } from 'node:v8';
import type { Slot } from '#checker';

interface File {
  bytes: Uint8Array[];
  length: number;
}

export class MemorySlots {
  readonly #slots = new Map<string, { head: Buffer; lengths: Map<string, number>; files: Map<string, File> }>();
  readonly #isDue: () => boolean;
  /** searches that went on from where another had come to */
  resumed = 0;
  /** states of the largest of them */
  most = 0;

  constructor(isDue: () => boolean) {
    this.#isDue = isDue;
  }

  readonly slots = (name: readonly string[]): Slot => {
    const key = name.join('\n');
    const kept = this.#slots.get(key) ?? null;
    const files = new Map<string, File>();
    for (const [column, length] of kept?.lengths ?? []) {
      const whole = new Uint8Array(Buffer.concat(kept!.files.get(column)?.bytes ?? []).subarray(0, length));
      files.set(column, { bytes: [whole], length });
    }
    const fileOf = (column: string) => {
      const file = files.get(column) ?? { bytes: [], length: 0 };
      files.set(column, file);
      return file;
    };
    return {
      load: () => {
        if (kept === null) return null;
        this.resumed++;
        const head = deserialize(kept.head);
        this.most = Math.max(this.most, head.states);
        return {
          head,
          *column(name, multiple) {
            const whole = Buffer.concat(fileOf(name).bytes);
            for (let at = 0; at < whole.length; at += multiple * 100) yield new Uint8Array(whole.subarray(at, at + multiple * 100));
          },
        };
      },
      isDue: this.#isDue,
      isWorth: this.#isDue,
      append(column, bytes) {
        const file = fileOf(column);
        file.bytes.push(bytes.slice());
        file.length += bytes.length;
      },
      commit: (head) => {
        this.#slots.set(key, {
          head: serialize(head),
          lengths: new Map([...files].map(([column, { length }]) => [column, length])),
          files,
        });
      },
    };
  };
}
