/** One check: its outcomes by property, with all that a format shows of them. */
import type { Standing as CheckerStanding, CheckOutcome, Growth, Multiplied, Outcome, Property, Size, Trace } from '#checker';
import { standing } from '#checker';
import { boundName } from '../words/growth.ts';
import { counterexampleOf } from './counterexample.ts';
import { nearestReport } from './nearest.ts';
import { placeIn, placeOrNull, type Texts, wordsIn } from './places.ts';
import { searchReport, together } from './search.ts';
import type { CheckReport, Counterexample, GrowthReport, Largest, OutcomeReport, PropertyReport, Search, Standing } from './types.ts';
import { blameReport, verdictReport } from './verdict.ts';

export function checkReport(check: CheckOutcome, texts: Texts): CheckReport {
  const { system, assume, span, sweeps, outcomes, neverRan, largest } = check;
  const searches = searchesOf(outcomes);
  const errors = new Map<Trace, Counterexample>();
  const report = (outcome: Outcome) => outcomeReport(outcome, searches.get(outcome.size)!, errors, texts);
  return {
    place: placeIn(texts, span),
    system,
    assume,
    sweep: sweeps.map(({ name, domain }) => ({ name, values: wordsIn(texts, domain) ?? '...' })),
    search: together([...searches.values()]),
    properties: byProperty(outcomes).map((group) => propertyReport(group, report, texts)),
    neverRuns: neverRan.map(({ role, title, span }) => ({ role, code: title, place: placeIn(texts, span) })),
    largest: largest === undefined ? null : largestReport(largest, texts),
  };
}

/** Properties of one point share a search. */
function searchesOf(outcomes: readonly Outcome[]): Map<Size, Search> {
  const groups = Map.groupBy(outcomes, ({ size }) => size);
  return new Map([...groups].map(([size, group]) => [size, searchReport(size, group)]));
}

function byProperty(outcomes: readonly Outcome[]): Outcome[][] {
  return [...Map.groupBy(outcomes, ({ property }) => property).values()];
}

function propertyReport(group: readonly Outcome[], report: (outcome: Outcome) => OutcomeReport, texts: Texts): PropertyReport {
  const { name, word, nameSpan } = propertyOf(group[0]);
  return { name, kind: word, place: placeIn(texts, nameSpan), outcomes: group.map(report) };
}

function propertyOf({ model, property }: Outcome): Property {
  return model.properties.find(({ name }) => name === property)!;
}

const STANDINGS: Readonly<Record<CheckerStanding, Standing>> = {
  'as expected': 'expected',
  unexpected: 'unexpected',
  undecided: 'undecided',
  unchecked: 'unchecked',
};

/** `errors`: an error of the model is the outcome of every property, and its run is reported once. */
function outcomeReport(outcome: Outcome, search: Search, errors: Map<Trace, Counterexample>, texts: Texts): OutcomeReport {
  const { point, expected, upTo, verdict, model } = outcome;
  const property = propertyOf(outcome);
  return {
    point,
    expected,
    upToFaults: upTo ?? null,
    standing: STANDINGS[standing(outcome)],
    verdict: verdictReport(verdict, texts),
    search,
    // Made anew whenever a format looks at it: of a large sweep most never are, and all at once take much memory.
    get counterexample() {
      if (!('trace' in verdict)) return null;
      const made = errors.get(verdict.trace) ?? counterexampleOf(model, property, verdict, texts);
      if (verdict.status === 'error') errors.set(verdict.trace, made);
      return made;
    },
    nearest:
      standing(outcome) === 'unexpected' && 'nearest' in verdict && verdict.nearest
        ? nearestReport(model, property, verdict.nearest, texts)
        : null,
    blame: verdict.status === 'violated' && verdict.blame !== null ? blameReport(verdict.blame, property, texts) : null,
  };
}

export function largestReport(
  { point, states, first, timers, nodes, multipliers, growth, notSymmetric, dropped }: Multiplied,
  texts: Texts,
): Largest {
  return {
    point,
    states,
    first: first ?? null,
    timers,
    nodes,
    multipliers: multipliers.map(({ kind, name, times }) => ({ kind, name, times })),
    growth: growth === undefined ? null : growthReport(growth),
    notSymmetric: notSymmetric.map(({ name, why, span }) => ({ name, why, place: placeOrNull(texts, span) })),
    leftOut: dropped ?? [],
  };
}

function growthReport({ others, bounds }: Growth): GrowthReport {
  return { others, bounds: bounds.map(({ bound, asked, counted }) => ({ kind: bound.kind, name: boundName(bound), asked, counted })) };
}
