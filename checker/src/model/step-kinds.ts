/** Every kind of step, in the one order in which both machines and counterexamples take them. */
import type { StepLabel } from './state.ts';
import type { tagKinds } from './tags.ts';

interface StepKind {
  /** what it costs: nothing, one fault, or, at a tick, one for each node whose pause begins */
  readonly cost: 'nothing' | 'a fault' | 'the pauses that begin';
  /** what fairness asks of it; an `item` that is not among `fairItems` is reported as `other` */
  readonly tag: keyof typeof tagKinds;
}

export const STEP_KINDS = {
  deliver: { cost: 'nothing', tag: 'deliver' },
  fire: { cost: 'nothing', tag: 'item' },
  resume: { cost: 'nothing', tag: 'item' },
  act: { cost: 'nothing', tag: 'item' },
  tick: { cost: 'the pauses that begin', tag: 'tick' },
  stabilise: { cost: 'nothing', tag: 'item' },
  crash: { cost: 'a fault', tag: 'other' },
  restart: { cost: 'nothing', tag: 'item' },
  lose: { cost: 'a fault', tag: 'lose' },
  duplicate: { cost: 'a fault', tag: 'duplicate' },
  corrupt: { cost: 'a fault', tag: 'corrupt' },
  cut: { cost: 'a fault', tag: 'other' },
  heal: { cost: 'nothing', tag: 'item' },
  lie: { cost: 'nothing', tag: 'other' },
  clock: { cost: 'a fault', tag: 'other' },
} as const satisfies Record<StepLabel['kind'], StepKind>;

export const STEP_ORDER = Object.keys(STEP_KINDS) as readonly StepLabel['kind'][];
