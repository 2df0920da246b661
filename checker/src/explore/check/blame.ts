/**
 * Which kinds of faults a violation needs: each that is assumed is removed alone, and the property checked again. A kind that
 * does not stand in the trace may stand in another run that the violation rests on, so it is tried too, unless the trace is as
 * much of a violation without it.
 */
import type { Model, Property } from '../../model/ir.ts';
import type { Blame, FaultKind, Trace, Verdict } from '../../verdict.ts';
import { assumedFaults, type FaultSource, faultsIn, keyOf, kindOf, withoutFault } from '../search/faults.ts';
import { withMoreRoom } from './capacity.ts';

type Recheck = (model: Model) => Generator<number, Verdict | null>;

/** `recheck` gives the property's verdict in another model, or null where it may not be checked any more. */
export function* blameFor(model: Model, property: Property, trace: Trace, recheck: Recheck): Generator<number, Blame> {
  const blame = { necessary: [] as FaultKind[], used: [] as FaultKind[], unsettled: [] as FaultKind[], notNeeded: [] as FaultKind[] };
  const inTrace = new Set(faultsIn(model, trace).map(keyOf));
  for (const source of assumedFaults(model)) {
    const without = withoutFault(model, source);
    const isUsed = inTrace.has(keyOf(source));
    const stays = !isUsed && !restsOnOtherRuns(model, source, without, property);
    const verdict = stays ? 'violated' : yield* standingOf(without, recheck);
    if (verdict === 'holds') blame.necessary.push(kindOf(model, source));
    else if (verdict !== 'violated') blame.unsettled.push(kindOf(model, source));
    else blame[isUsed ? 'used' : 'notNeeded'].push(kindOf(model, source));
  }
  return blame;
}

/** Without a fault, and where that holds within the capacity only, within larger ones. */
function* standingOf(without: Model, recheck: Recheck): Generator<number, Verdict['status'] | undefined> {
  const { network } = without;
  const ask = (capacity: number) => recheck(capacity === network.capacity ? without : { ...without, network: { ...network, capacity } });
  const answers = yield* withMoreRoom(network.capacity, ask, (verdict) => verdict);
  return answers.at(-1)!.answer?.status;
}

/**
 * The trace alone does not show this: the knowledge of a node depends on every run; so does `stable`, where without the fault nothing
 * stabilises any more; and where a node may stay down because of this fault, its restart after another one is fair without it.
 */
function restsOnOtherRuns(model: Model, source: FaultSource, without: Model, { kind, usesKnowledge }: Property): boolean {
  const mayStayDown = source.kind === 'crash' && model.crashes[source.fault].mayStayDown;
  return usesKnowledge || model.stabilises !== without.stabilises || (kind === 'liveness' && mayStayDown);
}
