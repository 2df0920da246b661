/**
 * A client: node `Client` of the spec. It does what its user says, a line each: `acquire`, `giveUp`, `write`, and then the content of what it writes.
 *
 *     node client.ts --name 'Client#1' --log client-1.jsonl --locks 4001 --storage 4002 --lease 2000 --margin 1000
 */
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { Log, now } from './log.ts';
import { Connection, type Message } from './wire.ts';

interface Options {
  readonly name: string;
  /** milliseconds */
  readonly lease: number;
  /** milliseconds of its lease that must be left when it begins to write */
  readonly margin: number;
  /** ports */
  readonly locks: number;
  readonly storage: number;
}

class Client {
  readonly #log: Log;
  readonly #options: Options;
  readonly #locks: Connection;
  readonly #storage: Connection;
  /** the newest request. A name of its own, so that no answer to a client that crashed is taken for one to this. */
  #attempt = '';
  #asking = false;
  /** 0: no lock */
  #token = 0;
  #leaseEnds = 0;
  /** what has begun before comes to its end first: the client does one thing at a time */
  #turn: Promise<void> = Promise.resolve();

  constructor(log: Log, options: Options) {
    this.#log = log;
    this.#options = options;
    this.#locks = new Connection(options.locks, (message) => this.#inTurn(() => this.#receive(message)));
    this.#storage = new Connection(options.storage, (message) => this.#inTurn(() => this.#receive(message)));
  }

  async connect(): Promise<void> {
    await Promise.all([this.#locks.open(), this.#storage.open()]);
  }

  acquire(): void {
    this.#inTurn(() => {
      if (this.#asking || this.#token > 0) return;
      const time = now();
      this.#attempt = randomUUID();
      this.#asking = true;
      // Counted from the request: it never ends later than the service's.
      this.#leaseEnds = time + this.#options.lease;
      const sent = { event: 'send', message: 'Acquire', to: 'LockService' } as const;
      this.#log.step(time, [{ event: 'act', action: 'acquire' }, sent], this.#state);
      this.#locks.send({ message: 'Acquire', from: this.#options.name, call: this.#attempt });
    });
  }

  /** Once the lease that it asked for would be over. */
  giveUp(): void {
    setTimeout(() => this.#inTurn(() => this.#giveUpNow()), Math.max(0, this.#leaseEnds - now()));
  }

  /** `content` may be a while in coming. */
  write(content: Promise<string>): void {
    this.#inTurn(async () => {
      if (this.#token === 0) return;
      const time = now();
      const token = this.#token;
      if (this.#leaseEnds - time > this.#options.margin) {
        this.#log.step(time, [{ event: 'act', action: 'write' }, { event: 'pause' }], this.#state);
        const what = await content;
        // From here on nobody looks at the lease any more, however long that took.
        const goesOn = now();
        this.#token = 0;
        const sent = { event: 'send', message: 'Write', to: 'Storage', fields: { token } } as const;
        this.#log.step(goesOn, [{ event: 'resume' }, sent], this.#state);
        this.#storage.send({ message: 'Write', from: this.#options.name, call: this.#attempt, token, content: what });
      } else {
        this.#token = 0;
        this.#log.step(time, [{ event: 'act', action: 'write' }], this.#state);
      }
    });
  }

  #giveUpNow(): void {
    const time = now();
    if (!this.#asking) return;
    if (this.#leaseEnds > time) {
      // Timers of Node may run out a little early.
      this.giveUp();
      return;
    }
    this.#asking = false;
    this.#log.step(time, [{ event: 'act', action: 'giveUp' }], this.#state);
  }

  #receive({ message, from, call, token = 0 }: Message): void {
    const time = now();
    const handled = message === 'Granted' && call === this.#attempt && this.#asking;
    if (handled) {
      this.#asking = false;
      this.#token = token;
    }
    this.#log.step(time, [{ event: 'receive', message, from, fields: { token }, handled }], this.#state);
  }

  #inTurn(work: () => void | Promise<void>): void {
    this.#turn = this.#turn.then(work);
  }

  get #state() {
    return { asking: this.#asking, token: this.#token };
  }
}

/** Its user is standard input; without one it ends. */
async function obey(client: Client): Promise<void> {
  let contentComes: (content: string) => void = () => {};
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'acquire') client.acquire();
    else if (line === 'giveUp') client.giveUp();
    else if (line === 'write') client.write(new Promise((resolve) => (contentComes = resolve)));
    else contentComes(line);
  }
  process.exit(0);
}

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { name: text, log: text, locks: text, storage: text, lease: text, margin: text } });
const { name = 'Client#1', log = 'client.jsonl', locks, storage, lease = '2000', margin = '1000' } = values;
const options = { name, lease: Number(lease), margin: Number(margin), locks: Number(locks), storage: Number(storage) };
const client = new Client(new Log(log, { node: name, complete: ['act', 'receive', 'send', 'pause', 'resume'] }), options);
await client.connect();
console.log('ready');
await obey(client);
