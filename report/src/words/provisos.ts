/** The answer of the proviso search in words. Conditions are written as a `provisos` block has them, so that they can be pasted. */
import {
  type Effect,
  isAsSimple,
  type Joint,
  type ProvisosAnswer,
  type Quantity,
  type Row,
  type Rung,
  type Smallest,
  type Thresholds,
} from '#checker';
import { unhandled } from '#grammar';
import { padded, width, wrapped } from '../layout.ts';
import type { Style } from '../style.ts';
import { alternatives, alternativeText, isSettled } from './alternatives.ts';
import { breakText, levelText, NO_FAULT, term } from './assumed.ts';
import { duration, enumerate, plural, thousands } from './counts.ts';
import { formulaText } from './formula.ts';

export interface ProvisosTextOptions {
  readonly style: Style;
  readonly columns: number;
  /** every alternative and every break, however many */
  readonly all: boolean;
  /** null where it is not over */
  readonly milliseconds: number | null;
  /** lines of the run of a break, where runs are to be shown */
  readonly run?: (smallest: Smallest, columns: number) => readonly string[];
}

/** Alternatives that are read; more are a list nobody reads. */
export const MOST_WEAKEST = 3;
const MOST_SMALLEST = 6;

export function provisosText(answer: ProvisosAnswer, options: ProvisosTextOptions): string[] {
  const { style, columns } = options;
  const indented = (lines: readonly string[], by = '  ') => lines.map((line) => (line === '' ? '' : `${by}${line}`));
  return [
    `${style.strong(`${answer.property} of ${answer.system}`)}, from ${answer.assume}: ${assumedText(answer)}`,
    '',
    ...(answer.joint === null ? [] : [...indented(jointText(answer, { ...options, columns: columns - 2 })), '']),
    // Around a set under which the model fails nothing is said of one quantity at a time.
    ...(answer.assumed === 'wrong' ? [] : [...indented(tableText(answer, { ...options, columns: columns - 2 })), '']),
    ...(answer.raisedTo === null
      ? []
      : [
          ...indented(
            wrapped(`With the capacity assumed a violation was hidden; the answer is for capacity ${answer.raisedTo}.`, columns - 2),
          ),
          '',
        ]),
    ...indented(wrapped(effortText(answer, options.milliseconds), columns - 2)).map(style.faint),
  ];
}

function assumedText({ assumed }: ProvisosAnswer): string {
  switch (assumed) {
    case 'holds':
      return 'holds as assumed';
    case 'violated':
      return 'violated as assumed';
    case 'open':
      return 'not decided as assumed';
    case 'wrong':
      return 'the model fails as assumed';
    default:
      return unhandled(assumed);
  }
}

// The joint answer

/** What is at its weakest in every weakest set, and takes part in no break. */
export function freeOf(answer: ProvisosAnswer): string[] {
  return answer.space.dimensions.filter((_, axis) => isFree(answer, axis)).map(({ quantity }) => term(quantity));
}

/** Words of the set that is asked about, on one line: "holds provided pause Worker <= 1, and only then"; of many alternatives so many. */
export function answerText(answer: ProvisosAnswer, most = Infinity): string {
  const { joint, rows, assumed, loweredTo } = answer;
  if (joint === null) {
    const telling = rows.filter(({ effect }) => effect.kind === 'needs' || effect.kind === 'would fix').map((row) => effectText(row));
    return [assumedText(answer), ...telling].join('; ');
  }
  const settled = isSettled(answer);
  if (joint.weakest.length === 0) return noneText(answer, joint, settled);
  if (assumed === 'wrong') return assumedText(answer);
  const sets = alternatives(answer).map(alternativeText);
  const more = sets.length - most;
  const end = more > 0 ? `, or under ${plural(more, 'more set')}` : settled ? ', and only then' : '';
  const room = loweredTo === null ? '' : `with up to ${plural(loweredTo, 'message')} in flight `;
  return `${room}${settled ? 'holds provided' : 'holds at least provided'} ${sets.slice(0, most).join(', or ')}${end}`;
}

function noneText({ space: { lattice } }: ProvisosAnswer, { smallest, wrong }: Joint, settled: boolean): string {
  if (!settled) return 'holds under no assumption set that was decided';
  if (smallest.length === 0) return 'the model fails under every assumption set that was searched';
  const breaksEverywhere = wrong.every((point) => smallest.some((one) => lattice.isWithin(one.point, point)));
  return `breaks${breaksEverywhere ? '' : ', or the model fails,'} under every assumption set that was searched`;
}

function jointText(answer: ProvisosAnswer, options: ProvisosTextOptions): string[] {
  const { columns, style, all } = options;
  const { joint, loweredTo, assume } = answer;
  if (joint === null) return [];
  const every = alternatives(answer);
  const shown = all ? every : every.slice(0, MOST_WEAKEST);
  const sets = shown.map(alternativeText);
  const settled = isSettled(answer);
  const more = every.length - shown.length;
  const free = freeOf(answer);
  const bounds = [...new Set(joint.weakest.flatMap((one) => one.bounds))];
  return [
    ...(sets.length === 0
      ? wrapped(noneText(answer, joint, settled), columns)
      : hanging(
          settled ? 'holds provided ' : 'holds at least provided ',
          'or provided ',
          sets,
          settled && more === 0 ? ', and only then' : '',
          columns,
        )),
    ...(more > 0 ? [style.faint(`or under ${plural(more, 'more set')} (--all shows them)`)] : []),
    ...(joint.cut.length === 0 ? [] : wrapped(`no larger number was tried of ${enumerate(joint.cut.map(term))}`, columns)),
    ...(bounds.length > 0 ? wrapped(`within bounds: ${bounds.join(', ')}`, columns) : []),
    ...(loweredTo === null
      ? []
      : wrapped(
          `with up to ${plural(loweredTo, 'message')} in flight: with as many as ${assume} permits, not every set was decided`,
          columns,
        )),
    ...(free.length > 0 && sets.length > 0 ? wrapped(`does not matter, in what was searched: ${enumerate(free)}`, columns) : []),
    ...breaksText(answer, joint.smallest, options),
    ...(joint.open.length === 0 ? [] : wrapped(`not settled: ${openText(answer, joint, all)}, nor anything weaker`, columns)),
    ...(joint.wrong.length === 0 ? [] : wrapped(failingText(joint), columns)),
  ];
}

function failingText({ wrong, failing }: Joint): string {
  const sets = `The model fails under ${plural(wrong.length, 'set')}`;
  if (failing.length === 0) return `${sets}, which says nothing of the others.`;
  return `${sets}. A step that fails there can be taken under each weaker set too: under none of those does it hold, and whether it breaks there was not asked of each.`;
}

function openText({ space }: ProvisosAnswer, { open, hasMoreOpen }: Joint, all: boolean): string {
  const shown = all ? open : open.slice(0, 2);
  const sets = shown.map((point) => breakText(space.dimensions.map(({ quantity, rungs }, i) => [quantity, rungs[point[i]]])));
  const left = open.length - shown.length;
  const more = left === 0 ? (hasMoreOpen ? ['and more'] : []) : [`and ${hasMoreOpen ? 'at least ' : ''}${thousands(left)} more`];
  return [...sets, ...more].join('; ');
}

function hanging(first: string, next: string, items: readonly string[], end: string, columns: number): string[] {
  return items.flatMap((item, i) => {
    const head = i === 0 ? first : next.padStart(first.length);
    const text = `${item}${i === items.length - 1 ? end : ''}`;
    return wrapped(text, columns - first.length).map((line, n) => `${n === 0 ? head : ' '.repeat(first.length)}${line}`);
  });
}

/** At any of its weakest rungs each weakest set is one, or within one; and it is at a strongest rung in every smallest break. */
function isFree({ space: { lattice }, joint }: ProvisosAnswer, axis: number): boolean {
  if (joint === null) return false;
  const inBreak = joint.smallest.some(({ point }) => !lattice.strongest[axis].includes(point[axis]));
  const isIn = (set: readonly number[]) => joint.weakest.some(({ point }) => lattice.isWithin(set, point));
  return !inBreak && joint.weakest.every(({ point }) => lattice.weakest[axis].every((end) => isIn(point.with(axis, end))));
}

/** The same break with another delay that is no more than exact: one tick, no more and no less, breaks nothing that is not broken without any. */
function isRepeated({ dimensions, lattice }: ProvisosAnswer['space'], { point }: Smallest, others: readonly Smallest[]): boolean {
  const isPerfect = (axis: number, rung: number) => breakText([[dimensions[axis].quantity, dimensions[axis].rungs[rung]]]) === NO_FAULT;
  const isFor = (axis: number, rung: number, other: number) =>
    rung === other || (lattice.strongest[axis].includes(rung) && lattice.strongest[axis].includes(other) && isPerfect(axis, other));
  return others.some((other) => other.point !== point && point.every((rung, axis) => isFor(axis, rung, other.point[axis])));
}

function breaksText({ space, stopped }: ProvisosAnswer, found: readonly Smallest[], options: ProvisosTextOptions): string[] {
  const { columns, style, all } = options;
  const smallest = found.filter((one) => !isRepeated(space, one, found));
  if (smallest.length === 0) return [];
  const shown = all ? smallest : smallest.slice(0, MOST_SMALLEST);
  const entries = shown.map((one) => {
    const what = breakText(space.dimensions.map(({ quantity, rungs }, i) => [quantity, rungs[one.point[i]]]));
    const head = wrapped(`${what} (${plural(one.verdict.trace.steps.length, 'step')})`, columns - 4);
    return [
      ...head.map((part, i) => `${i === 0 ? '  ' : '    '}${part}`),
      ...(options.run?.(one, columns - 4) ?? []).map((line) => `    ${line}`),
    ];
  });
  const more = smallest.length - shown.length;
  return [
    stopped === null ? 'breaks as soon as there is' : 'breaks at the latest with',
    ...entries.flat(),
    ...(more > 0 ? [style.faint(`  and ${plural(more, 'more combination')} (--all shows them)`)] : []),
  ];
}

// One quantity at a time

function tableText({ rows, assume, assumed }: ProvisosAnswer, { columns, style }: ProvisosTextOptions): string[] {
  const telling = rows.filter(({ effect }) => effect.kind !== 'does not matter' && effect.kind !== 'no value helps');
  const rest = (kind: Effect['kind']) => rows.filter(({ effect }) => effect.kind === kind).map(({ quantity }) => term(quantity));
  const column = Math.max(0, ...telling.map(({ quantity }) => width(term(quantity))));
  const [free, helpless] = [rest('does not matter'), rest('no value helps')];
  return [
    style.strong(`One at a time, all else as in ${assume}:`),
    ...telling.flatMap((row) =>
      wrapped(effectText(row), columns - column - 4).map((line, i) => `  ${padded(i === 0 ? term(row.quantity) : '', column)}  ${line}`),
    ),
    ...(free.length === 0 ? [] : wrapped(`does not matter alone: ${enumerate(free)}`, columns - 2).map((line) => `  ${line}`)),
    ...(helpless.length === 0 || assumed !== 'violated'
      ? []
      : wrapped(`no value helps alone: ${enumerate(helpless)}`, columns - 2).map((line) => `  ${line}`)),
  ];
}

export function effectText({ quantity, assumed, effect }: Row): string {
  const sets = (rungs: readonly Rung[]) =>
    enumerate(
      rungs.map((rung) => levelText(quantity, rung)),
      'or',
    );
  switch (effect.kind) {
    case 'needs':
      return `needs ${sets(effect.upTo)}; breaks from ${enumerate(
        effect.breaksFrom.map((rung) => breakText([[quantity, rung]])),
        'or',
      )}${effect.slack ? ` (assumed stronger than needed: ${levelText(quantity, assumed)})` : ''}`;
    case 'would fix':
      return `${sets(effect.upTo)} would fix it (assumed: ${levelText(quantity, assumed)})`;
    case 'not settled':
      return `not settled within the budget: ${sets(effect.rungs)}`;
    case 'does not matter':
    case 'no value helps':
      return effect.kind;
    default:
      return unhandled(effect);
  }
}

function effortText({ points, checks, remembered, space, stopped }: ProvisosAnswer, milliseconds: number | null): string {
  const request = notTried(space);
  const asked = request.length === 0 ? '' : `; not tried unless asked for: ${enumerate(request)}`;
  const ended = stopped === null ? '' : `; stopped early: ${stopped}`;
  const took = milliseconds === null ? '' : `, ${duration(milliseconds)}`;
  const known = remembered === 0 ? '' : ` (${remembered === checks ? '' : `${thousands(remembered)} of them `}remembered)`;
  return `${plural(points, 'assumption set')}, ${plural(checks, 'check')}${known}${took}${asked}${ended}`;
}

/** What was not varied as nobody asked for it. */
export function notTried({ leftOut }: ProvisosAnswer['space']): Quantity['kind'][] {
  return [...new Set(leftOut.filter(({ why }) => why === 'only on request').map(({ quantity }) => quantity))];
}

// Thresholds

/** "Accurate holds when 2 * delay + pause Worker < TIMEOUT", with what it was checked for. */
export function thresholdsText(
  answer: Thresholds,
  { style, columns, milliseconds }: Omit<ProvisosTextOptions, 'all' | 'run' | 'milliseconds'> & { readonly milliseconds: number },
): string[] {
  const { property, system, assume, constant, formulas, varied, values, points, holdsAt, breaksAt, least, checks, stopped, open } = answer;
  const [first, second] = formulas;
  const range = varied.map(({ quantity, top }) => `${term(quantity)} 0..${top}`);
  const from = `${constant} ${values.length > 1 ? `${values[0]}..${values.at(-1)}` : values.join()}`;
  const lines = [
    ...(first === undefined ? noFormula(answer) : [`holds when ${formulaText(first, constant)}`]),
    ...(first !== undefined && second !== undefined && isAsSimple(first, second) ? [`as well fits: ${formulaText(second, constant)}`] : []),
    ...(answer.bounds.length > 0 ? [`within bounds: ${answer.bounds.join(', ')}`] : []),
    `decided at ${plural(points, 'point')}, not proved: ${[...range, from].join(', ')}`,
    ...(open > 0 ? [`not decided within the budget: ${plural(open, 'point')}`] : []),
    ...(holdsAt.length > 0 && first !== undefined
      ? [`left out, since it holds at every point there: ${constant} ${holdsAt.join(', ')}`]
      : []),
    ...(breaksAt.length > 0 && first !== undefined ? [`breaks at every point: ${constant} ${breaksAt.join(', ')}`] : []),
    least === null ? `holds as assumed at no value of ${constant}` : `smallest ${constant} for which it holds as assumed: ${least}`,
  ];
  const ended = stopped === null ? '' : `; stopped early: ${stopped}`;
  return [
    `${style.strong(`${property} of ${system}`)}, from ${assume}, for ${from}`,
    '',
    ...lines.flatMap((line) => wrapped(line, columns - 4).map((part, i) => `${i === 0 ? '  ' : '    '}${part}`)),
    '',
    style.faint(`  ${plural(checks, 'check')}, ${duration(milliseconds)}${ended}`),
  ];
}

function noFormula({ holdsAt, breaksAt, values, points, fitted }: Thresholds): string[] {
  if (points === 0) return ['nothing was decided'];
  if (holdsAt.length === values.length) return ['holds at every point'];
  if (breaksAt.length === values.length) return ['breaks at every point'];
  const looked = fitted ? ', nor two of them,' : '';
  const rest = fitted ? [] : ['products and two inequalities were not looked for, since so many quantities matter: name fewer with --over'];
  return [`no inequality with factors of 1 to 3${looked} separates what holds from what breaks`, ...rest];
}
