/** Readings that have more than one possible value: of clocks, and of timers that nothing bounds at some time. */
import type { Model } from './ir.ts';
import { looksAt, readsTimer } from './operators.ts';
import { expressionsIn } from './walk.ts';

/** Whether what stands in this piece of a model takes a reading that is a choice, made when it is first taken in a step. */
export function choosesReading(model: Model, piece: unknown): boolean {
  return looksAt(piece, 'clocks') || expressionsIn(piece).some((e) => readsTimer(e) && mayBeLoose(model, e.role));
}

/** Some node of the role has, at some time, no drift bound in force. */
function mayBeLoose({ instances, timing }: Model, role: number): boolean {
  return instances.some((instance) => instance.role === role && timing.drift[instance.index]?.always !== true);
}
