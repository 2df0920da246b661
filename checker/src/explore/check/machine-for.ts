/** The machine that a search, or a walk at random, needs for what is watched. */
import type { Model } from '../../model/ir.ts';
import type { Watch } from '../../model/watch.ts';
import { createInterpretedMachine } from '../machine/interpreted.ts';
import type { CompileOptions, Machine } from '../machine/machine.ts';
import { createMachine } from '../machine/machines.ts';
import { createScenarioMachine } from '../scenario/machine.ts';

export function machineFor(model: Model, watch: Watch, kind: 'compiled' | 'interpreted', reductions: CompileOptions = {}): Machine {
  const { scenario, known = null } = watch;
  if (scenario !== undefined) return createScenarioMachine(model, scenario, kind, known);
  if (known !== null) return createInterpretedMachine(model, watch, 'what nodes know is asked of steps or within a time');
  return createMachine(model, watch, kind, reductions);
}
