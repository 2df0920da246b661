/** Requests for searches that somebody asks for: the provisos of a property, and random runs of a check. */
import type { Checks } from '../checks/checks.ts';
import { listenForProvisos } from './find-provisos.ts';
import { listenForRandomRuns } from './random-runs.ts';
import type { SearchingSession } from './session.ts';

export function listenForSearches(session: SearchingSession, checks: Checks): void {
  listenForProvisos(session, checks.searches);
  listenForRandomRuns(session, checks);
}
