/** What several properties need, at one glance: properties down, assumptions across. */
import type { ProvisosAnswer, Quantity } from '#checker';
import { unhandled } from '#grammar';
import { greatest, padded, width } from '../layout.ts';
import type { Style } from '../style.ts';
import { freeAndNeeded, isSettled } from './alternatives.ts';
import { conditionsOf, term } from './assumed.ts';

const COLUMNS = [
  'delay',
  'pause',
  'drift',
  'skew',
  'clock steps',
  'clock step size',
  'order',
  'losses',
  'duplications',
  'corruptions',
  'cuts',
  'crashes',
  'byzantine',
  'faults end',
] as const satisfies readonly Quantity['kind'][];

export interface Matrix {
  /** the first two are the system and the property */
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

/** More alternatives than these do not fit into cells. */
const MOST_ALTERNATIVES = 3;

/**
 * `any`: it does not matter, in what was searched; a condition: what has to be true; `/` between alternatives, in one order in the whole
 * row; empty: not searched. Columns that no property has a use for are left out. Only answers about all quantities together have a place here.
 */
export function matrixOf(answers: readonly ProvisosAnswer[]): Matrix {
  const joint = answers.filter(({ joint }) => joint !== null);
  const lines = joint.map((answer) => ({ answer, sets: freeAndNeeded(answer) }));
  const all = lines.map((line) => COLUMNS.map((column) => cell(line, column)));
  const kept = COLUMNS.flatMap((_, i) => (all.some((row) => row[i] !== '') ? [i] : []));
  const marked = (line: Line) =>
    `${line.answer.property}${isSettled(line.answer) ? '' : '*'}${isCrowded(line) ? '+' : ''}${isLowered(line) ? '-' : ''}`;
  return {
    head: ['system', 'property', ...kept.map((i) => COLUMNS[i])],
    rows: lines.map((line, r) => [line.answer.system, marked(line), ...kept.map((i) => all[r][i])]),
    notes: [
      ...(lines.every(({ answer }) => isSettled(answer)) ? [] : ['*: not every assumption set was decided; what is said holds at least.']),
      ...(lines.some(isCrowded)
        ? ['+: there are more than three weakest sets; here is what each quantity alone needs, all others as assumed.']
        : []),
      ...(lines.some(isLowered)
        ? ['-: not every assumption set was decided with as many messages in flight as are assumed; it holds with fewer.']
        : []),
    ],
  };
}

interface Line {
  readonly answer: ProvisosAnswer;
  /** of each weakest set the conditions of each dimension */
  readonly sets: readonly (readonly (readonly string[])[])[];
}

function isCrowded({ sets }: Line): boolean {
  return sets.length > MOST_ALTERNATIVES;
}

function isLowered({ answer }: Line): boolean {
  return answer.loweredTo !== null;
}

function cell(line: Line, column: Quantity['kind']): string {
  const { answer, sets } = line;
  const axes = answer.space.dimensions.flatMap(({ quantity }, axis) => (quantity.kind === column ? [{ quantity, axis }] : []));
  if (axes.length === 0) return '';
  if (sets.length === 0) return 'breaks';
  if (isCrowded(line))
    return (
      axes
        .map(({ quantity }) => alone(answer, quantity).join(' / '))
        .filter((text) => text !== '')
        .join(', ') || 'any'
    );
  const texts = sets.map(
    (set) => axes.flatMap(({ quantity, axis }) => set[axis].map((one) => shortened(one, quantity))).join(', ') || 'any',
  );
  return texts.every((text) => text === texts[0]) ? texts[0] : texts.join(' / ');
}

function alone({ rows }: ProvisosAnswer, quantity: Quantity): string[] {
  const effect = rows.find((row) => row.quantity === quantity)?.effect;
  if (effect === undefined) return [];
  switch (effect.kind) {
    case 'needs':
    case 'would fix': {
      const sets = effect.upTo.map((rung) =>
        conditionsOf(quantity, rung)
          .map((one) => shortened(one, quantity))
          .join(', '),
      );
      return [...new Set(sets)];
    }
    case 'does not matter':
      return [];
    case 'no value helps':
    case 'not settled':
      return ['?'];
    default:
      return unhandled(effect);
  }
}

/** Without what the head of the column says: "Worker <= 1" of "pause Worker <= 1". */
function shortened(condition: string, quantity: Quantity): string {
  const head =
    quantity.kind === 'crashes' || quantity.kind === 'byzantine'
      ? quantity.kind
      : 'role' in quantity && quantity.role !== null
        ? quantity.kind
        : term(quantity);
  // Other cuts than the plain ones keep their word.
  if (quantity.kind === 'cuts' && quantity.parting !== 'two-way') return condition;
  return condition.replace(new RegExp(`\\b${head} (?=\\S)`), '');
}

export function matrixText({ head, rows, notes }: Matrix, { style }: { readonly style: Style }): string[] {
  const widths = head.map((_, i) => greatest([head, ...rows].map((row) => width(row[i]))));
  const line = (row: readonly string[]) =>
    row
      .map((text, i) => padded(text, widths[i]))
      .join('  ')
      .trimEnd();
  return [style.strong(line(head)), ...rows.map(line), ...notes.flatMap((note) => ['', note])];
}

/** As a table of Markdown. */
export function matrixMarkdown({ head, rows, notes }: Matrix): string[] {
  const line = (row: readonly string[]) =>
    `| ${row.map((text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('*', '\\*')).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line), ...notes.flatMap((note) => ['', note.replaceAll('*', '\\*')])];
}
