/**
 * The storage: node `Storage` of the spec. It keeps a file, and with fencing it refuses a write whose token is older than one that it has seen.
 *
 *     node storage.ts --log storage.jsonl --disk storage.json [--no-fencing]
 */
import { parseArgs } from 'node:util';
import { Disk } from './disk.ts';
import { Log, now } from './log.ts';
import { type Message, serve } from './wire.ts';

export interface Stored {
  /** of the last write that was let through */
  readonly newest: number;
  readonly content: string;
}

class Storage {
  readonly #log: Log;
  readonly #disk: Disk<Stored>;
  readonly #fencing: boolean;
  #stored: Stored;

  constructor(log: Log, disk: Disk<Stored>, fencing: boolean) {
    this.#log = log;
    this.#disk = disk;
    this.#fencing = fencing;
    this.#stored = disk.read({ newest: 0, content: '' });
  }

  receive({ message, from, token = 0, content = '' }: Message): void {
    const time = now();
    const isWrite = message === 'Write';
    if (isWrite && (token >= this.#stored.newest || !this.#fencing)) {
      this.#stored = { newest: token, content };
      this.#disk.write(this.#stored);
    }
    const { newest } = this.#stored;
    this.#log.step(time, [{ event: 'receive', message, from, ...(isWrite ? { fields: { token } } : {}) }], { newest });
  }
}

const { values } = parseArgs({ options: { log: { type: 'string' }, disk: { type: 'string' }, 'no-fencing': { type: 'boolean' } } });
const { log = 'storage.jsonl', disk = 'storage.json', 'no-fencing': unfenced = false } = values;
const storage = new Storage(new Log(log, { node: 'Storage', complete: ['receive'] }), new Disk(disk), !unfenced);
serve((message) => storage.receive(message));
