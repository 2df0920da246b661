/** The debug adapter in a worker, which VS Code speaks to through this. */
import * as vscode from 'vscode';
import type { FromDebugger, ToDebugger } from '../../server/src/host/browser/messages.ts';
import { readFile } from './files.ts';

export class WorkerAdapter implements vscode.DebugAdapter {
  readonly #worker: Worker;
  readonly #sent = new vscode.EventEmitter<vscode.DebugProtocolMessage>();
  readonly onDidSendMessage = this.#sent.event;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<FromDebugger>) => {
      if (data.kind === 'message') this.#sent.fire(data.message);
      else void this.#read(data.uri);
    };
    // A worker that could not begin answers nothing.
    worker.onerror = () => this.#sent.fire({ type: 'event', seq: 0, event: 'terminated' } as vscode.DebugProtocolMessage);
  }

  handleMessage(message: vscode.DebugProtocolMessage): void {
    this.#post({ kind: 'message', message });
  }

  dispose(): void {
    this.#worker.terminate();
    this.#sent.dispose();
  }

  async #read(uri: string): Promise<void> {
    this.#post({ kind: 'file', uri, content: await readFile(uri) });
  }

  #post(message: ToDebugger): void {
    this.#worker.postMessage(message);
  }
}
