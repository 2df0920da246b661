/** Clocks in a trace: which one differs from true time, and why. */
import { type Choice, type Model, readsClock, type State } from '#checker';
import { nodeName, nodeOf, type Reader, stateBefore } from './reader.ts';

/** A clock that shows something else than the time: the true one, or the ticks since its node started. */
export interface Misread {
  /** `wall.now` */
  readonly clock: string;
  readonly reads: number;
  readonly instead: { readonly kind: 'true time' | 'since start'; readonly ticks: number };
}

/** `before` is the state in which the step begins. */
export function misreadings(model: Model, node: number, choices: readonly Choice[], before: State): Misread[] {
  return choices.flatMap((choice) => {
    if (choice.kind !== 'clock') return [];
    const { monotonic } = model.clocks.find(({ name }) => choice.name === `${name}.now`)!;
    const { status, origin } = before.nodes[node];
    const ticks = !monotonic ? before.time : status === 'up' ? before.time - origin : 0;
    if (choice.value === ticks) return [];
    return [{ clock: choice.name, reads: choice.value as number, instead: { kind: monotonic ? 'since start' : 'true time', ticks } }];
  });
}

/** What becomes of a clock at the stabilisation, which sets none back. */
export interface Settled {
  readonly node: string;
  readonly clock: string;
  readonly becomes: Becomes;
}

export type Becomes =
  /** it is ahead, and shows this until time has come up */
  | { readonly kind: 'stands still'; readonly at: number }
  /** it was behind when it was last read, and shows no less than this from now on */
  | { readonly kind: 'catches up'; readonly to: number }
  /** it was set, and what it was set by is gone */
  | { readonly kind: 'goes right' };

export function clocksOnceStable(reader: Reader, index: number): Settled[] {
  const { model, trace } = reader;
  const [before, after] = [stateBefore(trace, index), trace.steps[index].state];
  return model.instances.flatMap(({ index: node }) =>
    model.clocks.flatMap(({ name: clock, monotonic }, c): Settled[] => {
      const [was, is] = [before.nodes[node], after.nodes[node]];
      const bound = model.timing[monotonic ? 'drift' : 'skew'][node];
      const truth = monotonic ? after.time - is.origin : after.time + is.offsets[c];
      const settled = (becomes: Becomes) => [{ node: nodeName(model, node), clock, becomes }];
      if (bound !== null && is.clocks[c] > truth + bound.max) return settled({ kind: 'stands still', at: is.clocks[c] });
      if (is.clocks[c] > was.clocks[c] && wasBehind(reader, index, node, clock)) return settled({ kind: 'catches up', to: is.clocks[c] });
      return was.offsets[c] < 0 && is.offsets[c] === 0 ? settled({ kind: 'goes right' }) : [];
    }),
  );
}

/** Whether the node's last reading of the clock before the step was too low. */
function wasBehind({ model, trace }: Reader, index: number, node: number, clock: string): boolean {
  const name = `${clock}.now`;
  const last = trace.steps.findLastIndex(
    (one, i) => i < index && nodeOf(one) === node && one.step.choices.some((choice) => choice.kind === 'clock' && choice.name === name),
  );
  if (last < 0) return false;
  const wrong = misreadings(model, node, trace.steps[last].step.choices, stateBefore(trace, last));
  return wrong.some((one) => one.clock === name && one.reads < one.instead.ticks);
}

/** Clocks that count from the restart, as far as code of the node reads them. */
export function clocksBegunAgain(model: Model, node: number): string[] {
  return model.clocks.flatMap(({ name, monotonic }, clock) => (monotonic && readsClock(model, node, clock) ? [name] : []));
}
