/** How the states of a search that was stopped grow with its bounds, in words. */
import type { BoundKind } from '#checker';
import { unhandled } from '#grammar';
import type { GrownBoundReport, GrowthReport } from '../result/types.ts';
import { faultText } from './blame.ts';
import { enumerate, thousands } from './counts.ts';

/** More bounds than this are not read. */
const MOST_BOUNDS = 3;

/** "pause of Client", "capacity", "crash of Worker", "loss" */
export function boundName(bound: BoundKind): string {
  switch (bound.kind) {
    case 'delay':
    case 'pause':
    case 'drift':
    case 'skew':
      return bound.roles === null ? bound.kind : `${bound.kind} of ${enumerate(bound.roles)}`;
    case 'capacity':
      return 'capacity';
    case 'budget':
      return bound.name;
    case 'fault':
      return faultText(bound.fault);
    default:
      return unhandled(bound);
  }
}

/**
 * "With one bound smaller: delay 0 has 58,944 states, delay 1 has more than 2,000,000; without loss there are 12,400." `states`: of the search that was
 * stopped, which has the bounds as they are.
 */
export function growthText({ others, bounds }: GrowthReport, states: number): string {
  const told = bounds.slice(0, MOST_BOUNDS).map((bound) => (bound.asked === null ? withoutText(bound) : valuesText(bound, others, states)));
  const begin = others === 'asked' ? 'With one bound smaller' : 'With every other bound as small as it can be';
  return `${begin}: ${told.join('; ')}.`;
}

function withoutText({ name, counted: [{ states }] }: GrownBoundReport): string {
  return `without ${name} there are ${thousands(states)}`;
}

function valuesText({ kind, name, asked, counted }: GrownBoundReport, others: GrowthReport['others'], states: number): string {
  const named = (value: number) => (kind === 'budget' ? (value === 0 ? `no ${name}` : `${name} up to ${value}`) : `${name} ${value}`);
  const last = counted[counted.length - 1];
  const told = counted.map(({ value, states: count, whole }, i) => {
    return `${named(value)} has ${whole ? '' : 'more than '}${thousands(count)}${i === 0 ? ' states' : ''}`;
  });
  // A search that was stopped at once says less than what has been counted.
  const isNext = others === 'asked' && last.whole && last.value + 1 === asked && states > last.states;
  return [...told, ...(isNext ? [`${named(last.value + 1)} has more than ${thousands(states)}`] : [])].join(', ');
}
