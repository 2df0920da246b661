/** One `provisos` block: its claims, with all that a format shows of them. */
import type { ClaimOutcome, ClaimResult, ProvisosPlan } from '#checker';
import { unhandled } from '#grammar';
import { claimResultText, claimSet } from '../words/claims.ts';
import { counterexampleOf } from './counterexample.ts';
import { placeIn, type Texts, wordsIn } from './places.ts';
import type { ClaimOutcomeReport, ClaimReport, ProvisosReport, Standing } from './types.ts';

export function provisosReport(plan: ProvisosPlan, outcomes: readonly ClaimOutcome[], milliseconds: number, texts: Texts): ProvisosReport {
  const { span, system, assume, block } = plan;
  const remembered = outcomes.some(({ checks }) => checks > 0) && outcomes.every(({ searched }) => searched === 0);
  const claims = [...Map.groupBy(outcomes, ({ claim }) => claim.span.start).values()];
  return {
    place: placeIn(texts, span),
    system,
    assume,
    sweep: block.sweeps.map(({ name, domain }) => ({ name: name.text, values: wordsIn(texts, domain.span) ?? '...' })),
    claims: claims.map((group) => claimReport(group, texts)),
    milliseconds: remembered ? 0 : milliseconds,
    remembered,
  };
}

function claimReport(group: readonly ClaimOutcome[], texts: Texts): ClaimReport {
  const { property, exact, text, span } = group[0].claim;
  return {
    property,
    word: exact ? 'when' : 'provided',
    condition: text,
    place: placeIn(texts, span),
    outcomes: group.map((outcome) => outcomeReport(outcome, texts)),
  };
}

function outcomeReport({ claim, point, result, sets, checks }: ClaimOutcome, texts: Texts): ClaimOutcomeReport {
  return {
    point,
    standing: standingOf(result),
    text: claimResultText(result),
    bounds: result.kind === 'right' ? result.bounds : [],
    sets,
    searches: checks,
    set: claimSet(result),
    get counterexample() {
      if (result.kind !== 'violated') return null;
      const property = result.model.properties.find(({ name }) => name === claim.property)!;
      return counterexampleOf(result.model, property, result.verdict, texts);
    },
  };
}

export function standingOf({ kind }: ClaimResult): Standing {
  switch (kind) {
    case 'right':
      return 'expected';
    case 'violated':
    case 'holds':
      return 'unexpected';
    case 'open':
    case 'too large':
      return 'undecided';
    case 'refused':
      return 'unchecked';
    default:
      return unhandled(kind);
  }
}
