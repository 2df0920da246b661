/** Comments that switch a lint off, with a reason. */
import type { IToken } from 'chevrotain';
import type { Ignore } from './ast.ts';

const WRITTEN = /^\/\/\s*proviso-ignore\b([^:]*)(?::(.*))?$/;

export function ignoresIn(path: string, text: string, comments: readonly IToken[]): Ignore[] {
  return comments.flatMap(({ image, startOffset }): Ignore[] => {
    const [whole, codes, reason = ''] = WRITTEN.exec(image) ?? [];
    if (whole === undefined || codes === undefined) return [];
    const from = startOffset + image.indexOf(codes, image.indexOf('proviso-ignore') + 'proviso-ignore'.length);
    const names = [...codes.matchAll(/[^\s,]+/g)].map(({ 0: code, index }) => ({
      text: code,
      span: { file: path, start: from + index, end: from + index + code.length },
    }));
    const span = { file: path, start: startOffset, end: startOffset + image.length };
    return [{ span, codes: names, reason: reason.trim(), line: lineFor(path, text, startOffset) }];
  });
}

/** The line of the comment where code stands before it; otherwise the next one that is neither empty nor a comment. */
function lineFor(file: string, text: string, offset: number): Ignore['line'] {
  const begin = text.lastIndexOf('\n', offset - 1) + 1;
  if (text.slice(begin, offset).trim() !== '') return { file, start: begin, end: offset };
  for (let start = endOfLine(text, offset) + 1; start < text.length; start = endOfLine(text, start) + 1) {
    const end = endOfLine(text, start);
    if (!/^\s*(?:\/\/.*)?$/.test(text.slice(start, end).replace(/\r$/, ''))) return { file, start, end };
  }
  return { file, start: text.length, end: text.length };
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}
