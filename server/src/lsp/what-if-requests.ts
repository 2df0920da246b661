/** Requests for what can happen at a moment of a run, for a run by hand, and to write a run into the file as a scenario. */
import { RunCursor } from '#checker';
import type { Host } from '../host/host.ts';
import type { RunWanted } from '../ide/runs.ts';
import { type SavedScenario, savedScenario } from '../ide/save-scenario.ts';
import type { Snapshot } from '../ide/snapshot.ts';
import { type Hash, handView, type NoRun, whatIf } from '../ide/what-if.ts';
import { changes } from './features.ts';
import {
  type MomentParams,
  RUN_BY_HAND,
  type RunByHandAnswer,
  type RunByHandParams,
  SAVE_SCENARIO,
  type SaveScenarioAnswer,
  WHAT_IF,
  type WhatIfAnswer,
} from './protocol.ts';
import { answered, filesOf } from './run-requests.ts';
import type { Session } from './session.ts';

const NO_FILE: NoRun = { says: 'there is no such file', isOver: false };

export function listenForWhatIf(session: Session, hash: Host['hash']): void {
  const { connection } = session;
  // Somebody stands in one run at a time.
  const cursor = new RunCursor();
  connection.onRequest(WHAT_IF, (params: MomentParams): WhatIfAnswer => {
    const found = answered(session, params, NO_FILE, (view, wanted) => whatIf(view, momentOf(params, wanted), hash, cursor));
    return 'says' in found ? { whatIf: null, ...found } : { whatIf: found, says: null, isOver: false };
  });
  connection.onRequest(RUN_BY_HAND, (params: RunByHandParams): RunByHandAnswer => {
    const found = answered(session, params, NO_FILE, (view, wanted) => handView(view, wanted, params.path, hash, cursor));
    if ('says' in found) return { run: null, files: {}, ...found };
    return { run: found, says: null, isOver: false, files: filesOf(session, found) };
  });
  connection.onRequest(SAVE_SCENARIO, (params: MomentParams) =>
    answered<Promise<SaveScenarioAnswer>>(session, params, Promise.resolve({ saved: null, says: NO_FILE.says }), (view, wanted) =>
      save(session, view, momentOf(params, wanted), hash, cursor),
    ),
  );
}

function momentOf({ path, moment }: MomentParams, wanted: RunWanted) {
  return { ...wanted, path, moment };
}

/** The editor makes the change, as one that can be taken back. */
async function save(
  session: Session,
  view: Snapshot,
  wanted: ReturnType<typeof momentOf>,
  hash: Hash,
  cursor: RunCursor,
): Promise<SaveScenarioAnswer> {
  const found: SavedScenario | NoRun = savedScenario(view, wanted, hash, cursor);
  if ('says' in found) return { saved: null, says: found.says };
  const { name, edits, after, place } = found;
  const label = `Save as scenario ${name}`;
  const { applied } = await session.connection.workspace.applyEdit({ label, edit: { changes: changes(session, view, edits) } });
  if (!applied) return { saved: null, says: 'the editor did not make the change' };
  return { saved: { name, uri: session.places.uri(place.file), range: session.places.range(after, place) }, says: null };
}
