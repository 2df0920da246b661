/** The capabilities of the client that matter here. */
import type { ClientCapabilities } from 'vscode-languageserver';

export interface ClientAbilities {
  readonly configuration: boolean;
  readonly workspaceFolders: boolean;
  readonly watchedFiles: boolean;
  readonly progress: boolean;
  readonly refreshLenses: boolean;
  readonly refreshHints: boolean;
  readonly snippets: boolean;
  /** it draws `proviso/verdicts` itself; otherwise they are inlay hints */
  readonly drawsVerdicts: boolean;
  /** it is told of tests: `proviso/tests` */
  readonly showsTests: boolean;
  /** it is the extension: it has our commands, and those of VS Code */
  readonly hasCommands: boolean;
}

export function abilitiesOf({ workspace, window, textDocument }: ClientCapabilities, options?: unknown): ClientAbilities {
  return {
    configuration: workspace?.configuration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    watchedFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    progress: window?.workDoneProgress === true,
    refreshLenses: workspace?.codeLens?.refreshSupport === true,
    refreshHints: workspace?.inlayHint?.refreshSupport === true,
    snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    drawsVerdicts: has(options, 'verdicts'),
    showsTests: has(options, 'tests'),
    hasCommands: has(options, 'commands'),
  };
}

function has(options: unknown, name: 'verdicts' | 'tests' | 'commands'): boolean {
  return typeof options === 'object' && options !== null && (options as Readonly<Record<string, unknown>>)[name] === true;
}
