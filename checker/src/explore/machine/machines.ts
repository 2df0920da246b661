/** Makes the machine that a check asked for, or the interpreted one where that cannot be made. */
import type { Model } from '../../model/ir.ts';
import type { Watch } from '../../model/watch.ts';
import { createCompiledMachine, Unsupported } from './compiled.ts';
import { createInterpretedMachine } from './interpreted.ts';
import type { CompileOptions, Machine } from './machine.ts';

/** The interpreted machine knows no reductions, whatever the options say. */
export function createMachine(model: Model, watch: Watch, kind: 'compiled' | 'interpreted', options: CompileOptions = {}): Machine {
  if (kind === 'interpreted') return createInterpretedMachine(model, watch);
  try {
    return createCompiledMachine(model, watch, options);
  } catch (reason) {
    if (reason instanceof Unsupported) return createInterpretedMachine(model, watch, reason.message);
    throw reason;
  }
}
