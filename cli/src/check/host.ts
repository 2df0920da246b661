/** What a check needs of the process around it. */
import { type Device, device } from '../device.ts';
import { type Interrupt, neverInterrupted } from '../interrupt.ts';
import type { Will } from './will.ts';

export interface CheckHost {
  readonly device: Device;
  readonly interrupt: Interrupt;
  /** where it stands in shared memory which signal came; null where nobody hears signals */
  readonly word: Int32Array | null;
  /** what a thread of a large search runs; null where there can be none */
  readonly script: string | null;
  /** takes the place of the will before; null where nobody says it */
  readonly keep: ((will: Will) => void) | null;
  /** hears how many searches begin, before they do; a block of provisos has no end of them */
  readonly begins: (searches: number) => Promise<void> | undefined;
  /** takes changes to what is remembered, to be made once the answer is given; null where they are made at once */
  readonly later: ((act: () => void) => void) | null;
}

/** In the thread of the caller, without signals. */
export const plainHost: CheckHost = {
  device,
  interrupt: neverInterrupted,
  word: null,
  script: null,
  keep: null,
  begins: () => undefined,
  later: null,
};
