/** Which clocks the code of a role reads. A clock that no code of a node reads is not part of the state and never steps. */
import type { Model, Role } from './ir.ts';
import { expressionsIn } from './walk.ts';

const found = new WeakMap<Role, ReadonlySet<number>>();

/** Some guard or body of the node's role reads the clock, ghost blocks included: a reading is a choice wherever it is made. */
export function readsClock(model: Model, node: number, clock: number): boolean {
  return clocksOf(model.roles[model.instances[node].role]).has(clock);
}

export function readsMonotonic(model: Model, node: number): boolean {
  return model.clocks.some(({ monotonic }, clock) => monotonic && readsClock(model, node, clock));
}

/** The interpreter needs this at every step; a role never changes. */
function clocksOf(role: Role): ReadonlySet<number> {
  let clocks = found.get(role);
  if (clocks === undefined) {
    const code = [role.handlers, role.defers, role.actions];
    clocks = new Set(expressionsIn(code).flatMap((e) => (e.op === 'clock' ? [e.clock] : [])));
    found.set(role, clocks);
  }
  return clocks;
}
