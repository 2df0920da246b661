/**
 * Whether some run explains a log, by a search of the tests' own: every hidden step and every choice tried on its own, on events as JSON, with none
 * of the code that reads and compares logs.
 */
import type { Model } from '#checker';
import type { Graph } from './graph.ts';
import { type Log, TICK } from './logged.ts';
import { eventsOf, type Json, stateOf } from './logs.ts';

interface Window {
  readonly from: number;
  readonly to: number;
}

function windowsOf({ files, timed: isTimed }: Log): (Window | null)[][] {
  const start = Math.min(...files.flat().map(({ time }) => (time as number | undefined) ?? Number.POSITIVE_INFINITY));
  return files.map((events) =>
    events.map(({ time }) => {
      if (!isTimed || time === undefined) return null;
      const ticks = ((time as number) - start) / TICK;
      return { from: Math.floor(ticks), to: Math.ceil(ticks) };
    }),
  );
}

/** What is known of it is so. */
function isWithin(known: unknown, full: unknown): boolean {
  if (typeof known !== 'object' || known === null || Array.isArray(known)) return JSON.stringify(known) === JSON.stringify(full);
  if (typeof full !== 'object' || full === null) return false;
  return Object.entries(known).every(([key, value]) => key in full && isWithin(value, (full as Json)[key]));
}

function isAbout({ time: _, ...event }: Json, full: Json): boolean {
  const { nodes, ...known } = event;
  return isWithin(known, full) && (nodes === undefined || JSON.stringify(nodes) === JSON.stringify(full.nodes));
}

interface Point {
  readonly state: number;
  readonly at: readonly number[];
  /** null before time is counted */
  readonly ticks: number | null;
}

/** Some run explains the log. */
export function isExplained(model: Model, graph: Graph, log: Log): boolean {
  const { files, complete } = log;
  const windows = windowsOf(log);
  const last = Math.max(0, ...windows.flat().map((window) => window?.to ?? 0));
  const seen = new Set<string>();
  const waiting: Point[] = [];
  const add = (point: Point) => {
    const key = `${point.state} ${point.at.join()} ${point.ticks}`;
    if (seen.has(key)) return;
    seen.add(key);
    waiting.push(point);
  };
  /** the next event of a file is explained now */
  const next = (file: number, at: readonly number[], ticks: number | null): { at: number[]; ticks: number | null }[] => {
    const window = windows[file][at[file]];
    const then = at.with(file, at[file] + 1);
    if (window === null) return [{ at: then, ticks }];
    if (ticks !== null) return ticks >= window.from && ticks <= window.to ? [{ at: then, ticks }] : [];
    return Array.from({ length: window.to - window.from + 1 }, (_, i) => ({ at: then, ticks: window.from + i }));
  };
  const isState = (file: number, at: readonly number[]) => files[file][at[file]]?.event === 'state';
  const holds = (event: Json, state: number) => isWithin(event.state, stateOf(model, graph.states[state], event.node as string));
  /** Every way in which a step explains events: `full`, each of which explains one at most. */
  const through = (
    state: number,
    full: readonly Json[],
    used: readonly number[],
    touched: readonly number[],
    at: readonly number[],
    ticks: number | null,
  ) => {
    const isEnd = touched.length > 0 && at.every((position, file) => position === files[file].length);
    if (isEnd || full.every((one, i) => used.includes(i) || !complete.includes(one.event as string))) add({ state, at, ticks });
    for (const file of files.keys()) {
      const event = files[file][at[file]];
      if (event === undefined) continue;
      if (isState(file, at)) {
        if (touched.includes(file) && holds(event, state))
          for (const one of next(file, at, ticks)) through(state, full, used, touched, one.at, one.ticks);
        continue;
      }
      for (const [i, one] of full.entries())
        if (!used.includes(i) && isAbout(event, one))
          for (const then of next(file, at, ticks)) through(state, full, [...used, i], [...touched, file], then.at, then.ticks);
    }
  };
  const none = files.map(() => 0);
  for (const { state, step } of graph.starts) through(state, eventsOf(model, null, step), [], [], none, null);
  for (let point = waiting.pop(); point !== undefined; point = waiting.pop()) {
    const { state, at, ticks } = point;
    if (at.every((position, file) => position === files[file].length)) return true;
    for (const file of files.keys())
      if (isState(file, at) && holds(files[file][at[file]], state)) for (const one of next(file, at, ticks)) add({ state, ...one });
    for (const { step, to } of graph.edges[state]) {
      // Beyond the last window one tick is as good as another.
      const passed = ticks !== null && step.label.kind === 'tick' ? Math.min(ticks, last) + 1 : ticks;
      through(to, eventsOf(model, graph.states[state], step), [], [], at, passed);
    }
  }
  return false;
}
