/** Whether an assumption set has a moment from which on something is in force, or over. */
import type { Bound, Model } from './ir.ts';

export function stabilises({
  timing,
  crashes,
  network,
  clockSteps,
}: Pick<Model, 'timing' | 'crashes' | 'network' | 'clockSteps'>): boolean {
  const { delay, pause, drift, skew } = timing;
  const eventual = (bound: Bound | null) => bound !== null && !bound.always;
  const { loss, duplication, corruption, cuts } = network;
  const windows = [...crashes, loss, duplication, corruption, ...cuts, clockSteps];
  return [...delay, ...pause, ...drift, ...skew].some(eventual) || windows.some((window) => window?.untilStable);
}
