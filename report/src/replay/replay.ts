/** A trace as a `Replay`. */
import { type Model, readsClock, type State, type TimerState, type Trace, values } from '#checker';
import { unhandled } from '#grammar';
import { datumOf } from '../facts/datum.ts';
import { sameDatum } from '../facts/datum-text.ts';
import { type CutOff, cutOff } from '../facts/happened.ts';
import { marksOf } from '../facts/marks.ts';
import { pausesOf } from '../facts/pauses.ts';
import { nodeOf, type Reader, roleOf, timeBefore } from '../facts/reader.ts';
import { FAULTS } from '../facts/rows.ts';
import { timerName } from '../facts/values.ts';
import type { Cell, Datum, Moment, Replay } from '../result/types.ts';
import { travelsOf } from './letters.ts';

/** A cell, and what it holds in a state. */
export interface Reading extends Cell {
  readonly of: (state: State) => Datum;
}

/** `source`: the words of the text, for what the code is waiting for. */
export function replayOf(model: Model, trace: Trace, source: Reader['source'] = () => null): Replay {
  const readings = readingsOf(model);
  const first = readings.map(({ of }) => of(trace.first));
  let last = first;
  const moments = trace.steps.map((traceStep, index): Moment => {
    const { step, state } = traceStep;
    const now = readings.map(({ of }) => of(state));
    const changed = now.flatMap((value, cell): [number, Datum][] => (sameDatum(value, last[cell]) ? [] : [[cell, value]]));
    last = now;
    const { kind } = step.label;
    const fails = step.target.kind === 'error';
    return { kind, time: timeBefore(trace, index + 1), node: nodeOf(traceStep), fault: FAULTS[kind], fails, changed };
  });
  return {
    system: model.system,
    nodes: model.instances.map(({ name, role }) => ({ name, role: model.roles[role].name })),
    cells: readings.map(({ kind, node, name }) => ({ kind, node, name })),
    first,
    moments,
    letters: travelsOf(model, trace),
    pauses: pausesOf(model, trace).map(({ node, first, last }) => ({ node, first: first + 1, last: last + 1 })),
    marks: marksOf(model, trace, source),
    loop: trace.loop ?? null,
  };
}

/** Node by node, in the order in which the text declares; then the system's. What cannot change in this model is no cell. */
export function readingsOf(model: Model): Reading[] {
  return [...model.instances.flatMap(({ index }) => ofNode(model, index)), ...ofSystem(model)];
}

function ofNode(model: Model, node: number): Reading[] {
  const role = roleOf(model, node);
  const status: Reading = {
    ...{ kind: 'status', node, name: 'status' },
    of: ({ nodes, byzantine }) => (byzantine[node] ? 'byzantine' : nodes[node].status),
  };
  const waits: Reading = { kind: 'waits', node, name: 'waits', of: ({ nodes }) => nodes[node].suspended !== null };
  const variables = role.variables.map(({ name, type, ghost }, v): Reading => {
    return { kind: ghost ? 'ghost' : 'variable', node, name, of: ({ nodes }) => datumOf(type, nodes[node].variables[v], model) };
  });
  const timers = role.timers.flatMap((timer, t) =>
    (timer.key === null ? [0] : values(timer.key).map((_, key) => key)).map((key): Reading => {
      return { kind: 'timer', node, name: timerName(model, node, t, key), of: ({ nodes }) => timerDatum(nodes[node].timers[t][key]) };
    }),
  );
  const clocks = model.clocks.flatMap(({ name }, c): Reading[] =>
    readsClock(model, node, c) ? [{ kind: 'clock', node, name, of: ({ nodes }) => nodes[node].clocks[c] }] : [],
  );
  return [
    ...(model.crashes.length > 0 ? [status] : []),
    ...(model.pausePoints.some((point) => point.role === model.instances[node].role) ? [waits] : []),
    ...variables.filter(({ kind }) => kind === 'variable'),
    ...timers,
    ...clocks,
    ...variables.filter(({ kind }) => kind === 'ghost'),
  ];
}

function ofSystem(model: Model): Reading[] {
  const ghosts = model.ghosts.map(({ name, type }, g): Reading => {
    return { kind: 'ghost', node: null, name, of: (state) => datumOf(type, state.ghosts[g], model) };
  });
  const stable: Reading = { kind: 'stable', node: null, name: 'stable', of: (state) => state.stable };
  const cuts: Reading = {
    ...{ kind: 'cuts', node: null, name: 'cuts' },
    of: (state) => ({ set: state.cuts.map((cut) => cutDatum(cutOff(model, cut))) }),
  };
  return [...ghosts, ...(model.stabilises ? [stable] : []), ...(model.network.cuts.length > 0 ? [cuts] : [])];
}

function timerDatum(timer: TimerState): Datum {
  switch (timer.kind) {
    case 'off':
      return null;
    case 'exact':
      return timer.left;
    case 'loose':
      return 'running';
    default:
      return unhandled(timer);
  }
}

function cutDatum(cut: CutOff): Datum {
  const fields: readonly [string, Datum][] =
    'nodes' in cut
      ? [['nodes', { set: cut.nodes }]]
      : [
          ['from', cut.from],
          ['to', cut.to],
        ];
  return { struct: cut.kind, fields };
}
