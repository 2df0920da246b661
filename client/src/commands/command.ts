/** A command of the extension, made for the client of the language server that it talks to. */
import type { LanguageClient } from 'vscode-languageclient/node';

/** Its arguments are those of the menu, the code lens or the link that runs it; the command palette passes none. */
export type Command = (client: LanguageClient) => (...args: never[]) => unknown;
