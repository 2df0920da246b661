/** What the proviso search finds out about one property, as plain data. Every set of assumptions is a point of `space`. */
import type { Diagnostic, Span } from '#grammar';
import type { Model } from '../model/ir.ts';
import type { Verdict } from '../verdict.ts';
import type { Point } from './lattice.ts';
import type { CrashOrder, Quantity, Rung } from './rung.ts';
import type { Space } from './space.ts';

/** What one question came to. */
export interface Judgement {
  readonly standing: 'holds' | 'violated' | 'open' | 'wrong';
  /** null where the point cannot be written: its diagnostics say why */
  readonly verdict: Verdict | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly states: number;
}

/** One quantity, all others as the file assumes them. */
export interface Row {
  readonly quantity: Quantity;
  readonly assumed: Rung;
  /** how crashes compare in the space */
  readonly order: CrashOrder;
  readonly effect: Effect;
}

export type Effect =
  /** at every rung that was tried it holds, or at none */
  | { readonly kind: 'does not matter' | 'no value helps'; readonly top: Rung }
  /** it holds up to these rungs and breaks from those; `slack`: the assumed rung is stronger than one of the first */
  | { readonly kind: 'needs'; readonly upTo: readonly Rung[]; readonly breaksFrom: readonly Rung[]; readonly slack: boolean }
  /** as the file assumes it, it is violated; with one of these rungs it holds */
  | { readonly kind: 'would fix'; readonly upTo: readonly Rung[] }
  /** no rung that was decided breaks it, or none fixes it, and some were not decided */
  | { readonly kind: 'not settled'; readonly rungs: readonly Rung[] };

export interface Weakest {
  readonly point: Point;
  /** bounds of the search within which alone it holds there; with the largest capacity that was tried */
  readonly bounds: readonly string[];
  readonly vacuous: string | null;
  /** queried again with this many messages in flight, and it held; null where no capacity was reached */
  readonly capacity: number | null;
}

export interface Smallest {
  readonly point: Point;
  readonly verdict: Extract<Verdict, { status: 'violated' }>;
  /** the system under this set */
  readonly model: Model;
}

export interface ProvisosAnswer {
  readonly property: string;
  /** of the property's name, where it is declared */
  readonly span: Span;
  readonly system: string;
  /** the set that the file names */
  readonly assume: string;
  readonly space: Space;
  /** number of points of the space */
  readonly points: number;
  readonly assumed: Judgement['standing'];
  readonly rows: readonly Row[];
  /** null where only one quantity at a time was asked for */
  readonly joint: Joint | null;
  /** the capacity had hidden a violation: with this one in place of the named one it came out, and all of the answer is for this one */
  readonly raisedTo: number | null;
  /**
   * With the capacity named some sets were not decided, and what the joint answer says to hold was found to with this smaller one: each weakest
   * set with it or a larger one. The breaks are breaks with the one named. Null where each weakest set was found to hold with that as well.
   */
  readonly loweredTo: number | null;
  /** checks made for this property first; others shared them */
  readonly checks: number;
  /** those of the checks that an earlier run had made */
  readonly remembered: number;
  /** why it ended before everything was settled; null where it did not */
  readonly stopped: string | null;
}

export interface Joint {
  /** those that permit what the file assumes first */
  readonly weakest: readonly Weakest[];
  readonly smallest: readonly Smallest[];
  /** what is not settled: the strongest sets, each standing for what is weaker as well, as far as that is not settled otherwise */
  readonly open: readonly Point[];
  /** there are more of them than those listed */
  readonly hasMoreOpen: boolean;
  /** quantities whose greatest number that was tried still stands in a weakest set, so that a larger one may hold as well */
  readonly cut: readonly Quantity[];
  /** the model itself fails there */
  readonly wrong: readonly Point[];
  /** of these sets those under which a step fails, which can be taken under each weaker set too: none of them holds, and they were not all asked */
  readonly failing: readonly Point[];
}
