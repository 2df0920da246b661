/** What can happen next: the steps from the end of a run, which assumption allows what goes wrong in them, and what holds back the rest. */
import { unhandled } from '#grammar';
import { assumedFaults, type FaultSource, faultsOf, kindOf } from '../explore/search/faults.ts';
import { inForce } from '../model/interpreter/bounds.ts';
import { somethingDue, steps } from '../model/interpreter.ts';
import type { FaultWindow, Model } from '../model/ir.ts';
import type { State, Step } from '../model/state.ts';
import type { FaultKind, Trace } from '../verdict.ts';
import { type Waiting, waitingIn } from './waiting.ts';

/** One step, the number-th of the interpreter's. */
export interface EnabledStep {
  readonly number: number;
  readonly step: Step;
  /** what the assumptions let go wrong in it */
  readonly allowed: readonly Allowed[];
}

export type Allowed =
  /** `budget`: how often before this step, and in all; null where it may happen any number of times */
  | { readonly kind: 'fault'; readonly fault: FaultKind; readonly budget: { readonly used: number; readonly limit: number } | null }
  /** something waits at the node while this tick passes; `ticks`: for how many then; `most` is null where nothing bounds it now */
  | { readonly kind: 'pause'; readonly node: number; readonly ticks: number; readonly most: number | null };

/** Why something cannot happen that the assumptions let happen elsewhere. */
export type Held =
  /** no tick: these have had something due for as long as their pause may take, or may take none */
  | { readonly kind: 'tick'; readonly nodes: readonly { readonly node: number; readonly most: number }[] }
  | { readonly kind: 'used up'; readonly fault: FaultKind; readonly limit: number }
  /** it was assumed until the stabilisation, which has come */
  | { readonly kind: 'stable'; readonly fault: FaultKind };

export interface Enabled {
  readonly steps: readonly EnabledStep[];
  readonly held: readonly Held[];
  /** of the code of the nodes */
  readonly waiting: readonly Waiting[];
}

/** At the end of a run. One that has ended in an error of the model goes on nowhere. */
export function enabledAfter(model: Model, { initial, first, steps: taken }: Trace): Enabled {
  const last = taken.at(-1);
  if ((last?.step ?? initial).target.kind === 'error') return { steps: [], held: [], waiting: [] };
  const state = last?.state ?? first;
  const next = steps(model, state);
  const all = next.map((step, number) => ({ number, step, allowed: allowedIn(model, step, state) }));
  return { steps: all, held: heldIn(model, state, all), waiting: waitingIn(model, state, next) };
}

function allowedIn(model: Model, step: Step, before: State): Allowed[] {
  const { label } = step;
  if (label.kind === 'tick') return before.nodes.flatMap((_, node) => pauseAt(model, before, node));
  if (label.kind === 'lie') {
    const { from } = label.message;
    const fault = model.crashes.findIndex(({ mode, instances }) => mode === 'byzantine' && instances.includes(from));
    return fault < 0 ? [] : [{ kind: 'fault', fault: kindOf(model, { kind: 'crash', fault }), budget: null }];
  }
  return faultsOf(model, step, before).map((source): Allowed => {
    const budget = windowOf(model, source)?.budget ?? null;
    const of = budget === null ? null : { used: before.used[budget], limit: model.budgets[budget].limit };
    return { kind: 'fault', fault: kindOf(model, source), budget: of };
  });
}

function pauseAt(model: Model, before: State, node: number): Allowed[] {
  if (!somethingDue(model, before, node)) return [];
  const most = inForce(model, before, 'pause', node)?.max ?? null;
  return [{ kind: 'pause', node, ticks: before.nodes[node].lateness + 1, most }];
}

function heldIn(model: Model, state: State, all: readonly EnabledStep[]): Held[] {
  const ticks = all.some(({ step }) => step.label.kind === 'tick');
  const late = state.nodes.flatMap(({ lateness }, node) => {
    const most = inForce(model, state, 'pause', node)?.max ?? null;
    return most !== null && lateness >= most && somethingDue(model, state, node) ? [{ node, most }] : [];
  });
  const spent = assumedFaults(model).flatMap((source): Held[] => {
    const window = windowOf(model, source);
    if (window === null) return [];
    const fault = kindOf(model, source);
    if (window.untilStable && state.stable) return [{ kind: 'stable', fault }];
    if (window.budget === null) return [];
    const { limit } = model.budgets[window.budget];
    return state.used[window.budget] < limit ? [] : [{ kind: 'used up', fault, limit }];
  });
  return [...(ticks || late.length === 0 ? [] : [{ kind: 'tick' as const, nodes: late }]), ...spent];
}

/** Null where no window limits it: a pause. */
function windowOf(model: Model, source: FaultSource): FaultWindow | null {
  switch (source.kind) {
    case 'crash':
      // Who lies is settled at the start.
      return model.crashes[source.fault].mode === 'byzantine' ? null : model.crashes[source.fault];
    case 'cut':
      return model.network.cuts[source.fault];
    case 'loss':
    case 'duplication':
    case 'corruption':
      return model.network[source.kind];
    case 'clock':
      return model.clockSteps;
    case 'pause':
      return null;
    default:
      return unhandled(source);
  }
}
