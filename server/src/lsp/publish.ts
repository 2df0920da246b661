/** What the client is told without asking: problems, verdicts at line ends, how the file stands. */
import { DiagnosticSeverity, type Diagnostic as ProtocolDiagnostic } from 'vscode-languageserver';
import type { Diagnostic } from '#grammar';
import { progressText } from '#report';
import type { CheckProgress } from '../checks/messages.ts';
import type { Snapshot } from '../ide/snapshot.ts';
import type { Places } from './places.ts';
import { type FileStatus, STATUS } from './protocol.ts';
import type { Server } from './server.ts';

/** What is wrong with the file itself; what is wrong with its imports is told where they are open. */
export function diagnosticsOf(places: Places, view: Snapshot): ProtocolDiagnostic[] {
  const points = view.verdicts?.checks.flatMap(({ diagnostics }) => diagnostics ?? []) ?? [];
  const all = [...view.loaded.diagnostics, ...view.analysis.diagnostics, ...points];
  return all.filter(({ span }) => span.file === view.path).map((diagnostic) => converted(places, view, diagnostic));
}

export function publish(server: Server, path: string): void {
  const { connection, places, documents } = server;
  const view = server.view(path);
  if (view === null) return;
  const uri = places.uri(path);
  const version = documents.get(uri)?.version;
  void connection.sendDiagnostics({ uri, version, diagnostics: diagnosticsOf(places, view) });
  const status: FileStatus = { file: uri, ...server.status(path) };
  void connection.sendNotification(STATUS, status);
}

export function publishProgress({ connection, places }: Server, path: string, { progress }: CheckProgress): void {
  const status: FileStatus = { file: places.uri(path), state: 'checking', text: progressText(progress) };
  void connection.sendNotification(STATUS, status);
}

const SEVERITIES = { error: DiagnosticSeverity.Error, warning: DiagnosticSeverity.Warning, hint: DiagnosticSeverity.Hint };

function converted(places: Places, view: Snapshot, { span, severity, code, message }: Diagnostic): ProtocolDiagnostic {
  return { range: places.range(view, span), severity: SEVERITIES[severity], code, source: 'proviso', message };
}
