/** Requests about a place in a text: each goes to a function of the editor features, whose answer is put into the protocol's terms. */
import {
  type CodeAction,
  CodeActionKind,
  type CodeLens,
  type CompletionItem,
  type Definition,
  type DocumentHighlight,
  type DocumentLink,
  type DocumentSymbol,
  type FoldingRange,
  type Hover,
  type InlayHint,
  InsertTextFormat,
  type Location,
  LSPErrorCodes,
  MarkupKind,
  ResponseError,
  type SelectionRange,
  type SemanticTokens,
  SemanticTokensBuilder,
  type SignatureHelp,
  type TextDocumentPositionParams,
  type TextEdit,
} from 'vscode-languageserver';
import { type Fix, format, type Span } from '#grammar';
import { completion } from '../ide/completion.ts';
import { type Declaration, flattened, typeText } from '../ide/declarations.ts';
import { diagnostics } from '../ide/diagnostics.ts';
import { formattedRange } from '../ide/formatting.ts';
import { hover } from '../ide/hover.ts';
import { inlayHints } from '../ide/inlay-hints.ts';
import { inlineVerdicts } from '../ide/inline-verdicts.ts';
import { definition, documentLinks, highlights, references } from '../ide/navigation.ts';
import { provisosFixes } from '../ide/provisos.ts';
import { prepareRename, rename } from '../ide/rename.ts';
import { semanticTokens, tokenModifiers, tokenTypes } from '../ide/semantic-tokens.ts';
import { signatureHelp } from '../ide/signature-help.ts';
import type { Snapshot } from '../ide/snapshot.ts';
import { foldingRanges, selectionRanges } from '../ide/structure.ts';
import { outlineOf } from '../ide/symbols.ts';
import { completionKinds, symbolKinds } from './kinds.ts';
import type { CheckPlace, PropertyPlace } from './protocol.ts';
import type { Session } from './session.ts';

export function listenForFeatureRequests(session: Session): void {
  const { connection, places } = session;
  connection.onDefinition((params) =>
    at(session, params, (view, offset): Definition | null => {
      const span = definition(view, offset);
      return span === null ? null : places.location(view, span);
    }),
  );
  connection.onReferences((params) =>
    at(session, params, (view, offset): Location[] => {
      const relatives = session.relatives(view.path);
      const spans = references(view, offset, params.context.includeDeclaration, relatives);
      return spans.map((span) => places.location(holderOf(span, view, relatives), span));
    }),
  );
  connection.onDocumentHighlight((params) =>
    at(session, params, (view, offset): DocumentHighlight[] =>
      highlights(view, offset).map((span) => ({ range: places.range(view, span) })),
    ),
  );
  connection.onDocumentLinks((params) =>
    of(session, params.textDocument.uri, (view): DocumentLink[] =>
      documentLinks(view).map(({ span, file }) => ({ range: places.range(view, span), target: places.uri(file) })),
    ),
  );
  listenForTexts(session);
  listenForShapes(session);
  listenForEdits(session);
  listenForMarks(session);
  connection.onCodeLens((params) =>
    of(session, params.textDocument.uri, (view): CodeLens[] =>
      session.shown.of(view).lenses.map((lens) => {
        const { span, title, command, stale } = lens;
        const range = places.range(view, span);
        const { uri } = params.textDocument;
        const at: CheckPlace = { uri, position: range.start };
        if (lens.command === 'proviso.tryRandomRuns') return { range, command: { title, command, arguments: [at] } };
        const { system, property, under } = lens;
        const more = { ...(under !== undefined && { under }), ...(stale && { stale }) };
        const place: PropertyPlace = { ...at, system, property, ...more };
        return { range, command: { title, command, arguments: [place] } };
      }),
    ),
  );
}

/** Requests that show something about a place. */
function listenForTexts(session: Session): void {
  const { connection, places } = session;
  connection.onHover((params) =>
    at(session, params, (view, offset): Hover | null => {
      const { theme, abilities } = session;
      const found = hover(view, offset, { theme, withProblems: abilities.drawsVerdicts, hasCommands: abilities.hasCommands });
      return found && { contents: { kind: MarkupKind.Markdown, value: found.text }, range: places.range(view, found.span) };
    }),
  );
  connection.onCompletion((params) =>
    at(session, params, (view, offset): CompletionItem[] =>
      completion(view, offset)
        .filter(({ kind }) => kind !== 'snippet' || session.abilities.snippets)
        .map(({ label, kind, detail, doc, body }, i) => ({
          label,
          kind: completionKinds[kind],
          // As they are given: editors sort by the alphabet otherwise.
          sortText: String(i).padStart(4, '0'),
          ...(detail === null ? {} : { detail }),
          ...(doc === null ? {} : { documentation: { kind: MarkupKind.Markdown, value: doc } }),
          ...(body === undefined ? {} : { insertText: body, insertTextFormat: InsertTextFormat.Snippet }),
        })),
    ),
  );
}

/** Requests for marks beside the text, and for colours. */
function listenForMarks(session: Session): void {
  const { connection, places } = session;
  connection.languages.semanticTokens.on(
    (params) =>
      of(session, params.textDocument.uri, (view): SemanticTokens => {
        const builder = new SemanticTokensBuilder();
        for (const { span, type, modifiers } of semanticTokens(view)) {
          const { start } = places.range(view, span);
          const bits = modifiers.reduce((mask, modifier) => mask | (1 << tokenModifiers.indexOf(modifier)), 0);
          builder.push(start.line, start.character, span.end - span.start, tokenTypes.indexOf(type), bits);
        }
        return builder.build();
      }) ?? { data: [] },
  );
  connection.languages.inlayHint.on((params) =>
    of(session, params.textDocument.uri, (view): InlayHint[] => {
      const range = { start: places.offset(view, params.range.start), end: places.offset(view, params.range.end) };
      const within = (offset: number) => range.start <= offset && offset <= range.end;
      const verdicts = session.abilities.drawsVerdicts ? [] : inlineVerdicts(view).filter(({ offset }) => within(offset));
      return [...inlayHints(view, range), ...verdicts.map(({ offset, text }) => ({ offset, text: `  ${text}` }))].map(
        ({ offset, text }) => ({
          position: places.range(view, { file: view.path, start: offset, end: offset }).start,
          label: text,
        }),
      );
    }),
  );
  connection.onSignatureHelp((params) =>
    at(session, params, (view, offset): SignatureHelp | null => {
      const found = signatureHelp(view, offset);
      if (found === null) return null;
      const { label, doc, parameters, active } = found;
      const signature = {
        label,
        ...(doc === null ? {} : { documentation: doc }),
        parameters: parameters.map(({ start, end }) => ({ label: [start, end] as [number, number] })),
      };
      return { signatures: [signature], activeSignature: 0, activeParameter: active };
    }),
  );
}

/** The shape of a file. */
function listenForShapes(session: Session): void {
  const { connection, places } = session;
  connection.onDocumentSymbol((params) =>
    of(session, params.textDocument.uri, (view): DocumentSymbol[] => outlineOf(view).map((one) => symbol(session, view, one))),
  );
  connection.onWorkspaceSymbol(({ query }) =>
    session.openPaths.flatMap((path) => {
      const view = session.view(path);
      if (view === null) return [];
      return flattened(outlineOf(view))
        .filter(({ name }) => name.text.toLowerCase().includes(query.toLowerCase()))
        .map(({ name, kind, container }) => ({
          name: name.text,
          kind: symbolKinds[kind],
          location: places.location(view, name.span),
          ...(container === null ? {} : { containerName: container }),
        }));
    }),
  );
  connection.onFoldingRanges((params) =>
    of(session, params.textDocument.uri, (view): FoldingRange[] =>
      foldingRanges(view).map((span) => {
        const { start, end } = places.range(view, span);
        return { startLine: start.line, endLine: Math.max(start.line, end.line - 1) };
      }),
    ),
  );
  connection.onSelectionRanges((params) =>
    of(session, params.textDocument.uri, (view): SelectionRange[] =>
      params.positions.map((position) => {
        const spans = selectionRanges(view, places.offset(view, position));
        const outermost: SelectionRange | undefined = undefined;
        const whole = spans.reduceRight<SelectionRange | undefined>(
          (parent, span) => ({ range: places.range(view, span), ...(parent === undefined ? {} : { parent }) }),
          outermost,
        );
        return whole ?? { range: { start: position, end: position } };
      }),
    ),
  );
}

/** Requests that change the text. */
function listenForEdits(session: Session): void {
  const { connection, places } = session;
  connection.onPrepareRename((params) => {
    const answer = at(session, params, (view, offset) => {
      const found = prepareRename(view, offset);
      return 'problem' in found ? found : { range: places.range(view, found.span), placeholder: found.text };
    });
    return answer !== null && 'problem' in answer ? new ResponseError(LSPErrorCodes.RequestFailed, answer.problem) : answer;
  });
  connection.onRenameRequest((params) => {
    const answer = at(session, params, (view, offset) => {
      const relatives = session.relatives(view.path);
      const edits = rename(view, offset, params.newName, relatives);
      return 'problem' in edits ? edits : { changes: changes(session, view, edits, relatives) };
    });
    return answer !== null && 'problem' in answer ? new ResponseError(LSPErrorCodes.RequestFailed, answer.problem) : answer;
  });
  connection.onDocumentFormatting((params) =>
    of(session, params.textDocument.uri, (view): TextEdit[] => {
      const { text } = format(view.path, view.text);
      if (text === view.text) return [];
      return [{ range: places.range(view, { file: view.path, start: 0, end: view.text.length }), newText: text }];
    }),
  );
  connection.onDocumentRangeFormatting((params) =>
    of(session, params.textDocument.uri, (view): TextEdit[] => {
      const range = { start: places.offset(view, params.range.start), end: places.offset(view, params.range.end) };
      return formattedRange(view, range).map(({ span, text }) => ({ range: places.range(view, span), newText: text }));
    }),
  );
  connection.onCodeAction((params) =>
    of(session, params.textDocument.uri, (view): CodeAction[] => {
      const from = places.offset(view, params.range.start);
      const to = places.offset(view, params.range.end);
      const near = diagnostics(view).filter(({ span }) => span.file === view.path && span.start <= to && from <= span.end);
      const action = ({ title, edits }: Fix, isPreferred: boolean): CodeAction => ({
        title,
        kind: CodeActionKind.QuickFix,
        isPreferred,
        edit: { changes: changes(session, view, edits) },
      });
      return [
        ...near.flatMap(({ fixes }) => (fixes ?? []).map((fix, i) => action(fix, i === 0 && !isIgnoring(fix)))),
        ...provisosFixes(view, from, to).map((fix) => action(fix, false)),
      ];
    }),
  );
}

/** No lint is ignored without somebody having looked. */
function isIgnoring({ edits }: Fix): boolean {
  return edits.some(({ text }) => text.startsWith('// proviso-ignore'));
}

/** As the protocol writes them, by file. */
export function changes(
  { places }: Session,
  view: Snapshot,
  edits: Fix['edits'],
  relatives: readonly Snapshot[] = [],
): Record<string, TextEdit[]> {
  const found: Record<string, TextEdit[]> = {};
  for (const { span, text } of edits) {
    const uri = places.uri(span.file);
    found[uri] = [...(found[uri] ?? []), { range: places.range(holderOf(span, view, relatives), span), newText: text }];
  }
  return found;
}

/** The one that has the text of the span's file. */
function holderOf({ file }: Span, view: Snapshot, relatives: readonly Snapshot[]): Snapshot {
  return [view, ...relatives].find(({ loaded }) => loaded.texts.has(file)) ?? view;
}

function symbol(session: Session, view: Snapshot, { name, kind, span, type, inside }: Declaration): DocumentSymbol {
  return {
    name: name.text,
    kind: symbolKinds[kind],
    detail: type === null ? '' : typeText(type),
    range: session.places.range(view, span),
    selectionRange: session.places.range(view, name.span),
    children: inside.map((one) => symbol(session, view, one)),
  };
}

/** An exception in a feature is our bug: it is logged, and the editor gets no answer instead of an error. */
function of<T>(session: Session, uri: string, answer: (view: Snapshot) => T): T | null {
  try {
    const view = session.view(session.places.path(uri));
    return view === null ? null : answer(view);
  } catch (error) {
    session.fault(error);
    return null;
  }
}

function at<T>(
  session: Session,
  { textDocument, position }: TextDocumentPositionParams,
  answer: (view: Snapshot, offset: number) => T,
): T | null {
  return of(session, textDocument.uri, (view) => answer(view, session.places.offset(view, position)));
}
