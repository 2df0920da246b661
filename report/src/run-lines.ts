/** A counterexample in lines: its story, its table, and what it takes. */
import { printable, wrapped } from './layout.ts';
import type { Counterexample, NearestReport, OutcomeReport } from './result/types.ts';
import type { Style } from './style.ts';
import { counterexampleTable, type TableRow } from './table.ts';
import { loopRow, worldText } from './words/rows.ts';

export interface LinesOptions {
  readonly style: Style;
  /** that a line may take */
  readonly columns: number;
}

/** A run, with the place of the model's error that it ends in, and what is required for it. */
export type Told = Pick<OutcomeReport, 'counterexample' | 'blame' | 'nearest'> & {
  readonly verdict: Pick<OutcomeReport['verdict'], 'place'>;
};

const WIDEST = 90;

/** Story, table and what the violation requires; of what does not come about what is nearest to it; else nothing. */
export function counterexampleLines({ verdict, counterexample, blame, nearest }: Told, options: LinesOptions): string[] {
  if (counterexample === null) return nearest === null ? [] : nearestLines(nearest, options);
  const { story, fair, lookalikes, timed } = counterexample;
  const error = verdict.place === null ? [] : [`The error is at ${verdict.place.file}:${verdict.place.line}.`, ''];
  const after = [...fair, ...(blame === null || blame.text === '' ? [] : [blame.text])].flatMap((one) => prose(one, options));
  return [
    ...prose(story, options),
    '',
    ...error,
    ...tableLines(counterexample, options),
    ...lookalikes.flatMap(({ node, steps }) => [
      '',
      `What ${node} cannot tell this from:`,
      '',
      ...tableLines({ timed, steps, loopStart: null }, options),
    ]),
    ...(after.length === 0 ? [] : ['', ...after]),
  ];
}

function nearestLines({ text, steps }: NearestReport, options: LinesOptions): string[] {
  const timed = steps.some(({ time }) => time !== null);
  const rows = steps.length === 0 ? [] : ['', ...tableLines({ timed, steps, loopStart: null }, options)];
  return [...prose(text, options), ...rows];
}

export function tableLines(
  { timed, steps, loopStart }: Pick<Counterexample, 'timed' | 'steps' | 'loopStart'>,
  { style, columns }: LinesOptions,
): string[] {
  const rows = steps.map(({ kind, time, node, text, fault, changes }): TableRow => {
    const changed = changes.map((change) => change.text);
    const row = kind === 'error' ? 'end' : fault ? 'fault' : kind === 'tick' || kind === 'not received' ? 'time' : 'step';
    return { time, node: node ?? worldText(kind), what: text, changed, kind: row };
  });
  const all = loopStart === null ? rows : rows.toSpliced(loopStart, 0, loopRow(loopStart === rows.length));
  return counterexampleTable(all, timed, { style, columns });
}

export function prose(text: string, { columns }: LinesOptions): string[] {
  return wrapped(printable(text), Math.min(WIDEST, columns));
}
