/**
 * The Test Explorer: what the server says of the tests of files, as items and results. Verdicts come as they are found, whoever
 * asked for them; a run has the server find those that are missing.
 */
import * as vscode from 'vscode';
import type { BaseLanguageClient as LanguageClient } from 'vscode-languageclient';
import type { TestFilesParams, TestPointsAnswer, TestsParams } from '#server';
import type { Views } from '../view/views.ts';
import { Items, type Leaf } from './items.ts';
import { coverageOf, detailsOf, isFinal, report } from './results.ts';
import { Scope } from './scope.ts';
import { UserRun } from './user-run.ts';

/** Milliseconds in which results are gathered before they are shown together. */
const TOGETHER = 500;

export class TestExplorer implements vscode.Disposable {
  readonly #controller = vscode.tests.createTestController('proviso', 'Proviso');
  readonly #items = new Items(this.#controller);
  readonly #client: LanguageClient;
  readonly #views: Views;
  /** what was reported of an item, by its id */
  readonly #reported = new Map<string, string>();
  /** files with results that are not shown yet */
  readonly #waiting = new Set<string>();
  #timer: NodeJS.Timeout | null = null;
  /** in the workspace, whether or not they are open */
  #files: ReadonlySet<string> = new Set();
  readonly #runs = new Set<UserRun>();
  /** what is run again after each change, and the keys that it was run with */
  readonly #continuous = new Map<Scope, Set<string>>();
  readonly #details = new WeakMap<vscode.FileCoverage, vscode.FileCoverageDetail[]>();
  readonly #disposables: vscode.Disposable[];

  constructor(client: LanguageClient, views: Views) {
    this.#client = client;
    this.#views = views;
    this.#controller.resolveHandler = (item) => this.#resolve(item);
    this.#controller.refreshHandler = async () => {
      await Promise.all(this.#items.uris.map((uri) => this.#ask(uri)));
    };
    const { Run, Coverage } = vscode.TestRunProfileKind;
    const handler = (request: vscode.TestRunRequest, token: vscode.CancellationToken) => this.#run(request, token);
    const run = this.#controller.createRunProfile('Check', Run, handler, true, undefined, true);
    const coverage = this.#controller.createRunProfile('Check, and see which handlers run', Coverage, handler, true);
    coverage.loadDetailedCoverage = async (_, file) => this.#details.get(file) ?? [];
    this.#disposables = [
      this.#controller,
      run,
      coverage,
      client.onNotification('proviso/tests', (tests: TestsParams) => void this.#take(tests)),
      client.onNotification('proviso/testFiles', ({ uris }: TestFilesParams) => this.#takeFiles(uris)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#closed(uri.toString())),
    ];
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const one of this.#disposables) one.dispose();
  }

  // What the server says

  #takeFiles(uris: readonly string[]): void {
    this.#files = new Set(uris);
    for (const uri of uris) this.#items.file(uri);
    for (const uri of this.#items.uris) if (!this.#files.has(uri) && !isOpen(uri)) this.#remove(uri);
  }

  #closed(uri: string): void {
    if (!this.#files.has(uri)) this.#remove(uri);
  }

  #remove(uri: string): void {
    for (const { item } of this.#items.leaves(uri)) this.#reported.delete(item.id);
    this.#items.remove(uri);
  }

  /** Resolves when the points that are shown are those of now too. */
  async #take(tests: TestsParams): Promise<void> {
    // An answer about a file that was closed or removed meanwhile.
    if (!this.#files.has(tests.uri) && !isOpen(tests.uri)) return;
    this.#items.update(tests);
    const leaves = this.#items.leaves(tests.uri);
    this.#note(leaves);
    this.#noteMenus();
    for (const run of this.#runs) run.note(tests.uri, leaves);
    this.#again(tests);
    const shown = leaves.filter(({ item, kind, test }) => kind === 'test' && test.points > 1 && this.#items.hasPoints(item));
    await Promise.all(shown.map(({ item }) => this.#showPoints(item)));
  }

  /** Which items have which commands in their menus. */
  #noteMenus(): void {
    const leaves = this.#items.uris.flatMap((uri) => this.#items.leaves(uri));
    const idsOf = (some: readonly Leaf[]) => some.map(({ item }) => item.id);
    const set = (name: string, ids: readonly string[]) => void vscode.commands.executeCommand('setContext', name, ids);
    set('proviso.testsWithRun', idsOf(leaves.filter(({ result }) => result?.hasRun === true)));
    set('proviso.testsWithPoints', idsOf(leaves.filter(({ kind, test }) => kind === 'test' && test.points > 1)));
  }

  /** What is known now, and what is not known any more. */
  #note(leaves: readonly Leaf[]): void {
    for (const leaf of leaves) {
      const { item, group, state, result } = leaf;
      const told = isFinal(state) && group.key !== null ? JSON.stringify([group.key, state, result]) : null;
      if (told === this.#reported.get(item.id)) continue;
      if (told === null) {
        if (!this.#reported.delete(item.id)) continue;
        this.#controller.invalidateTestResults(item);
        continue;
      }
      this.#reported.set(item.id, told);
      // Whoever has asked for it reports it.
      if ([...this.#runs].some((run) => run.reports(item))) continue;
      this.#waiting.add(leaf.item.uri?.toString() ?? '');
      this.#timer ??= setTimeout(() => this.#flush(), TOGETHER);
    }
  }

  /** Results that nobody asked for: those of checks that run while somebody types, each time all of the file. */
  #flush(): void {
    this.#timer = null;
    const all = [...this.#waiting].flatMap((uri) => this.#items.leaves(uri));
    const leaves = all.filter(
      ({ item, group, state }) => isFinal(state) && group.key !== null && ![...this.#runs].some((run) => run.reports(item)),
    );
    this.#waiting.clear();
    if (leaves.length === 0) return;
    const request = new vscode.TestRunRequest(
      leaves.map(({ item }) => item),
      undefined,
      undefined,
      false,
      true,
    );
    const run = this.#controller.createTestRun(request, 'As you type', false);
    for (const leaf of leaves) report(run, leaf, 'story');
    run.end();
  }

  // Asking

  async #resolve(item: vscode.TestItem | undefined): Promise<void> {
    if (item === undefined) return;
    const about = this.#items.about(item);
    if (about?.kind === 'file') await this.#ask(about.uri);
    else if (about?.kind === 'test') await this.#showPoints(item);
  }

  async listPoints(item: vscode.TestItem): Promise<void> {
    this.#items.openPoints(item);
    await this.#showPoints(item);
  }

  async #ask(uri: string): Promise<void> {
    const tests = await this.#client.sendRequest<TestsParams | null>('proviso/fileTests', { uri });
    if (tests !== null) await this.#take(tests);
  }

  async #showPoints(item: vscode.TestItem): Promise<void> {
    const about = this.#items.about(item);
    if (about?.kind !== 'test') return;
    const { uri, group, test } = about;
    this.#items.showPoints(item, await this.#client.sendRequest<TestPointsAnswer>('proviso/testPoints', { uri, group, test }));
    this.#note(this.#items.leaves(uri));
  }

  // Running

  async #run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const scope = new Scope(this.#items, request);
    if (request.continuous === true) {
      this.#continuous.set(scope, new Set());
      token.onCancellationRequested(() => this.#continuous.delete(scope));
    }
    for (const uri of scope.uris) if (this.#items.testsOf(uri) === null) await this.#ask(uri);
    const run = this.#controller.createTestRun(request);
    const stopped = new vscode.CancellationTokenSource();
    const stops = [token, run.token].map((one) => one.onCancellationRequested(() => stopped.cancel()));
    const user = new UserRun(run, scope);
    this.#runs.add(user);
    try {
      await Promise.all(scope.uris.map((uri) => this.#runFile(user, uri, scope, stopped.token)));
      if (request.profile?.kind === vscode.TestRunProfileKind.Coverage) this.#cover(run, scope);
    } finally {
      this.#runs.delete(user);
      for (const stop of stops) stop.dispose();
      stopped.dispose();
      run.end();
    }
  }

  async #runFile(user: UserRun, uri: string, scope: Scope, token: vscode.CancellationToken): Promise<void> {
    const groups = scope.groupsOf(uri);
    user.begin(this.#items.leaves(uri));
    const params = { uri, ...(groups === null ? {} : { groups }) };
    const tests = await this.#client.sendRequest<TestsParams | null>('proviso/runTests', params, token).then(
      (answer) => answer,
      (error: Error) => (token.isCancellationRequested ? null : user.fail(uri, error.message)),
    );
    if (tests !== null) await this.#take(tests);
    user.end(uri, this.#items.leaves(uri), this.#items.testsOf(uri)?.problem ?? null);
  }

  #cover(run: vscode.TestRun, scope: Scope): void {
    const groups = scope.uris.flatMap((uri) => {
      const wanted = scope.groupsOf(uri);
      return (this.#items.testsOf(uri)?.groups ?? []).filter(({ id }) => wanted === null || wanted.includes(id));
    });
    for (const [uri, handlers] of coverageOf(groups)) {
      const ran = handlers.filter(({ executed }) => executed === true).length;
      const file = new vscode.FileCoverage(
        vscode.Uri.parse(uri, true),
        new vscode.TestCoverageCount(0, 0),
        undefined,
        new vscode.TestCoverageCount(ran, handlers.length),
      );
      this.#details.set(file, detailsOf(handlers));
      run.addCoverage(file);
    }
    const silent = groups.filter(({ kind, handlers }) => kind === 'check' && handlers.length === 0);
    for (const { label } of silent) run.appendOutput(`${label}: no coverage, as its search ended before it saw every state\r\n`);
  }

  /** What is run after each change and is neither known nor on its way. */
  #again({ uri, groups }: TestsParams): void {
    for (const [scope, tried] of this.#continuous) {
      if (!scope.uris.includes(uri)) continue;
      const wanted = scope.groupsOf(uri);
      const missing = groups.filter(
        ({ id, key, state }) => state === 'idle' && key !== null && !tried.has(key) && (wanted === null || wanted.includes(id)),
      );
      if (missing.length === 0) continue;
      for (const { key } of missing) tried.add(key!);
      void this.#client.sendRequest('proviso/runTests', { uri, groups: missing.map(({ id }) => id) });
    }
  }

  /** `what`: an item, the id of one, or a message with its item. */
  async show(what: unknown): Promise<void> {
    const id = typeof what === 'string' ? what : ((what as { test?: vscode.TestItem }).test?.id ?? (what as vscode.TestItem).id);
    const leaf = this.#items.uris.flatMap((uri) => this.#items.leaves(uri)).find(({ item }) => item.id === id);
    const about = leaf === undefined ? null : this.#items.about(leaf.item);
    if (leaf?.result?.hasRun !== true || about === null) {
      void vscode.window.showInformationMessage('Proviso: there is no run to show. A test that is violated or reached has one.');
      return;
    }
    const { log } = leaf.test;
    if (log !== null) return this.#views.openLogs(log);
    await this.#views.open({ uri: about.uri, system: leaf.group.system, property: leaf.test.property, under: leaf.result.under });
  }
}

function isOpen(uri: string): boolean {
  return vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri);
}
