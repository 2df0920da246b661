/** From what a finished or interrupted search has found to verdicts. */
import { unhandled } from '#grammar';
import type { Trace, Verdict } from '../../verdict.ts';
import type { Place } from '../search/findings.ts';
import { boundsReached, noState, timeNeverPasses } from '../search/finished.ts';
import { deadlineGoal, type Goal, predicateGoal, stepGoal } from '../search/goal.ts';
import type { Search } from '../search/search.ts';
import type { AskedInPassing } from './jobs.ts';

/** Where what decides the property was first found: its violation, or for `reachable` a witness. */
export function decidedAt(search: Search, asked: AskedInPassing): Place | null {
  switch (asked.kind) {
    case 'always':
      return search.found.firstFalse[asked.predicate];
    case 'reachable':
      return search.found.firstTrue[asked.predicate];
    case 'step':
      return search.found.broken[asked.step];
    case 'deadline':
      return search.found.missed;
    default:
      return unhandled(asked);
  }
}

export function goalOf(search: Search, asked: AskedInPassing, place: Place): Goal {
  switch (asked.kind) {
    case 'always':
      return predicateGoal(search.machine, place, asked.predicate, false);
    case 'reachable':
      return predicateGoal(search.machine, place, asked.predicate, true);
    case 'step':
      return stepGoal(place, asked.step);
    case 'deadline':
      return deadlineGoal(search.machine, place, asked.within);
    default:
      return unhandled(asked);
  }
}

export function decided(asked: AskedInPassing, trace: Trace): Verdict {
  return asked.kind === 'reachable' ? { status: 'reached', trace } : { status: 'violated', trace, blame: null };
}

/** After an exhausted search that did not decide the property. */
export function undecided(search: Search, asked: AskedInPassing): Verdict {
  return without(search, asked, timeNeverPasses(search));
}

/** After every run with at most so many faults, none of which decides the property. */
export function withinLimit(search: Search, asked: AskedInPassing, upTo: number): Verdict {
  const verdict = without(search, asked, search.machine.model.timing.time && !search.ticked);
  return verdict.status === 'holds' || verdict.status === 'unreached' ? { ...verdict, upTo } : verdict;
}

function without(search: Search, asked: AskedInPassing, timeStands: boolean): Verdict {
  const bounds = boundsReached(search);
  if (search.store.count === 0) return noState(bounds);
  if (asked.kind === 'reachable') {
    if (bounds.length === 0) return { status: 'unreached' };
    return { status: 'unknown', reason: `not reached within bounds (${bounds.join(', ')})`, budget: false };
  }
  return { status: 'holds', bounds, vacuous: timeStands ? 'time never passes' : vacuous(search, asked) };
}

function vacuous(search: Search, asked: AskedInPassing): string | null {
  switch (asked.kind) {
    case 'always':
      if (asked.antecedent === null || search.found.firstTrue[asked.antecedent] !== null) return null;
      return 'its condition is never true';
    case 'step':
      return asked.changes !== null && search.found.broken[asked.changes] === null ? 'no step changes what it is about' : null;
    case 'deadline':
      return search.found.firstTrue[asked.from] === null ? 'what it waits from is never true' : null;
    case 'reachable':
      return null;
    default:
      return unhandled(asked);
  }
}
