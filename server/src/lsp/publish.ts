/** What the client is told without asking: problems, verdicts at line ends, how the file stands. */
import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import { progressText } from '#report';
import type { CheckProgress } from '../checks/messages.ts';
import { diagnostics } from '../ide/diagnostics.ts';
import { inlineVerdicts } from '../ide/inline-verdicts.ts';
import type { Snapshot } from '../ide/snapshot.ts';
import type { Places } from './places.ts';
import { type FileStatus, STATUS, VERDICTS, type VerdictItem, type VerdictsParams } from './protocol.ts';
import type { Server } from './server.ts';

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

export function verdictsOf(places: Places, view: Snapshot): VerdictItem[] {
  return inlineVerdicts(view).map(({ offset, text, kind }) => ({ line: places.position(view, offset).line, text, kind }));
}

export function publish(server: Server, path: string): void {
  const { connection, places, documents } = server;
  const view = server.view(path);
  if (view === null) return;
  const uri = places.uri(path);
  const version = documents.get(uri)?.version;
  void connection.sendDiagnostics({ uri, version, diagnostics: diagnosticsOf(places, view) });
  const verdicts: VerdictsParams = { uri, version: version ?? null, items: verdictsOf(places, view) };
  if (server.abilities.drawsVerdicts) void connection.sendNotification(VERDICTS, verdicts);
  if (server.abilities.refreshLenses) void connection.sendRequest('workspace/codeLens/refresh').catch(() => {});
  const status: FileStatus = { file: uri, ...server.status(path) };
  void connection.sendNotification(STATUS, status);
}

export function publishProgress({ connection, places }: Server, path: string, { progress }: CheckProgress): void {
  const status: FileStatus = { file: places.uri(path), state: 'checking', text: progressText(progress) };
  void connection.sendNotification(STATUS, status);
}

const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};
