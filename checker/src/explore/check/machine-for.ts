/** The machine that a search, or a walk at random, needs for what is watched. */
import type { Model } from '../../model/ir.ts';
import type { Watch } from '../../model/watch.ts';
import type { CompileOptions, Machine } from '../machine/machine.ts';
import { createMachine } from '../machine/machines.ts';
import { createScenarioMachine } from '../scenario/machine.ts';

export function machineFor(model: Model, watch: Watch, kind: 'compiled' | 'interpreted', reductions: CompileOptions = {}): Machine {
  return watch.scenario === undefined ? createMachine(model, watch, kind, reductions) : createScenarioMachine(model, watch.scenario, kind);
}
