/** The shape of a file: what folds, and what a selection grows to. */
import type { Span } from '#grammar';
import type { Snapshot } from './snapshot.ts';

/** Everything in the tree that has a place, of the snapshot's own file. */
function spansIn({ parsed, path }: Snapshot): Span[] {
  const found: Span[] = [];
  const walk = (part: unknown): void => {
    if (Array.isArray(part)) for (const one of part) walk(one);
    else if (typeof part === 'object' && part !== null) {
      const { span } = part as { span?: Span };
      if (span !== undefined && span.file === path) found.push(span);
      for (const [key, child] of Object.entries(part)) if (key !== 'span') walk(child);
    }
  };
  walk(parsed.file);
  return found;
}

/** From the first line of something in braces to the line before its last; of block comments too. */
export function foldingRanges(snapshot: Snapshot): Span[] {
  const { text } = snapshot;
  const several = (span: Span) => text.slice(span.start, span.end).includes('\n');
  const braced = spansIn(snapshot).filter((span) => text[span.end - 1] === '}' && several(span));
  const byStart = new Map<number, Span>();
  for (const span of braced) {
    const line = text.lastIndexOf('\n', span.start);
    const known = byStart.get(line);
    // The longest range that begins on a line folds there.
    if (known === undefined || span.end > known.end) byStart.set(line, span);
  }
  return [...byStart.values()].sort((a, b) => a.start - b.start);
}

/** The ranges around the place, the smallest first. */
export function selectionRanges(snapshot: Snapshot, offset: number): Span[] {
  const around = spansIn(snapshot).filter(({ start, end }) => start <= offset && offset <= end && end > start);
  const sorted = around.sort((a, b) => a.end - a.start - (b.end - b.start) || a.start - b.start);
  return sorted.filter((span, i) => i === 0 || span.end - span.start > sorted[i - 1].end - sorted[i - 1].start);
}
