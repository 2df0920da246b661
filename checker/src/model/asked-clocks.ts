/** Which clocks the code of a role asks. A clock that nobody at a node asks is no part of the state, and is never stepped. */
import type { Model, Role } from './ir.ts';
import { expressionsIn } from './walk.ts';

const found = new WeakMap<Role, ReadonlySet<number>>();

/** Some guard or body of the node's role reads the clock, ghost blocks included: a reading is a choice wherever it is made. */
export function asksClock(model: Model, node: number, clock: number): boolean {
  return clocksOf(model.roles[model.instances[node].role]).has(clock);
}

export function asksMonotonic(model: Model, node: number): boolean {
  return model.clocks.some(({ monotonic }, clock) => monotonic && asksClock(model, node, clock));
}

/** The interpreter asks at every step; a role never changes. */
function clocksOf(role: Role): ReadonlySet<number> {
  let clocks = found.get(role);
  if (clocks === undefined) {
    const code = [role.handlers, role.defers, role.actions];
    clocks = new Set(expressionsIn(code).flatMap((e) => (e.op === 'clock' ? [e.clock] : [])));
    found.set(role, clocks);
  }
  return clocks;
}
