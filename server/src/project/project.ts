/**
 * The files that the editor knows, and a snapshot of each as it is now. Imports are read from open files first, then from
 * the disk, and never from outside of the folder that is open. A change takes away the snapshots that looked at the file.
 */
import type { Located } from '#checker';
import type { ReadFiles } from '../host/host.ts';
import { type Snapshot, snapshotOf } from '../ide/snapshot.ts';

interface Known {
  readonly snapshot: Snapshot;
  /** every path that was looked at on the way, found or not */
  readonly looked: ReadonlySet<string>;
}

export class Project {
  readonly #files: ReadFiles;
  readonly #open = new Map<string, string>();
  readonly #snapshots = new Map<string, Known>();
  #folders: readonly string[] = [];

  constructor(files: ReadFiles) {
    this.#files = files;
  }

  get folders(): readonly string[] {
    return this.#folders;
  }

  /** Everything that is known may mean something else now. */
  setFolders(folders: readonly string[]): void {
    this.#folders = folders;
    this.#snapshots.clear();
  }

  get openPaths(): readonly string[] {
    return [...this.#open.keys()];
  }

  isOpen(path: string): boolean {
    return this.#open.has(path);
  }

  /** The text of an open file; returns the other files whose snapshots looked at it. */
  setText(path: string, text: string): string[] {
    this.#open.set(path, text);
    return this.#touch(path);
  }

  close(path: string): string[] {
    this.#open.delete(path);
    return this.#touch(path);
  }

  /** The file was made, changed or removed outside of the editor. */
  changedOnDisk(path: string): string[] {
    return this.#open.has(path) ? [] : this.#touch(path);
  }

  /** As the editor has it, or else the disk; null where neither has it. */
  text(path: string): string | null {
    const open = this.#open.get(path);
    if (open !== undefined) return open;
    const content = this.#files.read(path);
    return 'text' in content ? content.text : null;
  }

  /** null where there is no such file */
  snapshot(path: string): Snapshot | null {
    const known = this.#snapshots.get(path);
    if (known !== undefined) return known.snapshot;
    const text = this.text(path);
    if (text === null) return null;
    const looked = new Set([path]);
    const snapshot = snapshotOf(path, text, (from, written) => this.#locate(path, from, written, looked));
    this.#snapshots.set(path, { snapshot, looked });
    return snapshot;
  }

  /** Those of the files, and of the open ones, that import this one or something that it imports. */
  relatives(path: string, files: readonly string[]): Snapshot[] {
    const own = this.snapshot(path)?.loaded.files;
    if (own === undefined) return [];
    const others = [...new Set([...this.#open.keys(), ...files])].filter((at) => at !== path);
    // Most files import nothing, and are not analysed.
    const importing = others.filter((at) => /\bimport\b/.test(this.text(at) ?? ''));
    return importing.flatMap((at) => {
      const snapshot = this.snapshot(at);
      return snapshot !== null && [...snapshot.loaded.files.keys()].some((one) => own.has(one)) ? [snapshot] : [];
    });
  }

  /** The snapshot is not needed any more. */
  forget(path: string): void {
    this.#snapshots.delete(path);
  }

  /** The innermost open folder that holds the file, or its own. */
  folderOf(path: string): string {
    const around = this.#folders.filter((folder) => this.#files.isInside(folder, path)).sort((a, b) => b.length - a.length);
    return around[0] ?? this.#files.folderOf(path);
  }

  #touch(path: string): string[] {
    const touched = [...this.#snapshots].filter(([, { looked }]) => looked.has(path)).map(([at]) => at);
    for (const at of touched) this.#snapshots.delete(at);
    return touched.filter((at) => at !== path);
  }

  #locate(root: string, from: string, written: string, looked: Set<string>): Located {
    const target = this.#files.resolve(from, written);
    if (target === null) {
      const help = 'save this file first; imports are read relative to its folder';
      return { problem: `${written} cannot be imported: this file has not been saved yet`, details: { label: 'not read', help } };
    }
    const folder = this.folderOf(root);
    if (!this.#files.isInside(folder, target)) return outside(folder, written);
    looked.add(target);
    const real = this.#files.real(target);
    if (real !== null && !this.#files.isInside(this.#files.real(folder) ?? folder, real)) return outside(folder, written);
    const open = this.#open.get(target);
    if (open !== undefined) return { path: target, text: open };
    const content = this.#files.read(target);
    if ('text' in content) return { path: target, text: content.text };
    const help = 'write the path relative to this file, such as "./other.proviso"';
    return { problem: `${written} cannot be imported: ${content.problem}`, details: { label: 'not read', help } };
  }
}

function outside(folder: string, written: string): Located {
  return {
    problem: `${written} is outside the open folder ${folder}`,
    details: {
      label: 'outside the folder',
      why: 'A file from someone else must not be able to read your other files.',
      help: 'open a folder that holds both files, or move the imported file into this one',
    },
  };
}
