/** Whether it is worked out which faults a violation needs, which takes about as long again as the search itself. */
import { unhandled } from '#grammar';
import type { ExpectedAt } from '../analysis/checks.ts';

/** `unexpected`: where a violation may be one that the check does not expect */
export type BlamePolicy = 'unexpected' | 'always' | 'never';

/** Of the properties of one search, all of which are blamed or none. */
export function wantsBlame(policy: BlamePolicy, expectations: readonly ExpectedAt[]): boolean {
  switch (policy) {
    case 'always':
      return true;
    case 'never':
      return false;
    case 'unexpected':
      return expectations.some(({ verdict }) => verdict !== 'violated');
    default:
      return unhandled(policy);
  }
}

/** Properties that are to come about in some run: if they do not, it is told what is nearest. */
export function wantsNearest(policy: BlamePolicy, expectations: readonly ExpectedAt[]): ReadonlySet<string> | undefined {
  const wanted = expectations.filter(({ verdict, upTo }) => (verdict === 'violated' || verdict === 'reached') && upTo === undefined);
  return policy === 'never' || wanted.length === 0 ? undefined : new Set(wanted.map(({ property }) => property));
}
