/** What happens in a run, as data and in words. */
import type { Place } from './text-types.ts';

export interface StepReport {
  readonly kind: StepKind;
  /** ticks since the start; null where it spans time, and where the assumptions know no time */
  readonly time: number | null;
  /** null where it is the network's, or the whole system's */
  readonly node: string | null;
  /** "Renew from Worker#1: sends Granted back" */
  readonly text: string;
  /** an assumption allows it to go wrong so */
  readonly fault: boolean;
  /** what is received, lost, corrupted (as it was) or told as a lie; else null */
  readonly message: MessageReport | null;
  readonly changes: readonly ChangeReport[];
  /** the code that ran, or the assumption that allows the fault; null where neither is in the text */
  readonly place: Place | null;
  /** its number among all steps of the run, from 1; 0 for what comes before the first */
  readonly number: number;
}

export type StepKind =
  | ('start' | 'deliver' | 'duplicate' | 'fire' | 'resume' | 'restart' | 'act' | 'tick' | 'stabilise')
  | ('crash' | 'lose' | 'corrupt' | 'cut' | 'heal' | 'lie' | 'clock')
  /** a node does nothing for some ticks; a message reaches a node that is down; the model itself fails */
  | ('pause' | 'not received' | 'error');

export interface MessageReport {
  readonly name: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  readonly from: string;
  readonly to: string;
}

export interface ChangeReport {
  readonly kind: 'variable' | 'timer' | 'ghost';
  /** null for a ghost of the system */
  readonly node: string | null;
  /** of a map with the key: `votes[Client#1]` */
  readonly name: string;
  /** null where it has its first value */
  readonly from: string | null;
  readonly to: string;
  /** "not granted" */
  readonly text: string;
}
