/** The request that asks whether logs are those of a run, with a bar of progress that ends the search. */
import type { CancellationToken } from 'vscode-languageserver';
import { plural } from '#report';
import type { LogSearches, LogsAsked } from '../checks/log-searches.ts';
import type { LogsFound, NamedText } from '../checks/messages.ts';
import { Ending } from '../checks/search-queue.ts';
import type { Host } from '../host/host.ts';
import { LARGEST_LOG } from '../host/reading.ts';
import { type LogView, logView } from '../ide/log-view.ts';
import type { Snapshot } from '../ide/snapshot.ts';
import { LOG_NEWS, LOG_RUN, type LogAnswer, type LogNewsParams, type LogParams } from './protocol.ts';
import { filesOfRun } from './run-requests.ts';
import type { SearchingSession } from './session.ts';

type LogHost = Pick<Host, 'files' | 'hash'>;

export function listenForLogs(session: SearchingSession, searches: LogSearches, host: LogHost): void {
  session.connection.onRequest(LOG_RUN, async (params: LogParams, token: CancellationToken): Promise<LogAnswer> => {
    try {
      return await answerTo(session, searches, host, params, token);
    } catch (error) {
      session.fault(error);
      return none('the search failed: see the output');
    }
  });
}

/** The answer as far as it is known; the client is told when more of it is. */
async function answerTo(
  session: SearchingSession,
  searches: LogSearches,
  host: LogHost,
  params: LogParams,
  token: CancellationToken,
): Promise<LogAnswer> {
  const path = session.places.path(params.uri);
  const read = await logsRead(host, params, session);
  if (typeof read === 'string') return none(read);
  const subject = session.subject(path);
  const view = session.view(path);
  if (subject === null || view === null) return none('there is no such specification');
  const { logs, mapping } = read;
  const { system = null, assume = null, tick, clockError, constants = {} } = params;
  const wanted = { logs, mapping, system, assume, timing: { tick, clockError }, constants };
  const { sources } = subject;
  const budget = session.budget;
  const key = host.hash([JSON.stringify([sources.root, sources.texts, wanted, budget])]);
  const known = searches.known(key);
  if (known !== null) return answerOf(session, view, known, params, logs);
  const ending = new Ending();
  token.onCancellationRequested(() => ending.end());
  if (token.isCancellationRequested) ending.end();
  const found = await firstOf(session, searches, { key, sources, wanted, budget }, ending, params);
  return typeof found === 'string' ? none(found) : answerOf(session, view, found, params, logs);
}

/** Resolves with the first that is known; of what is known later the client is told. */
async function firstOf(
  session: SearchingSession,
  searches: LogSearches,
  asked: LogsAsked,
  ending: Ending,
  { uri, logs }: LogParams,
): Promise<LogsFound | string> {
  const { connection, abilities } = session;
  const bar = abilities.progress ? await connection.window.createWorkDoneProgress().catch(() => null) : null;
  bar?.begin(`Logs against ${nameIn(uri)}`, undefined, '', true);
  bar?.token.onCancellationRequested(() => ending.end());
  return new Promise((resolve, reject) => {
    let first: LogsFound | null = null;
    const search = searches.find(asked, ending, {
      began: () => {},
      progress: ({ explained, events, weaker }) =>
        bar?.report(weaker ? 'weaker assumptions' : `${explained} of ${plural(events, 'event')} explained`),
      news: (found) => {
        if (first !== null) void connection.sendNotification(LOG_NEWS, { uri, logs } satisfies LogNewsParams);
        first ??= found;
        resolve(found);
      },
    });
    search.then((problem) => resolve(problem ?? ''), reject).finally(() => bar?.done());
  });
}

interface LogsRead {
  readonly logs: readonly NamedText[];
  readonly mapping: NamedText | null;
}

/** Or why they cannot be read. */
async function logsRead({ files }: LogHost, { logs, mapping }: LogParams, { places }: SearchingSession): Promise<LogsRead | string> {
  if (logs.length === 0) return 'there is no log';
  const uris = [...logs, ...(mapping === undefined ? [] : [mapping])];
  const paths = uris.map((uri) => places.path(uri));
  for (const path of paths) files.outdated(path);
  const contents = () => paths.map((path) => files.read(path, LARGEST_LOG));
  let read = contents();
  while (await files.settled()) read = contents();
  const names = namesOf(uris);
  const texts: NamedText[] = [];
  for (const [i, content] of read.entries()) {
    if ('problem' in content) return `${names[i]}: ${content.problem}`;
    texts.push({ name: names[i], text: content.text });
  }
  return { logs: texts.slice(0, logs.length), mapping: texts[logs.length] ?? null };
}

/** The last part of each, and so much more that they differ. */
function namesOf(uris: readonly string[]): string[] {
  const parts = uris.map((uri) => decoded(uri).split('/'));
  const most = Math.max(...parts.map(({ length }) => length));
  for (let count = 1; count < most; count++) {
    const names = parts.map((one) => one.slice(-count).join('/'));
    if (new Set(names).size === names.length) return names;
  }
  return parts.map((one) => one.join('/'));
}

function nameIn(uri: string): string {
  return namesOf([uri])[0];
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return uri;
  }
}

function answerOf(
  session: SearchingSession,
  view: Snapshot,
  found: LogsFound,
  { logs }: LogParams,
  texts: readonly NamedText[],
): LogAnswer {
  const names = texts.map(({ name }) => name);
  const shown = logView(view, found, names);
  const files = Object.fromEntries(names.map((name, i) => [name, logs[i]]));
  if ('says' in shown) return { ...none(shown.says), mistakes: shown.mistakes, logs: files };
  return { view: shown, says: null, mistakes: [], files: filesOf(session, shown), logs: files };
}

function filesOf({ places }: SearchingSession, { assumed, run }: LogView): LogAnswer['files'] {
  return filesOfRun(places, [...assumed.map(({ place }) => place)], run);
}

function none(says: string): LogAnswer {
  return { view: null, says, mistakes: [], files: {}, logs: {} };
}
