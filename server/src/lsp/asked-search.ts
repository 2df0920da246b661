/** A search that somebody has asked for, with a bar of progress that ends it, as taking back the request does. */
import type { CancellationToken } from 'vscode-languageserver';
import { Ending } from '../checks/search-queue.ts';
import { publish } from './publish.ts';
import type { SearchingSession } from './session.ts';

export interface AskedEvents {
  /** how far it has come */
  report(text: string): void;
  /** something became known about the file */
  news(): void;
}

/** Resolves with why nothing was found, or what went wrong; null where nothing did, or somebody has ended it. The bar goes however it ends. */
export async function askedSearch(
  session: SearchingSession,
  path: string,
  title: string,
  token: CancellationToken,
  search: (ending: Ending, events: AskedEvents) => Promise<string | null>,
): Promise<string | null> {
  const ending = new Ending();
  const stop = token.onCancellationRequested(() => ending.end());
  const bar = session.abilities.progress ? await session.connection.window.createWorkDoneProgress().catch(() => null) : null;
  bar?.begin(title, undefined, '', true);
  bar?.token.onCancellationRequested(() => ending.end());
  try {
    const problem = await search(ending, {
      report: (text) => bar?.report(text),
      news: () => {
        session.noteNews();
        if (session.openPaths.includes(path)) publish(session, path);
      },
    });
    return ending.ended ? null : problem;
  } finally {
    stop.dispose();
    bar?.done();
  }
}
