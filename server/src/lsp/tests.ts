/** The tests of files: told to a client that shows them, and run where it asks for that. */
import type { CancellationToken } from 'vscode-languageserver';
import type { Span } from '#grammar';
import { fileTests, testPoints } from '../checks/file-tests.ts';
import { summaryOf } from '../checks/file-verdicts.ts';
import type { Subject } from '../checks/subject.ts';
import type { FileTests, TestGroup, TestPoint, TestResult } from '../checks/test-types.ts';
import type { Snapshot } from '../ide/snapshot.ts';
import {
  FILE_TESTS,
  type FileTestsParams,
  RUN_TESTS,
  type RunTestsParams,
  TEST_FILES,
  TEST_POINTS,
  TESTS,
  type TestFilesParams,
  type TestPlace,
  type TestPointsAnswer,
  type TestPointsParams,
  type TestsParams,
} from './protocol.ts';
import type { TestingSession } from './session.ts';

type LogGroups = (view: Snapshot, subject: Subject) => TestGroup<Span>[];

export class TestReports {
  readonly #session: TestingSession;
  readonly #logGroups: LogGroups;
  /** what the client was sent last of each file that it is told about, by path */
  readonly #sent = new Map<string, string>();
  #files = '';

  /** `logGroups`: logs that a configuration names for a file */
  constructor(session: TestingSession, logGroups: LogGroups) {
    this.#session = session;
    this.#logGroups = logGroups;
  }

  listen(): void {
    const { connection, places } = this.#session;
    connection.onRequest(FILE_TESTS, ({ uri }: FileTestsParams) => this.#answer(places.path(uri)));
    connection.onRequest(TEST_POINTS, (params: TestPointsParams) => this.#points(params));
    connection.onRequest(RUN_TESTS, (params: RunTestsParams, token: CancellationToken) => this.#run(params, token));
  }

  /** It may have changed. */
  publish(path: string): void {
    if (!this.#session.abilities.showsTests) return;
    const tests = this.#testsOf(path);
    const text = JSON.stringify(tests);
    if (tests === null || text === this.#sent.get(path)) return;
    this.#sent.set(path, text);
    void this.#session.connection.sendNotification(TESTS, tests);
  }

  /** Of a file that is not open, or its logs: they are others now. */
  changedOnDisk(path: string): void {
    if (this.#sent.has(path)) this.publish(path);
  }

  closed(path: string): void {
    if (!this.#sent.has(path)) return;
    if (this.#session.specifications().includes(path)) this.publish(path);
    else this.#sent.delete(path);
  }

  /** The folders, or specifications in them, may have changed. */
  publishFiles(): void {
    if (!this.#session.abilities.showsTests) return;
    const paths = this.#session.specifications();
    const files: TestFilesParams = { uris: paths.map((path) => this.#session.places.uri(path)) };
    const text = JSON.stringify(files);
    for (const path of this.#sent.keys()) if (!paths.includes(path) && !this.#session.openPaths.includes(path)) this.#sent.delete(path);
    if (text === this.#files) return;
    this.#files = text;
    void this.#session.connection.sendNotification(TEST_FILES, files);
  }

  #answer(path: string): TestsParams | null {
    const tests = this.#testsOf(path);
    if (tests !== null) this.#sent.set(path, JSON.stringify(tests));
    return tests;
  }

  #testsOf(path: string): TestsParams | null {
    const { places } = this.#session;
    try {
      const view = this.#session.view(path);
      if (view === null) return null;
      const subject = this.#session.subjectOf(view);
      const { state, text } = summaryOf(view);
      const checks = fileTests(view, subject, this.#session.waiting(path), state === 'error' ? text : null);
      const tests = { ...checks, groups: [...checks.groups, ...this.#logGroups(view, subject)] };
      const uri = places.uri(path);
      return { uri, version: this.#session.versionOf(uri) ?? null, ...placedTests(tests, (span) => this.#place(view, span)) };
    } catch (error) {
      this.#session.fault(error);
      return null;
    }
  }

  #points({ uri, group, test }: TestPointsParams): TestPointsAnswer {
    const path = this.#session.places.path(uri);
    try {
      const view = this.#session.view(path);
      if (view === null) return null;
      const points = testPoints(view, this.#session.subjectOf(view), group, test);
      return (
        points?.map((one): TestPoint<TestPlace> => ({ ...one, result: placedResult(one.result, (span) => this.#place(view, span)) })) ??
        null
      );
    } catch (error) {
      this.#session.fault(error);
      return null;
    }
  }

  async #run({ uri, groups }: RunTestsParams, token: CancellationToken): Promise<TestsParams | null> {
    const session = this.#session;
    const path = session.places.path(uri);
    const wanted = groups === undefined ? null : keysOf(this.#testsOf(path), groups);
    // A block that another file has too goes on without this one.
    const stopped = new Promise<void>((resolve) => {
      token.onCancellationRequested(() => {
        session.stop(path);
        resolve();
      });
    });
    if (!token.isCancellationRequested) await Promise.race([session.test(path, wanted), stopped]);
    return this.#answer(path);
  }

  #place(view: Snapshot, span: Span): TestPlace {
    const { uri, range } = this.#session.places.location(view, span);
    return { uri, range };
  }
}

function keysOf(tests: TestsParams | null, groups: readonly string[]): string[] {
  return (tests?.groups ?? []).flatMap(({ id, key }) => (groups.includes(id) && key !== null ? [key] : []));
}

type ToPlace = (span: Span) => TestPlace;

function placedTests({ problem, groups }: FileTests<Span>, placed: ToPlace): FileTests<TestPlace> {
  return {
    problem,
    groups: groups.map((group) => ({
      ...group,
      place: placed(group.place),
      tests: group.tests.map((test) => ({ ...test, place: placed(test.place), result: placedResult(test.result, placed) })),
      handlers: group.handlers.map((one) => ({ ...one, place: placed(one.place) })),
    })),
  };
}

function placedResult(result: TestResult<Span> | null, placed: ToPlace): TestResult<TestPlace> | null {
  return result === null ? null : { ...result, place: placed(result.place) };
}
