/** The bounds of a model that multiply its states, one at a time: which there are, and the model with a smaller one. */

import type { Bound, Model, Timing } from '../../model/ir.ts';
import { leastCapacity } from '../../model/sends.ts';
import type { FaultKind } from '../../verdict.ts';
import { assumedFaults, type FaultSource, kindOf, withoutFault } from '../search/faults.ts';

/** What a file says of what may happen, and how much of it. */
export type BoundKind =
  /** `roles`: whose bound it is; null where it is everybody's */
  | { readonly kind: 'delay' | 'pause' | 'drift' | 'skew'; readonly roles: readonly string[] | null }
  | { readonly kind: 'capacity' }
  /** `up to N` of a fault, as the model calls it: "loss", "crash of Worker" */
  | { readonly kind: 'budget'; readonly name: string }
  /** a fault that may happen any number of times */
  | { readonly kind: 'fault'; readonly fault: FaultKind };

export interface SmallerBound {
  readonly bound: BoundKind;
  /** as the file has it; null of a fault without a bound */
  readonly asked: number | null;
  /** the least that there can be */
  readonly least: number;
  /** The model with this value, from `least` on. */
  at(model: Model, value: number): Model;
}

export function smallerBounds(model: Model): SmallerBound[] {
  const { network } = model;
  const least = Math.min(network.capacity, leastCapacity(model));
  const capacity: SmallerBound = {
    bound: { kind: 'capacity' },
    asked: network.capacity,
    least,
    at: (of, value) => ({ ...of, network: { ...of.network, capacity: value } }),
  };
  const isSmaller = ({ asked, least: lowest }: SmallerBound) => asked === null || lowest < asked;
  return [...(model.messages.length === 0 ? [] : [capacity]), ...timings(model), ...budgets(model), ...faults(model)].filter(isSmaller);
}

const QUANTITIES = ['delay', 'pause', 'drift', 'skew'] as const satisfies readonly (keyof Timing)[];

/** What is written once is one bound, however many nodes it is of. */
function timings({ timing, instances, roles }: Model): SmallerBound[] {
  if (!timing.time) return [];
  return QUANTITIES.flatMap((kind) => {
    const groups = Map.groupBy(instances, ({ index }) => placeOf(timing[kind][index]));
    groups.delete(null);
    return [...groups].map(([place, of]): SmallerBound => {
      const { min, max } = timing[kind][of[0].index]!;
      const names = [...new Set(of.map(({ role }) => roles[role].name))];
      return {
        bound: { kind, roles: of.length === instances.length ? null : names },
        asked: max,
        least: min,
        at: (model, value) => {
          const bounds = model.timing[kind].map((bound) => (bound !== null && placeOf(bound) === place ? { ...bound, max: value } : bound));
          return { ...model, timing: { ...model.timing, [kind]: bounds } };
        },
      };
    });
  });
}

/** Null where nothing is bounded by what is written. */
function placeOf(bound: Bound | null): string | null {
  return bound?.span === undefined ? null : `${bound.span.file} ${bound.span.start}`;
}

function budgets(model: Model): SmallerBound[] {
  return model.budgets.map(({ name, limit }, index) => ({
    bound: { kind: 'budget', name },
    asked: limit,
    least: 0,
    at: (of, value) => ({ ...of, budgets: of.budgets.map((budget, i) => (i === index ? { ...budget, limit: value } : budget)) }),
  }));
}

function faults(model: Model): SmallerBound[] {
  return assumedFaults(model)
    .filter((source) => isUnbounded(model, source))
    .map((source) => ({
      bound: { kind: 'fault', fault: kindOf(model, source) },
      asked: null,
      least: 0,
      // Another fault may have been taken away before it: which it is, it knows by its kind.
      at: (of) => withoutThe(of, JSON.stringify(kindOf(model, source))),
    }));
}

function withoutThe(model: Model, key: string): Model {
  const source = assumedFaults(model).find((one) => JSON.stringify(kindOf(model, one)) === key);
  return source === undefined ? model : withoutFault(model, source);
}

function isUnbounded({ crashes, network, clockSteps, timing, instances }: Model, source: FaultSource): boolean {
  switch (source.kind) {
    case 'crash':
      return crashes[source.fault].budget === null;
    case 'cut':
      return network.cuts[source.fault].budget === null;
    case 'loss':
    case 'duplication':
    case 'corruption':
      return network[source.kind]?.budget === null;
    case 'clock':
      return clockSteps?.budget === null;
    case 'pause':
      return instances.some(({ index, role }) => role === source.role && timing.pause[index] === null);
    default:
      return source satisfies never;
  }
}
