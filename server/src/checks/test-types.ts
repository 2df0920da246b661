/** What there is to test in a file, and how it stands, as plain data. `P` is how places are written. */
import type { OutcomeReport, PointReport, PropertyReport } from '#report';

/**
 * `idle`: neither known nor on its way. `failed`: unexpected, a model that fails included. `unknown`: a budget ran out, or a sweep was
 * ended. `skipped`: the tool cannot check it.
 */
export type TestState = 'idle' | 'queued' | 'running' | 'passed' | 'failed' | 'unknown' | 'skipped';

export interface FileTests<P> {
  /** "2 errors": why some of it cannot be tested; null where all can */
  readonly problem: string | null;
  /** in the order of the text */
  readonly groups: readonly TestGroup<P>[];
}

/** A `check`, a `provisos` block, or logs that a configuration names. */
export interface TestGroup<P> {
  readonly kind: 'check' | 'provisos' | 'log';
  /** the same after an edit elsewhere: "Lock/Paused", of a second such check "Lock/Paused #2" */
  readonly id: string;
  /** "Lock under Paused for P in 0..3" */
  readonly label: string;
  readonly system: string;
  readonly place: P;
  /** stands for what its results depend on: they are the same as long as it is. Null where errors keep it from being tested */
  readonly key: string | null;
  readonly state: TestState;
  readonly milliseconds: number | null;
  readonly tests: readonly Test<P>[];
  /** handlers and actions of its system of which it is known whether they run */
  readonly handlers: readonly HandlerTest<P>[];
}

/** Whether logs are those of a run: of which specification, under which assumptions. */
export interface LogQuestion {
  /** of the specification */
  readonly uri: string;
  /** of the logs of one run */
  readonly logs: readonly string[];
  /** of a file that says which spans of OpenTelemetry are which events */
  readonly mapping?: string;
  /** without it that of the first check */
  readonly system?: string;
  readonly assume?: string;
  /** how long a tick is: "100ms"; without it only the order of events counts */
  readonly tick?: string;
  /** how far the clocks of the logs are off: "5ms" */
  readonly clockError?: string;
  readonly constants?: Readonly<Record<string, number | boolean>>;
}

/** An expectation, a claim, or that logs conform. */
export interface Test<P> {
  readonly kind: PropertyReport['kind'] | 'claim' | 'log';
  /** within its group */
  readonly id: string;
  /** "InTurn holds when MARGIN >= 2" */
  readonly label: string;
  readonly property: string;
  readonly place: P;
  readonly state: TestState;
  readonly milliseconds: number | null;
  /** of the sweep: 1 where there is none */
  readonly points: number;
  /** of them, by how they stand */
  readonly counts: Readonly<Record<TestState, number>>;
  /** of the point that matters most: a failed one, else one that is unknown, else the first; null where none is known */
  readonly result: TestResult<P> | null;
  /** of logs: what shows them; else null */
  readonly log: LogQuestion | null;
}

export interface TestResult<P> {
  readonly point: PointReport;
  /** "Paused (P = 2)" */
  readonly under: string;
  /** "holds up to 2 faults"; of a claim "holds when delay <= 1" */
  readonly expected: string;
  /** "violated: 1 fault, 10 steps" */
  readonly actual: string;
  /** null of a claim */
  readonly status: OutcomeReport['verdict']['status'] | null;
  /** where it fails: the expectation, or of a model that fails the code */
  readonly place: P;
  /** of what failed: the counterexample in a few sentences; else null */
  readonly story: string | null;
  /** of what failed: which faults it requires, or what is nearest to what never comes about; else null */
  readonly advice: string | null;
  /** it has a run that can be shown */
  readonly hasRun: boolean;
}

/** A test at one point of a sweep. */
export interface TestPoint<P> {
  /** "P = 2", within its test */
  readonly id: string;
  readonly state: TestState;
  readonly milliseconds: number | null;
  readonly result: TestResult<P> | null;
}

export interface HandlerTest<P> {
  /** "Client: on Granted", "Client: action ask" */
  readonly name: string;
  readonly place: P;
  readonly ran: boolean;
}
