/** What a trace tells of clocks: which one shows something else than the time, and why it does. */
import type { Choice, Model, State } from '#checker';
import { nodeName } from './reader.ts';

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

/** What becomes of a clock at the stabilisation, which sets none back; `standsAt`: it is ahead and shows this until time has come up. */
export interface Settled {
  readonly node: string;
  readonly clock: string;
  readonly standsAt: number | null;
}

export function clocksOnceStable(model: Model, before: State, after: State): Settled[] {
  return model.instances.flatMap(({ index }) =>
    model.clocks.flatMap(({ name: clock, monotonic }, c): Settled[] => {
      const [was, is] = [before.nodes[index], after.nodes[index]];
      const bound = model.timing[monotonic ? 'drift' : 'skew'][index];
      const truth = monotonic ? after.time - is.origin : after.time + is.offsets[c];
      const node = nodeName(model, index);
      if (bound !== null && is.clocks[c] > truth + bound.max) return [{ node, clock, standsAt: is.clocks[c] }];
      return was.offsets[c] < 0 && is.offsets[c] === 0 ? [{ node, clock, standsAt: null }] : [];
    }),
  );
}
