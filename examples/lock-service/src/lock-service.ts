/**
 * The lock service: node `LockService` of the spec. It grants the lock to one client at a time, for the time of a lease, each time with a higher token.
 *
 *     node lock-service.ts --log lock-service.jsonl --disk lock-service.json --lease 2000
 */
import { parseArgs } from 'node:util';
import { Disk } from './disk.ts';
import { type Event, Log, now } from './log.ts';
import { type Message, type Reply, serve } from './wire.ts';

class LockService {
  readonly #log: Log;
  readonly #disk: Disk<number>;
  /** milliseconds */
  readonly #lease: number;
  /** of the newest grant */
  #token: number;
  #holder: string | null = null;

  constructor(log: Log, disk: Disk<number>, lease: number) {
    this.#log = log;
    this.#disk = disk;
    this.#lease = lease;
    this.#token = disk.read(0);
  }

  receive({ message, from, call }: Message, reply: Reply): void {
    const time = now();
    const received: Event = { event: 'receive', message, from };
    if (message !== 'Acquire' || this.#holder !== null) {
      this.#log.step(time, [received], this.#state);
      return;
    }
    this.#token += 1;
    this.#holder = from;
    // Before anybody hears of it: a token must never be given twice.
    this.#disk.write(this.#token);
    setTimeout(() => this.#expire(), this.#lease);
    const token = this.#token;
    this.#log.step(time, [received, { event: 'send', message: 'Granted', to: from, fields: { token } }], this.#state);
    reply({ message: 'Granted', from: 'LockService', call, token });
  }

  #expire(): void {
    this.#holder = null;
    this.#log.step(now(), [{ event: 'fire', timer: 'expiry' }], this.#state);
  }

  get #state() {
    return { token: this.#token, holder: this.#holder };
  }
}

const { values } = parseArgs({ options: { log: { type: 'string' }, disk: { type: 'string' }, lease: { type: 'string' } } });
const { log = 'lock-service.jsonl', disk = 'lock-service.json', lease = '2000' } = values;
const header = { node: 'LockService', complete: ['receive', 'send', 'fire'] };
const service = new LockService(new Log(log, header), new Disk(disk), Number(lease));
serve((message, reply) => service.receive(message, reply));
