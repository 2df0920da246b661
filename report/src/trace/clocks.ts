/** What a trace tells of clocks: which one shows something else than the time, and why it does. */
import type { Choice, Model, State, StepLabel } from '#checker';
import { plural } from '../words.ts';
import { nodeName } from './reader.ts';

/** "reads wall.now as 5 at true time 3", "reads up.now as 3, 2 ticks after its start"; `before` is the state in which the step begins */
export function wrongReadings(model: Model, node: number, choices: readonly Choice[], before: State): string[] {
  return choices.flatMap((choice) => {
    if (choice.kind !== 'clock') return [];
    const clock = model.clocks.find(({ name }) => choice.name === `${name}.now`)!;
    const { status, origin } = before.nodes[node];
    const since = status === 'up' ? before.time - origin : 0;
    if (choice.value === (clock.monotonic ? since : before.time)) return [];
    const reads = `reads ${choice.name} as ${choice.value}`;
    return [clock.monotonic ? `${reads}, ${plural(since, 'tick')} after its start` : `${reads} at true time ${before.time}`];
  });
}

/** "wall is set back by 2 and goes on from 0" */
export function clockSet(model: Model, { node, clock, by }: Extract<StepLabel, { kind: 'clock' }>, after: State): string {
  const { name } = model.clocks[clock];
  return `${name} is set ${by < 0 ? 'back' : 'forward'} by ${Math.abs(by)} and goes on from ${after.nodes[node].clocks[clock]}`;
}

/** What becomes of clocks at the stabilisation, which sets none back: "Server's wall is ahead and stands still at 3" */
export function clocksOnceStable(model: Model, before: State, after: State): string[] {
  return model.instances.flatMap(({ index }) =>
    model.clocks.flatMap(({ name, monotonic }, clock) => {
      const [was, is] = [before.nodes[index], after.nodes[index]];
      const bound = model.timing[monotonic ? 'drift' : 'skew'][index];
      const truth = monotonic ? after.time - is.origin : after.time + is.offsets[clock];
      const whose = `${nodeName(model, index)}'s ${name}`;
      if (bound !== null && is.clocks[clock] > truth + bound.max) return [`${whose} is ahead and stands still at ${is.clocks[clock]}`];
      return was.offsets[clock] < 0 && is.offsets[clock] === 0 ? [`${whose} goes right again`] : [];
    }),
  );
}
