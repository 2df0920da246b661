/** Requests that have checks run: of one file, of the whole workspace; and what the server has done so far. */
import type { CancellationToken } from 'vscode-languageserver';
import { specificationsIn } from '../project/disk.ts';
import { pathOf } from './places.ts';
import {
  CHECK_FILE,
  CHECK_WORKSPACE,
  type CheckFileParams,
  type CheckWorkspaceResult,
  type FileStatus,
  STATISTICS,
  type Statistics,
} from './protocol.ts';
import type { Server } from './server.ts';

export function listenForCheckRequests(server: Server): void {
  const { connection, scheduler } = server;
  connection.onRequest(CHECK_FILE, ({ uri }: CheckFileParams, token: CancellationToken) => checkFile(server, pathOf(uri), token));
  connection.onRequest(CHECK_WORKSPACE, async (_: unknown, token: CancellationToken): Promise<CheckWorkspaceResult> => {
    const paths = server.project.folders.flatMap((folder) => specificationsIn(folder));
    const files = await Promise.all([...new Set(paths)].map((path) => checkFile(server, path, token)));
    return { files };
  });
  connection.onRequest(
    STATISTICS,
    (): Statistics => ({
      ...scheduler.counters,
      remembered: server.memory.size,
      pending: server.isBusy(),
      heap: heapUsed(),
      analysis: server.analysis,
    }),
  );
}

/** Where the process was started for it (`--expose-gc`), only what is really in use counts. */
function heapUsed(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

async function checkFile(server: Server, path: string, token: CancellationToken): Promise<FileStatus> {
  server.lookNow();
  server.addInBackground(path);
  const stop = token.onCancellationRequested(() => server.scheduler.stop(path));
  server.scheduler.checkNow(path);
  await server.settled(path);
  stop.dispose();
  return { ...server.status(path), file: server.places.uri(path) };
}
