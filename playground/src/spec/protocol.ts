/** The few parts of the Language Server Protocol that the page reads itself. Lines and characters from 0. */

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

export interface Diagnostic {
  readonly range: Range;
  /** 1 error, 2 warning, 3 information, 4 hint */
  readonly severity?: number;
  readonly message: string;
  /** of the mistakes in the text; a verdict has none */
  readonly code?: string;
}

export interface Lens {
  readonly range: Range;
  readonly command?: { readonly title: string; readonly command: string; readonly arguments?: readonly unknown[] };
}

/** What the server says it can do. */
export type Capabilities = Readonly<Record<string, unknown>>;

/** From the start of the text; within it, whatever the position is. */
export function offsetOf(text: string, { line, character }: Position): number {
  let start = 0;
  for (let i = 0; i < line; i++) {
    const end = text.indexOf('\n', start);
    if (end < 0) return text.length;
    start = end + 1;
  }
  return Math.min(start + character, text.length);
}

/** From 0: where the two texts begin to differ. */
export function changedLine(before: string, after: string): number {
  let line = 0;
  for (let at = 0; at < after.length && before[at] === after[at]; at++) if (after[at] === '\n') line++;
  return line;
}

/** Of edits that do not overlap, all about the same text. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  const changes = edits.map(({ range, newText }) => ({ from: offsetOf(text, range.start), to: offsetOf(text, range.end), newText }));
  changes.sort((a, b) => b.from - a.from);
  return changes.reduce((changed, { from, to, newText }) => changed.slice(0, from) + newText + changed.slice(to), text);
}
