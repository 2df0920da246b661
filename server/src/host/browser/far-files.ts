/**
 * Files that are somewhere else, and are asked for by messages. What has arrived is kept; what has not is a problem for now, and whoever
 * listens is told when it is there. Names are URIs.
 */
import type { FileContent, Files } from '../host.ts';
import { folderOf, isInside, nameOf, resolve } from './uris.ts';

/** Neither ever fails: what cannot be read is a problem, what cannot be listed has no files. */
export interface Fetches {
  read(uri: string): Promise<FileContent>;
  /** the specifications of all folders */
  list(): Promise<readonly string[]>;
}

/** Texts that are kept: the oldest goes first, and would be fetched again. */
const MOST_FILES = 2_000;

export class FarFiles implements Files {
  readonly #fetches: Fetches;
  readonly #known = new Map<string, FileContent>();
  readonly #coming = new Map<string, Promise<unknown>>();
  #specifications: readonly string[] | null = null;
  #listener: (paths: readonly string[]) => void = () => {};

  constructor(fetches: Fetches) {
    this.#fetches = fetches;
  }

  hear(listener: (paths: readonly string[]) => void): void {
    this.#listener = listener;
  }

  read(path: string): FileContent {
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    if (!this.#coming.has(path)) this.#fetch(path);
    return { problem: 'it is still being read' };
  }

  /** The text of before is good until the new one has arrived. What is on its way may have been read before the change. */
  outdated(path: string): void {
    if (this.#known.has(path) || this.#coming.has(path)) this.#fetch(path);
    if (this.#specifications !== null) this.#list();
  }

  async settled(): Promise<boolean> {
    if (this.#coming.size === 0) return false;
    await Promise.all(this.#coming.values());
    return true;
  }

  specificationsIn(folder: string): readonly string[] {
    if (this.#specifications === null) this.#list();
    return (this.#specifications ?? []).filter((path) => isInside(folder, path));
  }

  /** Nothing is known of links. */
  real(path: string): string {
    return path;
  }

  folderOf(path: string): string {
    return folderOf(path);
  }

  isInside(folder: string, path: string): boolean {
    return isInside(folder, path);
  }

  resolve(from: string, written: string): string | null {
    return resolve(from, written);
  }

  pathOf(uri: string): string {
    return nameOf(uri);
  }

  uriOf(path: string): string {
    return path;
  }

  #fetch(path: string): void {
    this.#await(path, this.#fetches.read(path), (content) => {
      const before = this.#known.get(path);
      this.#known.delete(path);
      this.#known.set(path, content);
      if (this.#known.size > MOST_FILES) this.#known.delete(this.#known.keys().next().value ?? '');
      if (JSON.stringify(before) !== JSON.stringify(content)) this.#listener([path]);
    });
  }

  #list(): void {
    this.#specifications ??= [];
    this.#await(ALL, this.#fetches.list(), (uris) => {
      this.#specifications = uris.map(nameOf).sort();
      this.#listener([]);
    });
  }

  /** Of two answers about one thing that of the later question counts. */
  #await<T>(what: string, answer: Promise<T>, take: (value: T) => void): void {
    const coming = answer.then((value) => {
      if (this.#coming.get(what) !== coming) return;
      this.#coming.delete(what);
      take(value);
    });
    this.#coming.set(what, coming);
  }
}

/** The list, among the names of files. */
const ALL = '';
