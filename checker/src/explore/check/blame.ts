/** Which kinds of faults a violation needs: each that stands in its trace is removed alone, and the property checked again. */
import type { Model } from '../../model/ir.ts';
import type { Blame, FaultKind, Trace, Verdict } from '../../verdict.ts';
import { assumedFaults, type FaultSource, faultsIn, nameOf, withoutFault } from './faults.ts';

/** `recheck` gives the property's verdict in another model, or null where it may not be checked any more. */
export function* blameFor(
  model: Model,
  trace: Trace,
  recheck: (model: Model) => Generator<number, Verdict | null>,
): Generator<number, Blame> {
  const inTrace = faultsIn(model, trace);
  const necessary: FaultKind[] = [];
  const used: FaultKind[] = [];
  const unsettled: FaultKind[] = [];
  for (const source of inTrace) {
    const verdict = yield* recheck(withoutFault(model, source));
    const list = verdict?.status === 'holds' ? necessary : verdict?.status === 'violated' ? used : unsettled;
    list.push(nameOf(model, source));
  }
  const notNeeded = assumedFaults(model).filter((source) => !inTrace.some((other) => same(source, other)));
  return { necessary, used, unsettled, notNeeded: notNeeded.map((source) => nameOf(model, source)) };
}

function same(a: FaultSource, b: FaultSource): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
