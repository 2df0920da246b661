/**
 * Bounds of the timing on which no property depends: of timers or clocks that there are none of, of messages that there are none of, and
 * bounds that hold in the end where nothing is claimed of the end, since each finite run is one in which they do not hold yet. Judged over
 * all checks of an assumption set, and of those that extend it.
 */
import type { Assume, TimingBound } from '#grammar';
import type { Model, Property } from '../../model/ir.ts';
import { expressionsIn } from '../../model/walk.ts';
import type { Reporter } from '../report.ts';

/** A system and an assumption set that a check or a block brings together. */
export interface Encounter {
  /** null where it has errors */
  readonly model: Model | null;
  /** nearest first */
  readonly chain: readonly Assume[];
  /** of which something is expected */
  readonly asked: readonly string[];
  /** some of them is expected to hold; else the harm that is shown may come before any end */
  readonly isSafe: boolean;
}

export function idleBounds(encounters: readonly Encounter[], reporter: Reporter): void {
  for (const assume of new Set(encounters.flatMap(({ chain }) => chain))) {
    const own = encounters.filter(({ chain }) => chain.includes(assume));
    for (const item of assume.items) {
      if (item.kind !== 'timing') continue;
      const idle = item.bounds.flatMap((bound) => {
        const reasons = own.map((one) => whyIdle(bound, one));
        return reasons.includes(null) ? [] : [{ bound, why: reasons[0]! }];
      });
      for (const [why, alike] of Map.groupBy(idle, (one) => one.why))
        warn(
          alike.map(({ bound }) => bound),
          why,
          reporter,
        );
    }
  }
}

/** Those of one block that are idle for the same reason. */
function warn(bounds: readonly TimingBound[], why: string, reporter: Reporter): void {
  const [first] = bounds;
  const what = bounds.length > 1 ? 'these bounds' : `this bound of ${first.quantity}`;
  reporter.report('PV0718', { ...first.span, end: bounds.at(-1)!.span.end }, `no property depends on ${what}`, {
    why,
    help: 'it can be left out: what is checked holds, or does not, all the same',
  });
}

function whyIdle({ quantity, word }: TimingBound, { model, asked, isSafe }: Encounter): string | null {
  if (model === null || asked.length === 0) return null;
  const { system, assume, clocks, roles, messages } = model;
  const hasTimers = roles.some(({ timers }) => timers.length > 0);
  switch (quantity) {
    case 'drift':
      if (!hasTimers && !clocks.some(({ monotonic }) => monotonic)) return `${system} has no timers and no uptime clocks that could drift.`;
      break;
    case 'skew':
      if (clocks.every(({ monotonic }) => monotonic)) return `${system} has no wall clocks that could be skewed.`;
      break;
    case 'delay':
      if (messages.length === 0) return `${system} has no messages that could be delayed.`;
      break;
    case 'pause':
      break;
    default:
      return quantity satisfies never;
  }
  // A skew that ends sets clocks right, which no other step does.
  if (word !== 'eventually' || !isSafe || (quantity !== 'delay' && quantity !== 'pause')) return null;
  const isAsked = ({ name }: Property) => asked.includes(name);
  if (model.properties.some((one) => isAsked(one) && one.kind === 'liveness') || mentionsStable(model)) return null;
  return `It holds in the end only, and what is checked under ${assume} is about finite runs: each of them may end before.`;
}

function mentionsStable({ properties, roles, ghosts, limits }: Model): boolean {
  return expressionsIn([properties, roles, ghosts, limits]).some(({ op }) => op === 'stable');
}
