/** Requests for a run that a verdict rests on: as data for a view, and as a page of its own. */
import type { Counterexample, Place } from '#report';
import { type RunView, runPage, runView } from '../ide/run-view.ts';
import type { RunWanted } from '../ide/runs.ts';
import type { Snapshot } from '../ide/snapshot.ts';
import { RUN, RUN_PAGE, type RunAnswer, type RunPageAnswer, type RunParams } from './protocol.ts';
import type { Session } from './session.ts';

export function listenForRuns(session: Session, version: string): void {
  const { connection } = session;
  const none: RunAnswer = { run: null, property: null, says: 'there is no such file', files: {} };
  connection.onRequest(RUN, (params: RunParams) => answered(session, params, none, (view, wanted) => answerOf(session, view, wanted)));
  connection.onRequest(RUN_PAGE, async (params: RunParams): Promise<RunPageAnswer> => {
    const page = answered<Promise<string | null> | null>(session, params, null, (view, wanted) => runPage(view, wanted, version));
    return { html: await page };
  });
}

function answerOf(session: Session, view: Snapshot, wanted: RunWanted): RunAnswer {
  const found = runView(view, wanted);
  if (found.run === null) return { ...found, files: {} };
  return { run: found.run, property: null, says: null, files: filesOf(session, found.run) };
}

/** The URI of each file that a place of the run names. */
export function filesOf({ places }: Session, run: RunView): RunAnswer['files'] {
  const error = run.verdict.place === null ? [] : [run.verdict.place];
  return filesOfRun(places, [run.place, run.check, ...error, ...run.assumed.map(({ place }) => place), ...blamed(run.blame)], run.run);
}

/** The URI of each file that one of these places, or a step of the run, is in. */
export function filesOfRun(places: Session['places'], also: readonly Place[], run: Counterexample): RunAnswer['files'] {
  const named = [...also, ...placesOf(run)].map(({ file }) => file);
  return Object.fromEntries([...new Set(named)].map((file) => [file, places.uri(file)]));
}

/** `none`: where there is no such file, or making the answer is a bug of ours. */
export function answered<T>(
  session: Session,
  { uri, position, ...more }: RunParams,
  none: T,
  answer: (view: Snapshot, wanted: RunWanted) => T,
): T {
  try {
    const view = session.view(session.places.path(uri));
    if (view === null) return none;
    return answer(view, position === undefined ? more : { ...more, offset: session.places.offset(view, position) });
  } catch (error) {
    session.fault(error);
    return none;
  }
}

function placesOf({ steps, lookalikes, queue }: Counterexample): Place[] {
  const all = [...steps, ...lookalikes.flatMap((one) => one.steps)].map(({ place }) => place);
  return [...all, queue].filter((place) => place !== null);
}

function blamed(blame: RunView['blame']): Place[] {
  if (blame === null) return [];
  const { required, used, notRequired, unsettled } = blame;
  return [...required, ...used, ...notRequired, ...unsettled].flatMap(({ place }) => (place === null ? [] : [place]));
}
