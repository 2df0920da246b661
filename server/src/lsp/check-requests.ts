/** Requests that have checks run: of one file, of the whole workspace; and what the server has done so far. */
import type { CancellationToken } from 'vscode-languageserver';
import {
  CHECK_FILE,
  CHECK_WORKSPACE,
  type CheckFileParams,
  type CheckWorkspaceResult,
  type FileStatus,
  STATISTICS,
  type Statistics,
} from './protocol.ts';
import type { CheckingSession } from './session.ts';

export function listenForCheckRequests(session: CheckingSession): void {
  const { connection, places } = session;
  connection.onRequest(CHECK_FILE, ({ uri }: CheckFileParams, token: CancellationToken) => checkFile(session, places.path(uri), token));
  connection.onRequest(CHECK_WORKSPACE, async (_: unknown, token: CancellationToken): Promise<CheckWorkspaceResult> => {
    session.specifications();
    await session.settled();
    const files = await Promise.all(session.specifications().map((path) => checkFile(session, path, token)));
    return { files };
  });
  connection.onRequest(STATISTICS, (): Statistics => session.statistics());
}

async function checkFile(session: CheckingSession, path: string, token: CancellationToken): Promise<FileStatus> {
  const stop = token.onCancellationRequested(() => session.stop(path));
  await session.check(path);
  stop.dispose();
  return session.status(path);
}
