/** The request that has the provisos of a property found, with a bar of progress that ends the search. */
import type { CancellationToken } from 'vscode-languageserver';
import { plural } from '#report';
import type { ProvisoSearches } from '../checks/proviso-searches.ts';
import { Ending } from '../checks/search-queue.ts';
import type { SubjectCheck } from '../checks/subject.ts';
import { FIND_PROVISOS, type FindProvisosResult, type PropertyPlace } from './protocol.ts';
import { publish } from './publish.ts';
import type { SearchingSession } from './session.ts';

export function listenForProvisos(session: SearchingSession, searches: ProvisoSearches): void {
  session.connection.onRequest(FIND_PROVISOS, async (place: PropertyPlace, token: CancellationToken): Promise<FindProvisosResult> => {
    try {
      return await find(session, searches, place, token);
    } catch (error) {
      session.fault(error);
      return { problem: 'the search failed: see the output' };
    }
  });
}

async function find(
  session: SearchingSession,
  searches: ProvisoSearches,
  { uri, property, position }: PropertyPlace,
  token: CancellationToken,
): Promise<FindProvisosResult> {
  const path = session.places.path(uri);
  const subject = session.subject(path);
  const view = session.view(path);
  if (subject === null || view === null) return { problem: 'there is no such file' };
  const offset = session.places.offset(view, position);
  const system = view.parsed.file.systems.find(({ span }) => span.start <= offset && offset <= span.end)?.name.text;
  const check = subject.checks.find((one) => isAbout(one, system, property));
  if (check === undefined) return { problem: `no check that has no errors is about ${property}` };
  const ending = new Ending();
  const stop = token.onCancellationRequested(() => ending.end());
  const bar = session.abilities.progress ? await session.connection.window.createWorkDoneProgress().catch(() => null) : null;
  bar?.begin(`Provisos of ${property}`, undefined, '', true);
  bar?.token.onCancellationRequested(() => ending.end());
  const problem = await searches.find(subject, check, property, session.budget, ending, {
    progress: ({ checks, states }) => bar?.report(`${plural(checks, 'check')}, ${plural(states, 'state')}`),
    news: () => {
      session.noteNews();
      if (session.openPaths.includes(path)) publish(session, path);
    },
  });
  stop.dispose();
  bar?.done();
  return { problem: ending.ended ? null : problem };
}

function isAbout({ plan }: SubjectCheck, system: string | undefined, property: string): boolean {
  const isNamed = plan.runs.some(({ expectations }) => expectations.some((one) => one.property === property));
  return isNamed && (system === undefined || plan.system === system);
}
