/**
 * A constant on which nothing depends. Systems, assumes and checks may all use it, so this is judged once everything was
 * looked at, and only where an assume and a system meet.
 */
import type { Check, Name, Provisos } from '#grammar';
import type { Reporter } from '../report.ts';
import { mentions } from './statements.ts';

export interface Met {
  /** constants of the system and of the assumption sets, by their first declaration */
  readonly declared: Iterable<Name>;
  readonly used: ReadonlySet<string>;
}

export function unusedConstants(met: readonly Met[], checks: readonly Check[], provisos: readonly Provisos[], reporter: Reporter): void {
  const key = ({ span }: Name) => `${span.file}:${span.start}`;
  const used = new Set(met.flatMap((one) => [...one.used]));
  for (const name of new Set(met.flatMap((one) => [...one.declared]))) {
    if (used.has(key(name)) || name.text.startsWith('_')) continue;
    if (checks.some((check) => check.expectations.some(({ upTo, when }) => mentions(upTo?.faults, name.text) || mentions(when, name.text))))
      continue;
    if (provisos.some(({ claims }) => claims.some(({ condition }) => mentions(condition, name.text)))) continue;
    reporter.report('PV0704', name.span, `the constant \`${name.text}\` is never used`, {
      why: 'Changing it changes no verdict.',
    });
  }
}
