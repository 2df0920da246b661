/** How `proviso check` runs its checks: in every thread the same. */
import type { CampaignOptions, ResultCache } from '#checker';
import { type Call, many } from '../call.ts';
import type { Interrupt } from '../interrupt.ts';
import type { Allowed } from './allowed.ts';

export function campaignOptionsOf(call: Call, allowed: Allowed, interrupt: Interrupt, cache: ResultCache | null): CampaignOptions {
  const { options } = call;
  const properties = many(call, 'property');
  return {
    ...allowed,
    now: () => performance.now(),
    ...(properties.length > 0 ? { properties } : {}),
    blame: options.traces === true ? 'always' : 'unexpected',
    statistics: options.stats === true ? true : 'stopped',
    interrupted: () => interrupt.happened(),
    ...(cache === null ? {} : { cache }),
  };
}
