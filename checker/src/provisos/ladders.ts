/** Ladders of numbers that get more rungs on demand: what lies between two of them, and how far they go. */
import { unhandled } from '#grammar';
import type { Model } from '../model/ir.ts';
import { expressionsIn, roleStatements } from '../model/walk.ts';
import type { Down, Rung } from './rung.ts';
import type { Space } from './space.ts';

/** Rungs that a ladder may get, beyond the largest constant of the model. */
const BEYOND = 2;
const MOST_TICKS = 12;
/** Counts beyond the assumed one: what holds with three of a fault and not with any number seldom breaks with four. */
const MOST_TIMES = 3;

/** The greatest number of ticks that is tried. */
export function topTicks(model: Model): number {
  return Math.min(MOST_TICKS, largestConstant(model) + BEYOND);
}

/** A number of a ladder whose next is no rung. */
export interface Gap {
  readonly rung: number;
  /** the next rung that there is: a greater number, or none at all */
  readonly beyond: number;
}

type Numbered = Extract<Rung, { readonly most: number | null }>;

export function gapsOf({ dimensions }: Space, axis: number): Gap[] {
  const { rungs } = dimensions[axis];
  const placed = rungs.flatMap((rung, index) =>
    isNumbered(rung) ? laddersOf(rung, rungs).map((ladder) => ({ rung, index, ladder })) : [],
  );
  return [...Map.groupBy(placed, ({ ladder }) => ladder).values()].flatMap((ladder) => {
    const sorted = ladder.toSorted((a, b) => (a.rung.most ?? Infinity) - (b.rung.most ?? Infinity));
    return sorted.slice(1).flatMap(({ rung: { most }, index }, i): Gap[] => {
      const before = sorted[i];
      return most === (before.rung.most ?? 0) + 1 ? [] : [{ rung: before.index, beyond: index }];
    });
  });
}

/**
 * The number of a gap that is asked about next, of those up to the greatest that is tried; null where there is none. Of ticks it is the one in the
 * middle. Of counts, which are few, it is the greatest: what holds with one of a fault mostly holds with each number that is tried.
 */
export function between(rung: Rung, beyond: Rung, most: number): Rung | null {
  if (!isNumbered(rung) || !isNumbered(beyond)) return null;
  const least = rung.most ?? 0;
  const end = Math.min(beyond.most ?? Infinity, (rung.kind === 'bound' ? most : MOST_TIMES) + 1);
  const next = rung.kind === 'bound' ? Math.floor((least + end) / 2) : end - 1;
  if (next <= least) return null;
  // The end of such a ladder says how many are down at once; its beginning may be too small for that to matter.
  if (beyond.kind !== 'crash') return { ...rung, most: next };
  const isReached = typeof beyond.down !== 'number' || beyond.down < next;
  return { ...beyond, most: next, down: isReached ? beyond.down : null };
}

/** Rungs of one ladder differ in their number alone; no bound is the end of two, and few crashes never have more down at once than they are. */
function laddersOf(rung: Numbered, all: readonly Rung[]): string[] {
  switch (rung.kind) {
    case 'bound':
      return rung.most === null ? ['always', 'eventually'] : [rung.always ? 'always' : 'eventually'];
    case 'count':
      return ['count'];
    case 'crash':
      return laddersOfCrash(rung, all);
    default:
      return unhandled(rung);
  }
}

function laddersOfCrash({ mode, most, down }: Extract<Rung, { kind: 'crash' }>, all: readonly Rung[]): string[] {
  const ladder = (bound: Down) => `${mode ?? 'never'} ${bound}`;
  if (mode === 'stop' || down !== null) return [ladder(down)];
  const bounds = new Set(
    all.flatMap((rung) => (rung.kind === 'crash' && rung.mode === mode && typeof rung.down === 'number' ? [rung.down] : [])),
  );
  return [ladder(null), ...[...bounds].filter((bound) => most !== null && most <= bound).map(ladder)];
}

/** Of bounds only those with least 0. */
function isNumbered(rung: Rung): rung is Numbered {
  switch (rung.kind) {
    case 'bound':
      return rung.least === 0;
    case 'count':
      return true;
    case 'crash':
      return rung.mode !== null;
    case 'order':
    case 'windows':
      return false;
    default:
      return unhandled(rung);
  }
}

/** Of the constants, and of the numbers for which timers are started. */
function largestConstant({ constants, roles }: Model): number {
  const named = constants.map(({ value }) => (typeof value === 'number' ? value : 0));
  const starts = roles.flatMap((role) => [...roleStatements(role)]).flatMap((stmt) => (stmt.kind === 'start' ? [stmt.duration] : []));
  const written = expressionsIn(starts).map((e) => (e.op === 'const' && typeof e.value === 'number' ? e.value : 0));
  return Math.max(0, ...named, ...written);
}
