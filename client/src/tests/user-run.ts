/** One run that somebody has asked for: reports each of its tests once, when the server has said how it stands. */
import * as vscode from 'vscode';
import type { Leaf } from './items.ts';
import { isFinal, report } from './results.ts';
import type { Scope } from './scope.ts';

export class UserRun {
  readonly #run: vscode.TestRun;
  readonly #scope: Scope;
  /** what was said last of the items that are not done, by their ids */
  readonly #open = new Map<string, 'queued' | 'running'>();

  constructor(run: vscode.TestRun, scope: Scope) {
    this.#run = run;
    this.#scope = scope;
  }

  has(item: vscode.TestItem): boolean {
    return this.#scope.has(item);
  }

  begin(leaves: readonly Leaf[]): void {
    for (const { item } of leaves) {
      if (!this.has(item)) continue;
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
    for (const leaf of leaves) {
      if (!this.has(leaf.item)) continue;
      if (isFinal(leaf.state) && leaf.group.key !== null) this.#done(leaf);
      else if (leaf.group.key === null && problem !== null) {
        this.#open.delete(leaf.item.id);
        this.#run.errored(leaf.item, new vscode.TestMessage(`It cannot be checked: the text has ${problem}.`));
      }
    }
    this.#run.appendOutput(`${vscode.workspace.asRelativePath(vscode.Uri.parse(uri, true))}: ${countsOf(leaves)}\r\n`);
  }

  fail(uri: string, message: string): null {
    this.#run.appendOutput(`${uri}: the language server does not answer: ${message}\r\n`);
    return null;
  }

  #done(leaf: Leaf): void {
    this.#open.delete(leaf.item.id);
    report(this.#run, leaf, 'difference');
  }
}

/** "3 passed, 1 failed" */
function countsOf(leaves: readonly Leaf[]): string {
  const tests = leaves.filter(({ kind }) => kind === 'test');
  const states = Map.groupBy(tests, ({ state }) => state);
  return [...states].map(([state, { length }]) => `${length} ${state}`).join(', ') || 'nothing to check';
}
