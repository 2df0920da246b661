/** `holds up to 2 faults`: which expectations can have such a limit, and the number at a point of a sweep. */
import type { Expectation, PropertyItem } from '#grammar';
import type { Property } from '../model/ir.ts';
import type { Context } from './context.ts';
import { constantInt } from './expressions.ts';
import type { Reporter } from './report.ts';

const MOST = 10_000;

/** What the words of the expectation and the form of the property say; false where it has been reported. */
export function limitFits({ verdict, upTo, property }: Expectation, item: PropertyItem, reporter: Reporter): boolean {
  if (upTo === null) return true;
  if (verdict === 'violated' || verdict === 'reached') {
    reporter.report(
      'PV0504',
      upTo.span,
      `a limit of faults says how far to look without finding anything; it does not go with \`${verdict}\``,
      {
        help: `write \`${verdict === 'violated' ? 'holds' : 'unreached'}\` for what is expected within the limit, and \`when\` for where`,
      },
    );
    return false;
  }
  if (item.word !== 'liveness') return true;
  const { formula } = item;
  if (formula.kind === 'leadsTo' && formula.within !== null) return true;
  reporter.report('PV0504', upTo.span, `\`${property.text}\` speaks of endless runs, which are known only once the whole search is over`, {
    help: 'a limit of faults is for safety, step properties, deadlines and `unreached`',
  });
  return false;
}

/** What a node knows rests on every run, however many faults it has. */
export function refuseKnowledge({ upTo, property }: Expectation, properties: readonly Property[], reporter: Reporter): void {
  const asked = properties.find(({ name }) => name === property.text);
  if (upTo === null || asked?.usesKnowledge !== true) return;
  reporter.report('PV0504', upTo.span, `\`${property.text}\` asks what a node knows, and that rests on runs with any number of faults`);
}

/** null where it is wrong, which has been reported. */
export function limitAt({ faults }: NonNullable<Expectation['upTo']>, cx: Context): number | null {
  const n = constantInt(cx, faults);
  if (n === null) return null;
  if (n >= 0 && n <= MOST) return n;
  return cx.reporter.report('PV0506', faults.span, `a limit of faults is 0 to ${MOST}, and this is ${n}`);
}
