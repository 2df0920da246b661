/** How `proviso check` runs its checks: in every thread the same. */
import type { CampaignOptions, ResultCache } from '#checker';
import type { Call } from '../call.ts';
import type { Interrupt } from '../interrupt.ts';
import type { Limits } from './limits.ts';

export function campaignOptionsOf({ options }: Call, limits: Limits, interrupt: Interrupt, cache: ResultCache | null): CampaignOptions {
  const properties = Array.isArray(options.property) ? options.property.map(String) : [];
  return {
    ...limits,
    now: () => performance.now(),
    ...(properties.length > 0 ? { properties } : {}),
    blame: options.traces === true ? 'always' : 'unexpected',
    statistics: options.stats === true ? true : 'stopped',
    interrupted: () => interrupt.happened(),
    ...(cache === null ? {} : { cache }),
  };
}
