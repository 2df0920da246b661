/** Logs of runs of systems made at random: in full, thinned, spread over files, and with something changed. */
import type { Model } from '#checker';
import type { Graph, Random } from './graph.ts';
import { eventsOf, type Json, stateOf } from './logs.ts';

/** Milliseconds. */
export const TICK = 100;

export interface Log {
  /** events of each file */
  readonly files: readonly (readonly Json[])[];
  /** kinds of which none is missing */
  readonly complete: readonly string[];
  readonly timed: boolean;
}

const KINDS = ['start', 'act', 'send', 'receive', 'fire', 'pause', 'resume', 'crash', 'restart', 'lose', 'duplicate', 'corrupt'];

/** The events of a run, in groups of one step each, with what its nodes hold now and then. */
function loggedRun(model: Model, graph: Graph, random: Random, most: number): Json[][] {
  const start = graph.starts[random(graph.starts.length)];
  const groups = [timed(eventsOf(model, null, start.step), 0, random)];
  let [at, ticks] = [start.state, 0];
  for (let n = random(most); n > 0 && graph.edges[at].length > 0; n--) {
    const { step, to } = graph.edges[at][random(graph.edges[at].length)];
    if (step.label.kind === 'tick') ticks++;
    groups.push(timed(eventsOf(model, graph.states[at], step), ticks, random));
    at = to;
    if (random(3) > 0) continue;
    const { name } = model.instances[random(model.instances.length)];
    groups.push(timed([{ event: 'state', node: name, state: stateOf(model, graph.states[at], name) }], ticks, random));
  }
  // Within a tick time goes on as well.
  let latest = 0;
  for (const event of groups.flat()) {
    latest = Math.max(latest, event.time as number);
    event.time = latest;
  }
  return groups;
}

function timed(events: readonly Json[], ticks: number, random: Random): Json[] {
  const time = ticks * TICK + random(TICK);
  return events.map((event) => ({ ...event, time }));
}

function thinned(event: Json, random: Random): Json {
  const kept = Object.entries(event).flatMap(([key, value]): [string, unknown][] => {
    if (key === 'state' || key === 'fields' || key === 'params') {
      if (event.event !== 'state' && random(2) === 0) return [];
      return [[key, Object.fromEntries(Object.entries(value as Json).filter(() => random(2) === 0))]];
    }
    return REQUIRED.includes(key) || random(2) === 0 ? [[key, value]] : [];
  });
  return Object.fromEntries(kept);
}

const REQUIRED = ['event', 'node', 'message', 'action', 'timer', 'clock'];

interface LogOptions {
  readonly mostFiles: number;
  readonly mostSteps: number;
  /** of six kinds so many are logged without exception, about */
  readonly complete: number;
}

const SHORT: LogOptions = { mostFiles: 3, mostSteps: 9, complete: 1 };

export function logOf(model: Model, graph: Graph, random: Random, options: LogOptions = SHORT): Log {
  const { mostFiles, mostSteps } = options;
  const complete = KINDS.filter(() => random(6) < options.complete);
  const count = 1 + random(mostFiles);
  const files: Json[][] = Array.from({ length: count }, () => []);
  const fileOf = new Map<string, number>();
  for (const group of loggedRun(model, graph, random, mostSteps)) {
    // What one step does may be logged in any order.
    const order = random(2) === 0 || group[0]?.event === 'start' ? group : group.toSorted(() => random(3) - 1);
    for (const event of order) {
      if (!complete.includes(event.event as string) && random(3) === 0) continue;
      const node = String(event.node ?? 'world');
      if (!fileOf.has(node)) fileOf.set(node, random(count));
      files[fileOf.get(node)!].push(thinned(event, random));
    }
  }
  return { files: files.filter((events) => events.length > 0), complete, timed: random(2) === 0 };
}

/** Something is otherwise. */
export function changed(model: Model, { files, ...log }: Log, random: Random): Log {
  const all = files.map((events) => events.map((event) => structuredClone(event)));
  if (all.length === 0) return { ...log, files };
  const events = all[random(all.length)];
  const i = random(events.length);
  const event = events[i];
  switch (random(6)) {
    case 0:
      if (i + 1 < events.length) [events[i], events[i + 1]] = [events[i + 1], events[i]];
      break;
    case 1:
      events.splice(i, 0, structuredClone(events[random(events.length)]));
      break;
    case 2:
      events.splice(i, 1);
      break;
    case 3:
      for (const kind of [
        ['pause', 'resume', 'crash', 'restart', 'start'],
        ['lose', 'duplicate', 'corrupt'],
      ])
        if (kind.includes(event.event as string)) event.event = kind[random(kind.length)];
      break;
    default:
      changeLeaf(model, event, random);
  }
  // A time that goes back is a mistake of the log, not of the run.
  for (const one of all) {
    let latest = 0;
    for (const each of one) if (each.time !== undefined) each.time = latest = Math.max(latest, each.time as number);
  }
  return { ...log, files: all.filter((one) => one.length > 0) };
}

function changeLeaf(model: Model, holder: Json, random: Random): void {
  const keys = Object.keys(holder).filter((key) => !['event', 'message', 'action', 'timer', 'clock', 'nodes'].includes(key));
  if (keys.length === 0) return;
  const key = keys[random(keys.length)];
  const value = holder[key];
  if (typeof value === 'boolean') holder[key] = !value;
  else if (typeof value === 'number')
    holder[key] = Math.max(0, value + (random(2) === 0 ? 1 : -1) * (key === 'time' ? TICK * (1 + random(3)) : 1));
  else if (typeof value === 'string') holder[key] = model.instances[random(model.instances.length)].name;
  else if (typeof value === 'object' && value !== null && !Array.isArray(value)) changeLeaf(model, value as Json, random);
}
