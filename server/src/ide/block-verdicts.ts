/** What became of a file's `provisos` blocks: in a few words behind the line of each, and as problems where a claim is wrong. */
import type { Span } from '#grammar';
import { duration, plural, pointText } from '#report';
import type { Snapshot } from './snapshot.ts';
import type { BlockVerdicts, ClaimData } from './verdicts.ts';

/** `claim`: where its property stands. */
export function claimOutcomes({ plan, data }: BlockVerdicts, claim: Span): readonly ClaimData[] {
  const starts = [...new Set(plan.runs.flatMap(({ claims }) => claims.map(({ span }) => span.start)))];
  return data?.claims[starts.indexOf(claim.start)] ?? [];
}

/** The outcomes of all claims of all blocks that are known. */
export function claimsOf({ blocks = [] }: Snapshot): readonly ClaimData[] {
  return blocks.flatMap(({ data }) => data?.claims.flat() ?? []);
}

/** `texts`: the longest first */
export interface BlockVerdict {
  readonly span: Span;
  readonly texts: readonly string[];
  readonly kind: 'good' | 'bad' | 'unknown' | 'checking';
}

/** Behind the assumption set of each block. */
export function blockVerdicts({ blocks = [] }: Snapshot): BlockVerdict[] {
  return blocks.map(({ plan, data }): BlockVerdict => {
    const { span } = plan.block.assume;
    if (data === null) return { span, texts: ['… checking'], kind: 'checking' };
    const outcomes = data.claims.flat();
    const count = (wanted: ClaimData['standing']) => outcomes.filter(({ standing }) => standing === wanted).length;
    const all = plural(outcomes.length, 'claim');
    const [wrong, open] = [count('unexpected'), count('undecided') + count('unchecked')];
    if (wrong > 0) return { span, texts: [`✗ ${wrong} of ${all} wrong`], kind: 'bad' };
    if (open > 0) return { span, texts: [`? ${open} of ${all} not decided`], kind: 'unknown' };
    const said = `✓ ${all} right`;
    const sets = `${said} · ${plural(
      outcomes.reduce((sum, one) => sum + one.sets, 0),
      'assumption set',
    )}`;
    return { span, texts: [`${sets} · ${duration(data.milliseconds)}`, sets, said], kind: 'good' };
  });
}

/** Points at which a claim is wrong: more than this nobody reads. */
const MOST_POINTS = 3;

/** At the property of each claim that is wrong. */
export function blockProblems({ blocks = [] }: Snapshot): { readonly span: Span; readonly message: string }[] {
  return blocks.flatMap((block) =>
    block.plan.block.claims.flatMap(({ property: { span, text } }) => {
      const wrong = claimOutcomes(block, span).filter(({ standing }) => standing === 'unexpected');
      if (wrong.length === 0) return [];
      const said = wrong.slice(0, MOST_POINTS).map((one) => `${text}${atPoint(one)}: ${one.text}.`);
      const more = wrong.length > MOST_POINTS ? [`And at ${wrong.length - MOST_POINTS} more points.`] : [];
      return [{ span, message: [...said, ...more, ...(wrong[0].story === null ? [] : [wrong[0].story])].join('\n') }];
    }),
  );
}

function atPoint({ point }: ClaimData): string {
  return point.length === 0 ? '' : ` at ${pointText(point)}`;
}
