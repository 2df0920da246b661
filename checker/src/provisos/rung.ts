/**
 * What an assumption set can say of one quantity, from strong to weak, as data. A quantity is one dimension of the space that
 * the proviso search goes through; its rungs are partially ordered, by what semantics calls "within": a rung within another
 * allows no run that the other does not.
 */
import { unhandled } from '#grammar';
import type { CrashFault, CutFault } from '../model/ir.ts';

export type Quantity =
  /** of the receivers of a role, or of all; a bound with its least delay */
  | { readonly kind: 'delay' | 'drift' | 'skew'; readonly role: string | null }
  | { readonly kind: 'pause'; readonly role: string }
  /** how often in a run */
  | { readonly kind: 'losses' | 'duplications' | 'corruptions' | 'clock steps' }
  /** by how many ticks at most a step sets a clock; by none, there are no steps */
  | { readonly kind: 'clock step size' }
  | { readonly kind: 'cuts'; readonly parting: CutFault['kind'] }
  | { readonly kind: 'order' }
  /** whether faults end once stable */
  | { readonly kind: 'faults end' }
  /** how many nodes of these roles lie; roles that share one declaration share the number */
  | { readonly kind: 'byzantine'; readonly roles: readonly string[] }
  /** roles that share one declaration, and so one budget */
  | { readonly kind: 'crashes'; readonly roles: readonly string[] };

/** `null` for `most`: no bound. Ticks for bounds, times in a run for counts. */
export type Rung =
  | { readonly kind: 'bound'; readonly always: boolean; readonly least: number; readonly most: number | null }
  | { readonly kind: 'count'; readonly most: number | null }
  /** `mode` null: never. `down`: of nodes that come back so many at once */
  | { readonly kind: 'crash'; readonly mode: CrashMode | null; readonly most: number | null; readonly down: Down }
  | { readonly kind: 'order'; readonly fifo: boolean }
  /** `apart`: it is compared with itself only */
  | { readonly kind: 'windows'; readonly until: Until; readonly apart: boolean };

/** Which faults are `until stable`: every one, those of which the set that the file names says so, or none. */
export type Until = 'all' | 'as assumed' | 'none';

const UNTIL: Readonly<Record<Until, number>> = { all: 0, 'as assumed': 1, none: 2 };

/** How many nodes are down at once at most; null: as many as crash. Where it is not varied it is as the file assumes it. */
export type Down = number | null | 'as assumed';

/** A Byzantine node is no rung here: it is comparable with itself only. */
export type CrashMode = Exclude<CrashFault['mode'], 'byzantine'>;

/** How the crash models of a dimension compare. A node that stops does what no node does that must come back. */
export interface CrashOrder {
  /** a stop is within a recovery, and so within an amnesia */
  readonly stopIsWithin: boolean;
}

/** Every run of the stronger set is one of the weaker, all else equal (of `CrashOrder` for finite runs, or for all). */
export function isWithin(strong: Rung, weak: Rung, order: CrashOrder): boolean {
  switch (strong.kind) {
    case 'bound':
      return weak.kind === 'bound' && boundWithin(strong, weak);
    case 'count':
      return weak.kind === 'count' && atMost(strong.most, weak.most);
    case 'crash':
      return weak.kind === 'crash' && crashWithin(strong, weak, order);
    case 'order':
      return weak.kind === 'order' && (strong.fifo || !weak.fifo);
    case 'windows':
      return weak.kind === 'windows' && (strong.until === weak.until || (!strong.apart && UNTIL[strong.until] <= UNTIL[weak.until]));
    default:
      return unhandled(strong);
  }
}

type Bound = Extract<Rung, { kind: 'bound' }>;
type Crash = Extract<Rung, { kind: 'crash' }>;

function boundWithin(strong: Bound, weak: Bound): boolean {
  if (weak.most === null) return true;
  if (strong.most === null) return false;
  return strong.least >= weak.least && strong.most <= weak.most && (strong.always || !weak.always);
}

/**
 * Fewer down at once forbid crashes and nothing else: restarts, and what fairness asks for, hang on who is down, not on how many may be. So each run, and each
 * fair run, with at most k down is one with at most k + 1. Up to k stops, or k crashes, never have more than k down.
 */
function crashWithin(strong: Crash, weak: Crash, order: CrashOrder): boolean {
  if (strong.mode === null) return true;
  if (weak.mode === null || !modeWithin(strong.mode, weak.mode, order) || !atMost(strong.most, weak.most)) return false;
  return typeof weak.down !== 'number' || mostDown(strong) <= weak.down;
}

/**
 * How many nodes are down at once at most, those that stopped among them; `Infinity`: as many as there are. What the file assumes of it, where it is not
 * varied, is not looked at.
 */
export function mostDown({ mode, most, down }: Crash): number {
  if (mode === null) return 0;
  return Math.min(most ?? Infinity, typeof down === 'number' ? down : Infinity);
}

function modeWithin(strong: CrashMode, weak: CrashMode, { stopIsWithin }: CrashOrder): boolean {
  if (strong === weak) return true;
  if (strong === 'stop') return stopIsWithin;
  return strong === 'recovery' && weak === 'amnesia';
}

function atMost(a: number | null, b: number | null): boolean {
  return b === null || (a !== null && a <= b);
}

export function sameRung(a: Rung, b: Rung): boolean {
  return isWithin(a, b, EXACT) && isWithin(b, a, EXACT);
}

const EXACT: CrashOrder = { stopIsWithin: false };
