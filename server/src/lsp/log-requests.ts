/** The request that asks whether logs are those of a run, with a bar of progress that ends the search. */
import type { CancellationToken } from 'vscode-languageserver';
import { plural } from '#report';
import { keyOfLogs, type LogSearches, type LogsAsked } from '../checks/log-searches.ts';
import type { LogsFound, NamedText } from '../checks/messages.ts';
import { Ending } from '../checks/search-queue.ts';
import type { Host } from '../host/host.ts';
import { type LogView, logView } from '../ide/log-view.ts';
import type { Snapshot } from '../ide/snapshot.ts';
import { logTexts, namesOf } from '../project/log-files.ts';
import { LOG_NEWS, LOG_RUN, type LogAnswer, type LogNewsParams, type LogParams } from './protocol.ts';
import { filesOfRun } from './run-requests.ts';
import type { SearchingSession } from './session.ts';

type LogHost = Pick<Host, 'files' | 'hash'>;

/** A search that has been answered, and goes on for more. */
interface GoingOn {
  readonly key: string;
  readonly ending: Ending;
}

export function listenForLogs(session: SearchingSession, searches: LogSearches, host: LogHost): void {
  let rest: GoingOn | null = null;
  const events: RestEvents = {
    // What somebody asks for now does not wait for the rest of what was asked before.
    begins: () => {
      if (rest === null) return;
      searches.forget(rest.key);
      rest.ending.end();
      rest = null;
    },
    goesOn: (one) => {
      rest = one;
    },
    over: (key) => {
      if (rest?.key === key) rest = null;
    },
  };
  session.connection.onRequest(LOG_RUN, async (params: LogParams, token: CancellationToken): Promise<LogAnswer> => {
    try {
      return await answerTo(session, searches, host, params, token, events);
    } catch (error) {
      session.fault(error);
      return none('the search failed: see the output');
    }
  });
}

interface RestEvents {
  /** of another search */
  begins(): void;
  goesOn(rest: GoingOn): void;
  over(key: string): void;
}

/** The answer as far as it is known; the client is told when more of it is. */
async function answerTo(
  session: SearchingSession,
  searches: LogSearches,
  host: LogHost,
  params: LogParams,
  token: CancellationToken,
  rest: RestEvents,
): Promise<LogAnswer> {
  const path = session.places.path(params.uri);
  const paths = params.logs.map((uri) => session.places.path(uri));
  if (paths.length === 0) return none('there is no log');
  const read = await logTexts(host.files, paths, params.mapping === undefined ? null : session.places.path(params.mapping));
  if (typeof read === 'string') return none(read);
  const subject = session.subject(path);
  const view = session.view(path);
  if (subject === null || view === null) return none('there is no such specification');
  const { logs, mapping } = read;
  const { system = null, assume = null, tick, clockError, constants = {} } = params;
  const wanted = { logs, mapping, system, assume, timing: { tick, clockError }, constants };
  const { sources } = subject;
  const budget = session.budget;
  const key = keyOfLogs(host.hash, sources, wanted, budget);
  const known = searches.known(key);
  if (known !== null) return answerOf(session, view, known, params, logs);
  rest.begins();
  const ending = new Ending();
  token.onCancellationRequested(() => ending.end());
  if (token.isCancellationRequested) ending.end();
  const found = await firstOf(session, searches, { key, sources, wanted, budget }, ending, params, rest);
  return typeof found === 'string' ? none(found) : answerOf(session, view, found, params, logs);
}

/** Resolves with the first that is known; of what is known later the client is told. */
async function firstOf(
  session: SearchingSession,
  searches: LogSearches,
  asked: LogsAsked,
  ending: Ending,
  { uri, logs }: LogParams,
  rest: RestEvents,
): Promise<LogsFound | string> {
  const { connection, abilities } = session;
  const bar = abilities.progress ? await connection.window.createWorkDoneProgress().catch(() => null) : null;
  bar?.begin(`Logs against ${namesOf([uri])[0]}`, undefined, '', true);
  bar?.token.onCancellationRequested(() => ending.end());
  return new Promise((resolve, reject) => {
    let first: LogsFound | null = null;
    const search = searches.find(asked, ending, {
      began: () => {},
      progress: ({ explained, events, weaker }) =>
        bar?.report(weaker ? 'weaker assumptions' : `${explained} of ${plural(events, 'event')} explained`),
      news: (found) => {
        if (first !== null) void connection.sendNotification(LOG_NEWS, { uri, logs } satisfies LogNewsParams);
        else rest.goesOn({ key: asked.key, ending });
        first ??= found;
        resolve(found);
      },
    });
    search
      .then((problem) => resolve(problem ?? ''), reject)
      .finally(() => {
        rest.over(asked.key);
        bar?.done();
      });
  });
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
