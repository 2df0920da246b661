/** Notifications of what somebody looks at, and in which light. */
import type { Connection } from 'vscode-languageserver';
import type { Places } from './places.ts';
import { FOCUS, type FocusParams, THEME, type ThemeParams } from './protocol.ts';

export interface LookEvents {
  dressed(kind: ThemeParams['kind']): void;
  looked(path: string): void;
}

export function listenForLooks(connection: Connection, places: Places, { dressed, looked }: LookEvents): void {
  connection.onNotification(THEME, ({ kind }: ThemeParams) => dressed(kind));
  connection.onNotification(FOCUS, ({ uri }: FocusParams) => looked(places.path(uri)));
}
