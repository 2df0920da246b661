/** Every outcome of a run in one list, a property's or a claim's, for formats that have a record for each. */
import type {
  BlameReport,
  CheckReport,
  ClaimOutcomeReport,
  ClaimReport,
  Counterexample,
  NearestReport,
  OutcomeReport,
  Place,
  PropertyReport,
  ProvisosReport,
  RunReport,
  Standing,
  VerdictReport,
} from './result/types.ts';
import { atText, sweepText } from './words/check.ts';
import { wantedText } from './words/exhausted.ts';
import { pointText } from './words/verdicts.ts';

export interface Entry {
  /** "Lease under Paused for P in 0..3", "provisos of Lease from Paused" */
  readonly group: string;
  /** where the check or the block stands */
  readonly groupPlace: Place;
  /** "AtMostOne at P = 2" */
  readonly name: string;
  readonly property: string;
  readonly place: Place;
  readonly standing: Standing;
  /** "violated; expected: holds" */
  readonly text: string;
  /** where the check or the block is written */
  readonly file: string;
  /** "Counter/Plain/Small/P = 2" */
  readonly question: string;
  readonly expected: string;
  /** the status of the verdict; of a claim that is not right `wrong` */
  readonly came: string;
  readonly outcome: OutcomeReport | ClaimOutcomeReport;
  /** the same for the same question in the same file, however the text moves and whatever the answer is */
  readonly identity: string;
  /** an answer was reached, and it is that the model fails */
  readonly fails: boolean;
  readonly verdict: Pick<VerdictReport, 'place'>;
  readonly counterexample: Counterexample | null;
  readonly blame: BlameReport | null;
  readonly nearest: NearestReport | null;
}

/** A check or a block, with its outcomes. */
export interface EntryGroup {
  readonly name: string;
  readonly place: Place;
  readonly milliseconds: number;
  readonly entries: readonly Entry[];
}

export function groupsOf({ checks, provisos }: Pick<RunReport, 'checks' | 'provisos'>): EntryGroup[] {
  return [...checks.map(checkGroup), ...provisos.map(provisosGroup)];
}

export function entriesOf(run: Pick<RunReport, 'checks' | 'provisos'>): Entry[] {
  return groupsOf(run).flatMap(({ entries }) => entries);
}

function checkGroup(check: CheckReport): EntryGroup {
  const name = `${check.system} under ${check.assume}${sweepText(check)}`;
  return {
    name,
    place: check.place,
    milliseconds: check.search.milliseconds,
    entries: check.properties.flatMap((property) => property.outcomes.map((outcome) => propertyEntry(check, name, property, outcome))),
  };
}

function propertyEntry(check: CheckReport, group: string, property: PropertyReport, outcome: OutcomeReport): Entry {
  const { verdict, point, expected, upToFaults, standing, blame, nearest } = outcome;
  const wanted =
    (standing === 'unexpected' || standing === 'known') && verdict.status !== 'error'
      ? `; expected: ${wantedText(expected, upToFaults)}`
      : '';
  const question = [
    check.system,
    check.assume,
    property.name,
    ...(upToFaults === null ? [] : [`up to ${upToFaults}`]),
    ...(point.length === 0 ? [] : [pointText(point)]),
  ].join('/');
  return {
    ...{ file: check.place.file, question, expected, came: verdict.status, outcome },
    ...{ group, groupPlace: check.place, property: property.name, place: property.place, standing, blame, nearest, verdict },
    name: `${property.name}${atText(point)}`,
    text: `${verdict.text}${wanted}`,
    identity: `${check.place.file}/${question}`,
    fails: verdict.status === 'error',
    // Made when a format looks at it.
    get counterexample() {
      return outcome.counterexample;
    },
  };
}

function provisosGroup(provisos: ProvisosReport): EntryGroup {
  const name = `provisos of ${provisos.system} from ${provisos.assume}${sweepText(provisos)}`;
  return {
    name,
    place: provisos.place,
    milliseconds: provisos.milliseconds,
    entries: provisos.claims.flatMap((claim) => claim.outcomes.map((outcome) => claimEntry(provisos, name, claim, outcome))),
  };
}

function claimEntry(provisos: ProvisosReport, group: string, claim: ClaimReport, outcome: ClaimOutcomeReport): Entry {
  const { standing, point } = outcome;
  const { property, word, condition } = claim;
  const identity = [
    ...['provisos', provisos.system, provisos.assume, property, word, condition],
    ...(point.length === 0 ? [] : [pointText(point)]),
  ].join('/');
  return {
    ...{ file: provisos.place.file, question: identity, identity, expected: 'right', came: 'wrong', outcome },
    ...{ group, groupPlace: provisos.place, property, place: claim.place, standing, blame: null, nearest: null, verdict: { place: null } },
    name: `${property} holds ${word} ${condition}${atText(point)}`,
    text: outcome.text,
    fails: false,
    get counterexample() {
      return outcome.counterexample;
    },
  };
}
