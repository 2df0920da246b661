/**
 * What stands beside the text: the verdicts of now, and, while a text has errors or its checks run, those of before in their places, so
 * that they do not go away with every letter and no line moves. What is of before is `stale`.
 */
import { type CodeLens, codeLenses, type InlineVerdict, inlineVerdicts } from './inline-verdicts.ts';
import type { Snapshot } from './snapshot.ts';

export interface Shown {
  readonly text: string;
  readonly verdicts: readonly (Omit<InlineVerdict, 'kind'> & { readonly kind: InlineVerdict['kind'] | 'stale' })[];
  readonly lenses: readonly (CodeLens & { readonly stale?: true })[];
}

/** `before`: of an earlier text of the same file; null where there is none. */
export function shownAfter(before: Shown | null, view: Snapshot): Shown {
  const { text } = view;
  const now = { text, verdicts: inlineVerdicts(view), lenses: codeLenses(view) };
  const isUnsound = [...view.loaded.diagnostics, ...view.analysis.diagnostics].some(({ severity }) => severity === 'error');
  if (before === null || (!isUnsound && view.verdicts?.running !== true)) return now;
  const moved = mover(before.text, text);
  const lines = new Set(now.verdicts.map(({ offset }) => startOfLine(text, offset)));
  const staleVerdicts = !isUnsound
    ? []
    : before.verdicts.flatMap((one) => {
        const at = one.kind === 'checking' ? null : moved(one.offset);
        if (at === null || lines.has(startOfLine(text, at))) return [];
        lines.add(startOfLine(text, at));
        return [{ ...one, offset: endOfLine(text, at), kind: 'stale' as const }];
      });
  const lensLines = new Set(now.lenses.map(({ span }) => startOfLine(text, span.start)));
  const staleLenses = before.lenses.flatMap((one) => {
    const at = moved(one.span.start);
    if (at === null || lensLines.has(startOfLine(text, at))) return [];
    return [
      { ...one, stale: true as const, span: { ...one.span, start: at, end: Math.min(text.length, at + one.span.end - one.span.start) } },
    ];
  });
  return {
    text,
    verdicts: [...now.verdicts, ...staleVerdicts].sort((a, b) => a.offset - b.offset),
    lenses: [...now.lenses, ...staleLenses].sort((a, b) => a.span.start - b.span.start),
  };
}

/** Where a place of the one text is in the other, of which a part was replaced; null where it was in that part. */
function mover(from: string, to: string): (offset: number) => number | null {
  const most = Math.min(from.length, to.length);
  let head = 0;
  while (head < most && from[head] === to[head]) head++;
  let tail = 0;
  while (tail < most - head && from[from.length - 1 - tail] === to[to.length - 1 - tail]) tail++;
  return (offset) => {
    if (offset <= head) return offset;
    return offset >= from.length - tail ? offset + to.length - from.length : null;
  };
}

function startOfLine(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  const at = end < 0 ? text.length : end;
  return text[at - 1] === '\r' ? at - 1 : at;
}
