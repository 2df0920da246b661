/** The capabilities of the server. */
import { CodeActionKind, type ServerCapabilities } from 'vscode-languageserver';
import { tokenModifiers, tokenTypes } from '../ide/semantic-tokens.ts';

export const capabilities: ServerCapabilities = {
  positionEncoding: 'utf-16',
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  documentLinkProvider: {},
  codeLensProvider: {},
  hoverProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  inlayHintProvider: true,
  signatureHelpProvider: { triggerCharacters: ['(', ','] },
  semanticTokensProvider: { legend: { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] }, full: true },
  completionProvider: { triggerCharacters: ['.', ' '] },
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
};
