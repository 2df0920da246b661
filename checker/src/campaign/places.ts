/**
 * Places in what a check came to. Remembered, they are kept as numbers of places in the check's trees, so that they can be
 * given for every text that has the same trees. Places are found wherever they stand, deep in a trace too; what holds
 * none is shared and never copied.
 */
import type { Span } from '#grammar';

/** A tree as text, with a sign for each place, and its places in the order of the signs. */
export function withoutPlaces(tree: object, leftOut: readonly string[] = []): { readonly text: string; readonly places: readonly Span[] } {
  const places: Span[] = [];
  const text = JSON.stringify(tree, (key, value) => {
    if (leftOut.includes(key)) return undefined;
    if (!isSpan(value)) return value;
    places.push(value);
    return '@';
  });
  return { text, places };
}

export function isSpan(value: unknown): value is Span {
  return typeof value === 'object' && value !== null && 'start' in value && 'end' in value && 'file' in value;
}

export interface Detached<T> {
  readonly data: T;
  /** whatever has a place in it, at any depth */
  readonly holders: Pick<ReadonlySet<object>, 'has'>;
}

/**
 * Offsets become numbers of places. A place that is none of the trees' becomes the smallest around it, or where `exactly` is asked for
 * nothing is detached: null.
 */
export function detached<T>(data: T, places: readonly Span[]): Detached<T>;
export function detached<T>(data: T, places: readonly Span[], exactly: true): Detached<T> | null;
export function detached<T>(data: T, places: readonly Span[], exactly = false): Detached<T> | null {
  const starts = new Map<string, number>();
  const ends = new Map<string, number>();
  for (const [i, { file, start, end }] of places.entries()) {
    starts.set(`${start} ${file}`, i);
    ends.set(`${end} ${file}`, i);
  }
  const holders = new Set<object>();
  let isStrange = false;
  const numbered = ({ file, start, end }: Span): Span => {
    const [from, to] = [starts.get(`${start} ${file}`), ends.get(`${end} ${file}`)];
    if (from !== undefined && to !== undefined) return { file: '', start: from, end: to };
    isStrange = true;
    const around = smallestAround(places, { file, start, end });
    return { file: '', start: around, end: around };
  };
  const made = { data: moved(data, numbered, () => true, holders) as T, holders };
  return exactly && isStrange ? null : made;
}

/** The result of `detached`, for a text whose trees have these places. */
export function attached<T>({ data, holders }: Detached<T>, places: readonly Span[]): T {
  const placed = ({ start, end }: Span) => ({ file: places[start].file, start: places[start].start, end: places[end].end });
  return moved(data, placed, (object) => holders.has(object), new Set()) as T;
}

/** The first place is the check itself: anything without a place of its own is reported there. */
function smallestAround(places: readonly Span[], { file, start, end }: Span): number {
  let best = 0;
  for (const [i, place] of places.entries()) {
    if (place.file !== file || place.start > start || place.end < end) continue;
    if (best === 0 || place.end - place.start < places[best].end - places[best].start) best = i;
  }
  return best;
}

/** A copy with other places; parts that are shared stay shared. `copies` gets every object that had to be made anew. */
function moved(whole: unknown, move: (place: Span) => Span, worth: (object: object) => boolean, copies: Set<object>): unknown {
  const done = new Map<object, unknown>();
  const make = (object: object): unknown => {
    if (isSpan(object)) return move(object);
    if (!worth(object)) return object;
    const parts = Object.entries(object).map(([key, part]) => [key, visit(part)] as const);
    if (parts.every(([key, part]) => part === (object as Record<string, unknown>)[key])) return object;
    return Array.isArray(object) ? parts.map(([, part]) => part) : Object.fromEntries(parts);
  };
  const visit = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (!done.has(value)) {
      const made = make(value);
      done.set(value, made);
      if (made !== value) copies.add(made as object);
    }
    return done.get(value);
  };
  return visit(whole);
}
