/** The answer of the proviso search in words. Conditions are written as a `provisos` block has them, so that they can be pasted. */
import type { Effect, Formula, ProvisosAnswer, Quantity, Row, Rung, Smallest, Thresholds, Weakest } from '#checker';
import { unhandled } from '#grammar';
import { padded, width, wrapped } from '../layout.ts';
import type { Style } from '../style.ts';
import { duration, enumerate, plural, thousands } from './counts.ts';

export interface ProvisosTextOptions {
  readonly style: Style;
  readonly columns: number;
  /** every alternative and every break, however many */
  readonly all: boolean;
  readonly milliseconds: number;
}

/** Alternatives that are read; more are a list nobody reads. */
const MOST_WEAKEST = 3;
const MOST_SMALLEST = 6;

export function provisosText(answer: ProvisosAnswer, options: ProvisosTextOptions): string[] {
  const { style, columns } = options;
  const indented = (lines: readonly string[], by = '  ') => lines.map((line) => (line === '' ? '' : `${by}${line}`));
  return [
    `${style.strong(`${answer.property} of ${answer.system}`)}, from ${answer.assume}: ${assumedText(answer)}`,
    '',
    ...(answer.joint === null ? [] : [...indented(jointText(answer, { ...options, columns: columns - 2 })), '']),
    ...indented(tableText(answer, { ...options, columns: columns - 2 })),
    '',
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

function jointText(answer: ProvisosAnswer, options: ProvisosTextOptions): string[] {
  const { columns, style, all } = options;
  const { space, joint } = answer;
  if (joint === null) return [];
  const shown = all ? joint.weakest : joint.weakest.slice(0, MOST_WEAKEST);
  const sets = shown.map((weakest) => weakestText(answer, weakest));
  const isSettled = joint.open.length + joint.cut.length === 0 && answer.stopped === null;
  const more = joint.weakest.length - shown.length;
  const free = answer.space.dimensions.filter((_, axis) => isFree(answer, axis)).map(({ quantity }) => term(quantity));
  const bounds = [...new Set(joint.weakest.flatMap((one) => one.bounds))];
  return [
    ...(sets.length === 0
      ? wrapped(
          isSettled ? 'breaks under every assumption set that was searched' : 'holds under no assumption set that was decided',
          columns,
        )
      : hanging(
          isSettled ? 'holds provided ' : 'holds at least provided ',
          'or provided ',
          sets,
          isSettled && more === 0 ? ', and only then' : '',
          columns,
        )),
    ...(more > 0 ? [style.faint(`or under ${plural(more, 'more set')} (--all shows them)`)] : []),
    ...(joint.cut.length === 0 ? [] : wrapped(`no larger number was tried of ${enumerate(joint.cut.map(term))}`, columns)),
    ...(bounds.length > 0 ? wrapped(`within bounds: ${bounds.join(', ')}`, columns) : []),
    ...(joint.raisedTo === null
      ? []
      : wrapped(`With the capacity assumed a violation was hidden; the answer is for capacity ${joint.raisedTo}.`, columns)),
    ...(free.length > 0 && sets.length > 0 ? wrapped(`does not matter, in what was searched: ${enumerate(free)}`, columns) : []),
    ...breaksText(answer, joint.smallest, options),
    ...(joint.open.length === 0
      ? []
      : wrapped(
          `not settled: ${joint.open
            .slice(0, all ? joint.open.length : 2)
            .map((point) => breakText(space.dimensions.map(({ quantity, rungs }, i) => [quantity, rungs[point[i]]])))
            .join('; ')}${!all && joint.open.length > 2 ? `; and ${thousands(joint.open.length - 2)} more` : ''}, nor anything weaker`,
          columns,
        )),
    ...(joint.wrong.length === 0
      ? []
      : wrapped(`The model fails under ${plural(joint.wrong.length, 'set')}, which says nothing of the others.`, columns)),
  ];
}

function hanging(first: string, next: string, items: readonly string[], end: string, columns: number): string[] {
  return items.flatMap((item, i) => {
    const head = i === 0 ? first : next.padStart(first.length);
    const text = `${item}${i === items.length - 1 ? end : ''}`;
    return wrapped(text, columns - first.length).map((line, n) => `${n === 0 ? head : ' '.repeat(first.length)}${line}`);
  });
}

/** What has to be true of an assumption set to be within this one; nothing where it is the weakest. */
export function conditionsAt({ dimensions, lattice }: ProvisosAnswer['space'], point: readonly number[]): string[] {
  return dimensions.flatMap(({ quantity, rungs }, axis) =>
    lattice.weakest[axis].includes(point[axis]) ? [] : conditionsOf(quantity, rungs[point[axis]]),
  );
}

function weakestText({ space }: ProvisosAnswer, { point, vacuous }: Weakest): string {
  const conditions = conditionsAt(space, point);
  const text = conditions.length === 0 ? 'nothing: whatever happens, in what was searched' : conditions.join(' and ');
  return vacuous === null ? text : `${text} (vacuously: ${vacuous})`;
}

/** At its weakest in every weakest set, and at a strongest rung in every smallest break. */
function isFree({ space: { lattice }, joint }: ProvisosAnswer, axis: number): boolean {
  if (joint === null) return false;
  const inBreak = joint.smallest.some(({ point }) => !lattice.strongest[axis].includes(point[axis]));
  return !inBreak && joint.weakest.every(({ point }) => lattice.weakest[axis].includes(point[axis]));
}

function breaksText({ space }: ProvisosAnswer, smallest: readonly Smallest[], { columns, style, all }: ProvisosTextOptions): string[] {
  if (smallest.length === 0) return [];
  const shown = all ? smallest : smallest.slice(0, MOST_SMALLEST);
  const lines = shown.map(({ point, verdict }) => {
    const what = breakText(space.dimensions.map(({ quantity, rungs }, i) => [quantity, rungs[point[i]]]));
    return `${what} (${plural(verdict.trace.steps.length, 'step')})`;
  });
  const more = smallest.length - shown.length;
  return [
    'breaks as soon as there is',
    ...lines.flatMap((line) => wrapped(line, columns - 4).map((part, i) => `${i === 0 ? '  ' : '    '}${part}`)),
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

function effectText({ quantity, assumed, effect }: Row): string {
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

function effortText({ points, checks, space, stopped }: ProvisosAnswer, milliseconds: number): string {
  const request = [...new Set(space.leftOut.filter(({ why }) => why === 'only on request').map(({ quantity }) => quantity))];
  const asked = request.length === 0 ? '' : `; not tried unless asked for: ${enumerate(request)}`;
  const ended = stopped === null ? '' : `; stopped early: ${stopped}`;
  return `${plural(points, 'assumption set')}, ${plural(checks, 'check')}, ${duration(milliseconds)}${asked}${ended}`;
}

// Thresholds

/** "Accurate holds when 2 * delay + pause Worker < TIMEOUT", with what it was checked for. */
export function thresholdsText(answer: Thresholds, { style, columns, milliseconds }: Omit<ProvisosTextOptions, 'all'>): string[] {
  const { property, system, assume, constant, formulas, varied, values, points, holdsAt, breaksAt, least, checks, stopped, open } = answer;
  const [first, second] = formulas;
  const range = varied.map(({ quantity, top }) => `${term(quantity)} 0..${top}`);
  const from = `${constant} ${values.length > 1 ? `${values[0]}..${values.at(-1)}` : values.join()}`;
  const lines = [
    ...(first === undefined ? noFormula(answer) : [`holds when ${formulaText(first, constant)}`]),
    ...(first !== undefined && second !== undefined && isAsSimple(first, second) ? [`as well fits: ${formulaText(second, constant)}`] : []),
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

function noFormula({ holdsAt, breaksAt, values, points }: Thresholds): string[] {
  if (points === 0) return ['nothing was decided'];
  if (holdsAt.length === values.length) return ['holds at every point'];
  if (breaksAt.length === values.length) return ['breaks at every point'];
  return ['no inequality with factors of 1 to 3 separates what holds from what breaks'];
}

/** Told beside the other, since nothing says which is meant. */
function isAsSimple(first: Formula, second: Formula): boolean {
  return second.times === first.times && second.offset === first.offset;
}

function formulaText({ terms, offset, times, timer }: Formula, constant: string): string {
  const sum = terms.map(({ quantity, factor }) => (factor === 1 ? term(quantity) : `${factor} * ${term(quantity)}`));
  const left = [...sum, ...(offset > 0 ? [String(offset)] : [])].join(' + ') || '0';
  const value = timer ? `max(1, ${constant} - drift)` : constant;
  const right = times === 1 ? value : `${times} * ${value}`;
  // `left < right + 1` is `left <= right`
  if (offset === -1) return `${left} <= ${right}`;
  return `${left} < ${right}${offset < 0 ? ` + ${-offset}` : ''}`;
}

// Quantities and rungs

/** The word of a condition for it, as in a `provisos` block. */
export function term(quantity: Quantity): string {
  switch (quantity.kind) {
    case 'delay':
    case 'drift':
    case 'skew':
      return quantity.role === null ? quantity.kind : `${quantity.kind} ${quantity.role}`;
    case 'pause':
      return `pause ${quantity.role}`;
    case 'losses':
    case 'duplications':
    case 'corruptions':
    case 'clock steps':
    case 'order':
      return quantity.kind;
    case 'cuts':
      return CUTS[quantity.parting];
    case 'crashes':
      return `crashes ${quantity.roles.join(', ')}`;
    default:
      return unhandled(quantity);
  }
}

const CUTS = { 'two-way': 'cuts', 'one-way': 'one-way cuts', link: 'link cuts', 'one-way link': 'one-way link cuts' } as const;

/** What has to be true of the quantity; nothing at its weakest. */
function conditionsOf(quantity: Quantity, rung: Rung): string[] {
  switch (rung.kind) {
    case 'bound': {
      if (rung.most === null) return [];
      const most = `${rung.always ? '' : 'eventually '}${term(quantity)} <= ${rung.most}`;
      return rung.least === 0 ? [most] : [`least ${term(quantity)} >= ${rung.least}`, most];
    }
    case 'count':
      return rung.most === null ? [] : [`${term(quantity)} <= ${rung.most}`];
    case 'crash':
      return crashConditions(quantity, rung);
    case 'order':
      return rung.fifo ? ['fifo'] : [];
    default:
      return unhandled(rung);
  }
}

function crashConditions(quantity: Quantity, { mode, most }: Extract<Rung, { kind: 'crash' }>): string[] {
  const roles = quantity.kind === 'crashes' ? quantity.roles : [];
  const often = most === null ? [] : [`${term(quantity)} <= ${most}`];
  switch (mode) {
    case null:
      return roles.map((role) => `no fault ${role}`);
    case 'stop':
      return [...roles.map((role) => `${role} only stops`), ...often];
    case 'recovery':
      return [...roles.map((role) => `${role} keeps its disk`), ...often];
    case 'amnesia':
      return often;
    default:
      return unhandled(mode);
  }
}

function levelText(quantity: Quantity, rung: Rung): string {
  const conditions = conditionsOf(quantity, rung);
  if (conditions.length > 0) return conditions.join(' and ');
  switch (rung.kind) {
    case 'bound':
      return 'no bound';
    case 'count':
      return 'any number';
    case 'crash':
      return 'any crash';
    case 'order':
      return 'any order';
    default:
      return unhandled(rung);
  }
}

/** "a pause of Worker of 1 tick and one lost message"; what is perfect is left out. */
export function breakText(placed: readonly (readonly [Quantity, Rung])[]): string {
  const parts = placed.flatMap(([quantity, rung]) => deviation(quantity, rung));
  return parts.length === 0 ? 'no fault at all' : enumerate(parts);
}

function deviation(quantity: Quantity, rung: Rung): string[] {
  switch (rung.kind) {
    case 'bound':
      return boundDeviation(quantity, rung);
    case 'count':
      return rung.most === 0 ? [] : [counted(quantity, rung.most)];
    case 'crash':
      return rung.mode === null ? [] : [crashed(quantity, rung.mode, rung.most)];
    case 'order':
      return rung.fifo ? [] : ['messages out of order'];
    default:
      return unhandled(rung);
  }
}

function boundDeviation(quantity: Quantity, { always, least, most }: Extract<Rung, { kind: 'bound' }>): string[] {
  const noun = quantity.kind === 'pause' ? `a pause of ${quantity.role}` : `a ${term(quantity)}`;
  if (most === null) return [`${noun} without bound`];
  if (!always) return [`${noun} bounded only in the end`];
  if (most === 0) return [];
  if (least === 0) return [`${noun} of up to ${plural(most, 'tick')}`];
  return [least === most ? `${noun} of ${plural(most, 'tick')}` : `${noun} of ${least} to ${plural(most, 'tick')}`];
}

function counted(quantity: Quantity, most: number | null): string {
  const [one, many] = nouns(quantity);
  if (most === 1) return `one ${one}`;
  return most === null ? `${many} without limit` : `${thousands(most)} ${many}`;
}

function nouns(quantity: Quantity): readonly [one: string, many: string] {
  switch (quantity.kind) {
    case 'losses':
      return ['lost message', 'lost messages'];
    case 'duplications':
      return ['duplicated message', 'duplicated messages'];
    case 'corruptions':
      return ['corrupted message', 'corrupted messages'];
    case 'clock steps':
      return ['step of a clock', 'steps of clocks'];
    case 'cuts':
      return [CUTS[quantity.parting].replace(/s$/, ''), CUTS[quantity.parting]];
    case 'delay':
    case 'drift':
    case 'skew':
    case 'pause':
    case 'order':
    case 'crashes':
      return [term(quantity), term(quantity)];
    default:
      return unhandled(quantity);
  }
}

function crashed(quantity: Quantity, mode: 'stop' | 'recovery' | 'amnesia', most: number | null): string {
  const who = quantity.kind === 'crashes' ? enumerate(quantity.roles, 'or') : '';
  const [one, many] = {
    stop: ['a stop', 'stops'],
    recovery: ['a restart', 'restarts'],
    amnesia: ['a restart with an empty disk', 'restarts with an empty disk'],
  }[mode];
  if (most === 1) return `${one} of ${who}`;
  return most === null ? `${many} of ${who} without limit` : `${thousands(most)} ${many} of ${who}`;
}
