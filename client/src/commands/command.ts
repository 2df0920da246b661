/** A command of the extension, made for the client of the language server that it talks to, the views that it opens, and the tests. */
import type { BaseLanguageClient as LanguageClient } from 'vscode-languageclient';
import type { TestExplorer } from '../tests/explorer.ts';
import type { Views } from '../view/views.ts';

/** Its arguments are those of the menu, the code lens or the link that runs it; the command palette passes none. */
export type Command = (client: LanguageClient, views: Views, tests: TestExplorer) => (...args: never[]) => unknown;
