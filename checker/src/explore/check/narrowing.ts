/**
 * The smaller bounds under which a model is searched first. With each level the capacity grows by one message, and so does the number in each
 * limit of the form `e <= N` or `e < N`, also under `forall`: these are the limits that become weaker as the number grows. So
 * every level's states and steps are among those of the next.
 *
 * Types with a limit stay as they are: quantifiers, choices and first values range over them, so that fewer values are another system.
 */
import type { Expr, Model } from '../../model/ir.ts';
import { leastCapacity } from '../../model/sends.ts';

export interface Narrow {
  readonly model: Model;
  /** the bounds that are smaller than those asked for, as verdicts name them: "capacity 2", "limit round <= 1" */
  readonly names: readonly string[];
}

/** The number of a limit at level 0. */
const LEAST_LIMIT = 1;

/** Null where nothing is smaller at this level than what is asked for. */
export function narrowed(model: Model, level: number): Narrow | null {
  const { network } = model;
  const capacity = Math.min(network.capacity, leastCapacity(model) + level);
  const names = capacity < network.capacity ? [`capacity ${capacity}`] : [];
  const limits = model.limits.map((limit) => {
    const smaller = smallerLimit(limit, LEAST_LIMIT + level);
    if (smaller === null) return limit;
    names.push(`limit ${smaller.text}`);
    return smaller;
  });
  return names.length === 0 ? null : { model: { ...model, limits, network: { ...network, capacity } }, names };
}

type Limit = Model['limits'][number];

/** A limit as it is written, up to its number; the name of a constant is one too. */
const UP_TO_NUMBER = /^(.* <=? )\w+$/s;

/** Null where the limit has no number that can be smaller, or is as small. */
function smallerLimit(limit: Limit, most: number): Limit | null {
  const predicate = withMost(limit.predicate, most);
  const begin = UP_TO_NUMBER.exec(limit.text)?.[1];
  return predicate === null || begin === undefined ? null : { ...limit, predicate, text: `${begin}${most}` };
}

/** The number stands at the end: of the body, where it is quantified. */
function withMost(e: Expr, most: number): Expr | null {
  if (e.op === 'forall') {
    const body = withMost(e.body, most);
    return body === null ? null : { ...e, body };
  }
  if (e.op !== '<=' && e.op !== '<') return null;
  const { right } = e;
  if (right.op !== 'const' || typeof right.value !== 'number' || right.value <= most) return null;
  return { ...e, right: { ...right, value: most } };
}
