/** Offsets and spans to the protocol's positions and back, and paths to URIs. Positions count UTF-16 units, as offsets do. */
import type { Location, Position, Range } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Span } from '#grammar';
import type { ReadFiles } from '../host/host.ts';
import type { Snapshot } from '../ide/snapshot.ts';

export class Places {
  readonly #files: ReadFiles;
  /** as the client wrote them */
  readonly #uris = new Map<string, string>();
  /** line starts of texts, for as long as someone has the snapshot that they belong to */
  readonly #lines = new WeakMap<object, Map<string, TextDocument>>();

  constructor(files: ReadFiles) {
    this.#files = files;
  }

  /** A file's path; what is not on a disk is known by its whole URI. */
  path(uri: string): string {
    return this.#files.pathOf(uri);
  }

  /** The client's way to write a URI is kept: it compares them letter by letter. */
  know(uri: string): string {
    const path = this.path(uri);
    this.#uris.set(path, uri);
    return path;
  }

  forget(path: string): void {
    this.#uris.delete(path);
  }

  uri(path: string): string {
    return this.#uris.get(path) ?? this.#files.uriOf(path);
  }

  offset(snapshot: Snapshot, position: Position): number {
    return this.#document(snapshot, snapshot.path).offsetAt(position);
  }

  position(snapshot: Snapshot, offset: number): Position {
    return this.#document(snapshot, snapshot.path).positionAt(offset);
  }

  /** Of the snapshot's own file, or of one that it imports. */
  range(snapshot: Snapshot, { file, start, end }: Span): Range {
    const document = this.#document(snapshot, file);
    return { start: document.positionAt(start), end: document.positionAt(end) };
  }

  location(snapshot: Snapshot, span: Span): Location {
    return { uri: this.uri(span.file), range: this.range(snapshot, span) };
  }

  #document(snapshot: Snapshot, file: string): TextDocument {
    const known = this.#lines.get(snapshot.loaded) ?? new Map<string, TextDocument>();
    this.#lines.set(snapshot.loaded, known);
    const text = file === snapshot.path ? snapshot.text : (snapshot.loaded.texts.get(file) ?? '');
    const document = known.get(file) ?? TextDocument.create(file, 'proviso', 0, text);
    known.set(file, document);
    return document;
  }
}
