/** What the plain judges of liveness have to know of cuts, in code of their own. */
import type { Cut, MessageState, Model, State } from '#checker';

export function mayStay(model: Model, cut: Cut): boolean {
  return model.network.cuts.some((fault) => fault.kind === cut.kind && fault.mayStay);
}

/** Lost at the send, and owed all the same: every cut that takes it heals. */
export function isOwed(model: Model, state: State, { from, to }: MessageState): boolean {
  return !state.cuts.some((cut) => mayStay(model, cut) && takes(cut, from, to));
}

function takes(cut: Cut, from: number, to: number): boolean {
  const bothWays = cut.kind === 'two-way' || cut.kind === 'link';
  const there = 'members' in cut ? cut.members[from] && !cut.members[to] : cut.from === from && cut.to === to;
  const back = 'members' in cut ? cut.members[to] && !cut.members[from] : cut.from === to && cut.to === from;
  return there || (bothWays && back);
}
