/** The request that tries random runs of a check, with a bar of progress that ends them. */
import type { CancellationToken } from 'vscode-languageserver';
import { progressText } from '#report';
import type { Checks } from '../checks/checks.ts';
import { askedSearch } from './asked-search.ts';
import { type CheckPlace, RANDOM_RUNS, type RandomRunsResult } from './protocol.ts';
import type { SearchingSession } from './session.ts';

export function listenForRandomRuns(session: SearchingSession, checks: Checks): void {
  session.connection.onRequest(RANDOM_RUNS, async (place: CheckPlace, token: CancellationToken): Promise<RandomRunsResult> => {
    try {
      return await run(session, checks, place, token);
    } catch (error) {
      session.fault(error);
      return { problem: 'the random runs failed: see the output' };
    }
  });
}

async function run(
  session: SearchingSession,
  checks: Checks,
  { uri, position }: CheckPlace,
  token: CancellationToken,
): Promise<RandomRunsResult> {
  const path = session.places.path(uri);
  const subject = session.subject(path);
  const view = session.view(path);
  if (subject === null || view === null) return { problem: 'there is no such file' };
  const offset = session.places.offset(view, position);
  const check = subject.checks.find(({ plan: { span } }) => span.start <= offset && offset <= span.end);
  if (check === undefined) return { problem: 'no check that has no errors stands here' };
  const title = `Random runs of ${check.plan.system} under ${check.plan.assume}`;
  const problem = await askedSearch(session, path, title, token, (ending, { report, news }) =>
    checks.tryRandomRuns(subject, check, ending, { progress: (progress) => report(progressText(progress)), news }),
  );
  return { problem };
}
