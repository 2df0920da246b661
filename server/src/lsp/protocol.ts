/** Messages between the server and its client beyond the Language Server Protocol. */
import type { Range } from 'vscode-languageserver';
import type { FileTests, LogQuestion, TestPoint } from '../checks/test-types.ts';
import type { FileContent } from '../host/host.ts';
import type { LogView, NoLogView } from '../ide/log-view.ts';
import type { RunView } from '../ide/run-view.ts';
import type { HandView, RunPath, WhatIfView } from '../ide/what-if.ts';

/** Request: the checks of one file, at once. */
export const CHECK_FILE = 'proviso/checkFile';
export interface CheckFileParams {
  readonly uri: string;
  readonly workDoneToken?: string | number;
}

/** Request: the checks of every specification of the workspace. */
export const CHECK_WORKSPACE = 'proviso/checkWorkspace';
export interface CheckWorkspaceParams {
  readonly workDoneToken?: string | number;
}
export interface CheckWorkspaceResult {
  readonly files: readonly FileStatus[];
}

/** Notification to the client: how the checks of a file stand. `checkFile` answers with the same. */
export const STATUS = 'proviso/status';
export type StatusState = 'idle' | 'checking' | 'ok' | 'broken' | 'unknown' | 'error';
export interface FileStatus {
  readonly state: StatusState;
  /** its URI */
  readonly file: string;
  /** one line: "20 verdicts as expected" */
  readonly text: string;
}

/** Notification to the client: what stands at the end of lines. */
export const VERDICTS = 'proviso/verdicts';
export interface VerdictsParams {
  readonly uri: string;
  readonly version: number | null;
  readonly items: readonly VerdictItem[];
}
export interface VerdictItem {
  /** from 0 */
  readonly line: number;
  readonly text: string;
  readonly kind: string;
}

/** Notification to the server: the client draws `proviso/verdicts`, and which kind of theme pictures are for. */
export const THEME = 'proviso/theme';
export interface ThemeParams {
  readonly kind: 'light' | 'dark' | 'highContrast' | 'highContrastLight';
}

/** Notification to the server: the file that someone looks at. */
export const FOCUS = 'proviso/focus';
export interface FocusParams {
  readonly uri: string;
}

/** Argument of the commands behind a code lens: a property and the place of its name. */
export interface PropertyPlace {
  readonly uri: string;
  readonly system: string;
  readonly property: string;
  /** of its name; both from 0 */
  readonly position: { readonly line: number; readonly character: number };
  /** one of `RunView.runs`; without it the most important one */
  readonly under?: string | undefined;
  /** of a text before this one, which has errors or is still being checked */
  readonly stale?: true;
}

/** Request: the assumptions that a property needs, found in the background and shown as they are known. It answers when the search is over. */
export const FIND_PROVISOS = 'proviso/findProvisos';
export interface FindProvisosResult {
  /** why nothing was found; null where something was, or the user has ended the search */
  readonly problem: string | null;
}

/** Argument of the command behind the code lens of a check: where it stands. */
export interface CheckPlace {
  readonly uri: string;
  /** both from 0 */
  readonly position: PropertyPlace['position'];
}

/** Request: random runs for what a check left undecided, in the background; what they find is shown as it is known. It answers when they are over. */
export const RANDOM_RUNS = 'proviso/randomRuns';
export interface RandomRunsResult {
  /** why there were none, or what went wrong; null where there were, or the user has ended them */
  readonly problem: string | null;
}

/** Request: the run that a verdict rests on. */
export const RUN = 'proviso/run';
export interface RunParams {
  readonly uri: string;
  /** without it the property at `position`; without that the most important of the file */
  readonly property?: string;
  /** which system's, where several have a property of that name */
  readonly system?: string;
  readonly position?: PropertyPlace['position'];
  /** one of `RunView.runs`; without it, and where there is no such run any more, the most important one */
  readonly under?: string | undefined;
}
export interface RunAnswer {
  readonly run: RunView | null;
  /** where there is no run: which property was meant, if any, and why there is none; else null */
  readonly property: string | null;
  readonly says: string | null;
  /** the URI of each file that a place of the run names */
  readonly files: Readonly<Record<string, string>>;
}

/** Request: the same run as a page that needs nothing else; null where there is none. */
export const RUN_PAGE = 'proviso/runPage';
export interface RunPageAnswer {
  readonly html: string | null;
}

/**
 * Request: whether logs are those of a run, and of which. It answers as soon as that is known; which assumption would have to give may be
 * known later: see `proviso/logNews`.
 */
export const LOG_RUN = 'proviso/logRun';
export type LogParams = LogQuestion;
export interface LogAnswer {
  readonly view: LogView | null;
  /** why there is none; else null */
  readonly says: string | null;
  /** what is wrong with the logs, where that is why; files by their names in `logs` */
  readonly mistakes: NoLogView['mistakes'];
  /** the URI of each file that a place of the run names */
  readonly files: RunAnswer['files'];
  /** the URI of each log, by how it is called in the answer */
  readonly logs: Readonly<Record<string, string>>;
}

/** Notification to the client: more is known of logs that it has asked about, and is answered to the same request. */
export const LOG_NEWS = 'proviso/logNews';
export type LogNewsParams = Pick<LogParams, 'uri' | 'logs'>;

/** Where something stands. */
export interface TestPlace {
  readonly uri: string;
  /** positions from 0 */
  readonly range: { readonly start: PropertyPlace['position']; readonly end: PropertyPlace['position'] };
}

/**
 * Notification to a client that asks for it (`tests: true` in its initialization options): what there is to test in a file, and how it
 * stands; sent when it has changed, for each file that is open or was asked about.
 */
export const TESTS = 'proviso/tests';
export interface TestsParams extends FileTests<TestPlace> {
  readonly uri: string;
  /** of the text that the client has open; null where it has not */
  readonly version: number | null;
}

/** Notification to the same client: the specifications of the workspace, when they have changed. */
export const TEST_FILES = 'proviso/testFiles';
export interface TestFilesParams {
  readonly uris: readonly string[];
}

/** Request: the tests of a file; null where there is no such file. From then on it is told of what changes. */
export const FILE_TESTS = 'proviso/fileTests';
export interface FileTestsParams {
  readonly uri: string;
}

/** Request: a test at each point of its sweep, failed ones first; null where there is no such test. */
export const TEST_POINTS = 'proviso/testPoints';
export interface TestPointsParams {
  readonly uri: string;
  readonly group: string;
  readonly test: string;
}
export type TestPointsAnswer = readonly TestPoint<TestPlace>[] | null;

/** Request: these groups are tested at once, whether or not the file is open; what is known is not searched again. It answers when all are. */
export const RUN_TESTS = 'proviso/runTests';
export interface RunTestsParams {
  readonly uri: string;
  /** all without it */
  readonly groups?: readonly string[];
}

/** Request: what can happen at a moment of a run. */
export const WHAT_IF = 'proviso/whatIf';
export interface MomentParams extends RunParams {
  /** of a run by hand; null for the run that the verdict rests on */
  readonly path: RunPath | null;
  /** 0 is the first state, n the one behind the n-th step */
  readonly moment: number;
}
export interface WhatIfAnswer {
  readonly whatIf: WhatIfView | null;
  /** why there is none; else null */
  readonly says: string | null;
  /** the system or what is assumed is another one now: there will be no such run any more */
  readonly isOver: boolean;
}

/** Request: a run that was chosen step by step: `path` as `proviso/whatIf` gives it, with the number of one more step behind it. */
export const RUN_BY_HAND = 'proviso/runByHand';
export interface RunByHandParams extends RunParams {
  readonly path: RunPath;
}
export interface RunByHandAnswer {
  readonly run: HandView | null;
  readonly says: string | null;
  readonly isOver: boolean;
  readonly files: RunAnswer['files'];
}

/** Request: writes the run up to a moment into the file as a scenario, by an edit that the client is asked to make. */
export const SAVE_SCENARIO = 'proviso/saveScenario';
export interface SaveScenarioAnswer {
  /** its name, and where that stands in the changed text */
  readonly saved: { readonly name: string; readonly uri: string; readonly range: Range } | null;
  /** why it was not; else null */
  readonly says: string | null;
}

/** Request: what the server has done since it began, for tests and reports of faults. */
export const STATISTICS = 'proviso/statistics';
export interface Statistics {
  /** checks begun; those that were answered from memory are not among them */
  readonly runs: number;
  /** ended by an edit or because another file came first */
  readonly cancelled: number;
  readonly crashes: number;
  readonly remembered: number;
  readonly pending: boolean;
  /** bytes */
  readonly heap: number;
  /** milliseconds that the last analysis of a text took */
  readonly analysis: number;
}

/**
 * Request to the client, of a server that has no disk of its own: a file. Such a client tells of changes by
 * `workspace/didChangeWatchedFiles`.
 */
export const READ_FILE = 'proviso/readFile';
export interface ReadFileParams {
  readonly uri: string;
}
export type ReadFileAnswer = FileContent;

/** Request to the same client: the specifications of the workspace. */
export const LIST_FILES = 'proviso/listFiles';
export interface ListFilesAnswer {
  readonly uris: readonly string[];
}
