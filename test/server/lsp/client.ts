/** A client that plays an editor: it starts the server, keeps the texts of its files and remembers what it was reported. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  createMessageConnection,
  type Diagnostic,
  type InitializeResult,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
  type Position,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CheckWorkspaceResult, FileStatus, Statistics, TestFilesParams, TestsParams, VerdictsParams } from '#server';

export interface ClientOptions {
  /** a folder that is open, if one is */
  readonly folder?: string;
  readonly settings?: unknown;
  /** what is started instead of the server from source */
  readonly script?: string;
  readonly words?: readonly string[];
  /** how the two speak; over the standard streams unless said */
  readonly channel?: 'ipc';
  readonly nodeOptions?: readonly string[];
  readonly drawsVerdicts?: boolean;
}

export async function startClient(options: ClientOptions = {}): Promise<Client> {
  const script = options.script ?? fileURLToPath(new URL('../../../server/src/host/node/start.ts', import.meta.url));
  const child = spawn(process.execPath, [...(options.nodeOptions ?? []), script, ...(options.words ?? ['--stdio'])], {
    stdio: options.channel === 'ipc' ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['pipe', 'pipe', 'pipe'],
  });
  const client = new Client(child, options);
  await client.initialize();
  return client;
}

/** An edit: the text between two offsets is replaced. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export class Client {
  readonly connection: MessageConnection;
  readonly child: ChildProcess;
  readonly documents = new Map<string, TextDocument>();
  /** no version stands for two texts, though a file be closed and opened again */
  readonly #versions = new Map<string, number>();
  readonly diagnostics = new Map<string, { readonly version: number | undefined; readonly items: readonly Diagnostic[] }>();
  readonly verdicts = new Map<string, VerdictsParams>();
  readonly statuses = new Map<string, FileStatus>();
  readonly tests = new Map<string, TestsParams>();
  testFiles: readonly string[] = [];
  /** how often more was told of logs */
  logNews = 0;
  readonly messages: { readonly type: number; readonly message: string }[] = [];
  readonly log: string[] = [];
  /** bars of progress that are shown */
  readonly bars = new Set<string>();
  /** with each status the diagnostics and verdicts that it sums up have come */
  onStatus: ((status: FileStatus) => void) | null = null;
  initialized: InitializeResult = { capabilities: {} };
  stderr = '';
  exit: number | null = null;
  #settings: unknown;
  /** how often the server has asked for the settings */
  #asked = 0;
  readonly #options: ClientOptions;
  readonly #listeners = new Set<() => void>();

  constructor(child: ChildProcess, options: ClientOptions) {
    this.child = child;
    this.#options = options;
    this.#settings = options.settings ?? {};
    this.connection =
      options.channel === 'ipc'
        ? createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child))
        : createMessageConnection(new StreamMessageReader(child.stdout!), new StreamMessageWriter(child.stdin!));
    child.stderr!.on('data', (chunk) => {
      this.stderr += chunk;
    });
    child.on('exit', (code) => {
      this.exit = code;
      this.#wake();
    });
    this.#listen();
    this.connection.listen();
  }

  async initialize(): Promise<void> {
    const { folder, drawsVerdicts } = this.#options;
    const uri = folder === undefined ? null : pathToFileURL(folder).href;
    this.initialized = await this.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: uri === null ? null : [{ uri, name: 'folder' }],
      initializationOptions: { verdicts: drawsVerdicts ?? true, tests: true },
      capabilities: {
        workspace: { configuration: true, workspaceFolders: true, didChangeWatchedFiles: { dynamicRegistration: true } },
        window: { workDoneProgress: true },
        textDocument: { completion: { completionItem: { snippetSupport: true } }, publishDiagnostics: { relatedInformation: true } },
      },
    });
    await this.connection.sendNotification('initialized', {});
  }

  #listen(): void {
    const { connection } = this;
    connection.onNotification('textDocument/publishDiagnostics', ({ uri, version, diagnostics }) => {
      this.diagnostics.set(uri, { version, items: diagnostics });
      this.#wake();
    });
    connection.onNotification('proviso/verdicts', (params: VerdictsParams) => {
      this.verdicts.set(params.uri, params);
      this.#wake();
    });
    connection.onNotification('proviso/status', (status: FileStatus) => {
      this.statuses.set(status.file, status);
      this.onStatus?.(status);
      this.#wake();
    });
    connection.onNotification('proviso/tests', (tests: TestsParams) => {
      this.tests.set(tests.uri, tests);
      this.#wake();
    });
    connection.onNotification('proviso/testFiles', ({ uris }: TestFilesParams) => {
      this.testFiles = uris;
      this.#wake();
    });
    connection.onNotification('proviso/logNews', () => {
      this.logNews++;
      this.#wake();
    });
    connection.onNotification('window/showMessage', (message) => {
      this.messages.push(message);
      this.#wake();
    });
    connection.onNotification('window/logMessage', ({ message }) => {
      this.log.push(message);
    });
    connection.onRequest('window/showMessageRequest', (message) => {
      this.messages.push(message);
      this.#wake();
      return null;
    });
    connection.onRequest('workspace/configuration', () => {
      this.#asked++;
      this.#wake();
      return [this.#settings];
    });
    connection.onRequest('client/registerCapability', () => null);
    connection.onRequest('window/workDoneProgress/create', () => null);
    connection.onNotification('$/progress', ({ token, value }: { token: string; value: { kind: string } }) => {
      if (value.kind === 'begin') this.bars.add(token);
      if (value.kind === 'end') this.bars.delete(token);
      this.#wake();
    });
    for (const refresh of ['codeLens', 'inlayHint', 'semanticTokens']) connection.onRequest(`workspace/${refresh}/refresh`, () => null);
  }

  // Texts

  async open(uri: string, text: string): Promise<void> {
    const version = (this.#versions.get(uri) ?? 0) + 1;
    this.#versions.set(uri, version);
    this.documents.set(uri, TextDocument.create(uri, 'proviso', version, text));
    await this.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'proviso', version, text } });
  }

  async close(uri: string): Promise<void> {
    this.documents.delete(uri);
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  async edit(uri: string, ...edits: readonly Edit[]): Promise<void> {
    let document = this.documents.get(uri)!;
    const changes = edits.map(({ start, end, text }) => {
      const change = { range: { start: document.positionAt(start), end: document.positionAt(end) }, text };
      document = TextDocument.update(document, [change], document.version);
      return change;
    });
    const version = this.#versions.get(uri)! + 1;
    this.#versions.set(uri, version);
    this.documents.set(uri, TextDocument.create(uri, 'proviso', version, document.getText()));
    await this.connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges: changes });
  }

  /** Replaces the first place where `from` stands. */
  async replace(uri: string, from: string, to: string): Promise<void> {
    const start = this.text(uri).indexOf(from);
    if (start < 0) throw new Error(`${JSON.stringify(from)} does not stand in the text`);
    await this.edit(uri, { start, end: start + from.length, text: to });
  }

  text(uri: string): string {
    return this.documents.get(uri)!.getText();
  }

  /** Where `$0` would stand: right after the first occurrence of the words. */
  after(uri: string, words: string): Position {
    const at = this.text(uri).indexOf(words);
    if (at < 0) throw new Error(`${JSON.stringify(words)} does not stand in the text`);
    return this.documents.get(uri)!.positionAt(at + words.length);
  }

  // Asking and waiting

  /** A request about a place in a file. */
  ask<T>(method: string, uri: string, words: string, more: object = {}): Promise<T> {
    return this.connection.sendRequest(method, { textDocument: { uri }, position: this.after(uri, words), ...more });
  }

  request<T>(method: string, params: object = {}): Promise<T> {
    return this.connection.sendRequest(method, params);
  }

  statistics(): Promise<Statistics> {
    return this.connection.sendRequest('proviso/statistics', {});
  }

  checkFile(uri: string): Promise<FileStatus> {
    return this.connection.sendRequest('proviso/checkFile', { uri });
  }

  checkWorkspace(): Promise<CheckWorkspaceResult> {
    return this.connection.sendRequest('proviso/checkWorkspace', {});
  }

  /** Whatever is sent afterwards meets a server that has the settings. */
  async configure(settings: unknown): Promise<void> {
    this.#settings = settings;
    const before = this.#asked;
    await this.connection.sendNotification('workspace/didChangeConfiguration', { settings: { proviso: settings } });
    await this.until(() => this.#asked > before, 'a question for the settings');
  }

  /** Resolves once what the server reported makes it true. */
  async until(true_: () => boolean, what: string, milliseconds = 20_000): Promise<void> {
    if (true_()) return;
    await new Promise<void>((resolve, reject) => {
      const over = (end: () => void) => {
        clearTimeout(timer);
        this.#listeners.delete(look);
        end();
      };
      const fail = (why: string) => over(() => reject(new Error(`${why}: ${what}\n${this.log.join('\n')}\n${this.stderr}`)));
      const timer = setTimeout(() => fail('waited in vain'), milliseconds);
      const look = () => {
        if (true_()) over(resolve);
        else if (this.exit !== null) fail(`the server ended with ${this.exit}`);
      };
      this.#listeners.add(look);
    });
  }

  #wake(): void {
    for (const look of [...this.#listeners]) look();
  }

  async stop(): Promise<number | null> {
    if (this.exit === null) {
      await this.connection.sendRequest('shutdown');
      await this.connection.sendNotification('exit');
      await this.until(() => this.exit !== null, 'the end of the server', 5_000);
    }
    this.connection.dispose();
    return this.exit;
  }
}
