/** Sent to the client without a request: problems, verdicts at line ends, and the status of the file. */
import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import { searchText } from '#report';
import type { SubjectCheck } from '../checks/subject.ts';
import { diagnostics } from '../ide/diagnostics.ts';
import type { Snapshot } from '../ide/snapshot.ts';
import type { LastShown } from './last-shown.ts';
import type { Places } from './places.ts';
import { type FileStatus, STATUS, VERDICTS, type VerdictItem, type VerdictsParams } from './protocol.ts';
import type { PublishingSession } from './session.ts';

export function diagnosticsOf(places: Places, view: Snapshot): Diagnostic[] {
  return diagnostics(view).map((problem) => ({
    range: places.range(view, problem.span),
    severity: SEVERITIES[problem.severity],
    ...(problem.code === null ? {} : { code: problem.code }),
    source: 'proviso',
    message: problem.message,
    relatedInformation: problem.related.map(({ span, message }) => ({ location: places.location(view, span), message })),
    ...(problem.unnecessary ? { tags: [DiagnosticTag.Unnecessary] } : {}),
  }));
}

function verdictsOf(places: Places, view: Snapshot, shown: LastShown): VerdictItem[] {
  return shown.of(view).verdicts.map(({ offset, text, kind }) => ({ line: places.position(view, offset).line, text, kind }));
}

export function publish(session: PublishingSession, path: string): void {
  const { connection, places, abilities } = session;
  const view = session.view(path);
  if (view === null) return;
  const uri = places.uri(path);
  const version = session.versionOf(uri);
  void connection.sendDiagnostics({ uri, version, diagnostics: diagnosticsOf(places, view) });
  const verdicts: VerdictsParams = { uri, version: version ?? null, items: verdictsOf(places, view, session.shown) };
  if (abilities.drawsVerdicts) void connection.sendNotification(VERDICTS, verdicts);
  // A client that refuses to refresh keeps its lenses until its next request.
  if (abilities.refreshLenses) void connection.sendRequest('workspace/codeLens/refresh').catch(() => {});
  void connection.sendNotification(STATUS, session.status(path));
}

/** "checking Paxos under Unreliable, 3 of 4"; how far it is stands in the bar of progress. */
export function publishProgress(session: PublishingSession, path: string, { plan, index }: SubjectCheck): void {
  const { connection, places } = session;
  const count = session.view(path)?.loaded.root.checks.length ?? 1;
  const text = `checking ${searchText(plan, [])}${count > 1 ? `, ${index + 1} of ${count}` : ''}`;
  const status: FileStatus = { file: places.uri(path), state: 'checking', text };
  void connection.sendNotification(STATUS, status);
}

const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};
