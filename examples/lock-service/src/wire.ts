/** Messages between nodes: one JSON object on each line, over TCP. */
import { connect, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

export interface Message {
  readonly message: string;
  readonly from: string;
  /** names the request, and in an answer the request that it belongs to */
  readonly call: string;
  readonly token?: number;
  readonly content?: string;
}

const RETRY_MS = 50;

export function writeMessage(socket: Socket, message: Message): void {
  if (!socket.destroyed) socket.write(`${JSON.stringify(message)}\n`);
}

/** A connection on which something else comes in is closed. */
export function readMessages(socket: Socket, take: (message: Message) => void): void {
  const lines = createInterface({ input: socket });
  lines.on('line', (line) => {
    const message = parsed(line);
    if (message === null) socket.destroy();
    else take(message);
  });
  // What has broken is closed next, and both ends see that.
  socket.on('error', () => socket.destroy());
}

function parsed(line: string): Message | null {
  let found: unknown;
  try {
    found = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof found !== 'object' || found === null) return null;
  const { message, from, call, token, content } = found as { readonly [key: string]: unknown };
  if (typeof message !== 'string' || typeof from !== 'string' || typeof call !== 'string') return null;
  if (token !== undefined && typeof token !== 'number') return null;
  if (content !== undefined && typeof content !== 'string') return null;
  return { message, from, call, token, content };
}

export type Reply = (message: Message) => void;

/** Listens on a free port, and tells its parent which. */
export function serve(receive: (message: Message, reply: Reply) => void): void {
  const server = createServer((socket) => {
    readMessages(socket, (message) => receive(message, (answer) => writeMessage(socket, answer)));
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (typeof address === 'object' && address !== null) console.log(`listening ${address.port}`);
  });
}

/** A connection to a server, made anew whenever it breaks. What is sent while there is none is lost, as what was under way is. */
export class Connection {
  readonly #port: number;
  readonly #take: (message: Message) => void;
  #socket: Socket | null = null;

  constructor(port: number, take: (message: Message) => void) {
    this.#port = port;
    this.#take = take;
  }

  /** Done once the first connection is there. */
  open(): Promise<void> {
    return new Promise((done) => this.#connect(done));
  }

  send(message: Message): void {
    if (this.#socket !== null) writeMessage(this.#socket, message);
  }

  #connect(done: () => void): void {
    const socket = connect(this.#port, '127.0.0.1', () => {
      this.#socket = socket;
      done();
    });
    readMessages(socket, this.#take);
    socket.on('close', () => {
      this.#socket = null;
      setTimeout(() => this.#connect(done), RETRY_MS);
    });
  }
}
