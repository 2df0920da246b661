/** The request that has the provisos of a property found, with a bar of progress that ends the search. */
import type { CancellationToken } from 'vscode-languageserver';
import { plural } from '#report';
import type { ProvisoSearches } from '../checks/proviso-searches.ts';
import type { SubjectCheck } from '../checks/subject.ts';
import { askedSearch } from './asked-search.ts';
import { FIND_PROVISOS, type FindProvisosResult, type PropertyPlace } from './protocol.ts';
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
  const problem = await askedSearch(session, path, `Provisos of ${property}`, token, (ending, { report, news }) =>
    searches.find(subject, check, property, session.budget, ending, {
      progress: ({ checks, states }) => report(`${plural(checks, 'check')}, ${plural(states, 'state')}`),
      news,
    }),
  );
  return { problem };
}

function isAbout({ plan }: SubjectCheck, system: string | undefined, property: string): boolean {
  const isNamed = plan.runs.some(({ expectations }) => expectations.some((one) => one.property === property));
  return isNamed && (system === undefined || plan.system === system);
}
