/** When a fault can happen, and what it counts against. */
import type { FaultWindow } from '#checker';
import type { Module } from '../module.ts';
import { all, quoted } from '../text/write.ts';

/** The name of each budget in `used`, each once. */
export function budgetNames(m: Module): string[] {
  const seen: string[] = [];
  for (const { name } of m.model.budgets) seen.push(seen.includes(name) ? `${name} (${seen.length + 1})` : name);
  return seen;
}

/** The window is open, and the budget not used up. */
export function possible(m: Module, { budget, untilStable }: FaultWindow): string {
  return all([
    untilStable ? m.guard('until stable', '~stable') : 'TRUE',
    budget === null ? 'TRUE' : m.guard('budget', `used[${quoted(budgetNames(m)[budget])}] < ${m.model.budgets[budget].limit}`),
  ]);
}

/** The state with the fault counted. */
export function counted(m: Module, state: string, { budget }: FaultWindow): string {
  if (budget === null || m.isDropped('count faults')) return state;
  return `[${state} EXCEPT !.used[${quoted(budgetNames(m)[budget])}] = @ + 1]`;
}
