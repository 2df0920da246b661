/** The tests of a file: its checks with their expectations, and its `provisos` blocks with their claims, as they stand. */
import { type CheckOutcome, type CheckPlan, type Outcome, type ProvisosPlan, standing } from '#checker';
import { type Check, type Expectation, type Provisos, printExpr, type Span, type Sweep } from '#grammar';
import { checkReport, type OutcomeReport, pointText, type Standing, sweepText, verdictText, wantedText } from '#report';
import { claimOutcomes } from '../ide/block-verdicts.ts';
import { under } from '../ide/judged.ts';
import { claimRuns } from '../ide/runs.ts';
import type { Snapshot } from '../ide/snapshot.ts';
import type { ClaimData } from '../ide/verdicts.ts';
import { handlersOf } from './handler-tests.ts';
import { Names } from './names.ts';
import type { Subject, SubjectBlock, SubjectCheck } from './subject.ts';
import type { FileTests, Test, TestGroup, TestPoint, TestResult, TestState } from './test-types.ts';

/** How what is not known stands: whether it is on its way. */
export interface Waiting {
  check(check: SubjectCheck): 'idle' | 'queued' | 'running';
  block(block: SubjectBlock): 'idle' | 'queued' | 'running';
}

/** `problem`: of the text, if it has errors. `subject`: of the same snapshot, whose verdicts are filled in. */
export function fileTests(view: Snapshot, subject: Subject, waiting: Waiting, problem: string | null): FileTests<Span> {
  const names = new Names();
  const groups = [
    ...view.loaded.root.checks.map((check, index) => checkGroup(view, subject, waiting, check, index, names)),
    ...view.loaded.root.provisos.map((block, index) => blockGroup(view, subject, waiting, block, index, names)),
  ];
  return { problem, groups: groups.toSorted((a, b) => a.place.start - b.place.start) };
}

/** A test at each point of its sweep, failed ones first; null where there is no such test. */
export function testPoints(view: Snapshot, subject: Subject, group: string, test: string): TestPoint<Span>[] | null {
  const never: Waiting = { check: () => 'idle', block: () => 'idle' };
  const found = fileTests(view, subject, never, null).groups.find(({ id }) => id === group);
  const one = found?.tests.find(({ id }) => id === test);
  if (found === undefined || one === undefined) return null;
  const index = subject[found.kind === 'check' ? 'checks' : 'blocks'].find(({ identity }) => identity.key === found.key)?.index;
  const points = found.kind === 'check' ? checkPoints(view, index ?? -1, one) : blockPoints(view, index ?? -1, one);
  return points.toSorted((a, b) => ORDER[a.state] - ORDER[b.state]);
}

/** What matters most first. */
const ORDER: Readonly<Record<TestState, number>> = { failed: 0, unknown: 1, running: 2, queued: 3, idle: 4, skipped: 5, passed: 6 };

const STATES: Readonly<Record<Standing, TestState>> = {
  expected: 'passed',
  unexpected: 'failed',
  // A baseline is the command line's business.
  known: 'failed',
  undecided: 'unknown',
  unchecked: 'skipped',
};

const STANDINGS = { 'as expected': 'passed', unexpected: 'failed', undecided: 'unknown', unchecked: 'skipped' } as const;

function worst(states: readonly TestState[], none: TestState): TestState {
  return states.toSorted((a, b) => ORDER[a] - ORDER[b])[0] ?? none;
}

function countsOf(states: readonly TestState[]): Record<TestState, number> {
  const counts = { idle: 0, queued: 0, running: 0, passed: 0, failed: 0, unknown: 0, skipped: 0 };
  for (const state of states) counts[state]++;
  return counts;
}

function sum(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : numbers.reduce((a, b) => a + b, 0);
}

/** As it is written, or as it is planned; where neither is known, the file's only one. */
function systemOf({ analysis }: Snapshot, syntax: Check | Provisos, plan: CheckPlan | ProvisosPlan | undefined): string {
  return syntax.system?.text ?? plan?.system ?? [...analysis.systems.keys()][0] ?? '';
}

function swept({ text }: Snapshot, sweeps: readonly Sweep[]): string {
  return sweepText({
    sweep: sweeps.map(({ name, domain }) => ({ name: name.text, values: text.slice(domain.span.start, domain.span.end) })),
  });
}

// Checks

function checkGroup(view: Snapshot, subject: Subject, waiting: Waiting, check: Check, index: number, names: Names): TestGroup<Span> {
  const own = subject.checks.find((one) => one.index === index);
  const plan = view.analysis.checks.find((one) => one.check === check);
  const system = systemOf(view, check, plan);
  const outcome = view.verdicts?.checks.find((one) => one.index === index)?.outcome ?? null;
  const otherwise = own === undefined ? 'idle' : waiting.check(own);
  const tests = [
    ...check.expectations.map((one) => ({ property: one.property.text, label: labelOf(one), span: one.span })),
    ...implicit(check, plan).map((property) => {
      const word = plan?.runs[0]?.expectations.find((one) => one.property === property)?.verdict ?? 'holds';
      return { property, label: `${property} ${word}`, span: check.assume.span };
    }),
  ].map(({ property, label, span }): Test<Span> => {
    const outcomes = outcome?.outcomes.filter((one) => one.property === property) ?? [];
    const states = outcomes.map((one) => STANDINGS[standing(one)]);
    const lead = outcomes.toSorted((a, b) => ORDER[STANDINGS[standing(a)]] - ORDER[STANDINGS[standing(b)]])[0];
    return {
      ...{ kind: kindOf(view, system, property), id: property, label, property, place: span },
      state: worst(states, otherwise),
      milliseconds: sum(outcomes.map(({ size }) => size.milliseconds)),
      points: Math.max(1, plan?.runs.length ?? 1),
      counts: countsOf(states),
      result: outcome === null || lead === undefined ? null : resultOf(view, outcome, lead, span),
      log: null,
    };
  });
  const states = tests.map(({ state }) => state);
  return {
    kind: 'check',
    id: names.of(`${system}/${check.assume.text}`),
    label: `${system} under ${check.assume.text}${swept(view, check.sweeps)}`,
    system,
    place: check.span,
    key: own?.identity.key ?? null,
    state: worst(states, otherwise),
    milliseconds: sum([...new Set(outcome?.outcomes.map(({ size }) => size))].map(({ milliseconds }) => milliseconds)),
    tests,
    handlers: outcome === null ? [] : handlersOf(view, outcome),
  };
}

/** Properties of the system that no check of these assumptions names: the first one judges them. */
function implicit({ expectations }: Check, plan: CheckPlan | undefined): string[] {
  const all = plan?.runs[0]?.expectations.map(({ property }) => property) ?? [];
  return all.filter((property) => !expectations.some((one) => one.property.text === property));
}

function labelOf({ property, verdict, upTo, when }: Expectation): string {
  const limit = upTo === null ? '' : ` up to ${printExpr(upTo.faults)} faults`;
  return `${property.text} ${verdict}${limit}${when === null ? '' : ` when ${printExpr(when)}`}`;
}

function kindOf({ analysis }: Snapshot, system: string, property: string): Test<Span>['kind'] {
  const item = analysis.systems.get(system)?.items.find((one) => one.kind === 'property' && one.name.text === property);
  return item?.kind === 'property' ? item.word : 'safety';
}

function resultOf(view: Snapshot, check: CheckOutcome, outcome: Outcome, span: Span): TestResult<Span> {
  const { verdict, point, expected, upTo } = outcome;
  const failed = STANDINGS[standing(outcome)] === 'failed' ? reportOf(view, check, outcome) : null;
  return {
    point,
    under: under({ check: 0, index: 0, assume: check.assume, system: check.system, outcome }),
    expected: wantedText(expected, upTo),
    actual: verdictText(verdict),
    status: verdict.status,
    place: verdict.status === 'error' ? verdict.error.span : span,
    story: failed?.counterexample?.story ?? null,
    advice: failed?.blame?.text || failed?.nearest?.text || null,
    hasRun: 'trace' in verdict,
  };
}

function reportOf({ loaded }: Snapshot, check: CheckOutcome, outcome: Outcome): OutcomeReport | null {
  const alone: CheckOutcome = { ...check, outcomes: [outcome], neverRan: [], largest: undefined };
  const [property] = checkReport(alone, (file) => loaded.texts.get(file) ?? null).properties;
  return property?.outcomes[0] ?? null;
}

function checkPoints(view: Snapshot, index: number, { property, place }: Test<Span>): TestPoint<Span>[] {
  const check = view.verdicts?.checks.find((one) => one.index === index)?.outcome;
  const plan = view.analysis.checks.find((one) => one.check === view.loaded.root.checks[index]);
  const own = (check?.outcomes ?? []).filter((one) => one.property === property);
  const outcomes = new Map(own.map((one) => [pointText(one.point), one]));
  return (plan?.runs ?? []).map(({ sweep }): TestPoint<Span> => {
    const id = pointText(sweep);
    const outcome = outcomes.get(id);
    if (check === undefined || outcome === undefined) return { id, state: 'idle', milliseconds: null, result: null };
    return {
      id,
      state: STANDINGS[standing(outcome)],
      milliseconds: outcome.size.milliseconds,
      result: resultOf(view, check, outcome, place),
    };
  });
}

// Blocks

function blockGroup(view: Snapshot, subject: Subject, waiting: Waiting, block: Provisos, index: number, names: Names): TestGroup<Span> {
  const own = subject.blocks.find((one) => one.index === index);
  const plan = view.analysis.provisos.find((one) => one.block === block);
  const system = systemOf(view, block, plan);
  const data = view.blocks?.find((one) => one.index === index)?.data ?? null;
  const otherwise = own === undefined ? 'idle' : waiting.block(own);
  const claims = new Names();
  const tests = block.claims.map(({ property, word, condition, span }): Test<Span> => {
    const label = `${property.text} holds ${word} ${printExpr(condition)}`;
    const outcomes = plan === undefined || data === null ? [] : claimOutcomes({ index, plan, data }, property.span);
    const states = outcomes.map((one) => STATES[one.standing]);
    const lead = outcomes.toSorted((a, b) => ORDER[STATES[a.standing]] - ORDER[STATES[b.standing]])[0];
    return {
      ...{ kind: 'claim', log: null, id: claims.of(`${property.text}/${word}`), label, property: property.text, place: span },
      state: worst(states, otherwise),
      milliseconds: null,
      points: Math.max(1, plan?.runs.length ?? 1),
      counts: countsOf(states),
      result: lead === undefined ? null : claimResult(view, block, lead, `holds ${word} ${printExpr(condition)}`, span),
    };
  });
  return {
    kind: 'provisos',
    id: names.of(`provisos/${system}/${block.assume.text}`),
    label: `provisos of ${system} from ${block.assume.text}${swept(view, block.sweeps)}`,
    system,
    place: block.span,
    key: own?.identity.key ?? null,
    state: worst(
      tests.map(({ state }) => state),
      otherwise,
    ),
    milliseconds: data?.milliseconds ?? null,
    tests,
    handlers: [],
  };
}

function claimResult(view: Snapshot, { assume }: Provisos, claim: ClaimData, expected: string, span: Span): TestResult<Span> {
  const { point, text, standing: stands, story } = claim;
  const at = point.length === 0 ? '' : ` (${pointText(point)})`;
  // Of few points there is one.
  const run = claim.run === null ? undefined : claimRuns(view).find(({ of }) => of.data === claim);
  return {
    ...{ point, under: run?.under ?? `${assume.text}${at}`, expected, actual: text, status: null, place: span, advice: null },
    hasRun: run !== undefined,
    story: STATES[stands] === 'failed' ? story : null,
  };
}

function blockPoints(view: Snapshot, index: number, { id, place }: Test<Span>): TestPoint<Span>[] {
  const block = view.loaded.root.provisos[index];
  const known = view.blocks?.find((one) => one.index === index);
  const names = new Names();
  const claim = block?.claims.find(({ property, word }) => names.of(`${property.text}/${word}`) === id);
  if (block === undefined || claim === undefined) return [];
  const own = known === undefined ? [] : claimOutcomes(known, claim.property.span);
  const outcomes = new Map(own.map((one) => [pointText(one.point), one]));
  const plan = view.analysis.provisos.find((one) => one.block === block);
  return (plan?.runs ?? []).map(({ point }): TestPoint<Span> => {
    const id = pointText(point);
    const outcome = outcomes.get(id);
    if (outcome === undefined) return { id, state: 'idle', milliseconds: null, result: null };
    const expected = `holds ${claim.word} ${printExpr(claim.condition)}`;
    return {
      ...{ id, state: STATES[outcome.standing], milliseconds: null },
      result: claimResult(view, block, outcome, expected, place),
    };
  });
}
