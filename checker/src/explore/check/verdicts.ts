/** From what a finished or interrupted search has found to verdicts. */
import { unhandled } from '#grammar';
import type { Known, Trace, Verdict } from '../../verdict.ts';
import { isRuledOut } from '../scenario/assumed.ts';
import type { Place } from '../search/findings.ts';
import { boundsReached, noState, timeNeverPasses } from '../search/finished.ts';
import { deadlineGoal, type Goal, predicateGoal, stepGoal } from '../search/goal.ts';
import type { Search } from '../search/search.ts';
import type { PassingQuery } from './jobs.ts';

/** The place at which the property was decided: its violation, or the witness of a `reachable` one. */
export function decidedAt(search: Search, query: PassingQuery): Place | null {
  switch (query.kind) {
    case 'always':
      return search.found.firstFalse[query.predicate];
    case 'reachable':
      return search.found.firstTrue[query.predicate];
    case 'step':
      return search.found.broken[query.step];
    case 'deadline':
      return search.found.missed;
    default:
      return unhandled(query);
  }
}

export function goalOf(search: Search, query: PassingQuery, place: Place): Goal {
  switch (query.kind) {
    case 'always':
      return predicateGoal(search.machine, place, query.predicate, false);
    case 'reachable':
      return predicateGoal(search.machine, place, query.predicate, true);
    case 'step':
      return stepGoal(place, query.step);
    case 'deadline':
      return deadlineGoal(search.machine, place, query.within);
    default:
      return unhandled(query);
  }
}

/** `known`: what it rests on, where it asks what nodes know. */
export function decided(query: PassingQuery, trace: Trace, known?: Known): Verdict {
  const rests = known === undefined ? {} : { known };
  return query.kind === 'reachable' ? { status: 'reached', trace, ...rests } : { status: 'violated', trace, blame: null, ...rests };
}

/** After an exhausted search that did not decide the property. */
export function undecided(search: Search, query: PassingQuery): Verdict {
  return without(search, query, timeNeverPasses(search));
}

/** After every run with at most so many faults, none of which decides the property. */
export function withinLimit(search: Search, query: PassingQuery, upTo: number): Verdict {
  const verdict = without(search, query, search.machine.model.timing.time && !search.ticked);
  return verdict.status === 'holds' || verdict.status === 'unreached' ? { ...verdict, upTo } : verdict;
}

function without(search: Search, query: PassingQuery, timeStands: boolean): Verdict {
  const bounds = boundsReached(search);
  if (search.store.count === 0) return noState(bounds);
  if (query.kind === 'reachable') {
    const { memory } = search.machine;
    const came = memory === null ? {} : { furthest: memory.furthest() };
    const { property } = query;
    // What the assumptions rule out, no more states would bring about.
    if (property.kind === 'scenario' && isRuledOut(search.machine.model, property)) return { status: 'unreached', ...came };
    if (bounds.length === 0) return { status: 'unreached', ...came };
    return { status: 'unknown', reason: `not reached within bounds (${bounds.join(', ')})`, budget: false, ...came };
  }
  return { status: 'holds', bounds, vacuous: timeStands ? 'time never passes' : vacuous(search, query) };
}

function vacuous(search: Search, query: PassingQuery): string | null {
  switch (query.kind) {
    case 'always':
      if (query.antecedent === null || search.found.firstTrue[query.antecedent] !== null) return null;
      return 'its condition is never true';
    case 'step':
      return query.changes !== null && search.found.broken[query.changes] === null ? 'no step changes what it is about' : null;
    case 'deadline':
      return search.found.firstTrue[query.from] === null ? 'what it waits from is never true' : null;
    case 'reachable':
      return null;
    default:
      return unhandled(query);
  }
}
