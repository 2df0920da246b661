/** What a search sends to its helpers: plain data that can be copied to another thread. */
import type { Recipe } from '../machine/machine.ts';
import type { SharedParts } from '../states/shared.ts';
import type { PortionBuffers, PortionShape } from './portions.ts';

export type HelperMessage = Begin | Parts | BeginAhead | Segments;

/** Make a machine, then wait for commands. */
export interface Begin {
  readonly kind: 'begin';
  readonly recipe: Recipe;
  /** two to this power states stand in a segment */
  readonly segmentBits: number;
  readonly noteTime: boolean;
  readonly control: SharedArrayBuffer;
  readonly results: SharedArrayBuffer;
  readonly outbox: { readonly words: SharedArrayBuffer; readonly faults: SharedArrayBuffer };
  /** of bounds reached, and of handlers run, as in the machine */
  readonly bounds: SharedArrayBuffer;
  readonly ran: SharedArrayBuffer;
}

/** The store has been given more room: it stands here now. */
export interface Parts {
  readonly kind: 'parts';
  readonly parts: SharedParts;
}

/** Make a machine, then make steps ahead (see ahead.ts). */
export interface BeginAhead {
  readonly kind: 'ahead';
  readonly recipe: Recipe;
  /** two to this power states stand in a segment */
  readonly segmentBits: number;
  readonly control: SharedArrayBuffer;
  readonly buffers: PortionBuffers;
  readonly shape: PortionShape;
}

/** States stand here now, for who makes steps ahead; `version` is one more each time. */
export interface Segments {
  readonly kind: 'segments';
  readonly version: number;
  readonly segments: readonly SharedArrayBuffer[];
}

/** A thread that runs `createHelper`. */
export interface HelperThread {
  post(message: HelperMessage): void;
  /** false once it has ended, by itself or by a mistake */
  alive(): boolean;
  /** it is no longer needed; what it is sent from now on belongs to another search */
  end(): void;
  /** The same, and it lets go of the memory that it shares. */
  quit(): void;
}
