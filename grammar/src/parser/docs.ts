/** `///` lines belong to the declaration on the line below them. */
import type { IToken } from 'chevrotain';

/** The text of each `///` comment that has a line of its own, by its line number. */
export function docLines(comments: readonly IToken[], text: string): ReadonlyMap<number, string> {
  const lines = new Map<number, string>();
  for (const comment of comments) if (isDoc(comment) && beginsItsLine(comment, text)) lines.set(comment.startLine!, comment.image.slice(3));
  return lines;
}

/** The unbroken run of doc lines that ends right above `line`. */
export function docAbove(docs: ReadonlyMap<number, string>, line: number): string | null {
  const found: string[] = [];
  for (let above = line - 1; docs.has(above); above -= 1) found.unshift(docs.get(above)!.replace(/^ /, '').trimEnd());
  return found.length > 0 ? found.join('\n') : null;
}

export function isDoc(comment: IToken): boolean {
  return /^\/\/\/(?!\/)/.test(comment.image);
}

function beginsItsLine(comment: IToken, text: string): boolean {
  let before = comment.startOffset - 1;
  while (before >= 0 && (text[before] === ' ' || text[before] === '\t')) before -= 1;
  return before < 0 || text[before] === '\n' || text[before] === '\r' || text[before] === '\uFEFF';
}
