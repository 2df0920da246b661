/** What a run is about: files, and which of their groups; an expectation or a point is found by the search of its whole group. */
import type * as vscode from 'vscode';
import type { Items } from './items.ts';

export class Scope {
  readonly #items: Items;
  readonly #request: vscode.TestRunRequest;

  constructor(items: Items, request: vscode.TestRunRequest) {
    this.#items = items;
    this.#request = request;
  }

  get uris(): readonly string[] {
    const { include } = this.#request;
    if (include === undefined) return this.#items.uris;
    return [...new Set(include.flatMap((item) => this.#items.about(item)?.uri ?? []))];
  }

  /** By their ids; null: all. */
  groupsOf(uri: string): string[] | null {
    const { include, exclude = [] } = this.#request;
    const about = (include ?? []).flatMap((item) => this.#items.about(item) ?? []).filter((one) => one.uri === uri);
    const all = this.#items.testsOf(uri)?.groups.map(({ id }) => id) ?? [];
    const isWhole = include === undefined || about.some(({ kind }) => kind === 'file');
    const left = exclude.flatMap((item) => {
      const one = this.#items.about(item);
      return one?.kind === 'group' && one.uri === uri ? [one.group] : [];
    });
    if (isWhole && left.length === 0) return null;
    const wanted = isWhole ? all : [...new Set(about.flatMap((one) => (one.kind === 'file' ? [] : [one.group])))];
    return wanted.filter((id) => !left.includes(id));
  }

  /** It, or what it is in, was asked for and not left out. */
  has(item: vscode.TestItem): boolean {
    const { include, exclude = [] } = this.#request;
    const way: vscode.TestItem[] = [];
    for (let at: vscode.TestItem | undefined = item; at !== undefined; at = at.parent) way.push(at);
    return (include === undefined || way.some((one) => include.includes(one))) && !way.some((one) => exclude.includes(one));
  }
}
