/** The small system of models.ts under many assumption sets, with its number of states and of cut steps. */
import { type Assumptions, always, eventually, span } from './models.ts';

const unlimited = { budget: null, untilStable: false, span };
const exact = { delay: always(1), pause: always(0), drift: always(0) };
const fault = (mode: 'stop' | 'recovery', instances: number[]): Assumptions => ({
  budgets: [{ name: 'crash', limit: 1 }],
  crashes: [{ mode, roles: instances, instances, maxDown: null, mayStayDown: false, upTo: 1, budget: 0, untilStable: false, span }],
});

export const CASES: readonly [string, Assumptions, number, number][] = [
  ['delay 1', exact, 14, 0],
  ['pause 1', { ...exact, pause: always(1) }, 51, 0],
  ['drift 1', { ...exact, drift: always(1) }, 70, 0],
  ['delay 1..2', { ...exact, delay: always(2, 1) }, 37, 0],
  ['lossy', { ...exact, network: { loss: unlimited } }, 18, 0],
  ['lossy up to 1', { ...exact, network: { loss: { ...unlimited, budget: 0 } }, budgets: [{ name: 'loss', limit: 1 }] }, 31, 0],
  ['stop', { ...exact, ...fault('stop', [1]) }, 32, 0],
  ['recovery', { ...exact, pause: always(1), ...fault('recovery', [1]) }, 197, 0],
  ['recovery of both', { ...exact, pause: always(1), ...fault('recovery', [0, 1]) }, 289, 15],
  ['duplicating', { ...exact, network: { duplication: unlimited } }, 53, 13],
  ['fifo', { ...exact, network: { loss: unlimited, duplication: unlimited, fifo: true } }, 58, 13],
  ['eventual', { delay: eventually(1), pause: eventually(0), drift: always(0), stabilises: true }, 132, 21],
  ['eventual drift', { delay: eventually(1), pause: eventually(0), drift: eventually(0), stabilises: true }, 126, 20],
  ['drift only', { drift: always(0) }, 43, 8],
  ['nothing', {}, 25, 4],
];
