/** The interface of the server to the handlers of requests, which tests can replace. */
import type { Connection } from 'vscode-languageserver';
import type { Waiting } from '../checks/file-tests.ts';
import type { CheckBudget } from '../checks/messages.ts';
import type { Subject } from '../checks/subject.ts';
import type { Snapshot } from '../ide/snapshot.ts';
import type { ClientAbilities } from './abilities.ts';
import type { LastShown } from './last-shown.ts';
import type { Places } from './places.ts';
import type { FileStatus, Statistics, ThemeParams } from './protocol.ts';

export interface Session {
  readonly connection: Connection;
  readonly places: Places;
  readonly abilities: ClientAbilities;
  /** which pictures fit the editor */
  readonly theme: ThemeParams['kind'];
  /** of the files that the editor has open */
  readonly openPaths: readonly string[];
  /** The file as it is now, with what is known of its checks; null where there is no such file. */
  view(path: string): Snapshot | null;
  /** what stands beside the text */
  readonly shown: LastShown;
  /** Other files of the workspace that import this one, or something that it imports. */
  relatives(path: string): readonly Snapshot[];
  /** A bug of our own: it is logged, and the server continues. */
  fault(error: unknown): void;
}

/** The part of a session that publishing needs. */
export interface PublishingSession extends Session {
  /** of the text that the client has open; undefined where it has not */
  versionOf(uri: string): number | undefined;
  status(path: string): FileStatus;
}

/** The part of a session that runs checks. */
export interface CheckingSession extends PublishingSession {
  /** of all folders that are open, each once */
  specifications(): readonly string[];
  /** Resolves when all files that were asked for have arrived. */
  settled(): Promise<void>;
  /** Has the checks of a file run at once, whether or not it is open; resolves when none of its verdicts is to come any more. */
  check(path: string): Promise<void>;
  /** No more of this file until it is edited or asked for. */
  stop(path: string): void;
  statistics(): Statistics;
}

/** The part of a session that tests. */
export interface TestingSession extends CheckingSession {
  subjectOf(view: Snapshot): Subject;
  /** how what is not known of a file stands */
  waiting(path: string): Waiting;
  /** Has checks, blocks and logs of a file run at once, whether or not it is open: those with these keys, or all; resolves when none is under way any more. */
  test(path: string, keys: readonly string[] | null): Promise<void>;
}

/** The part of a session that finds provisos. */
export interface SearchingSession extends PublishingSession {
  /** of one search */
  readonly budget: CheckBudget;
  /** null where there is no such file */
  subject(path: string): Subject | null;
  /** What views say of provisos has changed. */
  noteNews(): void;
}
