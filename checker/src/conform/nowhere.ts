/**
 * Whether an event of one log can come about at all. Where a log leaves much open, a search through every place and state for a run that is not
 * there may not end. So the few events up to it are tried from every state that the system can reach: a run that explains them all comes,
 * between two of its steps, past some place shortly before it, in some such state, and what it does from there on is found. If none is found,
 * no run explains the event, whatever came before. Otherwise more events before it are tried.
 *
 * Of logs in several orders there is no such place, and so no answer.
 */
import { placesAt } from './explain.ts';
import { ConformSearch } from './search.ts';

/** States that are looked at, and pairs of one attempt: of more it would take as long as the search itself. */
const [MOST_STATES, MOST_PAIRS] = [20_000, 500_000];
/** Events up to the one in question, one attempt after the other. */
const ATTEMPTS = [1, 4, 16, 64, 256];
/** States between two yields. */
const PART = 64;

/** True where no run explains the event at `position`; false where that is not known. Yields now and then. */
export function* isNowhere(search: ConformSearch, position: number): Generator<void, boolean> {
  const { places, space } = search;
  if (places.sequences.length !== 1 || position >= places.total) return false;
  const reached = yield* reachedIn(search);
  if (reached === null) return false;
  const [events] = places.sequences;
  for (const count of ATTEMPTS) {
    const from = position - count;
    if (from < 0) return false;
    // A step may begin before and end behind that place: it explains so many events at most, beside what is said of states.
    let first = from;
    for (let left = reached.most; left > 0 && first > 0; ) if (events[--first].meant.kind !== 'state') left--;
    // The beginning of a run may explain all of these: it is no step from a state.
    if (first === 0) return false;
    const attempt = new ConformSearch(space.model, { sequences: [], complete: [] }, null, {
      from: { space, places: places.without([first]) },
    });
    for (const state of reached.states) {
      for (let at = 0; at <= from - first; at++)
        for (const place of placesAt(attempt.places, [at], () => space.state(state))) attempt.seed(state, place);
      if (state % PART === 0) yield;
    }
    const explaining = attempt.explain(position - first + 1);
    for (;;) {
      const { done, value } = explaining.next();
      if (done && !value) return attempt.isSettled;
      if (done) break;
      if (attempt.count > MOST_PAIRS) return false;
      yield;
    }
  }
  return false;
}

interface Reached {
  readonly states: ReadonlySet<number>;
  /** the most that happens in one step */
  readonly most: number;
}

/** Every state that some run leads to; null where there are too many, or a bound cuts some off. */
function* reachedIn({ space }: ConformSearch): Generator<void, Reached | null> {
  const states = new Set<number>();
  let most = 0;
  for (const { target, occurrences } of space.starts()) {
    states.add(target);
    most = Math.max(most, occurrences.length);
  }
  let looked = 0;
  for (const state of states) {
    if (states.size > MOST_STATES || space.isCut(state)) return null;
    for (const { target, occurrences } of space.from(state)) {
      states.add(target);
      most = Math.max(most, occurrences.length);
    }
    if (++looked % PART === 0) yield;
  }
  return space.bounds.size === 0 ? { states, most } : null;
}
