/**
 * The network between clients and servers: a proxy for each link, which knows where a message ends, so that single ones can be held back or
 * lost. A message to a node that is down is gone, as it would be without a proxy.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { type Message, readMessages, writeMessage } from '../src/wire.ts';
import type { Sent } from './plan.ts';

type Deliver = () => void;

export class Network {
  /** by `keyOf`: held back as soon as they come, until `end` */
  readonly #toHold: Set<string>;
  readonly #held = new Map<string, Deliver>();
  /** by `keyOf`, of those whose end came first */
  readonly #toLose = new Set<string>();
  readonly #counts = new Map<string, number>();
  readonly #servers: Server[] = [];
  readonly #sockets = new Set<Socket>();

  /** `held`: messages that are not delivered before `release` or `lose` says so. */
  constructor(held: readonly Sent[]) {
    this.#toHold = new Set(held.map(keyOf));
  }

  /** The port at which `client` finds `server`; `port`: where the server is now, null while it is down. */
  link(client: string, server: string, port: () => number | null): Promise<number> {
    const listener = createServer((near) => {
      this.#sockets.add(near);
      let far: Socket | null = null;
      const toServer = (message: Message) => {
        const at = port();
        if (at === null) return;
        far =
          far === null || far.destroyed ? this.#dial(at, (answer) => this.#pass(answer, client, () => writeMessage(near, answer))) : far;
        writeMessage(far, message);
      };
      readMessages(near, (message) => this.#pass(message, server, () => toServer(message)));
      near.on('close', () => {
        this.#sockets.delete(near);
        far?.destroy();
      });
    });
    this.#servers.push(listener);
    return new Promise((done) => {
      listener.listen(0, '127.0.0.1', () => {
        const address = listener.address();
        if (typeof address === 'object' && address !== null) done(address.port);
      });
    });
  }

  release(sent: Sent): void {
    this.#end(sent, (deliver) => deliver());
  }

  lose(sent: Sent): void {
    if (!this.#end(sent, () => {})) this.#toLose.add(keyOf(sent));
  }

  close(): void {
    for (const server of this.#servers) server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #dial(port: number, take: (message: Message) => void): Socket {
    const socket = connect(port, '127.0.0.1');
    this.#sockets.add(socket);
    readMessages(socket, take);
    socket.on('close', () => this.#sockets.delete(socket));
    return socket;
  }

  #pass({ message, from }: Message, to: string, deliver: Deliver): void {
    const link = `${message} ${from} ${to}`;
    const nth = (this.#counts.get(link) ?? 0) + 1;
    this.#counts.set(link, nth);
    const key = keyOf({ message, from, to, nth });
    if (this.#toHold.has(key)) this.#held.set(key, deliver);
    else if (!this.#toLose.has(key)) deliver();
  }

  /** Whether it was here already. */
  #end(sent: Sent, how: (deliver: Deliver) => void): boolean {
    const key = keyOf(sent);
    const deliver = this.#held.get(key);
    this.#toHold.delete(key);
    this.#held.delete(key);
    if (deliver !== undefined) how(deliver);
    return deliver !== undefined;
  }
}

function keyOf({ message, from, to, nth }: Sent): string {
  return `${message} ${from} ${to} ${nth}`;
}
