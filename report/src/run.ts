/** The text of a finished check: one line a property, the counterexample where one is wanted. */
import { type CheckOutcome, type Outcome, type Point, type Property, type Size, type Standing, standing, type Trace } from '#checker';
import type { Span } from '#grammar';
import type { Reader } from './facts/reader.ts';
import { padded, printable, width, wrapped } from './layout.ts';
import type { Style } from './style.ts';
import { counterexampleTable } from './table.ts';
import { duration, enumerate, plural } from './words/counts.ts';
import { whyFair } from './words/lasso.ts';
import { multipliersText } from './words/multipliers.ts';
import { story } from './words/story.ts';
import { blameText, lengthOf, pointText, sizeText, statisticsText, verdictText } from './words/verdicts.ts';

export interface RunOptions {
  readonly style: Style;
  readonly columns: number;
  readonly source: (span: Span) => string | null;
  /** `file:line` of a span */
  readonly place: (span: Span) => string;
  /** counterexamples that were expected are shown in full as well */
  readonly traces: boolean;
  readonly statistics: boolean;
  /** only what was not expected */
  readonly quiet: boolean;
}

const INDENT = '      ';

/** Lines of one check; none where it is asked to be quiet and all is as expected. */
export function checkText(check: CheckOutcome, options: RunOptions): string[] {
  const groups = byProperty(check.outcomes);
  const wanted = groups.filter((group) => !options.quiet || group.some((o) => standing(o) === 'unexpected' || standing(o) === 'undecided'));
  if (wanted.length === 0) return [];
  const swept = check.sweeps.map(({ name, domain }) => `${name} in ${options.source(domain) ?? '...'}`).join(', ');
  const sweep = swept === '' ? '' : ` for ${swept}`;
  const title = `${check.system} under ${check.assume}${printable(sweep)}`;
  const size = options.style.faint(searched(check.outcomes, options.statistics));
  const head = `${options.style.strong(printable(options.place(check.span)))}  ${title}  ${size}`;
  const nameWidth = Math.max(...groups.map((group) => width(group[0].property)));
  const shown = new Set<Trace>();
  return [
    head,
    ...wanted.flatMap((group) => propertyText(group, nameWidth, options, shown)),
    ...deadText(check, options),
    ...multiplied(check, options),
  ];
}

function byProperty(outcomes: readonly Outcome[]): Outcome[][] {
  const groups = new Map<string, Outcome[]>();
  for (const outcome of outcomes) groups.set(outcome.property, [...(groups.get(outcome.property) ?? []), outcome]);
  return [...groups.values()];
}

function multiplied({ largest }: CheckOutcome, { style, columns, place }: RunOptions): string[] {
  if (largest === undefined) return [];
  const room = Math.min(96, columns) - INDENT.length;
  const { dropped = [] } = largest;
  const left =
    dropped.length === 0
      ? []
      : wrapped(`left out of the states once a search is large, since nothing reads it: ${enumerate(dropped)}`, room);
  const lines = [...multipliersText(largest, at(largest.point), room, place), ...left];
  return lines.length === 0 ? [] : ['', ...indented(lines).map(style.faint), ''];
}

/** "! never runs under Calm: Worker's `on Refused`": what the author wrote for a case that these assumptions exclude */
function deadText({ assume, neverRan }: CheckOutcome, { style, quiet, columns }: RunOptions): string[] {
  if (quiet || neverRan.length === 0) return [];
  const names = neverRan.map(({ role, title }) => `${role}'s \`${title}\``);
  const [first, ...others] = wrapped(
    `never ${names.length === 1 ? 'runs' : 'run'} under ${assume}: ${enumerate(names)}`,
    Math.min(96, columns) - 4,
  );
  return [`  ${style.warn('!')} ${first}`, ...others.map((line) => `    ${line}`)];
}

/** An error of the model ends the check of every property at once; its trace, once in `shown`, is not shown again. */
function propertyText(group: readonly Outcome[], nameWidth: number, options: RunOptions, shown: Set<Trace>): string[] {
  const of = (wanted: Standing) => group.filter((outcome) => standing(outcome) === wanted);
  const [wrong, undecided, fine] = [of('unexpected'), of('undecided'), of('as expected')];
  const lead = wrong[0] ?? undecided[0] ?? fine[0] ?? group[0];
  const line = (what: string) => verdictLine(lead, what, nameWidth, options);
  if (wrong.length > 0) {
    const { verdict } = wrong[0];
    const again = 'trace' in verdict && shown.has(verdict.trace);
    if (again) return [line('error in the model, as above')];
    if ('trace' in verdict) shown.add(verdict.trace);
    const details = [...counterexample(wrong[0], options), ...alsoWrong(wrong)];
    return [line(wrongText(group, wrong)), ...(details.length === 0 ? [] : ['', ...indented(details), ''])];
  }
  if (undecided.length > 0) return [line(undecidedText(group, undecided))];
  if (fine.length === 0) return [line(verdictText(lead.verdict))];
  return [line(fineText(group, fine)), ...expectedCounterexample(fine, group.length > 1, options)];
}

/** "✓ InTurn  holds"; what holds only because nothing was asked of it is marked as a warning */
function verdictLine(lead: Outcome, what: string, nameWidth: number, { style }: RunOptions): string {
  const marks = { 'as expected': style.good('✓'), unexpected: style.bad('✗'), undecided: style.warn('?'), unchecked: '-' };
  const vacuous = lead.verdict.status === 'holds' && lead.verdict.vacuous !== null && standing(lead) === 'as expected';
  const line = `  ${vacuous ? style.warn('!') : marks[standing(lead)]} ${padded(lead.property, nameWidth)}  ${printable(what)}`;
  return standing(lead) === 'unchecked' ? style.faint(line) : line;
}

/** Properties of one point share a search, and its size. */
function searched(outcomes: readonly Outcome[], statistics: boolean): string {
  const sizes = [...new Set(outcomes.map((outcome) => outcome.size))];
  const sum = (of: (size: Size) => number) => sizes.map(of).reduce((a, b) => a + b, 0);
  const total: Size = {
    states: sum((size) => size.states),
    transitions: sum((size) => size.transitions),
    cut: sum((size) => size.cut),
    depth: Math.max(...sizes.map((size) => size.depth)),
    faults: Math.max(...sizes.map((size) => size.faults)),
    alike: [...new Set(sizes.flatMap((size) => size.alike))],
    bytes: sum((size) => size.bytes),
    compressed: sizes.some((size) => size.compressed),
    interpretedBecause: sizes.find((size) => size.interpretedBecause !== null)?.interpretedBecause ?? null,
    whole: sizes.every((size) => size.whole),
    milliseconds: sum((size) => size.milliseconds),
  };
  const inPart = sizes.some(({ alike }) => alike.length === 0);
  return statistics ? statisticsText(total, inPart) : sizeText(total, inPart);
}

function at(point: Point): string {
  return point.length === 0 ? '' : ` at ${pointText(point)}`;
}

function wrongText(group: readonly Outcome[], wrong: readonly Outcome[]): string {
  const [first] = wrong;
  const expected = first.verdict.status === 'error' ? '' : `; expected: ${first.expected}`;
  const others = group.length === 1 ? '' : ` (${wrong.length} of ${plural(group.length, 'point')} not as expected)`;
  return `${verdictText(first.verdict)}${expected}${at(first.point)}${others}`;
}

function undecidedText(group: readonly Outcome[], undecided: readonly Outcome[]): string {
  const others = group.length === 1 ? '' : ` (${undecided.length} of ${plural(group.length, 'point')} undecided)`;
  return `${verdictText(undecided[0].verdict)}${at(undecided[0].point)}${others}`;
}

/** "violated, as expected: 1 fault, 10 steps"; of a sweep "as expected at 12 points: holds at 6, violated at 6" */
function fineText(group: readonly Outcome[], fine: readonly Outcome[]): string {
  if (group.length === 1) {
    const { verdict } = fine[0];
    if (verdict.status === 'violated') return `violated, as expected: ${lengthOf(verdict.trace)}`;
    return verdictText(verdict);
  }
  const kinds = [...new Set(fine.map((outcome) => shortVerdict(outcome)))];
  const counts = kinds.map((kind) => `${kind} at ${fine.filter((outcome) => shortVerdict(outcome) === kind).length}`);
  const unchecked = group.length > fine.length ? `, ${group.length - fine.length} not checked` : '';
  return `as expected at ${plural(fine.length, 'point')}: ${kinds.length === 1 ? kinds[0] : enumerate(counts)}${unchecked}`;
}

function shortVerdict({ verdict }: Outcome): string {
  return verdict.status === 'violated' || verdict.status === 'reached' ? verdict.status : verdictText(verdict);
}

/** The first violation that was expected: its story, or all of it where traces are asked for. */
function expectedCounterexample(fine: readonly Outcome[], oneOfMany: boolean, options: RunOptions): string[] {
  const first = fine.find((outcome) => outcome.verdict.status === 'violated' || (options.traces && outcome.verdict.status === 'reached'));
  if (first === undefined || options.quiet) return [];
  const where = oneOfMany ? [`${pointText(first.point)}: ${verdictText(first.verdict)}`] : [];
  if (options.traces) return ['', ...indented([...where, ...counterexample(first, options)]), ''];
  return indented([...where, ...told(first, options)]).map(options.style.faint);
}

function alsoWrong(wrong: readonly Outcome[]): string[] {
  if (wrong.length === 1) return [];
  const others = wrong.slice(1, 6).map((o) => `${pointText(o.point)}: ${verdictText(o.verdict)}; expected: ${o.expected}`);
  const more = wrong.length > 6 ? [`and at ${wrong.length - 6} more`] : [];
  return ['', 'Also not as expected:', ...[...others, ...more].map((line) => `  ${line}`)];
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? '' : INDENT + line));
}

/** Story, table and what the violation needs; for a verdict without a trace nothing. */
function counterexample(outcome: Outcome, options: RunOptions): string[] {
  const { verdict } = outcome;
  if (!('trace' in verdict)) return [];
  const reader = readerOf(outcome, options);
  const place = verdict.status === 'error' ? [`The error is at ${options.place(verdict.error.span)}.`, ''] : [];
  const table = counterexampleTable(reader, verdict, { style: options.style, columns: options.columns - INDENT.length });
  const blame = verdict.status === 'violated' && verdict.blame !== null ? blameText(verdict.blame) : '';
  const fair = verdict.status === 'violated' ? whyFair(reader) : [];
  const after = [...fair, ...(blame === '' ? [] : [blame])].flatMap((text) => wrapped(printable(text), proseColumns(options)));
  return [...told(outcome, options), '', ...place, ...table, ...lookAlikes(reader, options), ...(after.length === 0 ? [] : ['', ...after])];
}

/** Where a node is in doubt: the run that it might as well be in. */
function lookAlikes(reader: Reader, { style, columns }: RunOptions): string[] {
  return (reader.known?.claims ?? []).flatMap(({ node, twin }) => {
    if (twin === null) return [];
    const other: Reader = { model: reader.model, source: reader.source, trace: twin };
    const table = counterexampleTable(other, { status: 'reached', trace: twin }, { style, columns: columns - INDENT.length });
    return ['', `What ${reader.model.instances[node].name} cannot tell this from:`, '', ...table];
  });
}

function told(outcome: Outcome, options: RunOptions): string[] {
  const property = outcome.model.properties.find((p): p is Property => p.name === outcome.property);
  if (property === undefined || !('trace' in outcome.verdict)) return [];
  return wrapped(printable(story(readerOf(outcome, options), property, outcome.verdict)), proseColumns(options));
}

function proseColumns(options: RunOptions): number {
  return Math.min(96, options.columns) - INDENT.length;
}

function readerOf({ model, verdict }: Outcome, { source }: RunOptions): Reader {
  if (!('trace' in verdict)) throw new Error(`a verdict that ${verdict.status} has no trace`);
  return { model, trace: verdict.trace, source, known: 'known' in verdict ? (verdict.known ?? null) : null };
}

/** "3 checks, 20 verdicts as expected, 1 not as expected; 2 not checked yet (liveness). 48,210 states, 0.3 s" */
export function summaryText(checks: readonly CheckOutcome[], milliseconds: number, style: Style): string {
  const outcomes = checks.flatMap((check) => check.outcomes);
  const count = (wanted: Standing) => outcomes.filter((outcome) => standing(outcome) === wanted).length;
  const parts = [
    plural(checks.length, 'check'),
    style.good(`${plural(count('as expected'), 'verdict')} as expected`),
    ...(count('unexpected') > 0 ? [style.bad(`${count('unexpected')} not as expected`)] : []),
    ...(count('undecided') > 0 ? [style.warn(`${count('undecided')} undecided`)] : []),
    ...(count('unchecked') > 0 ? [style.faint(`${count('unchecked')} not checked yet (${reasons(outcomes)})`)] : []),
  ];
  return `${parts.join(', ')}  ${style.faint(duration(milliseconds))}`;
}

function reasons(outcomes: readonly Outcome[]): string {
  return [...new Set(outcomes.flatMap(({ verdict }) => (verdict.status === 'unchecked' ? [verdict.reason] : [])))].join(', ');
}
