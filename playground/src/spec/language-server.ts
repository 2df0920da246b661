/**
 * The language server, in a worker that the page ends whenever it likes: its checks are workers of its own, and end with it. Documents stay
 * open over that: a server that is started again gets them all.
 */
import { BrowserMessageReader, BrowserMessageWriter, createMessageConnection, type MessageConnection } from 'vscode-jsonrpc/browser';
import type { FileStatus, ReadFileAnswer, Statistics, VerdictsParams } from '#server';
import type { Beginning } from '../../../server/src/host/browser/messages.ts';
import type { Capabilities, Diagnostic, TextEdit } from './protocol.ts';
import { scriptAddress } from './scripts.ts';

/** What is checked. It is told of everything that the server says about it. */
export interface SpecDocument {
  readonly uri: string;
  readonly text: string;
  verdicts(items: VerdictsParams['items']): void;
  diagnostics(found: readonly Diagnostic[]): void;
  status(status: FileStatus): void;
  /** the server asks for changes, as it does for a scenario */
  edit(edits: readonly TextEdit[]): void;
  /** Nothing is checked any more, and nothing is known. */
  stopped(why: string): void;
  /** Somebody wants to see it; it is in an editor then. */
  shown(): Promise<void>;
}

export interface Scripts {
  /** absolute addresses of the same site */
  readonly server: string;
  readonly engine: string;
}

/** Of each search: MiB and seconds. A phone has to stand it. */
const BUDGET = { timeout: 20, maxMemory: 384, maxStates: 1_000_000 };
/** Milliseconds: how often the server is asked whether it is there, and how long that may take, for it only ever reads and words. */
const [ASKED_EVERY, ANSWERS_WITHIN] = [4_000, 12_000];

interface Open {
  readonly document: SpecDocument;
  version: number;
  /** the server that runs has it */
  sent: boolean;
}

interface Running {
  readonly worker: Worker;
  readonly connection: MessageConnection;
  readonly begun: Promise<Capabilities>;
  readonly watch: ReturnType<typeof setInterval>;
}

export class LanguageServer {
  readonly #scripts: Scripts;
  readonly #documents = new Map<string, Open>();
  /** of all documents: what is said of one that was closed is about no other of its name */
  #versions = 0;
  #running: Running | null = null;

  constructor(scripts: Scripts) {
    this.#scripts = scripts;
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  /** Does nothing where it runs already. */
  start(): void {
    if (this.#running !== null) return;
    const worker = new Worker(scriptAddress(this.#scripts.server));
    worker.addEventListener('error', (event) =>
      this.stop(`The checker could not be started: ${event.message || 'its script is not there'}.`),
    );
    worker.postMessage({ engine: this.#scripts.engine } satisfies Beginning);
    const connection = createMessageConnection(new BrowserMessageReader(worker), new BrowserMessageWriter(worker));
    this.#listen(connection);
    connection.listen();
    const watch = setInterval(() => void this.#watch(), ASKED_EVERY);
    this.#running = { worker, connection, begun: this.#begin(connection), watch };
    void this.#openAll(this.#running);
  }

  /** Ends the server and all its checks at once, whatever they do. */
  stop(why: string): void {
    if (this.#running === null) return;
    const { worker, connection, watch } = this.#running;
    this.#running = null;
    clearInterval(watch);
    worker.terminate();
    connection.dispose();
    for (const open of this.#documents.values()) {
      open.sent = false;
      open.document.stopped(why);
    }
  }

  open(document: SpecDocument): void {
    this.#documents.set(document.uri, { document, version: ++this.#versions, sent: false });
    if (this.#running === null) this.start();
    else void this.#openAll(this.#running);
  }

  close(uri: string): void {
    const open = this.#documents.get(uri);
    this.#documents.delete(uri);
    if (open?.sent) this.#notify('textDocument/didClose', { textDocument: { uri } });
  }

  /** The text of a document is another one now. */
  changed(uri: string): void {
    const open = this.#documents.get(uri);
    if (open === undefined) return;
    open.version = ++this.#versions;
    if (this.#running === null) {
      this.start();
      return;
    }
    const change = { textDocument: { uri, version: open.version }, contentChanges: [{ text: open.document.text }] };
    if (open.sent) this.#notify('textDocument/didChange', change);
  }

  async show(uri: string): Promise<void> {
    await this.#documents.get(uri)?.document.shown();
  }

  versionOf(uri: string): number {
    return this.#documents.get(uri)?.version ?? 0;
  }

  /** Fails where no server runs, and where it is stopped before it has answered. */
  async request<T>(method: string, params: object): Promise<T> {
    const running = this.#running;
    if (running === null) throw new Error('it was stopped');
    await running.begun;
    return await running.connection.sendRequest<T>(method, params);
  }

  async capabilities(): Promise<Capabilities> {
    return (await this.#running?.begun) ?? {};
  }

  #listen(connection: MessageConnection): void {
    connection.onNotification('proviso/verdicts', ({ uri, version, items }: VerdictsParams) => {
      const open = this.#documents.get(uri);
      if (open !== undefined && version === open.version) open.document.verdicts(items);
    });
    connection.onNotification('proviso/status', (status: FileStatus) => this.#documents.get(status.file)?.document.status(status));
    const found = ({ uri, version, diagnostics }: { uri: string; version?: number; diagnostics: Diagnostic[] }) => {
      const open = this.#documents.get(uri);
      if (open !== undefined && version === open.version) open.document.diagnostics(diagnostics);
    };
    connection.onNotification('textDocument/publishDiagnostics', found);
    connection.onNotification('window/logMessage', ({ type, message }: { type: number; message: string }) => {
      if (type === LOG_ERROR)
        for (const [file, { document }] of this.#documents) document.status({ file, state: 'error', text: failure(message) });
    });
    // Those that are here are open.
    const none: ReadFileAnswer = { problem: 'there is no such file here' };
    connection.onRequest('proviso/readFile', () => none);
    connection.onRequest('proviso/listFiles', () => ({ uris: [...this.#documents.keys()] }));
    connection.onRequest('workspace/applyEdit', ({ edit }: { edit: { changes?: Record<string, TextEdit[]> } }) => {
      for (const [uri, edits] of Object.entries(edit.changes ?? {})) this.#documents.get(uri)?.document.edit(edits);
      return { applied: true };
    });
  }

  async #begin(connection: MessageConnection): Promise<Capabilities> {
    const completionItem = { snippetSupport: true, documentationFormat: ['markdown'] };
    const { capabilities } = await connection.sendRequest<{ capabilities: Capabilities }>('initialize', {
      processId: null,
      rootUri: null,
      initializationOptions: { verdicts: true },
      capabilities: { workspace: { applyEdit: true }, textDocument: { completion: { completionItem } } },
    });
    await connection.sendNotification('initialized', {});
    await connection.sendNotification('workspace/didChangeConfiguration', { settings: { proviso: { check: BUDGET } } });
    return capabilities;
  }

  async #openAll(running: Running): Promise<void> {
    // Where it fails, the server was stopped before it had begun.
    await running.begun.catch(() => null);
    if (this.#running !== running) return;
    for (const open of this.#documents.values()) {
      if (open.sent) continue;
      open.sent = true;
      const { document, version } = open;
      const { uri, text } = document;
      this.#notify('textDocument/didOpen', { textDocument: { uri, languageId: 'proviso', version, text } });
    }
  }

  #notify(method: string, params: object): void {
    void this.#running?.connection.sendNotification(method, params);
  }

  async #watch(): Promise<void> {
    const running = this.#running;
    if (running === null) return;
    const patience = setTimeout(() => {
      if (this.#running === running) this.stop('The checker did not answer any more, and was stopped.');
    }, ANSWERS_WITHIN);
    // Where it fails, the server was stopped meanwhile.
    await running.connection.sendRequest<Statistics>('proviso/statistics', {}).catch(() => null);
    clearTimeout(patience);
  }
}

/** Of the protocol: what the server says about a fault of its own. */
const LOG_ERROR = 1;

/** A worker's stack is half as large as that of a process, and some texts that are nested deeply fit the one only. */
function failure(message: string): string {
  if (message.includes('Maximum call stack size exceeded')) return 'this text is nested too deeply to be read in a browser';
  console.error(message);
  return 'the checker failed at this text; the console of the browser says how';
}
