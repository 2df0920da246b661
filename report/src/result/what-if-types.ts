/** What can happen next in a run, and what a run that is chosen step by step shows: for a view. Plain data, as in types.ts. */
import type { Counterexample, FaultReport, Place, StepReport } from './types.ts';

export interface WhatIfReport {
  /** in the order in which counterexamples prefer them */
  readonly enabled: readonly EnabledReport[];
  /** how many more there are, of which nothing is told: what a lie or a corruption may say */
  readonly more: number;
  /** what the assumptions let happen elsewhere and hold back here, and why, a sentence each */
  readonly held: readonly string[];
  /** what the code of the nodes declares and cannot come next, and why */
  readonly waiting: readonly WaitingReport[];
}

/** A node, an action, a handler or a timer that waits. */
export interface WaitingReport {
  /** `guard`: parts of its guard are false; `node`: the whole node; `other`: it waits for a message or for its timer */
  readonly kind: 'guard' | 'node' | 'other';
  readonly node: string;
  /** "commit", "on Vote from Participant#1", "timeout", "on Yes, on No" where several wait for the same; empty for the node */
  readonly what: string;
  /** "count(ready) is 1 of 2", "it stands at a pause", "2 ticks are left" */
  readonly text: string;
  /** of the part that is false, or of what waits; null where that has no place, or several wait for the same */
  readonly place: Place | null;
}

/** Where else a run could begin. */
export interface StartsReport {
  /** the initial states most like that of the run, which is not among them */
  readonly others: readonly StartReport[];
  /** how many more were looked at, of which nothing is told */
  readonly more: number;
  /** there are still more, which were not looked at */
  readonly isCut: boolean;
}

/** An initial state. */
export interface StartReport {
  /** among all initial states, from 0 on */
  readonly number: number;
  /** what is otherwise than in the run's: "Client#1.n 2", "in flight: Ask from Client#1 to Server" */
  readonly differs: readonly string[];
  /** the bound of the search that it passes, so that no run begins there; else null */
  readonly beyond: string | null;
  /** how the model itself fails on start; else null */
  readonly error: string | null;
}

/** A step that can come next. */
export interface EnabledReport {
  /** among all steps from this state, from 0 on */
  readonly number: number;
  /** what happens and what it changes; at a tick more than one where messages reach nodes that are down */
  readonly steps: readonly StepReport[];
  /** "lease.left is 1": what is chosen in it, where other steps are worded alike */
  readonly choices: readonly string[];
  /** which assumptions let this go wrong */
  readonly allowed: readonly AllowedReport[];
  /** the bound of the search that it passes, so that nobody can follow it; else null */
  readonly beyond: string | null;
  /** how the model itself fails in it; else null */
  readonly error: string | null;
  /** "breaks InTurn" */
  readonly shows: readonly string[];
}

export interface AllowedReport {
  /** "loss, 1 of 2 left", "Client#1 pauses: tick 1 of at most 2" */
  readonly text: string;
  /** null of a pause */
  readonly fault: FaultReport | null;
  /** how often more, this step included; null where there is no limit */
  readonly left: number | null;
}

/** A run that someone chose. It has no story, and no loop. */
export interface RunByHand {
  readonly run: Counterexample;
  readonly findings: readonly FindingReport[];
}

/** What a run shows at one moment for the first time: a property that breaks, or something reachable that is reached. */
export interface FindingReport {
  /** 0 is the first state, n the one behind the n-th step */
  readonly moment: number;
  readonly kind: 'violated' | 'reached' | 'error';
  readonly property: string;
  /** "InTurn is violated" */
  readonly text: string;
}
