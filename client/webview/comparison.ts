/** The table of two runs, in the place of the state. */
import { type Counterexample, type StepReport, toldText } from '#report/walk';
import { aligned, alignmentText, type Pair } from './alignment.ts';
import { byId, element } from './elements.ts';

/** A run to compare with, as it is called. */
export interface Other {
  readonly name: string;
  readonly run: Pick<Counterexample, 'steps' | 'replay' | 'timed'>;
  /** it is drawn beside, and the state stays */
  readonly isDrawn: boolean;
}

/** Null: none is compared. `choose`: a step of the run that is shown */
export function showComparison(steps: readonly StepReport[], other: Other | null, choose: (moment: number) => void): void {
  const pane = byId('compared');
  const isTable = other !== null && !other.isDrawn;
  pane.hidden = !isTable;
  byId('state').hidden = isTable;
  if (!isTable) return;
  const pairs = aligned(steps, other.run.steps);
  const head = element('tr', {}, ...['this run', other.name].map((text) => element('th', { scope: 'col', text })));
  const rows = pairs.map((pair) => rowOf(pair, choose));
  pane.replaceChildren(
    element('p', { text: alignmentText(pairs) }),
    element('table', { class: 'pairs' }, element('thead', {}, head), element('tbody', {}, ...rows)),
  );
  pane.scrollTop = rows[pairs.findIndex(({ same }) => !same)]?.offsetTop ?? 0;
}

function rowOf({ left, right, same }: Pair, choose: (moment: number) => void): HTMLElement {
  const cells = [left, right].map((step, side) => {
    if (step === null) return element('td', { class: 'none', text: '–' });
    const text = `${step.number === 0 ? 'start' : step.number}  ${toldText(step)}`;
    if (side === 1) return element('td', { text });
    const button = element('button', { type: 'button', class: 'pick', text });
    button.addEventListener('click', () => choose(step.number));
    return element('td', {}, button);
  });
  return element('tr', { class: same ? 'same' : 'different' }, ...cells);
}
