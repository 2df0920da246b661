/** Places as files, lines and columns. */
import type { Span } from '#grammar';
import { placeOf } from '../diagnostics.ts';
import type { Place } from './types.ts';

/** The text of a file; null where it is not at hand. */
export type Texts = (file: string) => string | null;

export function placeIn(texts: Texts, { file, start, end }: Span): Place {
  const text = texts(file) ?? '';
  const [from, to] = [placeOf(text, start), placeOf(text, end)];
  return { file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}

export function placeOrNull(texts: Texts, span: Span | null): Place | null {
  return span === null ? null : placeIn(texts, span);
}

/** The words that a span covers. */
export function wordsIn(texts: Texts, { file, start, end }: Span): string | null {
  return texts(file)?.slice(start, end) ?? null;
}
