/** The request that tries random runs of a check, with a bar of progress that ends them. */
import type { CancellationToken } from 'vscode-languageserver';
import { progressText } from '#report';
import type { Checks } from '../checks/checks.ts';
import { Ending } from '../checks/search-queue.ts';
import { type CheckPlace, RANDOM_RUNS, type RandomRunsResult } from './protocol.ts';
import { publish } from './publish.ts';
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
  const ending = new Ending();
  const stop = token.onCancellationRequested(() => ending.end());
  const bar = session.abilities.progress ? await session.connection.window.createWorkDoneProgress().catch(() => null) : null;
  bar?.begin(`Random runs of ${check.plan.system} under ${check.plan.assume}`, undefined, '', true);
  bar?.token.onCancellationRequested(() => ending.end());
  const problem = await checks.tryRandomRuns(subject, check, ending, {
    progress: (progress) => bar?.report(progressText(progress)),
    news: () => {
      session.noteNews();
      if (session.openPaths.includes(path)) publish(session, path);
    },
  });
  stop.dispose();
  bar?.done();
  return { problem: ending.ended ? null : problem };
}
