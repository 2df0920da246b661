/**
 * The language server: routes client messages to the project and the scheduler, and their results back. Answers to requests
 * about a text are in features.ts; nothing is decided here that a feature could decide.
 */
import { type Connection, type InitializeParams, type InitializeResult, TextDocumentSyncKind, TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Checks } from '../checks/checks.ts';
import type { Waiting } from '../checks/file-tests.ts';
import { summaryOf } from '../checks/file-verdicts.ts';
import type { CheckBudget } from '../checks/messages.ts';
import type { Occasion } from '../checks/scheduler.ts';
import { type Subject, subjectOf } from '../checks/subject.ts';
import type { Host } from '../host/host.ts';
import type { Snapshot } from '../ide/snapshot.ts';
import { Project } from '../project/project.ts';
import { abilitiesOf, type ClientAbilities } from './abilities.ts';
import { Awaited } from './awaited.ts';
import { capabilities } from './capabilities.ts';
import { listenForCheckRequests } from './check-requests.ts';
import { reportBlock, reportCrash, reportFault } from './complaints.ts';
import { Edits } from './edits.ts';
import { listenForFeatureRequests } from './features.ts';
import { Idle } from './idle.ts';
import { Judged } from './judged.ts';
import { LastShown } from './last-shown.ts';
import { listenForLogs } from './log-requests.ts';
import { listenForLooks } from './looks.ts';
import { Places } from './places.ts';
import { ProgressBar } from './progress.ts';
import type { FileStatus, Statistics, ThemeParams } from './protocol.ts';
import { publish, publishProgress } from './publish.ts';
import { register } from './registering.ts';
import { listenForRuns } from './run-requests.ts';
import { listenForSearches } from './search-requests.ts';
import type { SearchingSession, TestingSession } from './session.ts';
import { DEFAULTS, type Settings, settingsOf } from './settings.ts';
import { TestReports } from './tests.ts';
import { listenForWhatIf } from './what-if-requests.ts';

export interface ServerOptions {
  readonly host: Host;
  readonly version: string;
}

export function serve(connection: Connection, options: ServerOptions): void {
  new Server(connection, options).listen();
}

/** A client that does not answer gets the settings by default. */
const SETTINGS_WITHIN = 2_000;

class Server implements TestingSession, SearchingSession {
  readonly connection: Connection;
  readonly places: Places;
  readonly #options: ServerOptions;
  readonly #project: Project;
  readonly #checks: Checks;
  readonly #documents = new TextDocuments(TextDocument);
  readonly shown = new LastShown();
  abilities: ClientAbilities = abilitiesOf({});
  theme: ThemeParams['kind'] = 'dark';
  #settings: Settings = DEFAULTS;
  readonly #progress: ProgressBar;
  readonly #idle: Idle;
  readonly #tests = new TestReports(this, (view, subject) => this.#checks.named.groups(view, subject, this.#project.folderOf(view.path)));
  /** files that are checked though nobody has them open */
  readonly #background = new Set<string>();
  /** files with tests under way, once for each run */
  readonly #tested: string[] = [];
  readonly #judged: Judged;
  readonly #edits: Edits;
  readonly #awaited = new Awaited((path) => !this.#edits.has(path) && !this.#checks.isPending(path));

  constructor(connection: Connection, options: ServerOptions) {
    const { host } = options;
    this.connection = connection;
    this.#options = options;
    this.places = new Places(host.files);
    this.#project = new Project(host.files);
    this.#judged = new Judged(this.#project, host.clock, (snapshot) => this.#checks.judged(snapshot, this.subjectOf(snapshot)));
    this.#edits = new Edits(host.clock, {
      cost: () => this.#judged.analysis,
      look: (waited) => {
        for (const [path, why] of waited) this.#update(path, why);
        this.#awaited.look();
      },
    });
    this.#idle = new Idle(host.clock, () => this.#checkBlocks());
    this.#progress = new ProgressBar(connection, (path) => this.stop(path));
    this.#checks = new Checks(host, this.#settings, {
      changed: (paths) => this.#checksChanged(paths),
      began: (path) => this.#tests.publish(path),
      progress: (path, check, progress) => {
        this.#progress.show(path, check, progress);
        publishProgress(this, path, check);
      },
      soFar: (path) => {
        this.#judged.noteNews();
        this.#publish(path);
      },
      crashed: (path, check, message) => reportCrash(connection, path, check.plan.assume, message),
      blockFailed: (path, block, message) => reportBlock(connection, path, block.plan.assume, message),
    });
  }

  listen(): void {
    const { connection } = this;
    const { host } = this.#options;
    const documents = this.#documents;
    connection.onInitialize((params) => this.#initialize(params));
    connection.onInitialized(() => void this.#initialized());
    host.files.hear((paths) => this.#changedFiles(paths));
    connection.onShutdown(() => {
      this.#checks.dispose();
      this.#idle.stop();
    });
    documents.onDidOpen(({ document }) => this.#edited(document, 'opened'));
    documents.onDidChangeContent(({ document }) => this.#edited(document, 'edited'));
    documents.onDidSave(({ document }) => this.#saved(document.uri));
    documents.onDidClose(({ document }) => this.#closed(document.uri));
    connection.onDidChangeConfiguration(({ settings }) => void this.#configure((settings as { proviso?: unknown } | null)?.proviso));
    connection.onDidChangeWatchedFiles(({ changes }) => {
      for (const { uri } of changes) host.files.outdated(this.places.path(uri));
      this.#changedFiles(changes.map(({ uri }) => this.places.path(uri)));
    });
    listenForLooks(connection, this.places, {
      dressed: (kind) => {
        this.theme = kind;
      },
      looked: (path) => this.#checks.focus(path),
    });
    listenForFeatureRequests(this);
    listenForCheckRequests(this);
    listenForSearches(this, this.#checks);
    listenForRuns(this, this.#options.version);
    listenForLogs(this, this.#checks.logs, host);
    this.#tests.listen();
    listenForWhatIf(this, host.hash);
    documents.listen(connection);
    connection.listen();
  }

  /** The file as it is now, with what is known of its checks; null where there is no such file. */
  view(path: string): Snapshot | null {
    return this.#judged.of(path);
  }

  relatives(path: string): readonly Snapshot[] {
    return this.#project.relatives(path, this.specifications());
  }

  get openPaths(): readonly string[] {
    return this.#project.openPaths;
  }

  versionOf(uri: string): number | undefined {
    return this.#documents.get(uri)?.version;
  }

  status(path: string): FileStatus {
    const view = this.view(path);
    const { state, text } = view === null ? ({ state: 'idle', text: 'there is no such file' } as const) : summaryOf(view);
    return { file: this.places.uri(path), state, text };
  }

  specifications(): readonly string[] {
    return [...new Set(this.#project.folders.flatMap((folder) => this.#options.host.files.specificationsIn(folder)))];
  }

  async settled(): Promise<void> {
    while (await this.#options.host.files.settled());
  }

  async check(path: string): Promise<void> {
    await this.#read(path);
    // An edited file is analysed without waiting for more.
    this.#edits.now();
    if (!this.#project.isOpen(path)) {
      this.#background.add(path);
      this.#update(path, 'background');
    }
    this.#checks.checkNow(path);
    await this.#awaited.over(path);
  }

  async test(path: string, keys: readonly string[] | null): Promise<void> {
    await this.#read(path);
    this.#edits.now();
    if (!this.#project.isOpen(path)) {
      this.#background.add(path);
      this.#update(path, keys === null ? 'background' : 'asked');
    }
    const snapshot = this.#project.snapshot(path);
    if (snapshot === null) return;
    this.#tested.push(path);
    try {
      await this.#checks.test(this.subjectOf(snapshot), keys, this.#project.folderOf(path));
      await this.#awaited.over(path);
    } finally {
      this.#tested.splice(this.#tested.indexOf(path), 1);
    }
  }

  waiting(path: string): Waiting {
    return this.#checks.waiting(path);
  }

  stop(path: string): void {
    this.#checks.stop(path);
  }

  statistics(): Statistics {
    return {
      ...this.#checks.statistics,
      pending: this.#isBusy(),
      heap: this.#options.host.memoryInUse(),
      analysis: this.#judged.analysis,
    };
  }

  get budget(): CheckBudget {
    return this.#checks.budget;
  }

  subject(path: string): Subject | null {
    this.#edits.now();
    const snapshot = this.#project.snapshot(path);
    return snapshot === null ? null : this.subjectOf(snapshot);
  }

  noteNews(): void {
    this.#judged.noteNews();
  }

  subjectOf(snapshot: Snapshot): Subject {
    return subjectOf(snapshot, this.#options.host.hash);
  }

  #isBusy(): boolean {
    return this.#edits.size > 0 || [...this.openPaths, ...this.#background].some((path) => this.#checks.isPending(path));
  }

  /** Ends waiting if nothing more will come: a file was closed, or its text has nothing left to check. */
  #reportOver(path: string): void {
    if (!this.#checks.isPending(path)) this.#progress.end(path);
    this.#awaited.look();
  }

  // The client's files

  #edited(document: TextDocument, why: Occasion): void {
    const path = this.places.know(document.uri);
    const text = document.getText();
    if (why === 'edited' && this.#project.isOpen(path) && this.#project.text(path) === text) return;
    const others = this.#project.setText(path, text);
    this.#background.delete(path);
    this.#edits.soon(path, why);
    for (const other of others) this.#edits.soon(other, 'changed');
  }

  #saved(uri: string): void {
    this.#edits.now();
    if (!this.#settings.onType) this.#checks.checkNow(this.places.path(uri));
  }

  #closed(uri: string): void {
    const path = this.places.path(uri);
    const others = this.#project.close(path);
    this.#edits.forget(path);
    // Whoever has tests of it run does not look at the text.
    if (this.#tested.includes(path)) this.#background.add(path);
    else this.#checks.close(path);
    this.#project.forget(path);
    this.shown.forget(path);
    void this.connection.sendDiagnostics({ uri, diagnostics: [] });
    this.places.forget(path);
    this.#tests.closed(path);
    if (this.#background.has(path)) this.#update(path, 'asked');
    for (const other of others) this.#edits.soon(other, 'changed');
    this.#reportOver(path);
  }

  /** With all that it imports. */
  async #read(path: string): Promise<void> {
    do this.#project.snapshot(path);
    while (await this.#options.host.files.settled());
  }

  #changedFiles(paths: readonly string[]): void {
    for (const path of paths) this.#changedOnDisk(path);
    // A log may be written all the time, and changes no list.
    if (paths.length === 0 || paths.some((path) => path.endsWith('.proviso'))) this.#tests.publishFiles();
  }

  #changedOnDisk(path: string): void {
    for (const spec of this.#checks.named.outdated(path)) this.#tests.changedOnDisk(spec);
    const others = this.#project.changedOnDisk(path);
    for (const other of others) this.#edits.soon(other, this.#project.isOpen(other) ? 'changed' : 'background');
    if (this.#background.has(path)) this.#edits.soon(path, 'background');
    for (const one of [path, ...others]) if (!this.#project.isOpen(one) && !this.#background.has(one)) this.#tests.changedOnDisk(one);
  }

  #update(path: string, why: Occasion): void {
    if (!this.#project.isOpen(path) && !this.#background.has(path)) return;
    try {
      const snapshot = this.#project.snapshot(path);
      if (snapshot === null) this.#gone(path);
      else {
        this.#judged.noteNews();
        this.#checks.update(this.subjectOf(snapshot), why);
        this.#publish(path);
        this.#reportOver(path);
      }
    } catch (error) {
      this.fault(error);
    }
  }

  #gone(path: string): void {
    this.#background.delete(path);
    this.#checks.close(path);
    void this.connection.sendDiagnostics({ uri: this.places.uri(path), diagnostics: [] });
    this.#reportOver(path);
  }

  // Results of the checks

  #publish(path: string): void {
    publish(this, path);
    this.#tests.publish(path);
    this.#idle.noteWork();
  }

  #checkBlocks(): void {
    if (this.#isBusy() || !this.#settings.onType || !this.#settings.provisos) return;
    const subjects = this.openPaths.flatMap((path) => this.#project.snapshot(path) ?? []).map((snapshot) => this.subjectOf(snapshot));
    this.#checks.checkBlocks(subjects);
  }

  #checksChanged(paths: readonly string[]): void {
    this.#judged.noteNews();
    for (const path of paths) {
      if (!this.#checks.isPending(path)) this.#progress.end(path);
      this.#publish(path);
    }
    this.#awaited.look();
  }

  /** A bug of our own: it is logged, and the server continues. */
  fault(error: unknown): void {
    reportFault(this.connection, error);
  }

  // Beginning, and settings

  #initialize(params: InitializeParams): InitializeResult {
    this.abilities = abilitiesOf(params.capabilities, params.initializationOptions);
    const folders = params.workspaceFolders?.map(({ uri }) => uri) ?? (params.rootUri ? [params.rootUri] : []);
    this.#project.setFolders(folders.map((uri) => this.places.path(uri)));
    this.#progress.enabled = this.abilities.progress;
    return {
      capabilities: { textDocumentSync: TextDocumentSyncKind.Incremental, ...capabilities },
      serverInfo: { name: 'proviso', version: this.#options.version },
    };
  }

  async #initialized(): Promise<void> {
    const { connection, abilities } = this;
    // Until the settings are known nothing is checked under those that the user did not want.
    this.#options.host.clock.after(SETTINGS_WITHIN, () => this.#edits.begin());
    try {
      const registered = register(connection, abilities);
      if (abilities.workspaceFolders) connection.workspace.onDidChangeWorkspaceFolders(() => void this.#foldersChanged());
      await Promise.all([...registered, this.#configure(undefined)]);
    } catch (error) {
      this.fault(error);
    }
    this.#edits.begin();
    this.#tests.publishFiles();
  }

  async #configure(sent: unknown): Promise<void> {
    const section = this.abilities.configuration ? await this.connection.workspace.getConfiguration('proviso') : sent;
    if (section === undefined) return;
    this.#settings = settingsOf(section, this.#options.host.mostMemory);
    this.#checks.configure(this.#settings);
    this.#everything('changed');
  }

  async #foldersChanged(): Promise<void> {
    const folders = await this.connection.workspace.getWorkspaceFolders();
    this.#project.setFolders((folders ?? []).map(({ uri }) => this.places.path(uri)));
    this.#everything('changed');
    this.#tests.publishFiles();
  }

  #everything(why: Occasion): void {
    for (const path of [...this.#project.openPaths, ...this.#background]) this.#edits.soon(path, why);
  }
}
