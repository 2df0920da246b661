/** What a check may use, and how it says that it used it up. */
import type { CheckResult, SearchBudget } from '../../verdict.ts';
import type { Search } from '../search/search.ts';
import { MOST_STATES } from '../states/states.ts';

/** Why the search must end now, or null. `elapsed`: milliseconds since the check began. */
export function overBudget(budget: SearchBudget, search: Search, elapsed: number): string | null {
  const { timeout, maxMemory } = budget;
  const maxStates = mostStates(budget);
  if (search.store.count > maxStates) return statesUsedUp(maxStates);
  if (timeout !== undefined && elapsed >= timeout) return `stopped after ${thousands(timeout / 1000)} seconds`;
  if (search.room.refused !== null) return search.room.refused;
  if (maxMemory !== undefined && (search.room.full || search.bytes >= maxMemory))
    return `stopped at ${thousands(maxMemory / 2 ** 20)} MiB of memory${search.room.staysInMemory ? STAYS : ''}`;
  return null;
}

const STAYS = ': a search for liveness, for a deadline in time or for what nodes know does not go on on disk';

function mostStates({ maxStates }: SearchBudget): number {
  return Math.min(maxStates ?? MOST_STATES, MOST_STATES);
}

const statesUsedUp = (maxStates: number) => `stopped after ${thousands(maxStates)} states`;

/** Whatever is undecided is so since a search has come to its number of states, and for no other reason. */
export function onlyStatesUsedUp({ properties }: CheckResult, budget: SearchBudget): boolean {
  const reasons = properties.flatMap(({ verdict }) => (verdict.status === 'unknown' && verdict.budget ? [verdict.reason] : []));
  return reasons.length > 0 && reasons.every((reason) => reason === statesUsedUp(mostStates(budget)));
}

/** 12345.67 as `12,345.67`. */
export function thousands(n: number): string {
  const [whole, fraction] = String(Math.round(n * 100) / 100).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
