/** What the server offers. */
import type { ServerCapabilities } from 'vscode-languageserver';

export const capabilities: ServerCapabilities = {
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
};
