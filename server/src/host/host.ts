/**
 * All that the server needs of the machine it runs on. Node's is in host/node, a browser's in host/browser. No other file of the
 * server knows either.
 */
import type { Threads } from '#checker';
import type { Answer, Order } from '../checks/messages.ts';

export interface Host {
  readonly files: Files;
  readonly clock: Clock;
  /** A short name for a text, given in parts: no two texts have the same. */
  readonly hash: (parts: readonly string[]) => string;
  /** Starts the thread in which checks run: see checks/thread.ts. */
  readonly startThread: (events: ThreadEvents) => Thread;
  /** bytes of this thread's own memory that are in use; 0 where that is not known */
  readonly memoryInUse: () => number;
  /** MiB that a search may take, whatever the settings say */
  readonly mostMemory: number;
}

/** `problem`: why there is no text, as the end of "x cannot be imported: " */
export type FileContent = { readonly text: string } | { readonly problem: string };

/** A path is a name that only these functions take apart. */
export interface Files extends ReadFiles {
  /** what is known of this file may be outdated */
  outdated(path: string): void;
  /** the listener is told of files that are another text now because they have arrived, or of a folder's list */
  hear(listener: (paths: readonly string[]) => void): void;
}

/**
 * What reading takes. Where files come from far away, a file that has not arrived yet is a problem like any other, and is fetched:
 * `settled` waits for all that is on the way.
 */
export interface ReadFiles {
  /** A file that cannot be read is reported, never thrown. `most`: bytes, where it may be larger than a specification is. */
  read(path: string, most?: number): FileContent;
  /** where links lead; null where there is no such file */
  real(path: string): string | null;
  /** the specifications in a folder and below, by name; hidden folders and installed packages are left out */
  specificationsIn(folder: string): readonly string[];
  /** the folder that the file is in */
  folderOf(path: string): string;
  isInside(folder: string, path: string): boolean;
  /** what `written` means in the file `from`; null where that file is in no folder */
  resolve(from: string, written: string): string | null;
  /** A URI that stands for no file here is a path of its own. */
  pathOf(uri: string): string;
  uriOf(path: string): string;
  /** false where nothing was on the way; else true, once it has arrived */
  settled(): Promise<boolean>;
}

export interface Clock {
  /** milliseconds, monotonic */
  now(): number;
  /** Returns what takes it back. */
  after(milliseconds: number, run: () => void): () => void;
}

export interface Thread {
  post(order: Order): void;
  /** It is not waited for: none of the thread's events comes any more. */
  end(): void;
}

export interface ThreadEvents {
  answered(answer: Answer): void;
  /** the thread ended, though nobody ended it */
  died(reason: string): void;
}

/** The thread's own side. */
export interface ThreadPort {
  readonly now: () => number;
  hear(listener: (order: Order) => void): void;
  send(answer: Answer): void;
  /** lets in the orders that have arrived */
  moment(): Promise<unknown>;
  /** null where a thread cannot start threads */
  readonly helpers: Helpers | null;
}

/** Threads that help in large searches. */
export interface Helpers {
  /** `asked`: so many make a search, the one that asks among them; null: as many as the machine has to spare */
  threads(asked: number | null): Threads;
  /** A search was left in the middle: what helps in it is ended. */
  drop(): void;
}
