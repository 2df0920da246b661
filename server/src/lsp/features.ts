/** Requests about a place in a text: each goes to a function of the editor features, whose answer is put into the protocol's terms. */
import type { CodeLens, Definition, DocumentHighlight, DocumentLink, Location, TextDocumentPositionParams } from 'vscode-languageserver';
import { codeLenses } from '../ide/inline-verdicts.ts';
import { definition, documentLinks, highlights, references } from '../ide/navigation.ts';
import type { Snapshot } from '../ide/snapshot.ts';
import { pathOf } from './places.ts';
import type { Server } from './server.ts';

export function listenForFeatureRequests(server: Server): void {
  const { connection, places } = server;
  connection.onDefinition((params) =>
    at(server, params, (view, offset): Definition | null => {
      const span = definition(view, offset);
      return span === null ? null : places.location(view, span);
    }),
  );
  connection.onReferences((params) =>
    at(server, params, (view, offset): Location[] =>
      references(view, offset, params.context.includeDeclaration).map((span) => places.location(view, span)),
    ),
  );
  connection.onDocumentHighlight((params) =>
    at(server, params, (view, offset): DocumentHighlight[] =>
      highlights(view, offset).map((span) => ({ range: places.range(view, span) })),
    ),
  );
  connection.onDocumentLinks((params) =>
    of(server, params.textDocument.uri, (view): DocumentLink[] =>
      documentLinks(view).map(({ span, file }) => ({ range: places.range(view, span), target: places.uri(file) })),
    ),
  );
  connection.onCodeLens((params) =>
    of(server, params.textDocument.uri, (view): CodeLens[] =>
      codeLenses(view).map(({ span, title, command, arguments: words }) => ({
        range: places.range(view, span),
        command: { title, command, arguments: [...words] },
      })),
    ),
  );
}

/** What goes wrong in a feature is a fault of ours: it is logged, and the editor gets no answer instead of an error. */
function of<T>(server: Server, uri: string, answer: (view: Snapshot) => T): T | null {
  try {
    const view = server.view(pathOf(uri));
    return view === null ? null : answer(view);
  } catch (error) {
    server.fault(error);
    return null;
  }
}

function at<T>(
  server: Server,
  { textDocument, position }: TextDocumentPositionParams,
  answer: (view: Snapshot, offset: number) => T,
): T | null {
  return of(server, textDocument.uri, (view) => answer(view, server.places.offset(view, position)));
}
