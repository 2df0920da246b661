/**
 * Places in what a check came to. Remembered, they are kept as numbers of places in the check's trees, so that they can be
 * given for every text that has the same trees.
 */
import type { Blame, FaultKind, Verdict } from '#checker';
import type { Diagnostic, Span } from '#grammar';
import type { CheckData, PointData } from './messages.ts';

type Move = (place: Span) => Span | null;

/** Offsets become numbers of places; `file` is empty. A place that is none of the trees' becomes the smallest around it. */
export function detached(data: CheckData, places: readonly Span[]): CheckData {
  const starts = new Map<string, number>();
  const ends = new Map<string, number>();
  for (const [i, { file, start, end }] of places.entries()) {
    starts.set(`${start} ${file}`, i);
    ends.set(`${end} ${file}`, i);
  }
  return moved(data, ({ file, start, end }) => {
    const [from, to] = [starts.get(`${start} ${file}`), ends.get(`${end} ${file}`)];
    if (from !== undefined && to !== undefined) return { file: '', start: from, end: to };
    const around = smallestAround(places, { file, start, end });
    return around < 0 ? null : { file: '', start: around, end: around };
  });
}

/** What `detached` gave, for a text whose trees have these places. */
export function attached(data: CheckData, places: readonly Span[]): CheckData {
  return moved(data, ({ start, end }) => ({ file: places[start].file, start: places[start].start, end: places[end].end }));
}

function smallestAround(places: readonly Span[], { file, start, end }: Span): number {
  let best = -1;
  for (const [i, place] of places.entries()) {
    if (place.file !== file || place.start > start || place.end < end) continue;
    if (best < 0 || place.end - place.start < places[best].end - places[best].start) best = i;
  }
  return best;
}

/** What has no place any more is left out. */
function moved(data: CheckData, move: Move): CheckData {
  return {
    observed: data.observed,
    points: data.points.map((point) => (point === null ? null : movedPoint(point, move))),
    neverRan: data.neverRan.flatMap((code) => withSpan(code, move)),
    diagnostics: data.diagnostics.flatMap((diagnostic) => movedDiagnostic(diagnostic, move)),
  };
}

function withSpan<T extends { readonly span: Span }>(item: T, move: Move): T[] {
  const span = move(item.span);
  return span === null ? [] : [{ ...item, span }];
}

function movedDiagnostic(diagnostic: Diagnostic, move: Move): Diagnostic[] {
  const related = diagnostic.related?.flatMap((one) => withSpan(one, move));
  const fixes = diagnostic.fixes?.flatMap((fix) => {
    const edits = fix.edits.flatMap((edit) => withSpan(edit, move));
    return edits.length === fix.edits.length ? [{ ...fix, edits }] : [];
  });
  return withSpan({ ...diagnostic, related, fixes }, move);
}

function movedPoint({ verdicts, size }: PointData, move: Move): PointData {
  return { verdicts: verdicts.map((verdict) => movedVerdict(verdict, move)), size };
}

function movedVerdict(verdict: Verdict, move: Move): Verdict {
  if (verdict.status === 'error') {
    const span = move(verdict.error.span);
    return span === null ? { status: 'unknown', reason: NO_PLACE, budget: false } : { ...verdict, error: { ...verdict.error, span } };
  }
  if (verdict.status === 'violated' && verdict.blame !== null) return { ...verdict, blame: movedBlame(verdict.blame, move) };
  return verdict;
}

/** Cannot happen: an error of a model stands in its system or in its assumptions. */
const NO_PLACE = 'the error of the model has no place in this text';

function movedBlame({ necessary, used, unsettled, notNeeded }: Blame, move: Move): Blame {
  const kinds = (of: readonly FaultKind[]) => of.map((kind) => ({ ...kind, span: kind.span === null ? null : move(kind.span) }));
  return { necessary: kinds(necessary), used: kinds(used), unsettled: kinds(unsettled), notNeeded: kinds(notNeeded) };
}
