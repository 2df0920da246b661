/** The debug adapter on a pair of streams: the protocol's package frames the messages, and the adapter answers them. */
import process from 'node:process';
import { DebugSession, Event, Response } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { DebugAdapter } from '../../debug/adapter.ts';
import { answerTo } from '../../debug/answer.ts';
import { files } from './files.ts';

/** Milliseconds in which the last messages leave. */
const LAST = 50;

class Session extends DebugSession {
  readonly #ends: () => void;
  readonly #adapter = new DebugAdapter({
    files,
    now: () => performance.now(),
    moment: () => new Promise(setImmediate),
    send: (event, body) => this.sendEvent(new Event(event, body)),
  });

  constructor(ends: () => void) {
    super();
    this.#ends = ends;
  }

  protected override dispatchRequest(request: DebugProtocol.Request): void {
    void this.#answer(request);
  }

  override shutdown(): void {
    this.#adapter.end();
    setTimeout(this.#ends, LAST);
  }

  async #answer(request: DebugProtocol.Request): Promise<void> {
    const response: DebugProtocol.Response = new Response(request);
    const { after, ...answer } = await answerTo(this.#adapter, request);
    this.sendResponse(Object.assign(response, answer));
    after?.();
    if (request.command === 'disconnect') this.shutdown();
  }
}

/** Over standard input and output. Returns when the client is gone. */
export async function debugOverStdio(): Promise<void> {
  await new Promise<void>((resolve) => {
    const session = new Session(resolve);
    session.start(process.stdin, process.stdout);
    // The package waits for standard input to be closed, and one that ends is not always.
    process.stdin.once('end', () => session.shutdown());
  });
  process.stdin.destroy();
}
