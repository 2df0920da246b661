/** The run that leads to a node of the search, replayed by the interpreter: of a long one the last steps. */
import { initialSteps, steps } from '../model/interpreter.ts';
import type { InitialStep } from '../model/state.ts';
import type { TraceStep } from '../verdict.ts';
import type { ExplainedRun } from './answer.ts';
import type { LogEvent } from './event.ts';
import type { Place } from './places.ts';
import type { ConformSearch, Node } from './search.ts';

/** `most`: steps at hand. */
export function runTo(search: ConformSearch, end: number, most: number): ExplainedRun {
  const path: Node[] = [];
  for (let node = search.node(end); ; node = search.node(node.parent)) {
    path.push(node);
    if (node.parent < 0) break;
  }
  path.reverse();
  const all = path.length - 1;
  const prefix = search.prefix(path[0].number);
  const { isWhole } = search;
  const skipped = Math.max(0, all - most);
  const isHidden = (i: number) => path[i].place.explained === path[i - 1].place.explained;
  let { hidden, ticks } = prefix;
  const shown: TraceStep[] = [];
  const explains: LogEvent[][] = [];
  for (let i = 1; i <= all; i++) {
    if (isHidden(i)) hidden++;
    if (path[i].isTick) ticks++;
    if (i <= skipped) continue;
    const step = steps(search.space.model, search.space.state(path[i - 1].state))[path[i].step];
    if (step?.target.kind !== 'state') throw new Error('internal error: a step of the run is none of the interpreter');
    shown.push({ step, state: step.target.state, time: ticks });
    explains.push(eventsBetween(search, path[i - 1].place, path[i].place));
  }
  const first = search.space.state(path[skipped].state);
  const { faults } = path[all];
  const initial = skipped === 0 && isWhole ? initialStep(search, path[0].step) : continued(first);
  const begins = skipped === 0 && isWhole ? search.places.sequences.flatMap((events, s) => events.slice(0, path[0].place.at[s])) : [];
  return {
    steps: prefix.steps + all,
    hidden,
    ticks,
    faults,
    trace: { initial, first, steps: shown, faults },
    skipped: prefix.steps + skipped,
    begins,
    explains,
  };
}

function initialStep({ space }: ConformSearch, number: number): InitialStep {
  let at = 0;
  for (const step of initialSteps(space.model)) if (at++ === number) return step;
  throw new Error('internal error: the run begins with none of the initial steps');
}

function continued(state: TraceStep['state']): InitialStep {
  return { choices: [], cost: 0, target: { kind: 'state', state }, events: [], ran: [] };
}

function eventsBetween({ places }: ConformSearch, before: Place, after: Place): LogEvent[] {
  return places.sequences.flatMap((events, s) => events.slice(before.at[s], after.at[s]));
}
