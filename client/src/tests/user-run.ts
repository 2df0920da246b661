/** One run that somebody has asked for: reports each of its tests when the server has said how it stands, and not again unless its text is another one. */
import * as vscode from 'vscode';
import type { Leaf } from './items.ts';
import { isFinal, report } from './results.ts';
import type { Scope } from './scope.ts';

export class UserRun {
  readonly #run: vscode.TestRun;
  readonly #scope: Scope;
  /** what was said last of the items that are not done, by their ids */
  readonly #open = new Map<string, 'queued' | 'running'>();
  /** the keys of the groups of those that are reported, by the ids of their items */
  readonly #reported = new Map<string, string | null>();
  /** files of which nothing more is reported here */
  readonly #ended = new Set<string>();

  constructor(run: vscode.TestRun, scope: Scope) {
    this.#run = run;
    this.#scope = scope;
  }

  /** What comes of it is reported here. */
  reports(item: vscode.TestItem): boolean {
    return this.#scope.has(item) && !this.#ended.has(item.uri?.toString() ?? '');
  }

  begin(leaves: readonly Leaf[]): void {
    for (const { item } of leaves) {
      if (!this.#scope.has(item)) continue;
      this.#open.set(item.id, 'queued');
      this.#run.enqueued(item);
    }
  }

  /** What was seen to run, and is done now. What has been known all along is reported at the end: it may be of a text before. */
  note(uri: string, leaves: readonly Leaf[]): void {
    for (const leaf of leaves) {
      const said = this.#open.get(leaf.item.id);
      if (said === undefined || leaf.item.uri?.toString() !== uri) continue;
      if (leaf.state === 'running' && said === 'queued') {
        this.#open.set(leaf.item.id, 'running');
        this.#run.started(leaf.item);
      } else if (said === 'running' && isFinal(leaf.state)) this.#done(leaf);
    }
  }

  /** Nothing more comes of this file. `problem`: what is wrong with its text. */
  end(uri: string, leaves: readonly Leaf[], problem: string | null): void {
    this.#ended.add(uri);
    const own = leaves.filter(({ item }) => this.#scope.has(item));
    for (const leaf of own) {
      if (isFinal(leaf.state) && leaf.group.key !== null) this.#done(leaf);
      else if (leaf.group.key === null && problem !== null) {
        this.#open.delete(leaf.item.id);
        this.#run.errored(leaf.item, new vscode.TestMessage(`It cannot be checked: the text has ${problem}.`));
      }
    }
    this.#run.appendOutput(`${vscode.workspace.asRelativePath(vscode.Uri.parse(uri, true))}: ${countsOf(own)}\r\n`);
  }

  fail(uri: string, message: string): null {
    this.#run.appendOutput(`${uri}: the language server does not answer: ${message}\r\n`);
    return null;
  }

  #done(leaf: Leaf): void {
    const { item, group } = leaf;
    this.#open.delete(item.id);
    if (this.#reported.get(item.id) === group.key) return;
    this.#reported.set(item.id, group.key);
    report(this.#run, leaf, 'difference');
  }
}

/** "3 passed, 1 failed" */
function countsOf(leaves: readonly Leaf[]): string {
  const tests = leaves.filter(({ kind }) => kind === 'test');
  const states = Map.groupBy(tests, ({ state }) => state);
  return [...states].map(([state, { length }]) => `${length} ${state}`).join(', ') || 'nothing to check';
}
